"""العربي الجديد (Al-Araby Al-Jadeed): pan-Arab daily, London."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section


class Alaraby(OutletSpider):
    """Layout never seen: the generic reading serves; /news/syria is a list, not an article."""

    name = "alaraby"
    title, aliases = "العربي الجديد", ("صحيفة العربي الجديد", "The New Arab", "Al-Araby Al-Jadeed")
    kind, country, language = "newspaper", "GB", "ar"
    timezone = "Europe/London"
    allowed_domains = ("alaraby.co.uk",)
    sources = (
        Feed("https://www.alaraby.co.uk/rss", status="listed"),
        Feed("https://www.alaraby.co.uk/rss.xml", status="listed"),
        Section("https://www.alaraby.co.uk/turkey", status="inferred"),
    )
    article_url = r"/(?:politics|economy|society|culture|opinion|investigations|sport|entertainment|news)/[^/?#]+/?$"
    exclude = r"/news/[a-z]+/?$"
    on_turkey_only = True
    expect = Expect(per_day=(60, 400))
