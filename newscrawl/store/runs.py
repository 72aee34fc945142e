"""The run ledger in MongoDB: a document a crawl, opened before its first request and closed with its accounts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from pymongo import ASCENDING, DESCENDING, IndexModel

from newscrawl.exits import Exit
from newscrawl.health.reading import SCHEMA
from newscrawl.store.connection import Database, Document
from newscrawl.store.leases import lives

HISTORY: Final = timedelta(days=42)
LATEST: Final = 200  # runs that are read whole; further back only how much there was counts
_SHORT: Final = (
    "started", "finished", "state", "exit_code", "schema", "outcomes", "asked", "copies",
    *(f"sources.{name}" for name in ("url", "named", "fresh", "alone", "shared", "others", "newest", "outcomes")),
)  # fmt: skip
SHORT: Final = dict.fromkeys(_SHORT, 1)
WHOLE: Final = {"versions": 0, "progress": 0, "verdict": 0}
INDEXES: Final = (
    IndexModel([("outlet", ASCENDING), ("started", DESCENDING)], name="outlet_started"),
    IndexModel([("started", DESCENDING)], name="started"),
    IndexModel(
        [("outlet", ASCENDING), ("finished", DESCENDING)], name="worked", partialFilterExpression={"exit_code": 0}
    ),
)


class RunStore:
    """Writes and reads the `runs` collection. `state` is running, closed or died."""

    def __init__(self, database: Database) -> None:
        self.runs = database.runs

    async def ensure_indexes(self) -> None:
        await self.runs.create_indexes(list(INDEXES))

    async def open(self, run: str, outlet: str, now: datetime, facts: Document) -> None:
        """Enter a run as begun. `facts`: versions, process, replay, round: whatever is known beforehand."""
        await self.runs.insert_one(
            {"_id": run, "outlet": outlet, "started": now, "state": "running", "schema": SCHEMA, **facts}
        )
        await self.beat(run)

    async def beat(self, run: str, progress: Document | None = None) -> None:
        """Show that a run lives, by the server's clock, and how far it is: {"found", "done"}."""
        change: Document = {"$currentDate": {"heartbeat": True}}
        await self.runs.update_one({"_id": run}, change | ({"$set": {"progress": progress}} if progress else {}))

    async def dead(self, outlet: str, term: timedelta) -> list[str]:
        """Runs of an outlet that never ended and have not shown life for so long, or whose process is gone from this
        machine: one killed before it held the outlet is in no lease."""
        shown = {"machine": 1, "pid": 1, "silent": {"$lt": ["$heartbeat", _since(term)]}}
        running = self.runs.find({"outlet": outlet, "state": "running"}, shown)
        return [each["_id"] async for each in running if each["silent"] or lives(each) is False]

    async def bury(self, run: str, accounts: Document) -> None:
        """Mark a run as died, with what is known of its work."""
        await self.runs.update_one({"_id": run, "state": "running"}, {"$set": {**accounts, "state": "died"}})

    async def close(self, run: str, now: datetime, accounts: Document) -> None:
        """Close a run with its reason, exit code, outcomes and statistics."""
        await self.runs.update_one({"_id": run}, {"$set": {"finished": now, "state": "closed", **accounts}})

    async def recent(self, outlet: str | None, limit: int, term: timedelta) -> list[Document]:
        """The latest runs, of one outlet or of all; one that has shown no life for `term` has the state `silent`."""
        stages: list[Document] = [
            {"$match": {"outlet": outlet} if outlet else {}},
            {"$sort": {"started": -1}},
            {"$limit": limit},
            _told_silent(term),
        ]
        return await (await self.runs.aggregate(stages)).to_list()

    async def history(self, outlet: str, before: datetime) -> list[Document]:
        """Earlier runs of an outlet that asked something, oldest first: the latest whole, the others in short."""
        news: Document = {"outlet": outlet, "replay": None, "window": None}
        query: Document = {**news, "state": "closed", "asked": {"$exists": True, "$ne": {}}}
        lately = {**query, "started": {"$lt": before, "$gt": before - HISTORY}}
        whole = await self.runs.find(lately, WHOLE).sort("started", -1).limit(LATEST).to_list()
        if len(whole) < LATEST:
            return whole[::-1]
        further = {**query, "started": {"$lt": whole[-1]["started"], "$gt": before - HISTORY}}
        return await self.runs.find(further, SHORT).sort("started", 1).to_list() + whole[::-1]

    async def fleet(self, term: timedelta, outlet: str | None = None) -> list[Document]:
        """Each outlet that was ever crawled, by name: its `last` run, the last that came to an end and was judged
        (`judged`), when it last did its work (`worked`), since when runs found it `held` by another, and whether
        the last run's process `lives` on this machine. Backfills say nothing of whether the news comes in, replays
        neither: of an outlet that was only ever replayed the latest replay is `last`."""
        real: Document = {"replay": None, "window": None, "exit_code": {"$ne": Exit.HELD.value}}
        stages: list[Document] = [
            {"$match": {"outlet": outlet} if outlet else {}},
            {"$group": {"_id": "$outlet"}},  # by the index, a seek an outlet
            _latest(real, "started", "last", _told_silent(term)),
            _latest({}, "started", "newest", _told_silent(term)),
            {"$match": {"$or": [{"last": {"$ne": []}}, {"newest.replay": {"$ne": None}}]}},
            {"$set": {"last": {"$ifNull": [{"$first": "$last"}, {"$first": "$newest"}]}}},
            _latest({**real, "state": "closed"}, "started", "judged"),
            _latest({"exit_code": Exit.OK.value, "replay": None, "window": None}, "finished", "worked"),
            {"$set": {"worked": {"$ifNull": [{"$first": "$worked.finished"}, None]},
                      "judged": {"$ifNull": [{"$first": "$judged"}, None]}}},
            {"$sort": {"_id": 1}},
        ]  # fmt: skip
        fleet = await (await self.runs.aggregate(stages)).to_list()
        return [await self._told(each) for each in fleet]

    async def _told(self, outlet: Document) -> Document:
        newest = [each.get("exit_code") for each in outlet.pop("newest")]  # most outlets cost no further question
        held = await self._held(outlet) if newest == [Exit.HELD.value] else None
        return {**outlet, "held": held, "lives": lives(outlet["last"])}

    async def _held(self, outlet: Document) -> datetime | None:
        """Since when runs find the outlet held by another than the last that worked."""
        later = {"started": {"$gt": outlet["last"].get("started")}, "exit_code": Exit.HELD.value}
        first = await self.runs.find_one({"outlet": outlet["_id"], **later}, {"started": 1}, sort=[("started", 1)])
        return first["started"] if first else None

    async def of_round(self, round_id: str) -> list[Document]:
        """The runs of one round, by outlet."""
        return await self.runs.find({"round": round_id}).sort("outlet").to_list()

    async def done(self, round_id: str, outlets: Sequence[str], since: datetime) -> int:
        """Addresses that the runs of a round, begun since then, are done with, as of their latest heartbeat."""
        query = {"outlet": {"$in": list(outlets)}, "started": {"$gte": since}, "round": round_id}
        found = self.runs.find(query, {"progress.done": 1, "outcomes": 1})
        return sum([max(each.get("progress", {}).get("done", 0), sum(each.get("outcomes", {}).values()))
                    async for each in found])  # fmt: skip


def _since(term: timedelta) -> Document:
    return {"$dateSubtract": {"startDate": "$$NOW", "unit": "second", "amount": int(term.total_seconds())}}


def _latest(query: Document, order: str, name: str, *more: Document) -> Document:
    """A stage that joins the latest of an outlet's runs that match."""
    pipeline: list[Document] = [{"$match": query}, {"$sort": {order: -1}}, {"$limit": 1}, *more]
    return {
        "$lookup": {"from": "runs", "localField": "_id", "foreignField": "outlet", "pipeline": pipeline, "as": name}
    }


def _told_silent(term: timedelta) -> Document:
    silent = {"$and": [{"$eq": ["$state", "running"]}, {"$lt": ["$heartbeat", _since(term)]}]}
    return {"$set": {"state": {"$cond": [silent, "silent", "$state"]}}}
