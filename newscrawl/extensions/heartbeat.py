"""The heartbeat of a run: keeps its lease and its claims, shows that it lives, and ends it when it does not get on."""

import asyncio
import faulthandler
import logging
import time

from pymongo.errors import PyMongoError
from scrapy.crawler import Crawler

from newscrawl.extensions.frontier import Frontier
from newscrawl.store.leases import LeaseStore
from newscrawl.store.runs import RunStore

logger = logging.getLogger(__name__)


class Heartbeat:
    """Beats four times in a lease. `lease` is None for a replay, which holds no outlet."""

    def __init__(
        self, crawler: Crawler, runs: RunStore, run: str, lease: LeaseStore | None, frontier: Frontier
    ) -> None:
        self.crawler, self.runs, self.run, self.lease, self.frontier = crawler, runs, run, lease, frontier
        self.interval = crawler.settings.getfloat("LEASE_SECONDS") / 4
        self.patience = crawler.settings.getfloat("STALL_SECONDS")
        self.progress, self.moved = -1, time.monotonic()
        self.task: asyncio.Task[None] | None = None
        self.ending: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.task = asyncio.create_task(self._beat_on())

    def stop(self) -> None:
        faulthandler.cancel_dump_traceback_later()
        if self.task:
            self.task.cancel()

    async def _beat_on(self) -> None:
        while True:
            # Should the event loop hang, a thread of C says where and ends the process: nothing else can.
            faulthandler.dump_traceback_later(self.interval + self.patience, exit=True)
            try:
                await self._beat()
            except PyMongoError as error:
                logger.warning("no heartbeat: %s", error)
            await asyncio.sleep(self.interval)

    async def _beat(self) -> None:
        await self.runs.beat(self.run, {"found": self.frontier.claimed, "done": self.frontier.progress})
        await self.frontier.keep()
        progress = self.frontier.progress + self.frontier.store.seen
        if progress != self.progress:
            self.progress, self.moved = progress, time.monotonic()
        if self.lease and not await self.lease.renew():
            self._end("lease_lost")
        elif time.monotonic() - self.moved > self.patience:
            self._end("stalled")

    def _end(self, reason: str) -> None:
        """Close the crawl; the heart beats on while what is in flight comes down, each within its own time limit."""
        if self.ending is None and self.crawler.engine is not None:
            logger.error("ending the crawl: %s", reason)
            self.ending = asyncio.create_task(self.crawler.engine.close_spider_async(reason=reason))
