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
SWEPT = 1000  # articles that a killed run left unplaced and this one places before it begins


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
        for article in await self.stories.pending(SWEPT):
            await self._place(article)

    async def process_item(self, item: Article) -> Article:
        if await self._place(article_id(item.url)) == "copy":
            self._count("copies")
        return item

    async def _place(self, article: str) -> str | None:
        """The article's role; None where a fault in matching left it pending, which must not cost the article."""
        try:
            return (await self.stories.place(article)).role
        except Exception:
            logger.exception("cannot place article %s", article)
            self._count("unplaced")
            return None

    def _count(self, name: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"newscrawl/{name}")
