"""The server's clock: what machines with clocks of their own agree on."""

import time
from datetime import UTC, datetime, timedelta

from newscrawl.store.connection import Database


class ServerClock:
    """Reads MongoDB's clock and counts on from there; a step of this machine's clock or time zone changes nothing."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.read, self.at = datetime.now(UTC), time.monotonic()
        self.synchronised = False

    async def synchronise(self) -> None:
        """Read it anew. Never back, or what was entered a moment ago would not be due: a busy server answers late."""
        told: datetime = (await self.database.command("hello"))["localTime"].replace(tzinfo=UTC)
        self.read = max(told, self.now()) if self.synchronised else told
        self.at, self.synchronised = time.monotonic(), True

    def now(self) -> datetime:
        return self.read + timedelta(seconds=time.monotonic() - self.at)
