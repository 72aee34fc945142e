"""Bianet: independent news network, Istanbul."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section


class Bianet(OutletSpider):
    """Layout never seen: the generic reading serves."""

    name = "bianet"
    title, aliases = "Bianet", ("بيانت", "موقع بيانت")
    kind, country, language = "newspaper", "TR", "tr"
    allowed_domains = ("bianet.org",)
    sources = (
        NewsSitemap("https://bianet.org/sitemap/haberler", status="confirmed"),
        Feed("https://bianet.org/rss/bianet", status="confirmed"),
        Feed("https://bianet.org/rss/kurdi", status="listed"),
        Section("https://bianet.org/", status="confirmed"),
    )
    article_url = r"/(?:haber|yazi|kadin|kurdi|english)/[a-z0-9-]+-\d{5,7}/?$"
    expect = Expect(per_day=(15, 80))
