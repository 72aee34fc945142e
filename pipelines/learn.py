"""Learn the lines that an outlet puts around its articles, and take them out."""

import logging
from typing import Self

from pymongo.errors import PyMongoError
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newscrawl import editing
from newscrawl.article import Article
from newscrawl.extensions.database import database, patience
from newscrawl.store.gathering import Gathered
from newscrawl.store.lines import Edges, LineStore
from newscrawl.urls import article_id

logger = logging.getLogger(__name__)


class LearnPipeline:
    """Drops what earlier articles taught; a fault costs the article a clean edge, never itself."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("LEARN_LINES"):
            raise NotConfigured
        return cls(crawler)

    async def open_spider(self) -> None:
        self.lines = LineStore(database(self.crawler))
        await self.lines.ensure_indexes()
        self.learn = Gathered(self.lines.learn_all, patience=patience(self.crawler))

    async def process_item(self, item: Article) -> Article:
        day = item.published or item.fetched
        lines = editing.edge_lines(item)
        if not lines or not day:
            return item
        try:
            learned = await self.learn(Edges(item.outlet, article_id(item.url), day.date(), lines))
        except PyMongoError as error:
            logger.warning("cannot learn from %s: %s", item.url, error)
            self._count("not_learned", 1)
            return item
        cleaned = editing.drop_lines(item, learned)
        self._count("removed/learned", len(cleaned.removed) - len(item.removed))
        return cleaned

    def _count(self, name: str, number: int) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"newscrawl/text/{name}", number)
