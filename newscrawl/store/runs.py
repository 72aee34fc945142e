"""The run ledger in MongoDB: a document a crawl, opened before its first request and closed with its accounts."""

from datetime import datetime

from pymongo import ASCENDING, DESCENDING, IndexModel

from newscrawl.store.connection import Database, Document

INDEXES = (IndexModel([("outlet", ASCENDING), ("started", DESCENDING)], name="outlet_started"),)


class RunStore:
    """Writes and reads the `runs` collection."""

    def __init__(self, database: Database) -> None:
        self.runs = database.runs

    async def ensure_indexes(self) -> None:
        await self.runs.create_indexes(list(INDEXES))

    async def open(self, run: str, outlet: str, now: datetime, facts: Document) -> None:
        """Enter a run as begun. `facts`: versions, process, replay, round: whatever is known beforehand."""
        await self.runs.insert_one({"_id": run, "outlet": outlet, "started": now, "state": "running", **facts})

    async def close(self, run: str, now: datetime, accounts: Document) -> None:
        """Close a run with its reason, exit code, outcomes and statistics."""
        await self.runs.update_one({"_id": run}, {"$set": {"finished": now, "state": "closed", **accounts}})

    async def of_round(self, round_id: str) -> list[Document]:
        """The runs of one round, by outlet."""
        return await self.runs.find({"round": round_id}).sort("outlet").to_list()
