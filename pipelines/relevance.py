"""Decide whether an article is about Turkey; of outlets that report on everything keep only what is."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawl import editing
from newscrawl.article import Article


class OffTopic(DropItem):
    """An article of an outlet with `on_turkey_only` that is about something else."""

    reason = "off_topic"


class RelevancePipeline:
    """The decision is kept with every article; `-a everything=1` keeps the articles as well."""

    def __init__(self, *, only: bool) -> None:
        self.only = only

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        everything = str(getattr(crawler.spider, "everything", "0")).lower() not in ("", "0", "false", "no")
        return cls(only=getattr(crawler.spider, "on_turkey_only", False) and not everything)

    def process_item(self, item: Article) -> Article:
        item = editing.relate(item)
        if self.only and item.relevance and not item.relevance.about:
            raise OffTopic(f"not about Turkey ({item.relevance.score}): {item.url}", log_level="DEBUG")
        return item
