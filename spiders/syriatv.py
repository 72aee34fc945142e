"""تلفزيون سوريا (Syria TV): Syrian broadcaster in Istanbul."""

from newscrawl.outlet import Expect, OutletSpider, Section


class Syriatv(OutletSpider):
    """Layout never seen: the generic reading serves; root slugs make the form of its addresses broad."""

    name = "syriatv"
    title, aliases = "تلفزيون سوريا", ("Syria TV", "تلفزيون سورية")
    kind, country, language = "broadcaster", "TR", "ar"
    allowed_domains = ("syria.tv",)
    sources = (
        Section("https://www.syria.tv/tag/تركيا", status="pattern-confirmed"),
        Section("https://www.syria.tv/", status="unverified"),
    )
    article_url = r"^https?://[^/]+/(?!tag/|node/|user/)[^/?#.]*[-%؀-ۿ][^/?#.]+/?$"
    terms = "its terms allow quotation with a link to it"
    on_turkey_only = True
    expect = Expect(per_day=(30, 200))
