"""Yeni Şafak: national daily, Istanbul (Albayrak)."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider


class Yenisafak(OutletSpider):
    """Every paragraph is a card of its own, so that the generic reading serves better than a selector."""

    name = "yenisafak"
    title, aliases = "Yeni Şafak", ("يني شفق", "يني شفق التركية", "Yeni Safak")
    kind, country, language = "newspaper", "TR", "tr"
    allowed_domains = ("yenisafak.com",)
    sources = (
        Feed("https://www.yenisafak.com/rss", status="confirmed"),
        Feed("https://www.yenisafak.com/rss?xml=gundem", status="listed"),
        NewsSitemap(
            "https://www.yenisafak.com/sitemap?contenttypes=news&contenttypes=official-announcement&name=standart&take=200",
            status="confirmed",
        ),
    )
    article_url = r"^https?://[^/]+/(?!ar/|en/|video|foto)(?:[a-z-]+/)+[a-z0-9-]+-\d{6,8}/?$"
    exclude = r"/resmi-ilan"
    expect = Expect(per_day=(150, 700))
