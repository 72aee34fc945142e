"""TRT عربي (TRT Arabi): Arabic service of the Turkish state broadcaster."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section


class TrtArabi(OutletSpider):
    """A front end that runs in the browser; the feed names the articles. Layout never seen."""

    name = "trtarabi"
    title, aliases = "TRT عربي", ("تي آر تي عربي", "TRT Arabi")
    kind, country, language = "broadcaster", "TR", "ar"
    javascript = True
    allowed_domains = ("trtarabi.com",)
    sources = (
        Feed("https://www.trtarabi.com/feed/rss.xml", status="confirmed"),
        Feed("https://www.trtarabi.com/rss", status="listed"),
        Section("https://www.trtarabi.com/now", status="listed"),
    )
    article_url = r"^https?://[^/]+/(?:[a-z0-9-]+/)+[^/?#]*-\d{6,9}/?$"
    expect = Expect(per_day=(20, 200))
