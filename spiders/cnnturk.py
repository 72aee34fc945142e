"""CNN Türk: broadcaster, Istanbul (Demirören)."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section


class Cnnturk(OutletSpider):
    """Sources and selectors as public crawlers have them; never seen live."""

    name = "cnnturk"
    title, aliases = "CNN Türk", ("سي إن إن ترك", "سي.إن.إن ترك", "سي إن إن تورك", "سي ان ان ترك", "CNN Turk")
    kind, country, language = "broadcaster", "TR", "tr"
    allowed_domains = ("cnnturk.com",)
    sources = (
        Feed("https://www.cnnturk.com/feed/rss/turkiye/news", status="confirmed"),
        Feed("https://www.cnnturk.com/feed/rss/all/news", status="confirmed"),
        Feed("https://www.cnnturk.com/feed/rss/dunya/news", status="confirmed"),
        Section("https://www.cnnturk.com/turkiye", status="listed"),
    )
    article_url = r"^https?://[^/]+/(?!video/|galeri/|fotogaleri/)(?:[a-z0-9-]+/)+[a-z0-9-]+-\d{6,8}/?$"
    lead = "h2.detail-header-spot"
    body = "section.detail-content"
    expect = Expect(per_day=(200, 900))
