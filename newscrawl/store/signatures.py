"""The index of signatures: every recent article by a sample of its shingles, to find what to compare it with.

A writer inserts its own signature first and looks afterwards: of two that arrive at once at least one sees
the other.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from pymongo import ASCENDING, IndexModel
from pymongo.errors import OperationFailure

from newscrawl.store.connection import Database, Document
from newscrawl.syndication import ALGORITHM, RECENT, Member, Signature, Signed, sign, signed

TTL: Final = "expiry"
INDEX_OPTIONS_CONFLICT: Final = 85
# Two shared fingerprints make a candidate; one is enough for an older article to show what is template.
FEWEST_SHARED: Final = 2
MOST_NEIGHBOURS: Final = 60


class SignatureIndex:
    """Writes and searches the `signatures` collection.

    `days` is how long a signature stays after it was written, and how far apart in time two articles may lie unless
    they share half of their fingerprints.
    """

    def __init__(self, database: Database, days: int) -> None:
        self.database, self.signatures = database, database.signatures
        self.window = timedelta(days=days)

    async def ensure_indexes(self) -> None:
        seconds = int(self.window.total_seconds())
        await self.signatures.create_indexes([IndexModel([("fingerprints", ASCENDING)], name="fingerprints")])
        try:
            await self.signatures.create_index([("written", ASCENDING)], name=TTL, expireAfterSeconds=seconds)
        except OperationFailure as error:
            if error.code != INDEX_OPTIONS_CONFLICT:
                raise
            change = {"name": TTL, "expireAfterSeconds": seconds}
            await self.database.command("collMod", self.signatures.name, index=change)

    async def put(self, member: Member, body: str) -> Signed:
        """Sign a body and keep the signature; nothing is written where it is kept already."""
        signature = sign(body)
        document = {
            "algorithm": ALGORITHM,
            "exact": signature.exact,
            "outlet": member.outlet,
            "time": member.time,
            "fingerprints": list(signature.fingerprints),
            "shingles": signature.shingles,
            "numbers": list(signature.numbers),
            "words": signature.words,
        }
        same = {name: document[name] for name in ("algorithm", "exact", "outlet", "time", "numbers")}
        if not await self.signatures.find_one({"_id": member.id, **same}, {"_id": 1}):
            # The server's clock, so that signatures written by any machine expire alike.
            change = {"$set": document, "$currentDate": {"written": True}}
            await self.signatures.update_one({"_id": member.id}, change, upsert=True)
        return signed(member.id, member.outlet, member.time, signature)

    async def neighbours(self, of: Signed) -> list[tuple[Signed, int]]:
        """Signatures that share fingerprints with one, with their number: the most first, then by id."""
        keys = list(of.signature.fingerprints)
        found = await self.signatures.aggregate(
            [
                {"$match": {"fingerprints": {"$in": keys}, "_id": {"$ne": of.id}}},
                {"$set": {"shared": {"$size": {"$setIntersection": ["$fingerprints", keys]}}}},
                {"$match": {"$or": self._near(of, len(keys))}},
                {"$sort": {"shared": -1, "_id": 1}},
                {"$limit": MOST_NEIGHBOURS},
            ]
        )
        return [(_read(document), document["shared"]) async for document in found]

    def _near(self, of: Signed, keys: int) -> list[Document]:
        """What makes a signature that shares a fingerprint worth comparing: candidates, and history."""
        begin, end = of.time - self.window, of.time + self.window
        return [
            {"shared": {"$gte": FEWEST_SHARED}, "time": {"$gte": begin, "$lte": end}},
            {"time": {"$gte": begin, "$lte": of.time - RECENT}},
            {"shared": {"$gte": max(FEWEST_SHARED, keys // 2)}},
        ]

    async def read(self, ids: Iterable[str]) -> list[Signed]:
        """The signatures of these articles that have not expired."""
        if wanted := sorted(ids):
            return [_read(document) async for document in self.signatures.find({"_id": {"$in": wanted}})]
        return []


def _read(document: Document) -> Signed:
    values: dict[str, Any] = document
    signature = Signature(
        exact=values["exact"],
        fingerprints=tuple(values["fingerprints"]),
        shingles=values["shingles"],
        numbers=tuple(values["numbers"]),
        words=values["words"],
    )
    return signed(values["_id"], values["outlet"], values["time"], signature)
