"""From each schema of the articles to the next, while crawls go on.

Every document carries its own version, so whoever is interrupted goes on where he was, and what an older program writes
meanwhile is brought up as well.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from pymongo import ASCENDING, IndexModel, UpdateOne
from pymongo.errors import BulkWriteError

from newscrawl.article import SCHEMA
from newscrawl.searching import words
from newscrawl.store.connection import Database, Document
from newscrawl.store.schema import FIRST, faults

BATCH: Final = 500
INDEX: Final = IndexModel(
    [("schema", ASCENDING), ("_id", ASCENDING)], name=f"older_than_{SCHEMA}",
    partialFilterExpression={"schema": {"$lt": SCHEMA}},
)  # fmt: skip


def _to_2(article: Document) -> Document:
    """Searchable: its words, folded."""
    return {"words": words(article.get("title", ""), article.get("body", ""))}


# What to set in an article of each schema to make it one of the next.
STEPS: Final[Mapping[int, Callable[[Document], Document]]] = {1: _to_2}


@dataclass(slots=True)
class Migrated:
    """What came of it: documents brought up, and what is wrong with those that the validator does not take."""

    done: int = 0
    refused: dict[str, str] = field(default_factory=dict)


class Migration:
    """Brings the articles of older schemas up, a few at a time."""

    def __init__(self, database: Database, say: Callable[[int], None] = lambda _: None) -> None:
        self.articles, self.say, self.result = database.articles, say, Migrated()

    async def counts(self) -> dict[int, int]:
        """How many articles have which schema."""
        group = {"_id": {"$ifNull": ["$schema", FIRST]}, "count": {"$sum": 1}}
        stages: list[Document] = [{"$group": group}, {"$sort": {"_id": 1}}]
        return {each["_id"]: each["count"] async for each in await self.articles.aggregate(stages)}

    async def run(self) -> Migrated:
        """Until no article is left behind, whoever writes meanwhile."""
        await self.articles.create_indexes([INDEX])
        while batch := await self._behind():
            try:
                written = (await self.articles.bulk_write([_step(each) for each in batch], ordered=False)).matched_count
            except BulkWriteError as error:
                written = error.details["nMatched"]
                for each in error.details["writeErrors"]:
                    self.result.refused[batch[each["index"]]["_id"]] = "; ".join(faults(each)) or each["errmsg"]
            self.result.done += written
            self.say(self.result.done)
        return self.result

    async def _behind(self) -> list[Document]:
        query = {"schema": {"$lt": SCHEMA}, "_id": {"$nin": list(self.result.refused)}}
        return await self.articles.find(query).hint(INDEX.document["name"]).limit(BATCH).to_list()


def _step(article: Document) -> UpdateOne:
    """Not if it was changed meanwhile: then it comes again, as it is by then."""
    schema = article["schema"]
    unchanged = {"_id": article["_id"], "schema": schema, "content_hash": article.get("content_hash")}
    changes = {**STEPS[schema](article), "schema": schema + 1}
    return UpdateOne(unchanged, {"$set": changes, "$currentDate": {"changed": True}})
