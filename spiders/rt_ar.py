"""RT عربي (RT Arabic): Russian state broadcaster."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section


class RtAr(OutletSpider):
    """Blocked in the European Union: crawl it from elsewhere."""

    name = "rt_ar"
    title, aliases = "RT عربي", ("آر تي عربي", "روسيا اليوم", "آر تي", "RT", "RT Arabic")
    kind, country, language = "broadcaster", "RU", "ar"
    timezone = "Europe/Moscow"
    allowed_domains = ("arabic.rt.com",)
    sources = (
        Feed("https://arabic.rt.com/rss/", status="widely-listed"),
        Feed("https://arabic.rt.com/rss/business/", status="listed"),
        Section("https://arabic.rt.com/middle_east/", status="listed"),
    )
    article_url = r"^https?://[^/]+/(?!focuses/|rss/|video)[a-z_-]+/\d{5,8}-[^/?#]+/?$"
    body = "div.text.js-mediator-article"
    drop = ("div.news-tags",)
    terms = "no grant of reuse was found"
    on_turkey_only = True
    expect = Expect(per_day=(150, 800))
