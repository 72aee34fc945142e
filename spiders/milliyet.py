"""Milliyet: national daily, Istanbul (Demirören)."""

from newscrawl.outlet import Expect, Feed, NewsSitemap, OutletSpider, Section


class Milliyet(OutletSpider):
    """Selectors agree across five public scrapers of 2021 to 2023; not seen since."""

    name = "milliyet"
    title, aliases = "Milliyet", ("ملييت", "ميليت", "ميلييت", "ملليت", "milliyet.com.tr")
    country, language = "TR", "tr"
    allowed_domains = ("milliyet.com.tr",)
    sources = (
        NewsSitemap("https://www.milliyet.com.tr/milliyet-sm/haber", status="confirmed"),
        Feed("https://www.milliyet.com.tr/rss/rssNew/gundemRss.xml", status="listed"),
        Feed("https://www.milliyet.com.tr/rss/rssNew/dunyaRss.xml", status="listed"),
        Section("https://www.milliyet.com.tr/gundem/", status="confirmed"),
    )
    article_url = r"^https?://[^/]+/(?:[a-z0-9-]+/){1,2}[a-z0-9-]+-\d{7,8}/?$"
    exclude = r"/(?:milliyet-tv|galeri|advertorial|resmi-ilanlar|bilgi-rehberi|cocuk|yemek|ramazan)/"
    lead = "h2.nd-article__spot, h2.rhd-article-spot"
    body = "div.nd-content-column, div.nd-article__content, div.text-container"
    expect = Expect(per_day=(200, 1500))
