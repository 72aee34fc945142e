"""Propose which Turkish article an Arabic one reports on."""

import logging
from collections.abc import Sequence
from typing import Self

from scrapy.crawler import Crawler

from newscrawl import registry
from newscrawl.article import Article
from newscrawl.extensions.database import database, patience
from newscrawl.extensions.frontier import frontier
from newscrawl.store.gathering import Gathered
from newscrawl.store.reports import ReportStore

logger = logging.getLogger(__name__)


class ReportPipeline:
    """Works from either side, whichever article arrives last. A fault in it must not cost the article."""

    def __init__(self, crawler: Crawler) -> None:
        assert crawler.stats is not None
        self.crawler, self.stats = crawler, crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        self.reports = ReportStore(database(self.crawler), registry.turkish())
        self.note = Gathered(self._note, moment=0, patience=patience(self.crawler))
        await self.reports.ensure_indexes()

    async def _note(self, items: Sequence[Article]) -> Sequence[int]:
        return await self.reports.note_all(items, frontier(self.crawler).now())

    async def process_item(self, item: Article) -> Article:
        try:
            proposed = await self.note(item)
        except Exception:
            logger.exception("cannot propose what %s reports on", item.url)
        else:
            if proposed:
                self.stats.inc_value("newscrawl/reports_on", proposed)
        return item
