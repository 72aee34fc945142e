"""What each target of alerts has been told, and when a pass was last made."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from newscrawl.store.connection import Database, Document

_PASS: Final = "pass"  # noqa: S105 - the id of a document


class AlertStore:
    """Writes and reads the `alerts` collection: a document a target, one for the passes."""

    def __init__(self, database: Database) -> None:
        self.alerts = database.alerts

    async def states(self) -> list[Document]:
        return await self.alerts.find({"_id": {"$ne": _PASS}}).to_list()

    async def last_pass(self) -> datetime | None:
        found = await self.alerts.find_one({"_id": _PASS})
        return found["at"] if found else None

    async def passed(self, now: datetime) -> None:
        await self.alerts.update_one({"_id": _PASS}, {"$set": {"at": now}}, upsert=True)

    async def took(self, target: str, name: str, told: Sequence[Any], now: datetime) -> None:
        """A target has taken a message: what it now knows."""
        change = {"$set": {"name": name, "told": list(told), "at": now}, "$unset": {"failed": ""}}
        await self.alerts.update_one({"_id": target}, change, upsert=True)

    async def failed(self, target: str, name: str, error: str, now: datetime) -> None:
        """A target did not take one: it is told again at the next pass."""
        known = await self.alerts.find_one({"_id": target}) or {}
        since = (known.get("failed") or {}).get("since", now)
        failed = {"since": since, "at": now, "error": error}
        await self.alerts.update_one({"_id": target}, {"$set": {"name": name, "failed": failed}}, upsert=True)
