"""Duvar English: English edition of Gazete Duvar, closed in 2025; its archive stays."""

from newscrawl.outlet import Expect, Feed, OutletSpider


class Duvarenglish(OutletSpider):
    """For the archive: nothing new is expected."""

    name = "duvarenglish"
    title, aliases = "Duvar English", ("Gazete Duvar", "غازيته دوفار", "دوفار")
    kind, country, language = "newspaper", "TR", "en"
    allowed_domains = ("duvarenglish.com", "gazeteduvar.com.tr")
    sources = (Feed("https://www.duvarenglish.com/export/rss", status="inferred"),)
    article_url = r"^https?://[^/]+/[a-z0-9-]+-news-\d{4,6}/?$"
    body = "div.content-text"
    expect = Expect(per_day=(1, 40))
