"""Sözcü: national daily, Istanbul."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section


class Sozcu(OutletSpider):
    """Sources and selectors as public crawlers have them; turns the addresses of some cloud hosts away."""

    name = "sozcu"
    title, aliases = "Sözcü", ("سوزجو", "سوزجي", "Sozcu")
    kind, country, language = "newspaper", "TR", "tr"
    allowed_domains = ("sozcu.com.tr",)
    sources = (
        Feed("https://www.sozcu.com.tr/feeds-haberler", status="confirmed"),
        Feed("https://www.sozcu.com.tr/feeds-rss-category-gundem", status="confirmed"),
        Feed("https://www.sozcu.com.tr/feeds-rss-category-ekonomi", status="listed"),
        Section("https://www.sozcu.com.tr/gundem/", status="listed"),
    )
    article_url = r"^https?://[^/]+/[a-z0-9-]+-p\d+/?$"
    lead = "h2.spot"
    body = "div.col-lg-8.content"
    expect = Expect(per_day=(150, 700))
