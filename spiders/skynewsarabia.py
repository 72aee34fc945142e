"""سكاي نيوز عربية (Sky News Arabia): broadcaster, Abu Dhabi."""

from newscrawl.outlet import Expect, Feed, OutletSpider


class Skynewsarabia(OutletSpider):
    """An Angular application. If its pages turn out to carry their text, `javascript` goes."""

    name = "skynewsarabia"
    title, aliases = "سكاي نيوز عربية", ("سكاي نيوز", "Sky News Arabia")
    kind, country, language, timezone = "broadcaster", "AE", "ar", "Asia/Dubai"
    javascript = True
    allowed_domains = ("skynewsarabia.com",)
    sources = (
        Feed("https://www.skynewsarabia.com/rss.xml", status="confirmed"),
        Feed("https://www.skynewsarabia.com/rss/middle-east.xml", status="listed"),
        Feed("https://www.skynewsarabia.com/rss/world.xml", status="listed"),
    )
    article_url = r"/(?:web/article|[a-z-]+)/\d{5,8}(?:-[^/?#]*)?/?$"
    permalink = r"/(?:web/article|[a-z-]+)/\d+"
    exclude = r"/video/|/topic/"
    body = "div.article-body div#firstBodyDiv, div.article-body"
    drop = ("div.article-tags",)
    on_turkey_only = True
    expect = Expect(per_day=(80, 500))
