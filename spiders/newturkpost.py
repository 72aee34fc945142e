"""نيو ترك بوست (New Turk Post, once Turkey Post): news portal about Turkey."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section


class Newturkpost(OutletSpider):
    """Layout never seen: the generic reading serves."""

    name = "newturkpost"
    title, aliases = "نيو ترك بوست", ("تركيا بوست", "New Turk Post", "Turkey Post")
    kind, country, language = "aggregator", "TR", "ar"
    allowed_domains = ("newturkpost.com", "turkey-post.net")
    sources = (
        Feed("https://newturkpost.com/rss", status="inferred"),
        Section("https://newturkpost.com/", status="confirmed"),
    )
    article_url = r"/news/\d+(?:/[^?#]*)?$"
    permalink = r"/news/\d+"
    expect = Expect(per_day=(5, 80))
