"""ترك برس (Turk Press): news portal about Turkey."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section, Sitemap


class Turkpress(OutletSpider):
    """A Drupal site: feed and sitemap are the defaults of that."""

    name = "turkpress"
    title, aliases = "ترك برس", ("Turk Press", "TurkPress")
    kind, country, language = "newspaper", "TR", "ar"
    allowed_domains = ("turkpress.co", "turkpress.com.tr")
    sources = (
        Feed("https://www.turkpress.co/rss.xml", status="inferred"),
        Section("https://www.turkpress.co/", status="confirmed"),
        Sitemap("https://www.turkpress.co/sitemap.xml", status="inferred"),
    )
    article_url = r"/node/\d+/?$"
    body = ".field-name-body, .field--name-body"
    expect = Expect(per_day=(10, 100))
