"""Ensonhaber: news portal, Istanbul."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section


class Ensonhaber(OutletSpider):
    """Its body is called but body, which the generic reading finds as well."""

    name = "ensonhaber"
    title, aliases = "Ensonhaber", ("إن سون خبر", "En Son Haber")
    kind, country, language = "aggregator", "TR", "tr"
    allowed_domains = ("ensonhaber.com",)
    sources = (
        NewsSitemap("https://www.ensonhaber.com/sitemaps/google-news.xml", status="confirmed"),
        Feed("https://www.ensonhaber.com/rss/ensonhaber.xml", status="confirmed"),
        Section("https://www.ensonhaber.com/gundem", status="listed"),
    )
    article_url = r"^https?://[^/]+/(?!galeri/|videolar/|biyografi/)[a-z-]+/[a-z0-9]+(?:-[a-z0-9]+){2,}(?:\.html)?/?$"
    lead = ".c-desc"
    expect = Expect(per_day=(150, 700))
