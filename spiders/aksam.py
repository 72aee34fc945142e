"""Akşam: national daily, Istanbul (Türkmedya)."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section


class Aksam(OutletSpider):
    """Layout never seen: the generic reading serves."""

    name = "aksam"
    title, aliases = "Akşam", ("صحيفة أكشام", "أكشام", "Aksam")
    kind, country, language = "newspaper", "TR", "tr"
    allowed_domains = ("aksam.com.tr",)
    sources = (
        Feed("https://www.aksam.com.tr/rss", status="confirmed"),
        Feed("https://www.aksam.com.tr/rss/rss.asp", status="confirmed"),
        Feed("https://www.aksam.com.tr/cache/rss.xml", status="listed"),
        Section("https://www.aksam.com.tr/guncel/", status="listed"),
    )
    article_url = r"^https?://[^/]+/(?:[a-z-]+/)[a-z0-9-]+/haber-\d{6,8}/?$"
    expect = Expect(per_day=(80, 400))
