"""مرحبا تركيا (Mar7aba Turkey): news portal about Turkey."""

from newscrawl.outlet import Expect, OutletSpider, Section


class Mar7aba(OutletSpider):
    """Texts begin with the labels of weather and currency boxes; layout never seen."""

    name = "mar7aba"
    title, aliases = "مرحبا تركيا", ("Mar7aba Turkey",)
    kind, country, language = "aggregator", "TR", "ar"
    allowed_domains = ("mar7aba.com.tr",)
    sources = (Section("https://mar7aba.com.tr/", status="confirmed"),)
    article_url = r"^https?://[^/]+/(?!category/|tag/|page/|author/|feed)[^/?#.]*[-%؀-ۿ][^/?#.]+/?$"
    expect = Expect(per_day=(3, 60))
