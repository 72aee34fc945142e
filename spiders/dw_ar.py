"""DW عربية (Deutsche Welle Arabic): German public broadcaster."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Sitemap


class DwAr(OutletSpider):
    """Texts end with the initials of their authors and their agencies."""

    name = "dw_ar"
    title, aliases = "DW عربية", ("دويتشه فيله", "دويتشه فيله عربية", "DW", "DW Arabic")
    kind, country, language = "broadcaster", "DE", "ar"
    timezone = "Europe/Berlin"
    allowed_domains = ("dw.com", "rss.dw.com")
    sources = (
        Feed("https://rss.dw.com/rdf/rss-ar-all", status="confirmed"),
        NewsSitemap("https://www.dw.com/ar/news-sitemap.xml", status="inferred"),
        Sitemap("https://www.dw.com/ar/article-sitemap.xml", status="inferred"),
    )
    article_url = r"/ar/[^/?#]+/a-\d+/?$"
    lead = "header > p"
    body = "div.rich-text"
    on_turkey_only = True
    expect = Expect(per_day=(20, 150))
