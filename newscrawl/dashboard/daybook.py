"""Counts by day, kept in memory: today's are read every minute, all of them at the start and every hour.

No page waits for an aggregation over the articles; a page says how old its counts are.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count as counting
from typing import Final, TypeVar

from pymongo.errors import PyMongoError

from newscrawl.dashboard.asked import LONGEST, PERIODS
from newscrawl.store.connection import Document
from newscrawl.store.digest import Digest

logger = logging.getLogger(__name__)

MINUTE: Final = 60.0
HOUR: Final = 60  # minutes
SLICE: Final = 6  # days
Pair = tuple[str, str]
T = TypeVar("T")


class Daybook:
    """What was stored, carried over and cited on each of the last 90 days.

    `as_of`: when today was last read; `back_to`: the oldest day that has been read.
    """

    def __init__(self, digest: Digest, outlets: Sequence[str]) -> None:
        self.digest, self.outlets = digest, outlets
        self.stored: dict[date, Counter[str]] = {}
        self.pairs: dict[str, dict[date, Counter[Pair]]] = {"copies": {}, "citations": {}}
        self.sums: dict[tuple[str, date, date], Counter[Pair]] = {}  # of `pairs`, until they are read again
        self.totals: Document = {"articles": 0, "stories": 0}
        self.as_of: datetime | None = None
        self.back_to: date | None = None

    async def read(self, days: Sequence[date]) -> None:
        """Read these days anew; they follow one another."""
        since, until = _midnight(days[0]), _midnight(days[-1] + timedelta(days=1))
        stored, carried, cited = await asyncio.gather(
            self.digest.stored(since, until),
            self.digest.carried(since, until),
            self.digest.cited(since, until, self.outlets),
        )
        _keep(self.stored, days, ((row, row["outlet"]) for row in stored))
        for kind, rows in (("copies", carried), ("citations", cited)):
            _keep(self.pairs[kind], days, ((row, (row["of"], row["by"])) for row in rows))
        self.sums.clear()
        self.back_to = min(days[0], self.back_to or days[0])

    async def read_today(self) -> None:
        """Read what may change by the minute: today, and yesterday for what comes late."""
        await self.read(last_days(2))
        self.totals, self.as_of = await self.digest.totals(), datetime.now(UTC)

    async def read_all(self) -> None:
        """Read all days, the latest first, a few at a time: no question to a large archive takes long."""
        days = last_days(LONGEST)
        for end in range(LONGEST, 0, -SLICE):
            await self.read(days[max(0, end - SLICE) : end])

    async def keep(self) -> None:
        """Read on for as long as the dashboard runs; a database that is away is tried again."""
        for minute in counting():
            try:
                await self.read_today()
                if minute % HOUR == 0:
                    await self.read_all()
                await self._sum()
            except PyMongoError as error:
                logger.warning("counts by day are as of %s: %s", self.as_of, error)
            await asyncio.sleep(MINUTE)

    async def _sum(self) -> None:
        """Sum up what pages ask for most, so that nobody waits for it."""
        for kind in self.pairs:
            for back in PERIODS:
                self.flows(kind, last_days(back))
                await asyncio.sleep(0)

    def volume(self, outlet: str, days: Sequence[date]) -> list[int]:
        """Articles that were stored on each of these days."""
        return [self.stored.get(day, Counter())[outlet] for day in days]

    def flows(self, kind: str, days: Sequence[date]) -> Counter[Pair]:
        """(of, by) and how often in these days; kind: copies or citations."""
        key = (kind, days[0], days[-1])
        if key not in self.sums:
            self.sums[key] = Counter[Pair]()
            for day in days:
                self.sums[key].update(self.pairs[kind].get(day, {}))
        return self.sums[key]


def last_days(count: int) -> list[date]:
    """So many days up to today, in UTC."""
    today = datetime.now(UTC).date()
    return [today - timedelta(days=count - 1 - n) for n in range(count)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _keep(known: dict[date, Counter[T]], days: Sequence[date], rows: Iterable[tuple[Document, T]]) -> None:
    """Replace the counts of these days, and forget those that no page looks back to any more."""
    oldest = last_days(LONGEST)[0]
    for day in [day for day in known if day < oldest or day in days]:
        del known[day]
    for row, name in rows:
        known.setdefault(row["day"].date(), Counter())[name] += row["count"]
