"""Daily Sabah: English daily, Istanbul (Turkuvaz)."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section


class Dailysabah(OutletSpider):
    """Sources and selectors as public crawlers have them; never seen live."""

    name = "dailysabah"
    title, aliases = "Daily Sabah", ("ديلي صباح", "دايلي صباح")
    kind, country, language = "newspaper", "TR", "en"
    allowed_domains = ("dailysabah.com",)
    sources = (
        Feed("https://www.dailysabah.com/rssFeed/12/13", status="confirmed"),
        Feed("https://www.dailysabah.com/rssFeed/turkey", status="listed"),
        Feed("https://www.dailysabah.com/rssFeed/home", status="listed"),
        Section("https://www.dailysabah.com/turkiye", status="listed"),
    )
    article_url = r"^https?://[^/]+/(?!arabic/|deutsch/|rss|gallery/|video/)[a-z-]+/[a-z-]+/[a-z0-9]+(?:-[a-z0-9]+)+/?$"
    body = "div.article_body"
    expect = Expect(per_day=(40, 200))
