"""What came of a round of crawls: its runs, a few of its articles, and the story that most outlets carry."""

from newscrawl.store.connection import Database, Document

_EXAMPLES: tuple[Document, ...] = (
    {"story.role": "copy", "credits.kind": "credit", "language": "ar"},
    {"citations.outlet": {"$exists": True}, "story.role": "single"},
    {"story.role": "origin", "language": "tr"},
)


class Overview:
    """Read-only questions across collections."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def of_round(self, round_id: str) -> Document:
        """{"round", "runs": [...], "totals": {...}, "examples": [articles], "story": widest story or None}."""
        runs = await self.database.runs.find({"round": round_id}).sort("outlet").to_list()
        return {
            "round": round_id,
            "runs": runs,
            "totals": await self._totals(),
            "examples": await self._examples(),
            "story": await self._widest_story(),
        }

    async def _totals(self) -> Document:
        return {
            "articles": await self.database.articles.count_documents({}),
            "stories": await self.database.stories.count_documents({}),
            "copies": await self.database.articles.count_documents({"story.role": "copy"}),
        }

    async def _examples(self) -> list[Document]:
        """One article of each kind: a copy with a credit, one with a citation, an origin; none twice."""
        found: list[Document] = []
        for wanted in _EXAMPLES:
            seen = [each["_id"] for each in found]
            one = await self.database.articles.find_one({**wanted, "_id": {"$nin": seen}}, sort=[("published", -1)])
            if one:
                found.append(one)
        return found

    async def _widest_story(self) -> Document | None:
        """The story that most outlets carry, with its articles in order of publication."""
        stages: list[Document] = [
            {"$addFields": {"width": {"$size": "$outlets"}}},
            {"$sort": {"width": -1, "size": -1, "_id": 1}},
            {"$limit": 1},
            {
                "$lookup": {
                    "from": "articles",
                    "localField": "_id",
                    "foreignField": "story.id",
                    "pipeline": [{"$sort": {"published": 1, "_id": 1}}],
                    "as": "articles",
                }
            },
        ]
        cursor = await self.database.stories.aggregate(stages)
        return next(iter(await cursor.to_list()), None)
