"""Write the article to MongoDB."""

from collections.abc import Sequence
from typing import Self

from pymongo.errors import PyMongoError
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawl.article import Article
from newscrawl.extensions.database import database, patience
from newscrawl.extensions.frontier import frontier
from newscrawl.extensions.ledger import RunLedger
from newscrawl.store.articles import ArticleStore
from newscrawl.store.gathering import Gathered
from newscrawl.store.indexes import prepare
from newscrawl.store.schema import explained


class NotStored(DropItem):
    """MongoDB did not take the article."""

    area, reason = "failed", "database"


class StorePipeline:
    """Upserts by canonical URL: the same page twice is one document."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        ledger = self.crawler.get_extension(RunLedger)
        self.run = ledger.run if ledger else ""
        self.store, self.clock = ArticleStore(database(self.crawler)), frontier(self.crawler)
        self.save = Gathered(self._save, patience=patience(self.crawler))
        await prepare(database(self.crawler))
        await self.store.ensure_indexes()

    async def _save(self, items: Sequence[Article]) -> Sequence[str]:
        return await self.store.save_all(items, self.run, self.clock.now())

    async def process_item(self, item: Article) -> Article:
        try:
            item.outcome = await self.save(item)
        except PyMongoError as error:
            raise NotStored(f"{item.url}: {explained(error)}", log_level="ERROR") from error
        return item
