"""TRT Haber: Turkish state broadcaster."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section


class Trthaber(OutletSpider):
    """Its feeds called *_articles.rss are of a form of their own and no RSS; selectors never seen live."""

    name = "trthaber"
    title, aliases = "TRT Haber", ("تي آر تي", "تي.آر.تي", "تي آر تي خبر", "TRT", "التلفزيون الرسمي التركي")
    kind, country, language = "broadcaster", "TR", "tr"
    allowed_domains = ("trthaber.com",)
    sources = (
        NewsSitemap("https://www.trthaber.com/sitemap_haber.xml", status="confirmed"),
        Feed("https://www.trthaber.com/sondakika.rss", status="confirmed"),
        Section("https://www.trthaber.com/haber/gundem/", status="listed"),
    )
    article_url = r"/haber/[a-z-]+/[a-z0-9-]+-\d{5,7}\.html$"
    body = "div.article-content-text, div.news-text"
    expect = Expect(per_day=(200, 900))
