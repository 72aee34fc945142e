"""بي بي سي عربي (BBC Arabic): the BBC's Arabic service, London."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section


class BbcArabic(OutletSpider):
    """Class names are hashes; the text direction on each text block is what stays."""

    name = "bbc_ar"
    title, aliases = "BBC News عربي", ("بي بي سي", "بي بي سي عربي", "BBC Arabic", "BBC")
    kind, country, language = "broadcaster", "GB", "ar"
    timezone = "Europe/London"
    allowed_domains = ("bbc.com", "bbc.co.uk", "bbci.co.uk")
    sources = (
        Feed("https://feeds.bbci.co.uk/arabic/rss.xml", status="confirmed"),
        Feed("https://feeds.bbci.co.uk/arabic/middleeast/rss.xml", status="listed"),
        Section("https://www.bbc.com/arabic", status="inferred"),
    )
    article_url = r"/arabic/(?:articles/[a-z0-9]+|[a-z-]+-\d{6,8}|\d{6,8})(?:$|[?#])"
    mirrors = ("bbc.co.uk",)
    body = "main > div[dir=rtl]"
    terms = "its terms allow personal use only"
    on_turkey_only = True
    expect = Expect(per_day=(15, 120))
