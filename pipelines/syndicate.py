"""Place the stored article among the others: a copy of which, or the origin of what."""

import logging
from datetime import datetime, timedelta
from typing import Self

from pymongo.errors import PyMongoError
from scrapy.crawler import Crawler

from newscrawl import registry, urls
from newscrawl.article import Article
from newscrawl.extensions.database import database, patience
from newscrawl.extensions.frontier import frontier
from newscrawl.store.gathering import Gathered
from newscrawl.store.stories import StoryStore

SWEPT, SWEPT_BETWEEN, EVERY, IDLE = 1000, 50, 100, timedelta(minutes=10)  # left by others: first, and between


class SyndicatePipeline:
    """Marks copies, never drops them. An article that cannot be placed now stays pending and is placed later."""

    def __init__(self, crawler: Crawler) -> None:
        assert crawler.stats is not None
        self.crawler, self.stats, self.items = crawler, crawler.stats, 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        days = self.crawler.settings.getint("SYNDICATION_DAYS")
        self.stories = StoryStore(database(self.crawler), registry.kinds(), days=days)
        self.place = Gathered(self.stories.place_read, moment=0, patience=patience(self.crawler))
        await self.stories.ensure_indexes()
        await self._sweep(SWEPT)

    async def process_item(self, item: Article) -> Article:
        if await self._place(urls.article_id(item.url), unchanged=item.outcome == "unchanged") == "copy":
            self.stats.inc_value("newscrawl/copies")
        self.items = (self.items + 1) % EVERY
        if not self.items:
            await self._sweep(SWEPT_BETWEEN, frontier(self.crawler).now() - IDLE)
        return item

    async def _sweep(self, limit: int, unseen_since: datetime | None = None) -> None:
        async for article in self.stories.waiting(limit, unseen_since):
            await self._place(article)

    async def _place(self, article: str, *, unchanged: bool = False) -> str | None:
        """The article's role; None where a fault in matching left it pending, which must not cost the article."""
        try:
            placed = await self.place((article, unchanged))
        except Exception as error:
            logging.getLogger(__name__).exception("cannot place article %s", article)
            self.stats.inc_value(f"newscrawl/unplaced/{'database' if isinstance(error, PyMongoError) else 'bug'}")
            return None
        if placed.remark:
            self.stats.inc_value(f"newscrawl/remark/{placed.remark}")
        return placed.role
