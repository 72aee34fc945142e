"""يورونيوز (Euronews Arabic): broadcaster, Lyon."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Sitemap


class EuronewsAr(OutletSpider):
    """Two layouts, that of November 2025 and the one before."""

    name = "euronews_ar"
    title, aliases = "يورونيوز", ("يورونيوز عربي", "Euronews Arabic")
    kind, country, language = "broadcaster", "FR", "ar"
    timezone = "Europe/Paris"
    allowed_domains = ("arabic.euronews.com",)
    sources = (
        NewsSitemap("https://arabic.euronews.com/sitemaps/ar/latest-news.xml", status="inferred"),
        Feed("https://arabic.euronews.com/rss", status="widely-listed"),
        Sitemap("https://arabic.euronews.com/sitemaps/ar/articles.xml", status="confirmed"),
    )
    article_url = r"^https?://[^/]+/(?:[a-z-]+/)*20\d{2}/\d{2}/\d{2}/[^/?#]+/?$"
    lead = ".c-article-summary"
    body = "div.c-article-content"
    terms = "its terms restrict reuse"
    on_turkey_only = True
    expect = Expect(per_day=(40, 250))
