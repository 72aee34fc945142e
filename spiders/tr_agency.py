"""وكالة أنباء تركيا (TR Agency): news portal about Turkey that calls itself an agency."""

from newscrawl.outlet import Expect, OutletSpider, Section


class TrAgency(OutletSpider):
    """Only the domain is known: what an address of an article looks like is a guess."""

    name = "tr_agency"
    title, aliases = "وكالة أنباء تركيا", ("TR Agency",)
    kind, country, language = "newspaper", "TR", "ar"
    allowed_domains = ("tr.agency",)
    sources = (Section("https://tr.agency/", status="confirmed"),)
    article_url = r"^https?://[^/]+/(?!category/|tag/|page/|author/|feed)(?:[^/?#.]+/)?[^/?#.]{12,}/?$"
    expect = Expect(per_day=(5, 80))
