"""Demirören Haber Ajansı: news agency, Istanbul; origin of (DHA) copies in its group's papers and beyond."""

from newscrawl.outlet import Expect, OutletSpider, Section, Sitemap


class Dha(OutletSpider):
    """The layout is that of 2016; today's is in no public source and goes the generic way."""

    name = "dha"
    title, aliases = (
        "DHA",
        ("Demirören Haber Ajansı", "Doğan Haber Ajansı", "دوغان", "دوجان", "ديميرورين", "دي إتش إيه", "Demirören News"),
    )
    kind, country, language = "agency", "TR", "tr"
    allowed_domains = ("dha.com.tr",)
    sources = (
        Section("https://www.dha.com.tr/gundem/", status="confirmed"),
        Section("https://www.dha.com.tr/ekonomi/", status="pattern-confirmed"),
        Sitemap("https://www.dha.com.tr/sitemap.xml", status="inferred"),
    )
    article_url = r"[-_]\d{6,8}(?:\.html)?/?$"
    exclude = r"bulteni-\d"
    lead = "div.haberdetay > div.spot"
    body = "div.icerikyazi"
    expect = Expect(per_day=(100, 900))
