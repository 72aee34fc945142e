"""الجزيرة نت (Al Jazeera): broadcaster, Doha."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section, Sitemap


class Aljazeera(OutletSpider):
    """The address of its page on Turkey is a guess."""

    name = "aljazeera"
    title, aliases = "الجزيرة نت", ("الجزيرة", "Al Jazeera", "El Cezire", "Al Jazeera Arabic")
    kind, country, language, timezone = "broadcaster", "QA", "ar", "Asia/Qatar"
    allowed_domains = ("aljazeera.net",)
    sources = (
        Feed("https://www.aljazeera.net/rss", status="confirmed"),
        Sitemap("https://www.aljazeera.net/sitemap.xml", status="confirmed"),
        Section("https://www.aljazeera.net/where/turkey/", status="unverified"),
    )
    archives = (Sitemap("https://www.aljazeera.net/sitemap.xml?yyyy={yyyy}&mm={mm}&dd={dd}", status="confirmed"),)
    article_url = r"^https?://[^/]+/(?!videos/|video/|gallery/|programs/|podcasts/)[a-z-]+/(?:[a-z-]+/)*20\d{2}/\d{1,2}/\d{1,2}/[^/?#]+/?"
    permalink = r"/(?:[a-z-]+/)+20\d{2}/\d{1,2}/\d{1,2}/[^/?#]+"
    exclude = r"/videos/|/gallery/|/podcasts/"
    lead = "header.article-header p"
    body = "div.wysiwyg--all-content, .wysiwyg"
    drop = (".more-on", "table")
    on_turkey_only, expect = True, Expect(per_day=(100, 600))
