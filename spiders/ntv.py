"""NTV: news television, Istanbul."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section


class Ntv(OutletSpider):
    """Two layouts: until 4 November 2025, and the Next.js one since. JSON-LD names NTV as the author of agency copy."""

    name = "ntv"
    title, aliases = "NTV", ("إن تي في", "ان تي في", "إن.تي.في", "ntv.com.tr")
    kind, country, language = "broadcaster", "TR", "tr"
    allowed_domains = ("ntv.com.tr",)
    sources = (
        NewsSitemap("https://www.ntv.com.tr/sitemaps/news-sitemap.xml", status="confirmed"),
        Feed("https://www.ntv.com.tr/gundem.rss", status="confirmed"),
        Feed("https://www.ntv.com.tr/ekonomi.rss", status="confirmed"),
        Section("https://www.ntv.com.tr/turkiye", status="listed"),
    )
    article_url = r"/(?:[a-z-]+/)+[a-z0-9-]+(?:-\d{6,8}|,[A-Za-z0-9_-]{20,})/?$"
    exclude = r"/(?:galeri|video)/"
    authors = "meta[name=articleAuthor]"
    lead = "div.info-text-card h2, h2.category-detail-sub-title"
    body = "div.ck-content, div.content-news-tag-selector"
    expect = Expect(per_day=(100, 700))
