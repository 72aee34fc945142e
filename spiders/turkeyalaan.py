"""تركيا الآن (Turkey Now): Arabic portal about Turkey that republishes arabi21 and agencies."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, Section
from newscrawl.platforms import WordPressSite


class TurkeyAlaan(WordPressSite):
    """Declared from public copies of its pages; the theme's selectors are guesses until seen live."""

    name = "turkeyalaan"
    title, aliases = "تركيا الآن", ("تركيا الان", "Turkey Now", "turkeyalaan")
    kind, country, language = "aggregator", "TR", "ar"
    allowed_domains = ("turkeyalaan.net",)
    sources = (
        Feed("https://www.turkeyalaan.net/feed/", status="inferred"),
        NewsSitemap("https://www.turkeyalaan.net/news-sitemap.xml", status="inferred"),
        Section("https://www.turkeyalaan.net/", status="confirmed"),
    )
    article_url = r"/20\d\d/\d\d/\d\d/[^/?#]+/?(?:amp/?)?$"
    drop = (".amp-wp-comments-link", ".sharedaddy", ".jp-relatedposts", ".post-related")
    taglines = ("تركيا الآن.. عين على تركيا",)
    expect = Expect(per_day=(5, 120))
