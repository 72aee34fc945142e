"""ديلي صباح العربية (Daily Sabah Arabic): edition of the Istanbul daily."""

from newscrawl.outlet import Expect, OutletSpider, Section


class DailysabahAr(OutletSpider):
    """Nothing of it is confirmed; the form of its addresses is that of the English edition."""

    name = "dailysabah_ar"
    title, aliases = "ديلي صباح العربية", ("ديلي صباح بالعربية", "Daily Sabah Arabic")
    kind, country, language = "newspaper", "TR", "ar"
    allowed_domains = ("dailysabah.com",)
    sources = (Section("https://www.dailysabah.com/arabic", status="inferred"),)
    article_url = r"/arabic/(?:[a-z0-9-]+/){1,2}[^/?#]+/?$"
    body = "div.article_body"
    expect = Expect(per_day=(5, 80))
