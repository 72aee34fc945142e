"""رأي اليوم (Rai al-Youm): online newspaper, London."""

from newscrawl.outlet import Expect, Feed, OutletSpider, WordPress


class Raialyoum(OutletSpider):
    """Answers crawlers with 403 and 429 at times."""

    name = "raialyoum"
    title, aliases = "رأي اليوم", ("صحيفة رأي اليوم", "Rai al-Youm")
    kind, country, language = "newspaper", "GB", "ar"
    timezone = "Europe/London"
    allowed_domains = ("raialyoum.com",)
    sources = (Feed("https://www.raialyoum.com/feed/", status="listed"),)
    archives = (WordPress("https://www.raialyoum.com/wp-json/wp/v2/posts?per_page=50", status="inferred"),)
    article_url = r"^https?://[^/]+/(?!category/|tag/|feed|author/|\?)[^/?#.]*[-%؀-ۿ][^/?#.]+/?$"
    body = "div.entry-content, div.post-content"
    on_turkey_only = True
    expect = Expect(per_day=(30, 200))
