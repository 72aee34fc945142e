"""العربية (Al Arabiya): Saudi broadcaster, Riyadh and Dubai."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section


class Alarabiya(OutletSpider):
    """Turns away cloud hosts; 20 of 32 pages needed a browser when somebody last counted."""

    name = "alarabiya"
    title, aliases = "العربية نت", ("العربية.نت", "قناة العربية", "Al Arabiya")
    kind, country, language = "broadcaster", "SA", "ar"
    timezone = "Asia/Dubai"
    javascript = True
    allowed_domains = ("alarabiya.net",)
    sources = (
        Feed("https://www.alarabiya.net/.mrss/ar.xml", status="listed"),
        Section("https://www.alarabiya.net/arab-and-world/turkey", status="unverified"),
    )
    article_url = r"/(?:ar/)?(?:[a-z0-9-]+/)+20\d{2}/\d{2}/\d{2}/[^/?#]+/?$"
    body = "#body-text"
    on_turkey_only = True
    expect = Expect(per_day=(100, 600))
