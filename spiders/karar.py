"""Karar: national daily, Istanbul."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section


class Karar(OutletSpider):
    """Layout never seen: the generic reading serves."""

    name = "karar"
    title, aliases = "Karar", ("صحيفة قرار", "قرار التركية", "Karar gazetesi")
    kind, country, language = "newspaper", "TR", "tr"
    allowed_domains = ("karar.com",)
    sources = (
        NewsSitemap("https://www.karar.com/sitemap-news-01.xml", status="confirmed"),
        Feed("https://www.karar.com/rss", status="confirmed"),
        Feed("https://www.karar.com/service/rss.php", status="listed"),
        Section("https://www.karar.com/guncel-haberler", status="listed"),
    )
    article_url = r"^https?://[^/]+/(?:[a-z-]+/)[a-z0-9-]+-\d{6,8}/?$"
    expect = Expect(per_day=(80, 400))
