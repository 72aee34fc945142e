"""الحرة (Alhurra): broadcaster funded by the United States."""

from newscrawl.outlet import Expect, OutletSpider, Section


class Alhurra(OutletSpider):
    """Perhaps asleep since 2025. Layout never seen: the generic reading serves."""

    name = "alhurra"
    title, aliases = "الحرة", ("قناة الحرة", "Alhurra")
    kind, country, language = "broadcaster", "US", "ar"
    timezone = "America/New_York"
    allowed_domains = ("alhurra.com",)
    sources = (Section("https://www.alhurra.com/turkey", status="inferred"),)
    article_url = r"/(?:a/[^?#]+\.html|[a-z-]+/20\d{2}/\d{2}/\d{2}/[^/?#]+)$"
    on_turkey_only = True
    expect = Expect(per_day=(5, 150))
