"""Habertürk: news television and paper online, Istanbul."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section


class Haberturk(OutletSpider):
    """Its JSON-LD names itself as the author of agency copy; the meta element names the agency."""

    name = "haberturk"
    title, aliases = "Habertürk", ("خبر ترك", "خبر تورك", "Haberturk", "haberturk.com")
    kind, country, language = "broadcaster", "TR", "tr"
    allowed_domains = ("haberturk.com",)
    sources = (
        NewsSitemap("https://www.haberturk.com/sitemap_google_news.xml", status="confirmed"),
        Feed("https://www.haberturk.com/rss", status="confirmed"),
        Section("https://www.haberturk.com/gundem", status="listed"),
    )
    article_url = r"-\d{7}(?:-[a-z]+)?(?:-amp)?/?$"
    exclude = r"/(?:video|galeri)/"
    authors = "meta[name=articleAuthor]"
    lead = "article div.featured h2"
    body = "div.cms-container"
    expect = Expect(per_day=(150, 900))
