"""الميادين (Al Mayadeen): broadcaster, Beirut."""

from newscrawl.outlet import Expect, OutletSpider, Section, Sitemap


class Almayadeen(OutletSpider):
    """Turns some user agents away (403). Layout never seen: the generic reading serves."""

    name = "almayadeen"
    title, aliases = "الميادين نت", ("الميادين", "قناة الميادين", "Al Mayadeen")
    kind, country, language = "broadcaster", "LB", "ar"
    timezone = "Asia/Beirut"
    allowed_domains = ("almayadeen.net",)
    sources = (
        Section("https://www.almayadeen.net/news/politics", status="listed"),
        Sitemap("https://www.almayadeen.net/sitemaps/all.xml", status="confirmed"),
    )
    archives = (Sitemap("https://www.almayadeen.net/sitemaps/all/sitemap-{yyyy}-{m}.xml", status="confirmed"),)
    article_url = r"/(?:news/[a-z-]+/|analysis/|articles/|essays/|blog/)[^/?#]+/?$"
    on_turkey_only = True
    expect = Expect(per_day=(60, 400))
