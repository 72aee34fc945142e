"""The crawl's side of the frontier: hands out claims, notes what came of each, and writes it in batches."""

import asyncio
import logging
import sys
import time
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Final, Self

from pymongo.errors import PyMongoError
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl.article import Article
from newscrawl.extensions.database import database, patience
from newscrawl.frontier import LET_GO, RANKS, SOURCE, Claim, Found, Settlement, Tally, is_lost, settle
from newscrawl.schedule import GONE
from newscrawl.store.connection import patiently
from newscrawl.store.frontier import FrontierStore, Passing
from newscrawl.store.revisions import RevisionStore
from newscrawl.urls import article_id
from newscrawl.validators import conditions

logger = logging.getLogger(__name__)
claim_settled = object()
"""Sent with a `settlement` when MongoDB has acknowledged what came of a claim."""

# Claims in flight: half of them keep the downloader busy, and all are no loss when they fall due again.
MOST: Final = 128
REPLAY_TERM: Final = timedelta(days=1)  # for what a killed replay leaves behind
BACKFILL_TERM: Final = timedelta(days=30)  # in which a backfill goes on where it was
GATHER: Final = 0.02  # seconds in which settlements gather to one write


class Frontier:
    """Settles each claim once: when its article is stored or dropped, its request failed, or its source was read."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.in_flight: dict[str, Claim] = {}
        self.settled: dict[str, Settlement] = {}
        self.claimed = self.taken_over = self.progress = 0
        self.finished = False
        self.kept = time.monotonic()  # since when the claims are kept for a term
        self.named = 0
        self.heard = dict[str, str]()  # what came of each declared source
        self.changed, self.written = asyncio.Event(), asyncio.Event()
        self.claiming: asyncio.Future[list[Claim]] | None = None
        self.writer: asyncio.Task[None] | None = None
        self.ending: asyncio.Task[None] | None = None
        self.refused: PyMongoError | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        for signal, receiver in (
            (signals.item_scraped, extension.scraped),
            (signals.item_dropped, extension.dropped),
            (signals.item_error, extension.broke),
            (signals.spider_error, extension.broke),
            (signals.request_dropped, extension.lost),
        ):
            crawler.signals.connect(receiver, signal)
        return extension

    async def open(self, outlet: str, run: str) -> None:
        """Begin for one run.

        A replay has a queue of its own, for it reads its archive whatever was read before; so has a backfill, which is
        to go on where it was and to leave the daily crawls alone.
        """
        settings = self.crawler.settings
        lease = timedelta(seconds=settings.getfloat("LEASE_SECONDS"))
        queue, passing = outlet, None
        if settings.get("REPLAY"):
            queue, passing = run, Passing(REPLAY_TERM)
        elif window := getattr(self.crawler.spider, "window", None):
            queue, passing = f"{outlet}@{window}", Passing(BACKFILL_TERM, beside=outlet)
        self.store = FrontierStore(database(self.crawler), queue, run, lease, passing)
        self.store.patience = patience(self.crawler)
        self.revisions = RevisionStore(database(self.crawler))
        await self.store.open()
        self.writer = asyncio.create_task(self._write_on())

    def now(self) -> datetime:
        """The database's time: what machines whose clocks differ put into order."""
        return self.store.clock.now()

    async def claims(self) -> AsyncIterator[Claim]:
        """Whatever is due, a little at a time, until nothing is and nothing in flight can bring more."""
        while not self.finished:
            self.written.clear()
            # Shielded: a claim that MongoDB has granted is in the books even if the crawl ends while it is made.
            self.claiming = asyncio.ensure_future(self._take(MOST - len(self.in_flight)))
            taken = await asyncio.shield(self.claiming)
            for claim in taken:
                yield claim
            if not taken and not self.in_flight:
                return
            while await self.written.wait() and len(self.in_flight) > MOST // 2 and not self.finished:
                self.written.clear()

    async def _take(self, room: int) -> list[Claim]:
        """A sitemap may name every article since the outlet began: a run takes its part, the next ones the rest."""
        most = self.crawler.settings.getint("ARTICLES_PER_RUN") or sys.maxsize
        room, ranks = (min(room, most - self.claimed), RANKS) if most > self.claimed else (room, (SOURCE,))
        taken = await self.store.claim(room, ranks)
        for claim in taken:
            self.in_flight[claim.id] = claim
            self.claimed += claim.is_article
            self._count("found" if claim.is_article else "source/asked")
        return taken

    def mute(self) -> dict[str, str]:
        """The declared sources that failed or named nothing on a site that is there, with their outcomes; where none
        named an article, all that answered."""
        lost = {root: what for root, what in self.heard.items() if is_lost(what)}
        return lost if self.named else lost | {root: what for root, what in self.heard.items() if what == "answered"}

    def settle(self, request: Request | None, outcome: str, found: Found | None = None) -> None:
        """Note what came of the claim that a request carries, through redirects and retries. A claim is settled once:
        what comes later is passed over."""
        claim: Claim | None = request.meta.get("claim") if request is not None else None
        if claim and outcome != LET_GO and self._has(claim) and claim.id not in self.settled:
            self.settled[claim.id] = settle(claim, outcome, self.now(), found or Found())
            self.changed.set()

    def _has(self, claim: Claim) -> bool:
        held = self.in_flight.get(claim.id)
        return held is not None and held.token == claim.token

    async def holds(self, claim: Claim) -> bool:
        """Whether a claim is still this run's, which it may not be after a pause longer than the lease."""
        if time.monotonic() > self.kept + self.store.lease.total_seconds():
            await patiently(self.keep, self.store.patience)
        return self._has(claim)

    async def keep(self) -> None:
        """Keep the claims for another term; if this one had run out, give up those that others have taken over."""
        began = time.monotonic()
        await self.store.extend()
        if began > self.kept + self.store.lease.total_seconds():
            for claim in await self.store.taken_over(list(self.in_flight.values())):
                if self._has(claim) and claim.id not in self.settled:
                    del self.in_flight[claim.id]
                    self.taken_over += claim.is_article
            self.written.set()
        self.kept = began

    def scraped(self, item: Article, response: Response) -> None:
        found = Found(
            article=article_id(item.url),
            published=item.published,
            conditions=conditions(response),
            told=item.provenance.get("body") == "feed",
        )
        self.settle(response.request, item.outcome or "new", found)

    def dropped(self, exception: DropItem, response: Response) -> None:
        reason = getattr(exception, "reason", type(exception).__name__)
        self.settle(response.request, f"{getattr(exception, 'area', 'rejected')}/{reason}")

    def broke(self, failure: Failure, response: Response | Failure | None) -> None:
        """Of an exception in a callback, a pipeline, or, without a response, in the spider's `start`."""
        if response is not None:
            outcome = "failed/database" if isinstance(failure.value, PyMongoError) else "failed/bug"
            self.settle(response.request, outcome)  # type: ignore[union-attr]
        elif isinstance(failure.value, PyMongoError):
            self.refused = failure.value

    def lost(self, request: Request) -> None:
        self.settle(request, "failed/dropped")

    async def _write_on(self) -> None:
        """Write settlements as they come; a database that refuses them ends the crawl."""
        while not self.finished:
            await self.changed.wait()
            self.changed.clear()
            await asyncio.sleep(GATHER)
            try:
                await self._write()
            except PyMongoError as error:
                logger.error("MongoDB does not take what came of %d visits (%s)", len(self.settled), error)
                self.refused = error
                assert self.crawler.engine is not None
                # Not awaited: the end of the crawl waits for this task.
                self.ending = asyncio.create_task(self.crawler.engine.close_spider_async(reason="database"))
                return

    async def _write(self) -> None:
        """A claim leaves the books when MongoDB has acknowledged what came of it."""
        if not (batch := list(self.settled.values())):
            return
        await patiently(lambda: self._mark_gone(batch), self.store.patience)
        taken_over = await patiently(lambda: self.store.settle(batch), self.store.patience)
        self.taken_over += taken_over  # not `+= await`, which would forget what was counted meanwhile
        for settlement in batch:
            claim = settlement.claim
            del self.in_flight[claim.id], self.settled[claim.id]
            self.progress += 1
            if not claim.is_article:
                self.named += settlement.found.named + (settlement.outcome == "unchanged")
                if claim.url == claim.source:
                    self.heard[claim.url] = settlement.outcome
            self._count(f"{'outcome' if claim.is_article else 'source'}/{settlement.outcome}")
            self.crawler.signals.send_catch_log(claim_settled, settlement=settlement)
        self.written.set()

    async def _mark_gone(self, batch: Sequence[Settlement]) -> None:
        """An article whose page is gone says so before its visit is settled. An archive says nothing of the site."""
        for outcome in GONE:
            claims = [each.claim for each in batch if each.outcome == outcome and each.claim.is_article]
            if claims and not self.store.passing:
                articles = await self.store.articles(claims)
                await self.revisions.gone(articles, outcome.split("/")[1], self.store.run, self.store.clock.now())

    async def finish(self) -> Tally:
        """Write what is left to write, let the rest go, and read from MongoDB what it has of this run.

        Raises PyMongoError, at once where MongoDB has refused before: asking again would take as long again.
        """
        self.finished = True
        if self.refused:
            raise self.refused
        self.changed.set()
        if self.writer:
            await self.writer
        if self.claiming:
            await self.claiming
        await self._write()
        tally = await self.store.tally(self.store.run, await self.store.release(self.store.run, tried=False))
        if self.store.queue == self.store.run:
            await self.store.forget()
        return tally

    def _count(self, name: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"newscrawl/{name}")


def frontier(crawler: Crawler) -> Frontier:
    """The crawl's frontier."""
    extension = crawler.get_extension(Frontier)
    if extension is None:
        raise RuntimeError("newscrawl.extensions.frontier.Frontier is not in EXTENSIONS")
    return extension
