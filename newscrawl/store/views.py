"""Views for those who read the database: the questions that come again and again, each over an index.

Each gives the newest first by itself; a filter on it reaches the index, a sort behind it would read all of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pymongo.errors import CollectionInvalid, OperationFailure

from newscrawl.store.connection import Database, Document
from newscrawl.store.schema import EXISTS

HIDDEN: Final = {"words": 0, "superseded": 0}
NEWEST: Final[Document] = {"$sort": {"published": -1}}
# MongoDB reads 4 MB ahead of stages that it cannot push down: some hundreds of articles where they are whole, ten
# thousand where it has cut them to the fields that are needed. So they are asked for whole; filters pass this stage.
WHOLE: Final = {"$set": {"whole": "$$ROOT"}}
# Of an article that another one names: enough to tell which it is.
BRIEF: Final = {"outlet": 1, "url": 1, "title": 1, "published": 1}
_DAY: Final = 86_400_000  # milliseconds


@dataclass(frozen=True, slots=True)
class View:
    """Stages over a collection."""

    on: str
    stages: list[Document]


def _origin(field: str) -> list[Document]:
    """Stages that put the article with the id in a field into `origin`."""
    found = {"from": "articles", "localField": field, "foreignField": "_id", "pipeline": [{"$project": BRIEF}]}
    return [{"$lookup": {**found, "as": "origin"}}, {"$set": {"origin": {"$first": "$origin"}}}]


_COPIES: Final = {
    "from": "articles", "localField": "story.id", "foreignField": "story.id",
    "pipeline": [{"$match": {"story.role": "copy"}}, {"$project": {**BRIEF, "story": 1}}], "as": "copy",
}  # fmt: skip
_DATED: Final[Document] = {"$match": {"published": {"$type": "date"}}}
# Each day's articles are a range of index keys, so who asks for a week reads a week. Grouped in one go they would all
# be read first, whichever days were asked for.
_DAYS: Final[list[Document]] = [
    _DATED,
    NEWEST,
    {"$limit": 1},
    {
        "$lookup": {
            "from": "articles",
            "pipeline": [_DATED, {"$sort": {"published": 1}}, {"$limit": 1}, {"$project": {"published": 1}}],
            "as": "first",
        }
    },
    # An article that is dated next year must not put a year of empty days before the news.
    {
        "$set": {
            "first": {"$dateTrunc": {"date": {"$first": "$first.published"}, "unit": "day"}},
            "last": {"$dateTrunc": {"date": {"$min": ["$published", {"$add": ["$$NOW", _DAY]}]}, "unit": "day"}},
        }
    },
    {
        "$project": {
            "_id": 0,
            "day": {
                "$map": {
                    "input": {"$range": [0, {"$add": [{"$divide": [{"$subtract": ["$last", "$first"]}, _DAY]}, 1]}]},
                    "in": {"$subtract": ["$last", {"$multiply": ["$$this", _DAY]}]},
                }
            },
        }
    },
    {"$unwind": "$day"},
]
_NEXT: Final = {"$add": ["$$day", _DAY]}
_OF_DAY: Final[Document] = {
    "$match": {"$expr": {"$and": [{"$gte": ["$published", "$$day"]}, {"$lt": ["$published", _NEXT]}]}}
}
_SOME: Final = {
    "from": "articles", "let": {"day": "$day"}, "pipeline": [_OF_DAY, {"$limit": 1}, {"$project": {"_id": 1}}],
    "as": "some",
}  # fmt: skip
# One key of an index an outlet.
_EVERY_OUTLET: Final = {
    "from": "articles", "pipeline": [{"$group": {"_id": "$outlet"}}, {"$sort": {"_id": 1}}], "as": "outlet",
}  # fmt: skip
# An outlet's articles of a day: a filter on either is asked before these are counted.
_COUNTED: Final = {
    "from": "articles", "localField": "outlet", "foreignField": "outlet", "let": {"day": "$day"},
    "pipeline": [
        _OF_DAY,
        {
            "$group": {
                "_id": None,
                "articles": {"$sum": 1},
                "copies": {"$sum": {"$cond": [{"$eq": ["$story.role", "copy"]}, 1, 0]}},
            }
        },
    ],
    "as": "counted",
}  # fmt: skip
VIEWS: Final[Mapping[str, View]] = {
    # Every text once: origins, and articles that share theirs with no other.
    "unique_articles": View(
        "articles", [{"$match": {"story.role": {"$in": ["single", "origin"]}}}, NEWEST, {"$project": HIDDEN}]
    ),
    # Every copy with its origin: from whom does an outlet take?
    "all_copies": View(
        "articles", [{"$match": {"story.role": "copy"}}, NEWEST, {"$project": HIDDEN}, *_origin("story.of")]
    ),
    # Every copy by whom it was taken from: who takes from an outlet, and how soon?
    "taken_from": View(
        "articles",
        [
            {"$match": {"story.role": "origin"}},
            NEWEST,
            WHOLE,
            {"$lookup": _COPIES},
            {"$unwind": "$copy"},
            {
                "$project": {
                    "_id": "$copy._id",
                    "from": "$outlet",
                    "outlet": "$copy.outlet",
                    "url": "$copy.url",
                    "title": "$copy.title",
                    "published": "$copy.published",
                    "lag_seconds": "$copy.story.lag_seconds",
                    "method": "$copy.story.method",
                    "score": "$copy.story.score",
                    "story": "$story.id",
                    "origin": "$_id",
                    "origin_url": "$url",
                    "origin_title": "$title",
                    "origin_published": "$published",
                }
            },
        ],
    ),
    # Every story: its origin, how many outlets carry it, and for how long it travelled.
    "story_reach": View(
        "stories",
        [
            {"$match": {"last_published": {"$exists": True}}},
            {"$sort": {"last_published": -1}},
            {
                "$set": {
                    "reach": {"$size": "$outlets"},
                    "span_seconds": {
                        "$dateDiff": {"startDate": "$first_published", "endDate": "$last_published", "unit": "second"}
                    },
                }
            },
            *_origin("origin"),
        ],
    ),
    # Every mention of an outlet as a source that is reported on: who is cited by whom?
    "citations": View(
        "articles",
        [
            {"$match": {"citations.outlet": {"$gt": ""}}},
            NEWEST,
            WHOLE,
            {"$unwind": "$citations"},
            {"$match": {"citations.outlet": {"$gt": ""}}},
            {
                "$project": {
                    "_id": 0,
                    "article": "$_id",
                    **BRIEF,
                    "language": 1,
                    "cited": "$citations.outlet",
                    "name": "$citations.name",
                    "text": "$citations.text",
                }
            },
        ],
    ),
    # Articles and copies of each outlet on each day of UTC up to tomorrow.
    "daily_counts": View(
        "articles",
        [
            *_DAYS,
            {"$lookup": _SOME},
            {"$match": {"some": {"$ne": []}}},
            {"$lookup": _EVERY_OUTLET},
            {"$unwind": "$outlet"},
            {"$project": {"day": 1, "outlet": "$outlet._id"}},
            {"$lookup": _COUNTED},
            {"$unwind": "$counted"},
            {
                "$project": {
                    "day": 1,
                    "outlet": 1,
                    "articles": "$counted.articles",
                    "copies": "$counted.copies",
                }
            },
        ],
    ),
    # What outlets changed or took down after publication; not what our own rules changed.
    "corrections": View(
        "revisions",
        [
            {"$match": {"kind": {"$in": ["correction", "update", "silent", "deletion"]}}},
            {"$sort": {"at": -1}},
            {
                "$project": {
                    "article": 1,
                    "number": 1,
                    "outlet": 1,
                    "url": 1,
                    "title": 1,
                    "kind": 1,
                    "at": 1,
                    "since": 1,
                    "changed": 1,
                    "diff": 1,
                    "reason": 1,
                }
            },
        ],
    ),
}


async def differing(database: Database) -> list[str]:
    """Views that are not there, or are others."""
    found = {each["name"]: each["options"] async for each in await database.list_collections()}
    return [
        name
        for name, view in VIEWS.items()
        if (found.get(name, {}).get("viewOn"), found.get(name, {}).get("pipeline")) != (view.on, view.stages)
    ]


async def ensure_views(database: Database) -> list[str]:
    """Make the views that differ; which they were. Raises OperationFailure where the user may not."""
    wanted = await differing(database)
    for name in wanted:
        options: Document = {"viewOn": VIEWS[name].on, "pipeline": VIEWS[name].stages}
        try:
            await database.create_collection(name, **options)
        except (CollectionInvalid, OperationFailure) as error:
            if isinstance(error, OperationFailure) and error.code != EXISTS:
                raise
            await database.command("collMod", name, **options)
    return wanted
