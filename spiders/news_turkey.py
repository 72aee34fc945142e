"""تركيا نيوز بالعربي (Turkey News in Arabic): aggregator about Turkey."""

from newscrawl.outlet import Expect, OutletSpider, Section, WordPress


class NewsTurkey(OutletSpider):
    """Layout never seen: the generic reading serves."""

    name = "news_turkey"
    title, aliases = "تركيا نيوز بالعربي", ("Turkey News in Arabic",)
    kind, country, language = "aggregator", "TR", "ar"
    allowed_domains = ("news-turkey.com",)
    sources = (Section("https://news-turkey.com/", status="confirmed"),)
    archives = (WordPress("https://news-turkey.com/wp-json/wp/v2/posts?per_page=50", status="inferred"),)
    article_url = r"/archives/\d+$"
    expect = Expect(per_day=(3, 60))
