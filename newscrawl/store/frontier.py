"""The frontier in MongoDB: every known address, when it is visited next, and which run is on the way to it.

A run claims entries for a while and settles each one after what it led to is stored. What a dead run had claimed falls
due again by itself.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Final, TypeVar

from pymongo import ASCENDING, IndexModel
from pymongo.errors import BulkWriteError

from newscrawl.coverage import Coverage
from newscrawl.frontier import ARTICLE, BACKLOG, FRESH, REVISIT, SOURCE, Claim, Entry, Settlement, Tally, instead_of
from newscrawl.store import entries
from newscrawl.store.clock import ServerClock
from newscrawl.store.connection import Database, Document, patiently
from newscrawl.store.tallying import Tallying

T = TypeVar("T")

CHUNK: Final = 1000
DUPLICATE: Final = 11000
INDEXES: Final = (
    IndexModel([("queue", ASCENDING), ("rank", ASCENDING), ("due", ASCENDING)], name="due"),
    IndexModel([("visits.run", ASCENDING)], name="visits_run"),
    IndexModel([("run", ASCENDING)], name="claimed", partialFilterExpression={"run": {"$exists": True}}),
    IndexModel([("expires", ASCENDING)], name="expiry", expireAfterSeconds=0),
)


@dataclass(frozen=True, slots=True)
class Passing:
    """A queue that is not an outlet's: how long its entries are kept, and beside which queue, whose stored articles
    it leaves out."""

    term: timedelta
    beside: str | None = None


class FrontierStore:
    """Writes and reads the `frontier` of one queue for one run: an outlet's, that of a replay or of a backfill."""

    def __init__(
        self, database: Database, queue: str, run: str, lease: timedelta, passing: Passing | None = None
    ) -> None:
        self.entries, self.clock = database.frontier, ServerClock(database)
        self.queue, self.run, self.lease, self.passing = queue, run, lease, passing
        self.patience = 0.0  # seconds in which a write is tried again while no server takes it
        self.seen = 0  # addresses that sources have named so far: a long sitemap is progress as well
        self.coverage, self.entering = Coverage(), asyncio.Lock()

    async def open(self) -> None:
        await self.entries.create_indexes(list(INDEXES))
        await self.clock.synchronise()

    async def add(self, named: Iterable[Entry], root: str | None = None) -> int:
        """Enter addresses that are not known yet, due at once; how many they were. `root`: the declared source that
        names them."""
        added, left = 0, iter(named)
        while chunk := list(islice(left, CHUNK)):
            by_id = dict[str, Entry]()
            for entry in chunk:  # of two spellings of one address the first is fetched
                by_id.setdefault(f"{self.queue} {entry.id}", entry)
            self.seen += len(chunk)
            added += await self._patiently(partial(self._enter, by_id, root))
        return added

    async def _enter(self, by_id: Mapping[str, Entry], root: str | None) -> int:
        async with self.entering:  # of two sources at a time the second finds noted what the first has entered
            known = await self._known(by_id)
            await self._promote([key for key, each in by_id.items() if key in known and each.rank == FRESH])
            new = await self._insert([self._document(key, each) for key, each in by_id.items() if key not in known])
            if root:
                self.coverage.note(root, by_id, new)
        return len(new)

    async def _known(self, by_id: Mapping[str, Entry]) -> set[str]:
        known = {each["_id"] async for each in self.entries.find({"_id": {"$in": list(by_id)}}, {"_id": 1})}
        if self.passing and self.passing.beside:
            theirs = {f"{self.passing.beside} {entry.id}": key for key, entry in by_id.items() if entry.kind == ARTICLE}
            stored = self.entries.find({"_id": {"$in": list(theirs)}, "rank": REVISIT}, {"_id": 1})
            known |= {theirs[each["_id"]] async for each in stored}
        return known

    async def _promote(self, names: Sequence[str]) -> None:
        """What a feed names is news, though an old sitemap named it first; a visited entry keeps its times."""
        if names:
            waiting = {"_id": {"$in": names}, "rank": BACKLOG}
            await self.entries.update_many(waiting, {"$set": {"rank": FRESH}})

    async def _insert(self, documents: Sequence[Document]) -> set[str]:
        """The keys of those that were not there."""
        refused = set[str]()
        try:
            if documents:
                await self.entries.insert_many(documents, ordered=False)
        except BulkWriteError as error:  # another process found the same in this moment
            if any(each["code"] != DUPLICATE for each in error.details["writeErrors"]):
                raise
            refused = {documents[each["index"]]["_id"] for each in error.details["writeErrors"]}
        return {each["_id"] for each in documents} - refused

    def _document(self, key: str, entry: Entry) -> Document:
        now = self.clock.now()
        document = entries.document(key, self.queue, entry, now)
        return {**document, "expires": now + self.passing.term} if self.passing else document

    async def declare(self, sources: Sequence[Entry], *, awake: bool) -> None:
        """Enter an outlet's sources and forget those that hang on none of them; `awake` makes all of them due."""
        mine = {"queue": self.queue, "rank": SOURCE}
        roots = [root for entry in sources for root in (entry.url, instead_of(entry.url))]
        free: Document = {**mine, "token": {"$exists": False}}
        await self._patiently(lambda: self.entries.delete_many({**free, "source": {"$nin": roots}}))
        await self.add(sources)
        if awake:
            now = {"$set": {"due": self.clock.now(), "attempts": 0}}
            await self._patiently(lambda: self.entries.update_many(free, now))

    async def hanging_on(self, root: str) -> int:
        """How many sources hang on a declared one."""
        mine = {"queue": self.queue, "rank": SOURCE, "source": root}
        return await self._patiently(lambda: self.entries.count_documents(mine))

    async def dismiss(self, roots: Iterable[str]) -> None:
        """Forget the sources that stood in for declared ones which work again."""
        free: Document = {"queue": self.queue, "rank": SOURCE, "token": {"$exists": False}}
        stand_ins = {**free, "source": {"$in": [instead_of(root) for root in roots]}}
        await self._patiently(lambda: self.entries.delete_many(stand_ins))

    async def claim(self, most: int, ranks: Sequence[int]) -> list[Claim]:
        """Take on up to so many entries that are due and that this run has not visited; none twice, by anyone."""
        token = secrets.token_hex(8)
        return await self._patiently(lambda: self._claim(token, most, ranks))

    async def _claim(self, token: str, most: int, ranks: Sequence[int]) -> list[Claim]:
        """Safe to repeat with one token: what was granted by an answer that got lost counts as well."""
        now = self.clock.now()
        # In the order of the index: rank by rank, what fell due first.
        due = self.entries.find(self._due({"$in": list(ranks)}, now), {"_id": 1}).sort([("rank", 1), ("due", 1)])
        ids = [each["_id"] async for each in due.limit(most)] if most > 0 else []
        if ids:
            mine = {"run": self.run, "token": token, "due": now + self.lease}
            free = {"_id": {"$in": ids}, "due": {"$lte": now}}
            await self.entries.update_many(free, {"$set": mine, "$inc": {"attempts": 1}})
        granted = await self.entries.find({"run": self.run, "token": token}).to_list()
        places = {each: place for place, each in enumerate(ids)}
        return [entries.claim(each) for each in sorted(granted, key=lambda each: places.get(each["_id"], -1))]

    def _due(self, rank: int | Document, now: datetime) -> Document:
        """Not what this run is on the way to: it may have slept until its own claims fell due."""
        others = {"run": {"$ne": self.run}, "visits.run": {"$ne": self.run}}
        return {"queue": self.queue, "rank": rank, "due": {"$lte": now}, **others}

    async def settle(self, settlements: Sequence[Settlement]) -> int:
        """Write what came of claims, safe to repeat; how many articles among them another run had taken over."""
        now, claims = self.clock.now(), [each.claim for each in settlements]
        writes = [entries.settling(each, self.run, now) for each in settlements]
        if (await self.entries.bulk_write(writes, ordered=False)).matched_count == len(writes):
            return 0
        ids = [claim.id for claim in claims if claim.is_article]
        mine = {"$elemMatch": {"run": self.run, "token": {"$in": [claim.token for claim in claims]}}}
        return len(ids) - await self.entries.count_documents({"_id": {"$in": ids}, "visits": mine})

    async def articles(self, claims: Sequence[Claim]) -> list[str]:
        """The articles that addresses led to when they were visited before."""
        visited = self.entries.find({"_id": {"$in": [each.id for each in claims]}}, {"visits.article": 1})
        led = [[visit.get("article") for visit in each.get("visits", ())] async for each in visited]
        return [found[-1] for visits in led if (found := [article for article in visits if article])]

    async def extend(self) -> None:
        """Keep this run's claims for another lease."""
        await self.clock.synchronise()
        await self.entries.update_many({"run": self.run}, {"$set": {"due": self.clock.now() + self.lease}})

    async def taken_over(self, claims: Sequence[Claim]) -> list[Claim]:
        """Those of this run's claims that it has no longer."""
        held = {(each["_id"], each["token"]) for each in await self._held(self.run)}
        return [claim for claim in claims if (claim.id, claim.token) not in held]

    async def _held(self, run: str) -> list[Document]:
        return await self.entries.find({"run": run}, {"token": 1, "kind": 1}).to_list()

    async def release(self, run: str, *, tried: bool) -> int:
        """Let go of what a run still holds, due at once; how many articles that were. `tried`: whether that counts as
        an attempt."""
        held = await self._patiently(lambda: self._held(run))  # counted before: a write may be repeated
        change: Document = {"$set": {"due": self.clock.now()}, "$unset": {"run": "", "token": ""}}
        if not tried:
            change["$inc"] = {"attempts": -1}
        await self._patiently(lambda: self.entries.update_many({"run": run}, change))
        return sum(each["kind"] == ARTICLE for each in held)

    async def tally(self, run: str, released: int = 0) -> Tally:
        """What has been acknowledged of a run's visits."""
        tallying = Tallying(self.entries, self.queue, run)
        found = await self._patiently(lambda: tallying.tally(released, self.clock.now()))
        if run != self.run:  # whose sources named what is forgotten
            return found
        return replace(found, yields=[{**each, **self.coverage.of(each["url"])} for each in found.yields])

    async def forget(self) -> None:
        """Drop the whole queue: a replay's, once it is counted."""
        await self._patiently(lambda: self.entries.delete_many({"queue": self.queue}))

    async def _patiently(self, work: Callable[[], Awaitable[T]]) -> T:
        return await patiently(work, self.patience)
