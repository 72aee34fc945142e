"""Türkiye: national daily, Istanbul (İhlas)."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section


class Turkiyegazetesi(OutletSpider):
    """Sources and selectors as public crawlers have them; never seen live."""

    name = "turkiyegazetesi"
    title, aliases = "Türkiye Gazetesi", ("صحيفة تركيا", "تركيا غازيتيسي", "Turkiye Gazetesi")
    kind, country, language = "newspaper", "TR", "tr"
    allowed_domains = ("turkiyegazetesi.com.tr",)
    sources = (
        NewsSitemap("https://www.turkiyegazetesi.com.tr/sitemap/google-news-sitemap", status="confirmed"),
        Feed("https://www.turkiyegazetesi.com.tr/rss/rss.xml", status="listed"),
        Feed("https://www.turkiyegazetesi.com.tr/rss/son-dakika-haberleri", status="listed"),
        Section("https://www.turkiyegazetesi.com.tr/gundem", status="listed"),
    )
    article_url = r"^https?://[^/]+/(?:[a-z-]+/)[a-z0-9-]+-\d{6,8}(?:\.aspx)?/?$"
    body = "div.article-scope > article, div.article-content"
    expect = Expect(per_day=(100, 500))
