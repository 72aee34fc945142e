"""T24: online newspaper, Istanbul."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section


class T24(OutletSpider):
    """Sources and selectors as public crawlers have them; never seen live."""

    name = "t24"
    title, aliases = "T24", ("تي 24", "موقع تي 24")
    kind, country, language = "newspaper", "TR", "tr"
    allowed_domains = ("t24.com.tr",)
    sources = (
        Feed("https://t24.com.tr/rss", status="confirmed"),
        Section("https://t24.com.tr/gundem", status="listed"),
    )
    article_url = r"/haber/[a-z0-9-]+,\d{6,8}/?$"
    body = "[itemprop=articleBody]"
    expect = Expect(per_day=(150, 600))
