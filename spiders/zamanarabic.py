"""الزمان التركية (Zaman Arabic): online newspaper in exile."""

from newscrawl.outlet import Expect, Feed, Section, Sitemap
from newscrawl.platforms import WordPressSite


class Zamanarabic(WordPressSite):
    """WordPress by its addresses; where its newsroom sits is not known, the clock is taken for Turkey's."""

    name = "zamanarabic"
    title, aliases = "الزمان التركية", ("صحيفة الزمان التركية", "زمان عربي", "Zaman Arabic")
    kind, country, language = "newspaper", "ZZ", "ar"
    allowed_domains = ("zamanarabic.com",)
    sources = (
        Feed("https://www.zamanarabic.com/feed/", status="inferred"),
        Section("https://www.zamanarabic.com/", status="confirmed"),
        Sitemap("https://www.zamanarabic.com/sitemap_index.xml", status="inferred"),
    )
    article_url = r"/20\d{2}/\d{2}/\d{2}/[^/?#]+/?$"
    expect = Expect(per_day=(10, 100))
