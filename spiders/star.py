"""Star: national daily, Istanbul (Türkmedya)."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section


class Star(OutletSpider):
    """Sources and selectors as public crawlers have them; never seen live."""

    name = "star"
    title, aliases = "Star", ("صحيفة ستار", "ستار", "Star gazetesi")
    kind, country, language = "newspaper", "TR", "tr"
    allowed_domains = ("star.com.tr",)
    sources = (
        NewsSitemap("https://www.star.com.tr/sitemap-news.asp", status="confirmed"),
        Feed("https://www.star.com.tr/rss/rss.asp", status="listed"),
        Feed("https://www.star.com.tr/rss/guncel.xml", status="listed"),
        Section("https://www.star.com.tr/guncel/", status="listed"),
    )
    article_url = r"^https?://[^/]+/(?:[a-z-]+/)(?:[a-z0-9-]+-haber-\d{6,8}|[a-z0-9-]+/haber-\d{6,8})/?$"
    lead = "h2.title-2"
    body = "div.detay"
    expect = Expect(per_day=(80, 400))
