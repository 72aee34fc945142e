"""The index of signatures: every recent article by a sample of its shingles, to find what to compare it with.

A writer inserts its own signature first and looks afterwards: of two that arrive at once at least one sees
the other. A search reads keys of the index only, and of each fingerprint no more than the nearest in time, so
that a formula which fifty thousand articles repeat costs no more than a rare one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne
from pymongo.errors import OperationFailure

from newscrawl.store.connection import Database, Document
from newscrawl.store.together import answers
from newscrawl.syndication import ALGORITHM, RECENT, Member, Signature, Signed, sign
from newscrawl.syndication.neighbours import (
    FEWEST_SHARED,
    HISTORY,
    LEAST_SHARE,
    MOST_NEIGHBOURS,
    NEAREST,
    NEAREST_OLDER,
    Posting,
    enough,
    most,
)

# An article by its id, and the time before which its history lies.
Request = tuple[str, datetime]

TTL: Final = "expiry"
INDEX_OPTIONS_CONFLICT: Final = 85
INDEXES: Final = (
    # All that a search asks for is in the key, so it fetches no document.
    IndexModel(
        [("fingerprints", ASCENDING), ("time", DESCENDING), ("size", ASCENDING), ("_id", ASCENDING)],
        name="fingerprints_time",
    ),
    IndexModel(
        [("algorithm", ASCENDING), ("exact", ASCENDING), ("time", ASCENDING), ("_id", ASCENDING)],
        name="algorithm_exact_time",
    ),
    IndexModel([("time", DESCENDING)], name="time"),
)
NEAREST_LATER: Final = 100


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Whom to compare an article with, by id: the nearest first. `later`: articles that it may be history to."""

    candidates: tuple[str, ...]
    later: tuple[str, ...] = ()


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
        await self.signatures.create_indexes(list(INDEXES))
        try:
            await self.signatures.create_index([("written", ASCENDING)], name=TTL, expireAfterSeconds=seconds)
        except OperationFailure as error:
            if error.code != INDEX_OPTIONS_CONFLICT:
                raise
            change = {"name": TTL, "expireAfterSeconds": seconds}
            await self.database.command("collMod", self.signatures.name, index=change)

    async def put(self, articles: Iterable[tuple[Member, str]]) -> list[Signed]:
        """Sign bodies and keep the signatures, in one write; one that is kept already stays as it is."""
        found = [(member, sign(body)) for member, body in articles]
        if found:
            await self.signatures.bulk_write([_keeping(*each) for each in found], ordered=False)
        return [Signed(member.id, member.outlet, member.time, signature) for member, signature in found]

    async def around(self, articles: Sequence[Signed]) -> dict[str, Neighbourhood]:
        """What to compare each of these articles with, by its id: those that share fingerprints with it, and those of
        the very same text. One search for all of them, and another for those that are not among the latest."""
        before = await answers(self.signatures, {of.id: self.search(of) for of in articles})
        late = [of for of in articles if any("later" in row for row in before[of.id])]
        after = await answers(self.signatures, {of.id: self._afterwards(of) for of in late})
        return {of.id: self._neighbourhood(of, before[of.id], after.get(of.id, [])) for of in articles}

    def search(self, of: Signed) -> list[Document]:
        """The stages of `around`, which read one document, the article's own signature, and else keys."""
        same = {"algorithm": ALGORITHM, "exact": of.signature.exact}
        return [
            *self._sharing(of, {"$lte": of.time + RECENT}, DESCENDING, NEAREST),
            *self._candidates(of),
            # The earliest: one of them is the head of their story.
            self._with({"$match": same}, {"$sort": {"time": 1}}, {"$limit": MOST_NEIGHBOURS}, {"$project": {"_id": 1}}),
            self._with(
                {"$match": {"time": {"$gt": of.time + RECENT}}}, {"$limit": 1}, {"$project": {"_id": 0, "later": "yes"}}
            ),
        ]

    async def histories(self, asked: Mapping[Request, Signed]) -> dict[Request, list[Signed]]:
        """Signatures from before a time that share fingerprints with an article: the most first, then by id."""
        searches = {f"{id} {before}": self._history(of, before) for (id, before), of in asked.items()}
        found = await answers(self.signatures, searches)
        by_id = {each.id: each for each in await self.read({row["_id"] for rows in found.values() for row in rows})}
        return {
            request: [by_id[row["_id"]] for row in rows if row["_id"] in by_id]
            for request, rows in zip(asked, found.values(), strict=True)
        }

    async def read(self, ids: Iterable[str]) -> list[Signed]:
        """The signatures of these articles that have not expired and can be compared, by id."""
        if wanted := sorted(ids):
            chosen = {"_id": {"$in": wanted}, "algorithm": ALGORITHM}
            return [_read(document) async for document in self.signatures.find(chosen).sort("_id")]
        return []

    async def outdated(self, limit: int) -> list[str]:
        """Ids of articles that an older algorithm signed. Newer ones are left alone: a fleet is not updated at once."""
        old = self.signatures.find({"algorithm": {"$lt": ALGORITHM}}, {"_id": 1}).limit(limit)
        return [document["_id"] async for document in old]

    async def is_outdated(self, article: str) -> bool:
        return bool(await self.signatures.find_one({"_id": article, "algorithm": {"$lt": ALGORITHM}}, {"_id": 1}))

    async def forget(self, article: str) -> None:
        await self.signatures.delete_one({"_id": article})

    def _neighbourhood(self, of: Signed, before: Sequence[Document], after: Sequence[Document]) -> Neighbourhood:
        near = [row["_id"] for row in before if row.get("_id", of.id) != of.id]
        mine = Posting(of.time, of.id, len(of.signature.fingerprints))
        postings = ((Posting(row["time"], row["_id"], row["size"]), row["shared"]) for row in after)
        counted = [(each.id, shared) for each, shared in postings if enough(mine, each, shared, self.window)]
        later = tuple(row["_id"] for row in after if row["time"] <= of.time + self.window)
        return Neighbourhood(tuple(dict.fromkeys(near + most(counted, MOST_NEIGHBOURS))), later)

    def _afterwards(self, of: Signed) -> list[Document]:
        """Stages that give the articles of more than two days later that share fingerprints with one."""
        return self._sharing(of, {"$gt": of.time + RECENT}, ASCENDING, NEAREST_LATER)

    def _history(self, of: Signed, before: datetime) -> list[Document]:
        times = {"$gte": of.time - self.window, "$lte": before}
        return [*self._sharing(of, times, DESCENDING, NEAREST_OLDER), *_most(HISTORY)]

    def _candidates(self, of: Signed) -> list[Document]:
        """Stages that leave those of `_sharing` that may carry the text of an article."""
        size = len(of.signature.fingerprints)
        begin, end = of.time - self.window, of.time + self.window
        enough = {"$gte": ["$shared", {"$multiply": [LEAST_SHARE, {"$min": ["$size", size]}]}]}
        near = {"$expr": enough, "shared": {"$gte": FEWEST_SHARED}, "time": {"$gte": begin, "$lte": end}}
        far = {"shared": {"$gte": max(FEWEST_SHARED, size // 2)}}
        return [{"$match": {"$or": [near, far]}}, *_most(MOST_NEIGHBOURS)]

    def _sharing(self, of: Signed, times: Document, order: int, nearest: int) -> list[Document]:
        """Stages that give each other article with a time in the range by the number of fingerprints it shares: of
        each fingerprint the nearest count."""
        postings = [{"$match": {"time": times}}, {"$sort": {"time": order}}, {"$limit": nearest}]
        first = {name: {"$first": f"$found.{name}"} for name in ("time", "size")}
        counts = {"$cond": [{"$lt": ["$place", NEAREST]}, 1, 0]}
        lookup = {
            "from": self.signatures.name,
            "localField": "fingerprints",
            "foreignField": "fingerprints",
            "pipeline": [*postings, {"$project": {"_id": 1, "time": 1, "size": 1}}],
            "as": "found",
        }
        return [
            {"$match": {"_id": of.id}},
            {"$project": {"_id": 0, "fingerprints": 1}},
            {"$unwind": "$fingerprints"},
            {"$lookup": lookup},
            {"$unwind": {"path": "$found", "includeArrayIndex": "place"}},
            {"$group": {**first, "_id": "$found._id", "shared": {"$sum": counts}}},
            {"$match": {"_id": {"$ne": of.id}}},
        ]

    def _with(self, *stages: Document) -> Document:
        return {"$unionWith": {"coll": self.signatures.name, "pipeline": list(stages)}}


def _keeping(member: Member, signature: Signature) -> UpdateOne:
    document = {
        "algorithm": ALGORITHM,
        "exact": signature.exact,
        "outlet": member.outlet,
        "time": member.time,
        "fingerprints": list(signature.fingerprints),
        "size": len(signature.fingerprints),
        "shingles": signature.shingles,
        "lead": signature.lead,
        "numbers": list(signature.numbers),
        "words": signature.words,
    }
    # Another text begins a new term; the same text signed by another algorithm does not.
    stays = {"$or": [{"$ne": ["$algorithm", ALGORITHM]}, {"$eq": ["$exact", signature.exact]}]}
    # The server's clock, so that signatures written by any machine expire alike.
    written = {"$cond": [stays, {"$ifNull": ["$written", "$$NOW"]}, "$$NOW"]}
    merged = {"$mergeObjects": [{"_id": "$_id"}, {"$literal": document}, {"written": written}]}
    return UpdateOne({"_id": member.id}, [{"$replaceWith": merged}], upsert=True)


def _most(limit: int) -> list[Document]:
    return [{"$sort": {"shared": -1, "_id": 1}}, {"$limit": limit}, {"$project": {"_id": 1}}]


def _read(document: Document) -> Signed:
    values: dict[str, Any] = document
    signature = Signature(
        exact=values["exact"],
        fingerprints=tuple(values["fingerprints"]),
        shingles=values["shingles"],
        lead=values["lead"],
        numbers=tuple(values["numbers"]),
        words=values["words"],
    )
    return Signed(values["_id"], values["outlet"], values["time"], signature)
