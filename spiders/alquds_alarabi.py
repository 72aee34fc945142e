"""القدس العربي (Al-Quds Al-Arabi): pan-Arab daily, London."""

from newscrawl.outlet import Expect, Feed, Sitemap
from newscrawl.platforms import WordPressSite


class AlqudsAlarabi(WordPressSite):
    """Its robots.txt asks for two minutes between requests, so a run of three hours reads 60 articles at most."""

    name = "alquds_alarabi"
    title, aliases = "القدس العربي", ("صحيفة القدس العربي", "Al-Quds Al-Arabi")
    kind, country, language = "newspaper", "GB", "ar"
    timezone = "Europe/London"
    allowed_domains = ("alquds.co.uk",)
    sources = (
        Feed("https://www.alquds.co.uk/feed/", status="widely-listed"),
        Feed("https://www.alquds.co.uk/tag/تركيا/feed/", status="inferred"),
        Sitemap("https://www.alquds.co.uk/sitemap_index.xml", status="inferred"),
    )
    article_url = r"^https?://[^/]+/(?!category/|tag/|author/|feed)[^/?#.]*[-%؀-ۿ][^/?#.]+/?$"
    on_turkey_only, custom_settings = True, {"ARTICLES_PER_RUN": 60}
    expect = Expect(per_day=(50, 300))
