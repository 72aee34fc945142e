"""Lines that an outlet's articles have at their edges, and in how many articles on how many days: `lines`.

What is counted is bounded and counted once: an article read again changes nothing but the date of expiry.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from pymongo import ASCENDING, IndexModel, UpdateOne
from pymongo.write_concern import WriteConcern

from newscrawl.store.connection import Database, Document
from newscrawl.text.learned import is_learned

# A line that did not come back for so long is none of the outlet's any more.
EXPIRY: Final = timedelta(days=60)
INDEXES: Final = (IndexModel([("written", ASCENDING)], name="expiry", expireAfterSeconds=int(EXPIRY.total_seconds())),)
# More than any decision asks for; the sets must not grow with the outlet.
_MOST: Final = 16


@dataclass(frozen=True)
class Edges:
    """The lines (key to text) at the edges of an outlet's article of a day."""

    outlet: str
    article: str
    day: date
    lines: Mapping[str, str]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The lines' ids in the collection, with their keys."""
        return {identify(self.outlet, key): key for key in self.lines}


class LineStore:
    """Writes and reads the `lines` collection."""

    def __init__(self, database: Database) -> None:
        # Evidence, not content: what a crash loses the next article brings again.
        self.lines = database.lines.with_options(write_concern=WriteConcern(w=1))

    async def ensure_indexes(self) -> None:
        await self.lines.create_indexes(list(INDEXES))

    async def learn(self, outlet: str, article: str, day: date, lines: Mapping[str, str]) -> frozenset[str]:
        """Count these lines (key to text) for an article; the keys of those that are the outlet's."""
        return (await self.learn_all([Edges(outlet, article, day, lines)]))[0]

    async def learn_all(self, articles: Sequence[Edges]) -> list[frozenset[str]]:
        """`learn` for some articles at once: one write and one read, whatever the number of lines."""
        if not any(each.lines for each in articles):
            return [frozenset()] * len(articles)
        writes = [
            UpdateOne({"_id": name}, _counted(each.outlet, each.lines[key], each.article, each.day), upsert=True)
            for each in articles
            for name, key in sorted(each.names.items())
        ]
        await self.lines.bulk_write(writes, ordered=False)
        learned = await self._learned({name for each in articles for name in each.names})
        return [frozenset(key for name, key in each.names.items() if name in learned) for each in articles]

    async def known(self, outlet: str, keys: Collection[str]) -> frozenset[str]:
        """Those of these keys that are the outlet's; nothing is counted."""
        names = {identify(outlet, key): key for key in keys}
        return frozenset(names[name] for name in await self._learned(names)) if names else frozenset()

    async def _learned(self, names: Iterable[str]) -> set[str]:
        seen = self.lines.find({"_id": {"$in": sorted(names)}}, {"articles": 1, "days": 1})
        return {each["_id"] async for each in seen if is_learned(len(each["articles"]), len(each["days"]))}


def identify(outlet: str, key: str) -> str:
    return f"{outlet}:{hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()}"


def _counted(outlet: str, text: str, article: str, day: date) -> list[Document]:
    return [
        {
            "$set": {
                "outlet": {"$literal": outlet},
                "text": {"$ifNull": ["$text", {"$literal": text}]},
                "articles": _with("$articles", article),
                "days": _with("$days", day.isoformat()),
                "written": "$$NOW",
            }
        }
    ]


def _with(field: str, value: str) -> Document:
    """A bounded set with one value more: once full it stays as it is, so that repeating changes nothing."""
    known, one = {"$ifNull": [field, []]}, [{"$literal": value}]
    whole = {"$or": [{"$setIsSubset": [one, known]}, {"$gte": [{"$size": known}, _MOST]}]}
    return {"$cond": [whole, known, {"$concatArrays": [known, one]}]}
