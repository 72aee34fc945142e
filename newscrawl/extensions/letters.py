"""Files a dead letter for every page that a fault of ours costs, and takes it away when the page goes through."""

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from pymongo.errors import PyMongoError
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl.archive import Stored, append
from newscrawl.extensions.database import database
from newscrawl.extensions.frontier import claim_settled, frontier
from newscrawl.extensions.ledger import RunLedger
from newscrawl.frontier import Claim, Settlement
from newscrawl.letters import Letter, spool, told
from newscrawl.store.letters import LetterStore

logger = logging.getLogger(__name__)
FAULTS = ("failed/bug", "failed/database")


class DeadLetters:
    """Letters go to MongoDB, or to a file where that is gone; raw answers to a WARC file where the crawl keeps none."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler, self.outlet = crawler, crawler.spider.name if crawler.spider else "unknown"
        self.folder = Path(crawler.settings["DEAD_LETTERS_FOLDER"])
        self.warc = self.folder / f"{self.outlet}.warc.gz"
        self.known: dict[str, dict[str, Any] | None] = {}
        self.went_through, self.filing = set[str](), set[asyncio.Task[None]]()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        for signal, receiver in (
            (signals.spider_opened, extension.opened),
            (signals.spider_error, extension.broke),
            (signals.item_error, extension.broke),
            (signals.item_dropped, extension.dropped),
            (claim_settled, extension.settled),
            (signals.spider_closed, extension.closed),
        ):
            crawler.signals.connect(receiver, signal)
        return extension

    async def opened(self, spider: Spider) -> None:
        """Hand over what was spooled while MongoDB was gone, and learn which letters there are."""
        self.store = LetterStore(database(self.crawler))
        try:
            await self.store.ensure_indexes()
            await self.store.collect(self.folder)
            self.known = {each["_id"]: each.get("warc") for each in await self.store.all(self.outlet)}
        except PyMongoError as error:
            logger.warning("cannot read the dead letters: %s", error)

    def broke(self, failure: Failure, response: Response | None) -> None:
        if failure.value is not None:
            self._file(failure.value, response, FAULTS[isinstance(failure.value, PyMongoError)])

    def dropped(self, exception: BaseException, response: Response | None) -> None:
        if getattr(exception, "area", "") == "failed":
            self._file(exception.__cause__ or exception, response, f"failed/{getattr(exception, 'reason', 'bug')}")

    def settled(self, settlement: Settlement) -> None:
        name = self._id(settlement.claim)
        if settlement.outcome not in FAULTS and name in self.known:
            self.went_through.add(name)

    async def closed(self, spider: Spider) -> None:
        await asyncio.gather(*self.filing)
        try:
            await self.store.settle(self.went_through)
        except PyMongoError as error:
            logger.warning("%d dead letters went through and stay: %s", len(self.went_through), error)

    def _file(self, error: BaseException, response: Response | None, outcome: str) -> None:
        claim: Claim | None = response.meta.get("claim") if response is not None and response.request else None
        if claim is None or response is None:
            return
        name, (line, traceback) = self._id(claim), told(error)
        self.known[name] = warc = self._kept(name, claim.url, response)
        ledger = self.crawler.get_extension(RunLedger)
        letter = Letter(
            id=name, outlet=self.outlet, url=claim.url, run=ledger.run if ledger else "",
            when=frontier(self.crawler).now(), outcome=outcome, error=line, traceback=traceback, warc=warc,
        )  # fmt: skip
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value("newscrawl/dead_letters")
        task = asyncio.get_running_loop().create_task(self._send(letter))
        self.filing.add(task)
        task.add_done_callback(self.filing.discard)

    async def _send(self, letter: Letter) -> None:
        try:
            await self.store.file([letter])
        except PyMongoError:
            try:
                spool(self.folder, letter)
            except OSError as error:  # the page is due again all the same: what came of it was not taken either
                logger.error("cannot keep the dead letter of %s: %s", letter.url, error)

    def _kept(self, name: str, url: str, response: Response) -> dict[str, Any] | None:
        """Where the raw answer lies: where the crawl or an earlier failure left it, else in a file of our own."""
        found = response.meta.get("warc") or self.known.get(name)
        if found and Path(str(found["path"])).exists():
            return dict(found)
        pairs = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, vs in response.headers.items() for v in vs)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if self.warc.exists() and self.warc.stat().st_size > self.crawler.settings.getint("DEAD_LETTERS_MAXSIZE"):
                return None
            stored = Stored(url, response.status, pairs, response.body)
            offset, length = append(self.warc, stored, datetime.now(UTC))
        except OSError as error:
            logger.error("cannot keep the raw answer of %s: %s", url, error)
            return None
        return {"path": str(self.warc), "offset": offset, "length": length}

    def _id(self, claim: Claim) -> str:
        """A replay's queue has another name than the crawl's; the letter is the same."""
        return f"{self.outlet} {claim.id.partition(' ')[2]}"
