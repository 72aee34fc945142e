"""Sabah: national daily, Istanbul (Turkuvaz)."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section


class Sabah(OutletSpider):
    """Long articles go over several pages (?paging=2), of which the first is read."""

    name = "sabah"
    title, aliases = "Sabah", ("صباح", "صباح التركية", "صحيفة صباح", "Sabah gazetesi")
    kind, country, language = "newspaper", "TR", "tr"
    allowed_domains = ("sabah.com.tr",)
    sources = (
        NewsSitemap("https://www.sabah.com.tr/sitemap/news.xml", status="confirmed"),
        Feed("https://www.sabah.com.tr/rss/gundem.xml", status="confirmed"),
        Feed("https://www.sabah.com.tr/rss/anasayfa.xml", status="confirmed"),
        Feed("https://www.sabah.com.tr/rss/sondakika.xml", status="confirmed"),
        Section("https://www.sabah.com.tr/gundem", status="listed"),
    )
    article_url = r"^https?://[^/]+/(?!galeri/|video/)(?:[a-z0-9-]+/)+(?:20\d{2}/\d{2}/\d{2}/[a-z0-9-]+|[a-z0-9-]+-\d{7})(?:\?paging=\d+)?/?$"
    permalink = r"[^?]+"
    lead = "h2.spot"
    body = ".newsDetailText, .newsBox"
    expect = Expect(per_day=(200, 1000))
