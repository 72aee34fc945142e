"""Who is crawling which outlet: a lease that expires, so that overlapping runs do not both crawl."""

import os
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from pymongo import ReturnDocument

from newscrawl.store.connection import Database, Document


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that crawls. Two holders on one `machine` can see whether the other's process lives."""

    run: str
    host: str
    pid: int
    machine: str

    @classmethod
    def here(cls, run: str) -> Self:
        return cls(run, socket.gethostname(), os.getpid(), machine())

    def __str__(self) -> str:
        return f"run {self.run}, process {self.pid} on {self.host}"


class LeaseStore:
    """Writes and reads the `leases` collection: one document an outlet, with its holders.

    Every decision is one atomic update by the server's clock. Several may hold an outlet where all of them are willing
    to share it.
    """

    def __init__(self, database: Database, outlet: str, mine: Holder, seconds: float, *, shared: bool) -> None:
        self.leases, self.outlet, self.mine = database.leases, outlet, mine
        self.milliseconds, self.shared = int(seconds * 1000), shared

    async def acquire(self) -> tuple[Holder | None, list[str]]:
        """Whoever holds the outlet against us, None if we hold it now; and the runs that died holding it."""
        before = await self.leases.find_one({"_id": self.outlet}) or {}
        dead = [each["run"] for each in before.get("holders", ()) if self._died(each)]
        after = await self.leases.find_one_and_update(
            {"_id": self.outlet}, self._acquisition(dead), upsert=True, return_document=ReturnDocument.AFTER
        )
        assert after is not None
        runs = [each["run"] for each in after["holders"]]
        gone = [each["run"] for each in before.get("holders", ()) if each["run"] not in runs]
        if self.mine.run in runs:
            return None, gone
        return _holder(after["holders"][0]), gone

    def _acquisition(self, dead: list[str]) -> list[Document]:
        expires = {"$dateAdd": {"startDate": "$$NOW", "unit": "millisecond", "amount": self.milliseconds}}
        entry = {**{name: {"$literal": value} for name, value in asdict(self.mine).items()}, "expires": expires}
        alive = {"$and": [{"$gt": ["$$this.expires", "$$NOW"]}, {"$not": {"$in": ["$$this.run", dead]}}]}
        free = {"$eq": [{"$size": "$holders"}, 0]}
        enter = {"$or": [free, {"$and": ["$shared", self.shared]}]}
        return [
            {"$set": {"holders": {"$filter": {"input": {"$ifNull": ["$holders", []]}, "cond": alive}}}},
            {"$set": {"shared": {"$cond": [free, self.shared, "$shared"]}}},
            {"$set": {"holders": {"$cond": [enter, {"$concatArrays": ["$holders", [entry]]}, "$holders"]}}},
        ]

    def _died(self, holder: Document) -> bool:
        """A holder on this very machine whose process is gone need not be waited for."""
        return lives(holder) is False or (holder["machine"] == self.mine.machine and holder["pid"] == self.mine.pid)

    async def renew(self) -> bool:
        """Hold on for another term; whether the lease was still ours."""
        expires = {"$dateAdd": {"startDate": "$$NOW", "unit": "millisecond", "amount": self.milliseconds}}
        longer = {"$cond": [{"$eq": ["$$this.run", self.mine.run]}, {"expires": expires}, {}]}
        renewed = {"$map": {"input": "$holders", "in": {"$mergeObjects": ["$$this", longer]}}}
        mine = {"_id": self.outlet, "holders.run": self.mine.run}
        return bool((await self.leases.update_one(mine, [{"$set": {"holders": renewed}}])).matched_count)

    async def release(self) -> None:
        await self.leases.update_one({"_id": self.outlet}, {"$pull": {"holders": {"run": self.mine.run}}})


def _holder(document: dict[str, Any]) -> Holder:
    return Holder(document["run"], document["host"], document["pid"], document["machine"])


def lives(process: Mapping[str, Any]) -> bool | None:
    """Whether a process, told by `machine` and `pid`, is there; None where that cannot be seen from here."""
    if process.get("machine") != machine():
        return None
    return Path(f"/proc/{process['pid']}").exists()


def machine() -> str:
    """This boot of this machine, and its process numbers: two containers on one host do not see each other's."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{socket.gethostname()} {boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return f"{socket.gethostname()} {os.getpid()}"  # nothing to go by: leases of others run out by themselves
