"""الشرق الأوسط (Asharq Al-Awsat): pan-Arab daily, London."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section


class Aawsat(OutletSpider):
    """Layout never seen: the generic reading serves."""

    name = "aawsat"
    title, aliases = "الشرق الأوسط", ("صحيفة الشرق الأوسط", "Asharq Al-Awsat")
    kind, country, language = "newspaper", "GB", "ar"
    timezone = "Asia/Riyadh"
    allowed_domains = ("aawsat.com",)
    sources = (
        NewsSitemap("https://aawsat.com/googlenews.xml", status="confirmed"),
        Feed("https://aawsat.com/feed", status="confirmed"),
        Section("https://aawsat.com/tags/تركيا", status="pattern-confirmed"),
    )
    article_url = r"/(?:home/article/\d+|[^?#]*/\d{6,8}-[^/?#]+)(?:/[^?#]*)?$"
    permalink = r"/home/article/\d+|/[^?]*/\d{6,8}-[^/?]+"
    exclude = r"/tags/|/feed|/search"
    terms = "no grant of reuse was found"
    on_turkey_only = True
    expect = Expect(per_day=(100, 500))
