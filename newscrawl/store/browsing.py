"""What a person reads through: an outlet's days, sources and rejects, the latest stories. Read-only, bounded."""

from datetime import datetime
from typing import Final

from newscrawl.frontier import ARTICLE, SOURCE
from newscrawl.store.connection import Database, Document

MOST: Final = 50
_HEADLINE: Final = {"outlet": 1, "title": 1, "language": 1, "published": 1, "url": 1}


class Browser:
    """Questions about one outlet, and lists of stories; every answer has a bound."""

    def __init__(self, database: Database) -> None:
        self.articles, self.stories = database.articles, database.stories
        self.runs, self.entries = database.runs, database.frontier

    async def outcomes(self, outlet: str, since: datetime) -> list[Document]:
        """[{"day", "outcome", "count"}] of an outlet's runs."""
        day = {"$dateTrunc": {"date": "$started", "unit": "day"}}
        stages: list[Document] = [
            {"$match": {"outlet": outlet, "started": {"$gte": since}, "replay": None}},
            {"$project": {"day": day, "outcome": {"$objectToArray": "$outcomes"}}},
            {"$unwind": "$outcome"},
            {"$group": {"_id": {"day": "$day", "outcome": "$outcome.k"}, "count": {"$sum": "$outcome.v"}}},
        ]
        return [{**each["_id"], "count": each["count"]} async for each in await self.runs.aggregate(stages)]

    async def sources(self, outlet: str) -> list[Document]:
        """What the outlet's articles are found by, with the latest visit of each."""
        query = {"queue": outlet, "rank": SOURCE}
        return await self.entries.find(query, {"conditions": 0}).sort("due").limit(MOST).to_list()

    async def rejects(self, outlet: str, runs: list[str]) -> list[Document]:
        """[{"url", "outcome", "at"}]: pages that these runs did not store, the latest first."""
        stages: list[Document] = [
            {"$match": {"queue": outlet, "visits.run": {"$in": runs}, "kind": ARTICLE}},
            {"$project": {"url": 1, "visit": {"$last": "$visits"}}},
            {"$match": {"visit.outcome": {"$regex": "/"}}},
            {"$sort": {"visit.at": -1, "_id": 1}},
            {"$limit": MOST},
            {"$project": {"_id": 0, "url": 1, "outcome": "$visit.outcome", "at": "$visit.at"}},
        ]
        return await (await self.entries.aggregate(stages)).to_list()

    async def headlines(self, outlet: str, most: int = 12) -> list[Document]:
        """The outlet's latest articles, without their texts."""
        return await self.articles.find({"outlet": outlet}, _HEADLINE).sort("published", -1).limit(most).to_list()

    async def latest_stories(self, outlet: str | None, skip: int, most: int) -> list[Document]:
        """Stories, the latest first, each with its `first`: the origin's headline."""
        query = {"outlets": outlet} if outlet else {}
        found = self.stories.find(query, {"members": 0}).sort("last_published", -1).skip(skip).limit(most)
        return await self._with_origins(await found.to_list())

    async def _with_origins(self, stories: list[Document]) -> list[Document]:
        ids = [each["origin"] for each in stories]
        firsts = {each["_id"]: each async for each in self.articles.find({"_id": {"$in": ids}}, _HEADLINE)}
        return [{**each, "first": firsts[each["origin"]]} for each in stories if each["origin"] in firsts]
