"""Place the stored article among the others: a copy of which, or the origin of what."""

import logging
from typing import Self

from scrapy.crawler import Crawler

from newscrawl import registry
from newscrawl.article import Article
from newscrawl.extensions.database import database
from newscrawl.store.stories import StoryStore
from newscrawl.urls import article_id

logger = logging.getLogger(__name__)


class SyndicatePipeline:
    """Marks copies, never drops them. An article that cannot be placed now stays pending and is placed later."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        self.stories = StoryStore(database(self.crawler), registry.kinds())
        await self.stories.ensure_indexes()

    async def process_item(self, item: Article) -> Article:
        assert self.crawler.stats is not None
        try:
            placement = await self.stories.place(article_id(item.url))
        except Exception:  # the article is stored and stays pending: a fault in matching must not cost it
            logger.exception("cannot place %s", item.url)
            self.crawler.stats.inc_value("newscrawl/unplaced")
            return item
        if placement.role == "copy":
            self.crawler.stats.inc_value("newscrawl/copies")
        return item
