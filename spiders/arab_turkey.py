"""تركيا بالعربي (Turkey in Arabic): aggregator about Turkey."""

from newscrawl.outlet import Expect, Feed, Section
from newscrawl.platforms import WordPressSite


class ArabTurkey(WordPressSite):
    """Several stories may follow each other in one body; root slugs make the form of its addresses broad."""

    name = "arab_turkey"
    title, aliases = "تركيا بالعربي", ("Turkey in Arabic", "arab-turkey")
    kind, country, language = "aggregator", "TR", "ar"
    allowed_domains = ("arab-turkey.net", "arab-turkey.com")
    sources = (
        Feed("https://arab-turkey.net/feed/", status="inferred"),
        Section("https://arab-turkey.net/category/أخبار-تركيا/", status="confirmed-stored-page"),
    )
    article_url = (
        r"^https?://[^/]+/(?:20\d{2}/\d{2}/\d{2}/)?(?!category/|tag/|page/|author/|feed)[^/?#.]*[-%؀-ۿ][^/?#.]+/?$"
    )
    taglines = ("إعلان",)
    expect = Expect(per_day=(10, 100))
