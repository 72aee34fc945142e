"""What happened day by day: articles stored, texts carried over, outlets cited. Read-only, for who watches."""

from collections.abc import Sequence
from datetime import datetime

from newscrawl.store.connection import Database, Document


class Digest:
    """Counts by day, in UTC, from the midnight `since` on and before the midnight `until`."""

    def __init__(self, database: Database) -> None:
        self.articles, self.stories, self.dead = database.articles, database.stories, database.dead_letters

    async def stored(self, since: datetime, until: datetime) -> list[Document]:
        """[{"day", "outlet", "count"}]: articles by the day they were first seen. Reads index keys only."""
        stages: list[Document] = [
            {"$match": {"first_seen": {"$gte": since, "$lt": until}}},
            {"$group": {"_id": {"day": _day("$first_seen"), "outlet": "$outlet"}, "count": {"$sum": 1}}},
        ]
        return await _rows(self.articles, stages)

    async def carried(self, since: datetime, until: datetime) -> list[Document]:
        """[{"day", "of", "by", "count"}]: stories that outlet `of` had first and `by` printed too."""
        origin: Document = {
            "from": "articles",
            "localField": "origin",
            "foreignField": "_id",
            "pipeline": [{"$project": {"_id": 0, "outlet": 1}}],
            "as": "first",
        }
        stages: list[Document] = [
            {"$match": {"last_published": {"$gte": since, "$lt": until}}},
            {"$lookup": origin},
            {"$unwind": "$first"},
            {"$unwind": "$outlets"},
            {"$match": {"$expr": {"$ne": ["$outlets", "$first.outlet"]}}},
            _pairs("$last_published", of="$first.outlet", by="$outlets"),
        ]
        return await _rows(self.stories, stages)

    async def cited(self, since: datetime, until: datetime, outlets: Sequence[str]) -> list[Document]:
        """[{"day", "of", "by", "count"}]: articles of `by` that report on what one of `outlets` said."""
        stages: list[Document] = [
            {"$match": {"citations.outlet": {"$in": list(outlets)}, "published": {"$gte": since, "$lt": until}}},
            {"$project": {"published": 1, "outlet": 1, "cited": {"$setUnion": ["$citations.outlet", []]}}},
            {"$unwind": "$cited"},
            _pairs("$published", of="$cited", by="$outlet"),
        ]
        return await _rows(self.articles, stages)

    async def letters(self) -> dict[str, int]:
        """Dead letters by outlet."""
        return {each["_id"]: each["count"] async for each in await self.dead.aggregate([{"$sortByCount": "$outlet"}])}

    async def totals(self) -> Document:
        """{"articles", "stories"}: how many there are, from the collections' own counts."""
        articles = await self.articles.estimated_document_count()
        return {"articles": articles, "stories": await self.stories.estimated_document_count()}


async def _rows(collection: object, stages: list[Document]) -> list[Document]:
    cursor = await collection.aggregate(stages)  # type: ignore[attr-defined]
    return [{**each["_id"], "count": each["count"]} async for each in cursor]


def _day(field: str) -> Document:
    return {"$dateTrunc": {"date": field, "unit": "day"}}


def _pairs(time: str, of: str, by: str) -> Document:
    return {"$group": {"_id": {"day": _day(time), "of": of, "by": by}, "count": {"$sum": 1}}}
