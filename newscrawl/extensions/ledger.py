"""The run ledger: opens the run's document before the first request, closes it with accounts that must balance."""

import logging
import os
import platform
import secrets
import socket
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Self

import pymongo
import scrapy
from pymongo.errors import PyMongoError
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem

from newscrawl.accounts import Accounts, judge
from newscrawl.exits import Exit
from newscrawl.extensions.database import database
from newscrawl.store.runs import RunStore

logger = logging.getLogger(__name__)


class RunLedger:
    """Counts each URL's outcome and writes the run; `verdict` is the exit code of the finished run."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.verdict: tuple[Exit, str] = (Exit.BUG, "the run did not reach its end")
        self.outlet = crawler.spider.name if crawler.spider else "unknown"
        self.run = new_run_id(self.outlet, datetime.now(UTC))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        for signal, receiver in (
            (signals.spider_opened, extension.opened),
            (signals.spider_closed, extension.closed),
            (signals.item_dropped, extension.dropped),
            (signals.item_error, extension.broke),
            (signals.spider_error, extension.broke),
        ):
            crawler.signals.connect(receiver, signal)
        return extension

    async def opened(self, spider: Spider) -> None:
        self.store = RunStore(database(self.crawler))
        try:
            await self.store.ensure_indexes()
            await self.store.open(self.run, spider.name, datetime.now(UTC), self._facts())
        except PyMongoError as error:  # a run that nobody sees does not begin
            raise CloseSpider(f"database: {error}") from error

    async def closed(self, spider: Spider, reason: str) -> None:
        accounts = Accounts.of(self._stats(), reason)
        self.verdict = judge(accounts)
        try:
            closing = {**accounts.document(), "exit_code": int(self.verdict[0])}
            await self.store.close(self.run, datetime.now(UTC), closing)
        except PyMongoError as error:
            self.verdict = (Exit.DATABASE, f"MongoDB did not take the run's end ({error})")
        code, sentence = self.verdict
        logger.log(logging.INFO if code is Exit.OK else logging.ERROR, "%s: %s", spider.name, sentence)

    def dropped(self, exception: DropItem) -> None:
        area = getattr(exception, "area", "rejected")
        self._count(f"{area}/{getattr(exception, 'reason', type(exception).__name__)}")

    def broke(self) -> None:
        self._count("failed/bug")

    def _count(self, outcome: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"newscrawl/outcome/{outcome}")

    def _stats(self) -> Mapping[str, Any]:
        assert self.crawler.stats is not None
        return self.crawler.stats.get_stats()

    def _facts(self) -> dict[str, Any]:
        settings = self.crawler.settings
        return {
            "round": settings.get("ROUND"),
            "replay": settings.get("REPLAY"),
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "versions": {
                "python": platform.python_version(),
                "scrapy": scrapy.__version__,
                "pymongo": pymongo.version,
            },
        }


def new_run_id(outlet: str, now: datetime) -> str:
    return f"{outlet}-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
