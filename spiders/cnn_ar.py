"""CNN بالعربية (CNN Arabic): broadcaster, Dubai."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section


class CnnAr(OutletSpider):
    """Layout never seen: the generic reading serves. Texts begin with a dateline, (CNN)."""

    name = "cnn_ar"
    title, aliases = "CNN بالعربية", ("سي إن إن بالعربية", "سي ان ان بالعربية", "CNN Arabic")
    kind, country, language = "broadcaster", "AE", "ar"
    timezone = "Asia/Dubai"
    allowed_domains = ("arabic.cnn.com",)
    sources = (
        Feed("https://arabic.cnn.com/api/v1/rss/rss.xml", status="widely-listed"),
        Feed("https://arabic.cnn.com/api/v1/rss/middle_east/rss.xml", status="widely-listed"),
        Section("https://arabic.cnn.com/tag/turkey", status="pattern-confirmed"),
    )
    article_url = r"^https?://[^/]+/[a-z-]+/(?:article/)?20\d{2}/\d{2}/\d{2}/[^/?#]+/?$"
    exclude = r"/video/"
    terms = "its terms restrict reuse"
    on_turkey_only = True
    expect = Expect(per_day=(30, 200))
