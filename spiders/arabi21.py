"""عربي21 (Arabi21): pan-Arab online newspaper, London; reports on the Turkish press."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section, Sitemap


class Arabi21(OutletSpider):
    """Its body markup is in no public source: the generic reading serves until it has been seen live."""

    name = "arabi21"
    title, aliases = "عربي21", ("عربي 21", "arabi21", "Arabi 21")
    kind, country, language = "newspaper", "GB", "ar"
    timezone = "Europe/London"
    allowed_domains = ("arabi21.com", "arabi21.co.uk")
    sources = (
        Feed("https://arabi21.com/Rss/SectionNewsRss?id=316", status="listed"),
        Feed("https://arabi21.com/Rss/SectionNewsRss?id=410", status="listed"),
        Sitemap("https://arabi21.com/sitemap.xml", status="inferred"),
        Section("https://arabi21.com/stories/c/10/0/صحافة", status="pattern-confirmed"),
        Section("https://arabi21.com/stories/c/1/0/سياسة", status="pattern-confirmed"),
    )
    article_url = r"/story/\d{5,8}(?:/|$)"
    permalink = r"/story/\d+"
    mirrors = ("arabi21.co.uk",)
    on_turkey_only = True
    expect = Expect(per_day=(40, 400))
