"""وكالة الأناضول (Anadolu Agency, Arabic): Turkish state news agency."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Section


class AaAr(OutletSpider):
    """Others name the agency as a whole, which is aa_tr; two layouts, that of 2026 without a class of its own."""

    name = "aa_ar"
    title, aliases = "الأناضول بالعربية", ("وكالة الأناضول بالعربية", "AA Arabic", "Anadolu Agency Arabic")
    kind, country, language = "agency", "TR", "ar"
    allowed_domains = ("aa.com.tr",)
    sources = (
        Feed("https://www.aa.com.tr/ar/rss/default?cat=guncel", status="confirmed"),
        Feed("https://www.aa.com.tr/ar/rss/default?cat=live", status="listed"),
        Feed("https://www.aa.com.tr/ar/rss/default?cat=arab-world", status="listed"),
        Section("https://www.aa.com.tr/ar/تركيا", status="confirmed"),
    )
    article_url = r"/ar/[^/?#]+/[^/?#]+/\d{6,8}/?$"
    lead = "span.text-descriptionColor"
    body = "div.detay-icerik, div[dir=rtl]:has(> p)"
    drop = (".bg-shareNewsBackground",)
    expect = Expect(per_day=(80, 500))
