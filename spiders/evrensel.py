"""Evrensel: national daily, Istanbul."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section


class Evrensel(OutletSpider):
    """Layout never seen: the generic reading serves."""

    name = "evrensel"
    title, aliases = "Evrensel", ("إفرنسل", "Evrensel gazetesi")
    kind, country, language = "newspaper", "TR", "tr"
    allowed_domains = ("evrensel.net",)
    sources = (
        NewsSitemap("https://www.evrensel.net/sitemap-news.xml", status="confirmed"),
        Feed("https://www.evrensel.net/rss/haber.xml", status="listed"),
        Section("https://www.evrensel.net/kategori/1/guncel", status="inferred"),
    )
    article_url = r"/(?:haber|yazi)/\d{4,7}/[a-z0-9-]+/?$"
    expect = Expect(per_day=(80, 300))
