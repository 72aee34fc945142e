"""اندبندنت عربية (Independent Arabia): online newspaper."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section


class Independentarabia(OutletSpider):
    """That its addresses begin with node is general knowledge, not seen."""

    name = "independentarabia"
    title, aliases = "اندبندنت عربية", ("إندبندنت عربية", "Independent Arabia")
    kind, country, language = "newspaper", "GB", "ar"
    timezone = "Europe/London"
    allowed_domains = ("independentarabia.com",)
    sources = (
        Feed("https://www.independentarabia.com/rss.xml", status="confirmed"),
        Section("https://www.independentarabia.com/tags/تركيا", status="pattern-confirmed"),
    )
    article_url = r"/node/\d+(?:/[^?#]*)?$"
    permalink = r"/node/\d+"
    body = ".field--name-body"
    terms = "no grant of reuse was found"
    on_turkey_only = True
    expect = Expect(per_day=(30, 200))
