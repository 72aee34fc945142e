"""فرانس 24 (France 24 Arabic): French public broadcaster."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider


class France24Ar(OutletSpider):
    """Turns away the addresses of some cloud hosts."""

    name = "france24_ar"
    title, aliases = "فرانس 24", ("فرانس24", "France 24", "France 24 Arabic")
    kind, country, language = "broadcaster", "FR", "ar"
    timezone = "Europe/Paris"
    allowed_domains = ("france24.com",)
    sources = (
        Feed("https://www.france24.com/ar/tag/تركيا/rss", status="pattern-confirmed"),
        Feed("https://www.france24.com/ar/rss", status="confirmed"),
        NewsSitemap("https://www.france24.com/sitemaps/ar/news.xml", status="inferred"),
    )
    article_url = r"/ar/(?:[^/?#]+/){0,2}20\d{6}-[^/?#]+/?$"
    lead = "p.t-content__chapo"
    body = "div.t-content__body"
    drop = (".m-interstitial", ".o-self-promo")
    on_turkey_only = True
    expect = Expect(per_day=(40, 250))
