"""اليوم السابع (Youm7): daily, Cairo."""

from newscrawl.outlet import Expect, Feed, OutletSpider


class Youm7(OutletSpider):
    """Which of its sections is the world's is not known."""

    name = "youm7"
    title, aliases = "اليوم السابع", ("Youm7",)
    kind, country, language = "newspaper", "EG", "ar"
    timezone = "Africa/Cairo"
    allowed_domains = ("youm7.com",)
    sources = (Feed("https://www.youm7.com/rss/SectionRss?SectionID=65", status="widely-listed"),)
    article_url = r"/story/20\d{2}/\d{1,2}/\d{1,2}/[^/?#]+/\d+/?$"
    body = "#articleBody"
    terms = "no grant of reuse was found"
    on_turkey_only = True
    expect = Expect(per_day=(200, 1500))
