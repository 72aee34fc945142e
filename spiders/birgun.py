"""BirGün: national daily, Istanbul."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section


class Birgun(OutletSpider):
    """Layout never seen: the generic reading serves."""

    name = "birgun"
    title, aliases = "BirGün", ("بير غون", "بيرغون", "Birgun")
    kind, country, language = "newspaper", "TR", "tr"
    allowed_domains = ("birgun.net",)
    sources = (
        NewsSitemap("https://www.birgun.net/sitemap/haberler", status="confirmed"),
        Feed("https://www.birgun.net/rss/home", status="listed"),
        Feed("https://www.birgun.net/xml/rss.xml", status="listed"),
        Section("https://www.birgun.net/kategori/guncel-1", status="inferred"),
    )
    article_url = r"/(?:haber|makale)/[a-z0-9-]+-\d{5,7}/?$"
    expect = Expect(per_day=(100, 400))
