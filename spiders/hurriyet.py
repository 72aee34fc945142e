"""Hürriyet: national daily, Istanbul (Demirören)."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section, Sitemap


class Hurriyet(OutletSpider):
    """Two layouts: today's, and that of 2016 for archived pages."""

    name = "hurriyet"
    title, aliases = "Hürriyet", ("حرييت", "حريت", "حورييت", "Hurriyet", "hurriyet.com.tr")
    country, language = "TR", "tr"
    allowed_domains = ("hurriyet.com.tr",)
    sources = (
        NewsSitemap("https://www.hurriyet.com.tr/sitemaps/newssitemap.xml", status="confirmed"),
        Feed("https://www.hurriyet.com.tr/rss/gundem", status="confirmed"),
        Feed("https://www.hurriyet.com.tr/rss/dunya", status="confirmed"),
        Section("https://www.hurriyet.com.tr/gundem/", status="confirmed"),
    )
    archives = (Sitemap("https://www.hurriyet.com.tr/sitemaps/posts-{yyyy}-{mm}.xml", status="confirmed"),)
    article_url = r"-\d{8}/?$"
    exclude = r"/(?:haberleri|bilgi|advertorial|resmi-ilanlar)/|/galeri|//bigpara\."
    lead = "div.news-content__inf h2, div.news-detail-spot h2"
    body = "div.news-content.readingTime, div.news-detail-text [itemprop=articleBody]"
    drop = (".medyanet-inline-adv", ".inline-ads", ".read-more-detail", ".google-preferred-source", ".news-more-tags")
    expect = Expect(per_day=(150, 900))
