"""عنب بلدي (Enab Baladi): Syrian newspaper."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section, WordPress


class Enabbaladi(OutletSpider):
    """Its feed turns away the addresses of cloud hosts."""

    name = "enabbaladi"
    title, aliases = "عنب بلدي", ("Enab Baladi",)
    kind, country, language = "newspaper", "SY", "ar"
    timezone = "Asia/Damascus"
    allowed_domains = ("enabbaladi.net",)
    sources = (
        Feed("https://www.enabbaladi.net/feed/", status="confirmed"),
        Section("https://www.enabbaladi.net/archives/tag/تركيا", status="pattern-confirmed"),
    )
    archives = (WordPress("https://www.enabbaladi.net/wp-json/wp/v2/posts?per_page=50", status="inferred"),)
    article_url = r"/(?:archives/)?\d{4,8}(?:/[^?#]*)?$"
    permalink = r"/(?:archives/)?\d+(?=/|$)"
    body = "div.entry-content, div.post-content"
    on_turkey_only = True
    expect = Expect(per_day=(20, 150))
