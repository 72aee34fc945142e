"""أورينت نت (Orient News): Syrian broadcaster, formerly on air from the Emirates."""

from newscrawl.outlet import Expect, OutletSpider, Section


class Orient(OutletSpider):
    """Perhaps asleep; turns plain clients away (403, 406); what an address of an article looks like is a guess."""

    name = "orient"
    title, aliases = "أورينت نت", ("أورينت", "Orient News", "Orient Net")
    kind, country, language = "broadcaster", "AE", "ar"
    timezone = "Asia/Dubai"
    allowed_domains = ("orient-news.net",)
    sources = (Section("https://orient-news.net/ar", status="listed"),)
    article_url = r"/ar/[^/?#]+/[^/?#.]{12,}/?$"
    on_turkey_only = True
    expect = Expect(per_day=(1, 60))
