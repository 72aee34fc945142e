"""الشروق (Shorouk): daily, Cairo."""

from newscrawl.outlet import Expect, Feed, OutletSpider


class Shorouk(OutletSpider):
    """The id of an article is in the query. Layout never seen: the generic reading serves."""

    name = "shorouk"
    title, aliases = "الشروق", ("بوابة الشروق", "صحيفة الشروق", "Shorouk", "Al-Shorouk")
    kind, country, language = "newspaper", "EG", "ar"
    timezone = "Africa/Cairo"
    allowed_domains = ("shorouknews.com",)
    sources = (Feed("https://www.shorouknews.com/RSS/Feeds/Economy.xml", status="listed"),)
    article_url = r"/news/view\.aspx\?(?:.*&)?id=[0-9a-fA-F-]{36}"
    permalink = r"(/news/view\.aspx\?)(?:(?!cdate=|id=)[^&]+&)*(cdate=\d+&)?(?:(?!id=)[^&]+&)*(id=[0-9a-fA-F-]{36})"
    on_turkey_only = True
    expect = Expect(per_day=(80, 500))
