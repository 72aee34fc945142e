"""The server's clock: what machines with clocks of their own agree on."""

import time
from datetime import UTC, datetime, timedelta
from typing import Final

from newscrawl.store.connection import Database

LATEST: Final = timedelta(minutes=1)


class ServerClock:
    """Reads MongoDB's clock and counts on from there; a step of this machine's clock or time zone changes nothing."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.read, self.at = datetime.now(UTC), time.monotonic()
        self.synchronised = False

    async def synchronise(self) -> None:
        """Read it anew. Never back a little, or what was entered a moment ago would not be due: a busy server answers
        late. What is off by more than that is wrong."""
        told: datetime = (await self.database.command("hello"))["localTime"].replace(tzinfo=UTC)
        late = self.synchronised and self.now() - told < LATEST
        self.read = max(told, self.now()) if late else told
        self.at, self.synchronised = time.monotonic(), True

    def now(self) -> datetime:
        return self.read + timedelta(seconds=time.monotonic() - self.at)
