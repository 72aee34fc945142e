"""İhlas Haber Ajansı (İHA): private news agency."""

from newscrawl.outlet import Expect, OutletSpider, Section


class Iha(OutletSpider):
    """No feed is public."""

    name = "iha"
    title, aliases = "İHA", ("İhlas Haber Ajansı", "Ihlas News Agency", "وكالة إخلاص", "وكالة إخلاص للأنباء")
    kind, country, language = "agency", "TR", "tr"
    allowed_domains = ("iha.com.tr",)
    sources = (Section("https://www.iha.com.tr/gundem", status="inferred"),)
    article_url = r"^https?://[^/]+/(?:[a-z-]+/)?(?:haber-)?[a-z0-9-]+-\d{5,9}/?$"
    body = ".news-detail__content, [itemprop=articleBody]"
    licence = "its terms allow the use of its news to subscribers only"
    expect = Expect(per_day=(300, 1500))
