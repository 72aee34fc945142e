"""What MongoDB has of a run: its visits by outcome, what each source named, what is not there that should be."""

from collections import Counter
from datetime import datetime

from newscrawl.frontier import ARTICLE, SOURCE, Tally
from newscrawl.store.connection import Collection, Document


class Tallying:
    """Reads the `frontier` of one queue for the accounts of one run."""

    def __init__(self, entries: Collection, queue: str, run: str) -> None:
        self.entries, self.queue, self.run = entries, queue, run

    async def tally(self, released: int, now: datetime) -> Tally:
        """All that has been acknowledged. `released`: how many articles the run let go."""
        by = {"kind": "$kind", "outcome": "$visits.outcome"}
        stages: list[Document] = [
            *_visits({"visits.run": self.run}),
            {"$group": {"_id": by, "count": {"$sum": 1}, "named": {"$sum": "$visits.named"}}},
        ]
        outcomes, sources, named = Counter[str](), Counter[str](), 0
        async for each in await self.entries.aggregate(stages):
            counts = outcomes if each["_id"]["kind"] == ARTICLE else sources
            counts[each["_id"]["outcome"]] += each["count"]
            named += each["named"]
        waiting = await self._waiting(now)
        missing, yields = await self._missing(), await self._yields()
        return Tally(dict(outcomes), dict(sources), named, released, waiting, missing, yields)

    async def _waiting(self, now: datetime) -> int:
        """Articles that are due and that the run has not visited, counted in two indexes: there may be a million."""
        due = {"queue": self.queue, "rank": {"$gt": SOURCE}, "due": {"$lte": now}}
        visited = await self.entries.count_documents({**due, "visits.run": self.run}, hint="visits_run")
        return await self.entries.count_documents(due, hint="due") - visited

    async def _yields(self) -> list[Document]:
        """What each declared source named, with all that hangs on it."""
        stages: list[Document] = [
            *_visits({"visits.run": self.run, "kind": {"$ne": ARTICLE}}),
            {"$sort": {"_id": 1}},
            {"$group": {"_id": "$source", "kinds": {"$push": {"k": "$url", "v": "$kind"}},
                        "outcomes": {"$push": "$visits.outcome"}, "named": {"$sum": "$visits.named"},
                        "fresh": {"$sum": "$visits.fresh"}, "newest": {"$max": "$visits.newest"}}},
            {"$sort": {"_id": 1}},
        ]  # fmt: skip
        found = await (await self.entries.aggregate(stages)).to_list()
        return [_yield(each) for each in found]

    async def _missing(self) -> int:
        stages: list[Document] = [
            *_visits({"visits.run": self.run, "visits.article": {"$gt": ""}}),
            {"$lookup": {"from": "articles", "localField": "visits.article", "foreignField": "_id",
                         "pipeline": [{"$project": {"_id": 1}}], "as": "stored"}},
            {"$match": {"stored": []}},
            {"$count": "missing"},
        ]  # fmt: skip
        found = await (await self.entries.aggregate(stages)).to_list()
        return int(found[0]["missing"]) if found else 0


def _visits(query: Document) -> list[Document]:
    """Stages that give the visits, one a document."""
    return [{"$match": query}, {"$unwind": "$visits"}, {"$match": query}]


def _yield(found: Document) -> Document:
    kinds = {each["k"]: each["v"] for each in found["kinds"]}
    kind = kinds.get(found["_id"]) or next(iter(kinds.values()))
    told = {name: found[name] for name in ("named", "fresh", "newest")}
    return {"url": found["_id"], "kind": kind, "outcomes": dict(Counter(found["outcomes"])), **told}
