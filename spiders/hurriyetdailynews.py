"""Hürriyet Daily News: English daily, Istanbul (Demirören)."""

from newscrawl.outlet import Expect, NewsSitemap, OutletSpider, Section


class Hurriyetdailynews(OutletSpider):
    """Its paragraphs lie bare in the page's content element, so that the generic reading serves better."""

    name = "hurriyetdailynews"
    title, aliases = "Hürriyet Daily News", ("حرييت ديلي نيوز", "Hurriyet Daily News")
    kind, country, language = "newspaper", "TR", "en"
    allowed_domains = ("hurriyetdailynews.com",)
    sources = (
        NewsSitemap("https://www.hurriyetdailynews.com/sitemaps/newssitemap.xml", status="confirmed"),
        Section("https://www.hurriyetdailynews.com/turkey/", status="listed"),
    )
    article_url = r"^https?://[^/]+/(?!video/|photos/)[a-z0-9-]+-\d{5,7}/?$"
    expect = Expect(per_day=(20, 120))
