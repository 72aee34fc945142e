"""عنب بلدي (Enab Baladi): Syrian newspaper."""

from newscrawl.outlet import Expect, Feed, Section
from newscrawl.platforms import WordPressSite


class Enabbaladi(WordPressSite):
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
    article_url = r"/(?:archives/)?\d{4,8}(?:/[^?#]*)?$"
    permalink = r"/(?:archives/)?\d+(?=/|$)"
    on_turkey_only = True
    expect = Expect(per_day=(20, 150))
