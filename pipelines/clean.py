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
        return editing.clean(item, getattr(self.crawler.spider, "taglines", ()))
