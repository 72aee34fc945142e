"""رأي اليوم (Rai al-Youm): online newspaper, London."""

from newscrawl.outlet import Expect, Feed
from newscrawl.platforms import WordPressSite


class Raialyoum(WordPressSite):
    """Answers crawlers with 403 and 429 at times."""

    name = "raialyoum"
    title, aliases = "رأي اليوم", ("صحيفة رأي اليوم", "Rai al-Youm")
    kind, country, language = "newspaper", "GB", "ar"
    timezone = "Europe/London"
    allowed_domains = ("raialyoum.com",)
    sources = (Feed("https://www.raialyoum.com/feed/", status="listed"),)
    article_url = r"^https?://[^/]+/(?!category/|tag/|feed|author/|\?)[^/?#.]*[-%؀-ۿ][^/?#.]+/?$"
    on_turkey_only = True
    expect = Expect(per_day=(30, 200))
