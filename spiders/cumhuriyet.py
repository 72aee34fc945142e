"""Cumhuriyet: national daily, Istanbul."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section


class Cumhuriyet(OutletSpider):
    """Sources and selectors as public crawlers have them; never seen live."""

    name = "cumhuriyet"
    title, aliases = "Cumhuriyet", ("جمهورييت", "جمهوريت", "Cumhuriyet gazetesi")
    kind, country, language = "newspaper", "TR", "tr"
    allowed_domains = ("cumhuriyet.com.tr",)
    sources = (
        NewsSitemap("https://www.cumhuriyet.com.tr/sitemaps/news.xml", status="confirmed"),
        Feed("https://www.cumhuriyet.com.tr/Rss", status="confirmed"),
        Feed("https://www.cumhuriyet.com.tr/rss/9999", status="listed"),
        Feed("https://www.cumhuriyet.com.tr/rss/son_dakika.xml", status="listed"),
        Section("https://www.cumhuriyet.com.tr/turkiye", status="listed"),
    )
    article_url = r"^https?://[^/]+/(?!galeri/|video/)[a-z-]+(?:/[a-z-]+)?/[a-z0-9-]+-\d{6,8}/?$"
    authors = "div.haberKaynagi"
    lead = "h2.spot"
    body = "div.haberMetni"
    drop = (".iliskiliHaberler", ".google-news")
    expect = Expect(per_day=(150, 700))
