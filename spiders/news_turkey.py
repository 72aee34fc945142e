"""تركيا نيوز بالعربي (Turkey News in Arabic): aggregator about Turkey."""

from newscrawl.outlet import Expect, Section
from newscrawl.platforms import WordPressSite


class NewsTurkey(WordPressSite):
    """Layout never seen: where the platform's selector misses, the generic reading serves."""

    name = "news_turkey"
    title, aliases = "تركيا نيوز بالعربي", ("Turkey News in Arabic",)
    kind, country, language = "aggregator", "TR", "ar"
    allowed_domains = ("news-turkey.com",)
    sources = (Section("https://news-turkey.com/", status="confirmed"),)
    article_url = r"/archives/\d+$"
    expect = Expect(per_day=(3, 60))
