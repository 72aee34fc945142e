"""الشرق (Asharq News): Saudi broadcaster, Riyadh and Dubai."""

from newscrawl.outlet import Expect, OutletSpider, Section


class Asharq(OutletSpider):
    """Behind a firewall that tests clients, by one report. Layout never seen: the generic reading serves."""

    name = "asharq"
    title, aliases = "الشرق للأخبار", ("الشرق", "قناة الشرق", "Asharq News")
    kind, country, language = "broadcaster", "SA", "ar"
    timezone = "Asia/Riyadh"
    allowed_domains = ("asharq.com",)
    sources = (
        Section("https://asharq.com/tags/تركيا/", status="pattern-confirmed"),
        Section("https://asharq.com/locations/تركيا/", status="pattern-confirmed"),
    )
    article_url = r"^https?://[^/]+/[a-z-]+/\d{3,7}(?:/[^?#]*)?$"
    permalink = r"/[a-z-]+/\d+"
    on_turkey_only = True
    expect = Expect(per_day=(50, 300))
