"""Mend the text and take out what is not the article."""

from typing import Self

from scrapy.crawler import Crawler

from newscrawl import editing
from newscrawl.article import Article


class CleanPipeline:
    """Gives an article its display text; see `newscrawl.editing.clean`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        stats = self.crawler.stats
        assert stats is not None
        if damaged := editing.damage(item).total():
            stats.inc_value("newscrawl/text/mojibake_repaired", damaged)
        cleaned = editing.clean(item, getattr(self.crawler.spider, "taglines", ()))
        for line in cleaned.removed:
            stats.inc_value(f"newscrawl/text/removed/{line.rule}")
        return cleaned
