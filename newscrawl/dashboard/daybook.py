"""Counts by day, kept in memory: read when the dashboard starts, then today's every minute and all of them every hour.

No page waits for an aggregation over the articles; a page says how old its counts are.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count as counting
from typing import Final, TypeVar

from pymongo.errors import PyMongoError

from newscrawl.dashboard.asked import LONGEST
from newscrawl.store.connection import Document
from newscrawl.store.digest import Digest

logger = logging.getLogger(__name__)

MINUTE: Final = 60.0
HOUR: Final = 60  # minutes
Pair = tuple[str, str]
T = TypeVar("T")


class Daybook:
    """What was stored, carried over and cited on each of the last 90 days. `as_of`: when it was last read."""

    def __init__(self, digest: Digest, outlets: Sequence[str]) -> None:
        self.digest, self.outlets = digest, outlets
        self.stored: dict[date, Counter[str]] = {}
        self.pairs: dict[str, dict[date, Counter[Pair]]] = {"copies": {}, "citations": {}}
        self.totals: Document = {"articles": 0, "stories": 0}
        self.as_of: datetime | None = None

    async def read(self, back: int = LONGEST) -> None:
        """Read so many days anew, today included."""
        now = datetime.now(UTC)
        since = datetime.combine(now.date() - timedelta(days=back - 1), time(), UTC)
        stored, carried, cited, totals = await asyncio.gather(
            self.digest.stored(since),
            self.digest.carried(since),
            self.digest.cited(since, self.outlets),
            self.digest.totals(),
        )
        self.stored = _kept(self.stored, since.date()) | _by_day((row, row["outlet"]) for row in stored)
        for kind, rows in (("copies", carried), ("citations", cited)):
            self.pairs[kind] = _kept(self.pairs[kind], since.date()) | _by_day(
                (row, (row["of"], row["by"])) for row in rows
            )
        self.totals, self.as_of = totals, now

    async def keep(self) -> None:
        """Read on for as long as the dashboard runs; a database that is away is tried again."""
        for minute in counting(1):
            await asyncio.sleep(MINUTE)
            try:
                await self.read(LONGEST if minute % HOUR == 0 else 2)
            except PyMongoError as error:
                logger.warning("counts by day are as of %s: %s", self.as_of, error)

    def volume(self, outlet: str, days: Sequence[date]) -> list[int]:
        """Articles that were stored on each of these days."""
        return [self.stored.get(day, Counter())[outlet] for day in days]

    def flows(self, kind: str, days: Sequence[date]) -> Counter[Pair]:
        """(of, by) and how often in these days; kind: copies or citations."""
        total = Counter[Pair]()
        for day in days:
            total.update(self.pairs[kind].get(day, {}))
        return total


def last_days(count: int) -> list[date]:
    """So many days up to today, in UTC."""
    today = datetime.now(UTC).date()
    return [today - timedelta(days=count - 1 - n) for n in range(count)]


def _kept(known: Mapping[date, Counter[T]], since: date) -> dict[date, Counter[T]]:
    """The days before those that are read anew, as far back as a page may look."""
    oldest = last_days(LONGEST)[0]
    return {day: counts for day, counts in known.items() if oldest <= day < since}


def _by_day(rows: Iterable[tuple[Document, T]]) -> dict[date, Counter[T]]:
    found: dict[date, Counter[T]] = {}
    for row, name in rows:
        found.setdefault(row["day"].date(), Counter())[name] += row["count"]
    return found
