"""يني شفق العربية (Yeni Şafak Arabic): edition of the Istanbul daily."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section, Sitemap


class YenisafakAr(OutletSpider):
    """Layout never seen: the generic reading serves."""

    name = "yenisafak_ar"
    title, aliases = "يني شفق العربية", ("Yeni Şafak Arapça", "Yeni Şafak Arabic")
    kind, country, language = "newspaper", "TR", "ar"
    allowed_domains = ("yenisafak.com",)
    sources = (
        Feed("https://www.yenisafak.com/ar/rss", status="listed"),
        Section("https://www.yenisafak.com/ar/", status="confirmed"),
        Sitemap("https://www.yenisafak.com/ar/sitemap", status="inferred"),
    )
    article_url = r"/ar/[a-z0-9/-]*\d{6,8}/?$"
    expect = Expect(per_day=(10, 120))
