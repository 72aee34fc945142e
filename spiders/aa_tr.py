"""Anadolu Ajansı, Turkish service: the state news agency, Ankara; origin of most (AA) copies."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section


class AnadoluTurkish(OutletSpider):
    """Two layouts: until April 2025, and the streaming one seen in April 2026."""

    name = "aa_tr"
    title, aliases = "Anadolu Ajansı", ("AA", "Anadolu", "الأناضول", "وكالة أنباء الأناضول", "وكالة الأنباء التركية")
    kind, country, language = "agency", "TR", "tr"
    allowed_domains = ("aa.com.tr",)
    sources = (
        Feed("https://www.aa.com.tr/tr/rss/default?cat=guncel", status="confirmed"),
        Feed("https://www.aa.com.tr/tr/rss/default?cat=ekonomi", status="listed"),
        Section("https://www.aa.com.tr/tr/gundem", status="listed"),
        Section("https://www.aa.com.tr/tr/politika", status="listed"),
    )
    article_url = r"/tr/[a-z0-9-]+/[a-z0-9-]+/\d{6,8}/?$"
    exclude = r"/tr/(?:vg|pg|info)/"
    lead = "div.detay-spot-category h4, span.text-descriptionColor"
    body = "div.detay-icerik > div:not(.detay-paylas), div.embed-responsive.prose"
    drop = (".bg-shareNewsBackground", ".detay-foto-editor")
    expect = Expect(per_day=(200, 1200))
