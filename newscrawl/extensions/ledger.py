"""The run ledger: opens the run's document before the first request, closes it with accounts that must balance."""

import logging
import os
import secrets
import socket
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Self

from pymongo.errors import PyMongoError
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from newscrawl import health
from newscrawl.accounts import Accounts, judge
from newscrawl.asking import declarations
from newscrawl.exits import Exit
from newscrawl.extensions.database import database, patience
from newscrawl.extensions.frontier import frontier
from newscrawl.extensions.heartbeat import Heartbeat
from newscrawl.extensions.observer import observer, versions
from newscrawl.masking import masked
from newscrawl.store.connection import patiently
from newscrawl.store.leases import Holder, LeaseStore, machine
from newscrawl.store.runs import RunStore

logger = logging.getLogger(__name__)


class RunLedger:
    """Opens and closes the run; `verdict` is the exit code of the finished one. A replay bothers no site: no lease."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.verdict: tuple[Exit, str] = (Exit.BUG, "the run did not reach its end")
        self.outlet = crawler.spider.name if crawler.spider else "unknown"
        self.started = datetime.now(UTC)
        self.run = new_run_id(self.outlet, self.started)
        self.holder: Holder | None = None
        self.heartbeat: Heartbeat | None = None
        self.skew = 0.0  # seconds that this machine's clock is ahead of MongoDB's

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signals.spider_opened)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    async def opened(self, spider: Spider) -> None:
        self.store, self.frontier = RunStore(database(self.crawler)), frontier(self.crawler)
        try:
            await self._begin(spider.name)
        except PyMongoError as error:  # a run that nobody sees does not begin
            raise CloseSpider(f"database: {masked(str(error))}") from error

    async def _begin(self, outlet: str) -> None:
        """Enter the run, take the outlet, bury the runs that died on it, and go on where they were cut."""
        settings = self.crawler.settings
        await self.store.ensure_indexes()
        await self.frontier.open(outlet, self.run)
        self.skew = round((datetime.now(UTC) - self.frontier.now()).total_seconds(), 1)
        self.started = self.frontier.now()
        await self.store.open(self.run, outlet, self.started, self._facts())
        seconds = settings.getfloat("LEASE_SECONDS")
        mine = Holder.here(self.run)
        shared = settings.getbool("SHARED")
        replay = bool(settings.get("REPLAY"))
        self.lease = None if replay else LeaseStore(database(self.crawler), outlet, mine, seconds, shared=shared)
        gone = set(await self.store.dead(outlet, timedelta(seconds=seconds)))
        if self.lease:
            self.holder, died = await self.lease.acquire()
            gone.update(died)
        for run in sorted(gone):
            await self._bury(run)
        if self.holder:
            raise CloseSpider("held")
        self.heartbeat = Heartbeat(self.crawler, self.store, self.run, self.lease, self.frontier)
        self.heartbeat.start()

    async def _bury(self, run: str) -> None:
        left = await self.frontier.store.release(run, tried=True)
        tally = await self.frontier.store.tally(run, left)
        accounts = Accounts.of(tally, {}, "died", claimed=left + sum(tally.outcomes.values()))
        await self.store.bury(run, accounts.document())
        logger.warning("run %s died; %d of its articles are due again", run, left)

    async def closed(self, spider: Spider, reason: str) -> None:
        if self.heartbeat:
            self.heartbeat.stop()
        try:
            await self._end(reason)
        except PyMongoError as error:
            self.verdict = (Exit.DATABASE, f"MongoDB did not take the run's end ({error})")
        code, sentence = self.verdict
        logger.log(logging.INFO if code is Exit.OK else logging.ERROR, "%s: %s", spider.name, sentence)

    async def _end(self, reason: str) -> None:
        """Close the run with what MongoDB has of it, and leave the outlet to others."""
        assert self.crawler.stats is not None
        tally = await self.frontier.finish()
        stats, books = self.crawler.stats.get_stats(), self.frontier
        accounts = Accounts.of(tally, stats, reason, claimed=books.claimed, taken_over=books.taken_over)
        self.verdict = judge(accounts, held_by=str(self.holder) if self.holder else None)
        now = self.frontier.now()
        closing = self._closing(accounts)
        closing |= await self._judged({**closing, "finished": now})
        await patiently(lambda: self.store.close(self.run, now, closing), patience(self.crawler))
        if self.lease:
            await patiently(self.lease.release, patience(self.crawler))

    def _closing(self, accounts: Accounts) -> dict[str, Any]:
        code, sentence = self.verdict
        costs = observer(self.crawler).document() | {"clock_skew": self.skew}
        return {**accounts.document(), **costs, "exit_code": int(code), "verdict": sentence}

    async def _judged(self, closing: dict[str, Any]) -> dict[str, Any]:
        """What is wrong with the outlet by this run: an error makes a run that did its work degraded.

        A replay says nothing of the site. A fault in judging must not cost the run its end.
        """
        if self.crawler.settings.get("REPLAY") or self.holder:
            return {}
        run = {"_id": self.run, "started": self.started, "state": "closed", **closing}
        try:
            earlier = partial(self.store.history, self.outlet, self.started)
            history = await patiently(earlier, patience(self.crawler))
            problems = health.judge(run, self._expectations(), history)
        except (ValueError, TypeError, ArithmeticError, LookupError, AttributeError):
            logger.exception("cannot judge run %s", self.run)
            return {}
        for problem in problems:
            logger.warning("%s: %s", problem.cause, problem.says)
        grave = next((each for each in problems if each.severity is health.Severity.ERROR), None)
        if grave and self.verdict[0] is Exit.OK:
            self.verdict = (Exit.DEGRADED, f"{grave.cause}: {grave.says} ({self.verdict[1]})")
        code, sentence = self.verdict
        told = [problem.document() for problem in problems]
        return {"exit_code": int(code), "verdict": sentence, "problems": told}

    def _expectations(self) -> health.Expectations:
        declared = getattr(self.crawler.spider, "expect", health.Expectations())
        return declarations(self.crawler.settings).expectations(self.outlet, declared)

    def _facts(self) -> dict[str, Any]:
        settings = self.crawler.settings
        return {
            "round": settings.get("ROUND"),
            "replay": settings.get("REPLAY"),
            "window": str(window) if (window := getattr(self.crawler.spider, "window", None)) else None,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "machine": machine(),
            "versions": versions(),
        }


def new_run_id(outlet: str, now: datetime) -> str:
    return f"{outlet}-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
