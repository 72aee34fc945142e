"""Haber7: news portal, Istanbul."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section


class Haber7(OutletSpider):
    """Sources and selectors as public crawlers have them; never seen live."""

    name = "haber7"
    title, aliases = "Haber7", ("خبر 7", "خبر7")
    kind, country, language = "newspaper", "TR", "tr"
    allowed_domains = ("haber7.com",)
    sources = (
        NewsSitemap("https://www.haber7.com/sitemaps/haber7/news-sitemap.xml", status="confirmed"),
        Feed("https://www.haber7.com/rss/manset.xml", status="listed"),
        Section("https://www.haber7.com/guncel", status="inferred"),
    )
    article_url = r"^https?://[^/]+/(?:[a-z-]+/)+(?:haber/)?\d{6,8}-[a-z0-9-]+/?$"
    lead = ".spot"
    body = ".news-content"
    expect = Expect(per_day=(200, 900))
