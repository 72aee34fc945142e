"""The server's clock: what machines with clocks of their own agree on."""

import time
from datetime import UTC, datetime, timedelta

from newscrawl.store.connection import Database


class ServerClock:
    """Reads MongoDB's clock and counts on from there; a step of this machine's clock or time zone changes nothing."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.read, self.at = datetime.now(UTC), time.monotonic()

    async def synchronise(self) -> None:
        answer = await self.database.command("hello")
        self.read, self.at = answer["localTime"].replace(tzinfo=UTC), time.monotonic()

    def now(self) -> datetime:
        return self.read + timedelta(seconds=time.monotonic() - self.at)
