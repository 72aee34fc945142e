"""The run ledger in MongoDB: a document a crawl, opened before its first request and closed with its accounts."""

from datetime import datetime, timedelta
from typing import Final

from pymongo import ASCENDING, DESCENDING, IndexModel

from newscrawl.store.connection import Database, Document

INDEXES: Final = (IndexModel([("outlet", ASCENDING), ("started", DESCENDING)], name="outlet_started"),)


class RunStore:
    """Writes and reads the `runs` collection. `state` is running, closed or died."""

    def __init__(self, database: Database) -> None:
        self.runs = database.runs

    async def ensure_indexes(self) -> None:
        await self.runs.create_indexes(list(INDEXES))

    async def open(self, run: str, outlet: str, now: datetime, facts: Document) -> None:
        """Enter a run as begun. `facts`: versions, process, replay, round: whatever is known beforehand."""
        await self.runs.insert_one({"_id": run, "outlet": outlet, "started": now, "state": "running", **facts})
        await self.beat(run)

    async def beat(self, run: str) -> None:
        """Show that a run lives, by the server's clock."""
        await self.runs.update_one({"_id": run}, {"$currentDate": {"heartbeat": True}})

    async def silent(self, outlet: str, term: timedelta) -> list[str]:
        """Runs of an outlet that never ended and have not shown life for so long."""
        since = {"$dateSubtract": {"startDate": "$$NOW", "unit": "second", "amount": int(term.total_seconds())}}
        query = {"outlet": outlet, "state": "running", "$expr": {"$lt": ["$heartbeat", since]}}
        return [each["_id"] async for each in self.runs.find(query, {"_id": 1})]

    async def bury(self, run: str, accounts: Document) -> None:
        """Mark a run as died, with what is known of its work."""
        await self.runs.update_one({"_id": run, "state": "running"}, {"$set": {**accounts, "state": "died"}})

    async def close(self, run: str, now: datetime, accounts: Document) -> None:
        """Close a run with its reason, exit code, outcomes and statistics."""
        await self.runs.update_one({"_id": run}, {"$set": {"finished": now, "state": "closed", **accounts}})

    async def of_round(self, round_id: str) -> list[Document]:
        """The runs of one round, by outlet."""
        return await self.runs.find({"round": round_id}).sort("outlet").to_list()
