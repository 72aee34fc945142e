"""Revisions in MongoDB: what an article said before, one immutable document a change.

The article is changed and its earlier version set aside in one write (`superseded`); from there the version is moved
here. Who is killed in between has lost nothing: the next to save the article, or the next run, moves it. A version has
one id, so it is never stored twice.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import Final

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from newscrawl.revising import MOST_BODY, Edit
from newscrawl.store.connection import Database, Document

INDEXES: Final = (
    IndexModel([("article", ASCENDING), ("number", ASCENDING)], name="article_number"),
    IndexModel([("kind", ASCENDING), ("at", DESCENDING)], name="kind_at"),
    IndexModel([("outlet", ASCENDING), ("at", DESCENDING)], name="outlet_at"),
)
SET_ASIDE: Final = IndexModel(
    [("superseded._id", ASCENDING)], name="superseded", partialFilterExpression={"superseded._id": {"$exists": True}}
)
# What is kept of the version before; `changed_at` tells since when it had stood.
KEPT: Final = ("title", "body", "published", "modified", "content_hash", "removed")


class RevisionStore:
    """Writes and reads the `revisions` collection."""

    def __init__(self, database: Database) -> None:
        self.articles, self.revisions = database.articles, database.revisions

    async def ensure_indexes(self) -> None:
        await self.revisions.create_indexes(list(INDEXES))
        await self.articles.create_indexes([SET_ASIDE])

    async def move(self, article: str, superseded: Document) -> None:
        """Bring a version that was set aside here; safe to repeat, and against other processes."""
        # It may be here already: then its mover was cut off before it could say so.
        with suppress(DuplicateKeyError):
            await self.revisions.insert_one(superseded)
        here = {"_id": article, "superseded._id": superseded["_id"]}
        await self.articles.update_one(here, {"$unset": {"superseded": ""}})

    async def recover(self) -> int:
        """Move what killed processes have left set aside; how many versions."""
        left = self.articles.find({"superseded._id": {"$exists": True}}, {"superseded": 1})
        moved = 0
        async for each in left:
            await self.move(each["_id"], each["superseded"])
            moved += 1
        return moved

    async def gone(self, articles: Iterable[str], reason: str, run: str, now: datetime) -> int:
        """Note that these articles' pages are there no longer; how many were thought to be."""
        marked = 0
        async for each in self.articles.find({"_id": {"$in": list(articles)}, "gone": {"$exists": False}}):
            # First the revision: an article that is marked is not looked at again.
            await self.move(each["_id"], deletion(each, reason, run, now))
            mark = {"$set": {"gone": {"at": now, "reason": reason, "run": run}}, "$currentDate": {"changed": True}}
            result = await self.articles.update_one({"_id": each["_id"], "gone": {"$exists": False}}, mark)
            marked += result.modified_count
        return marked

    async def of(self, article: str) -> list[Document]:
        """What an article said before, the earliest first."""
        return (
            await self.revisions.find({"article": article}).sort([("number", ASCENDING), ("at", ASCENDING)]).to_list()
        )


def superseded(old: Document, edit: Edit, run: str, now: datetime) -> Document:
    """The document of a version that is about to be changed: which it was, how long it stood, what becomes of it."""
    body = old.get("body", "")
    return {
        **{name: old[name] for name in KEPT if name in old},
        **_about(old, edit.kind, run, now),
        "body": body[:MOST_BODY],
        "since": old.get("changed_at", old["first_seen"]),
        **{name: list(value) if isinstance(value, tuple) else value for name, value in asdict(edit).items()},
        "cut": edit.cut or len(body) > MOST_BODY,
    }


def reread(old: Document, edit: Edit, run: str, now: datetime) -> Document:
    """The document of a version that other rules are about to change: its text only where that differs, and whatever
    else does."""
    aside = superseded(old, edit, run, now)
    if not {"title", "body"}.intersection(edit.changed):
        del aside["body"]
    before = {name: old[name] for name in edit.changed if name in old and name not in aside}
    return {**aside, **({"before": before} if before else {})}


def deletion(article: Document, reason: str, run: str, now: datetime) -> Document:
    """The document that says that an article's page is gone; its last text stays in the article."""
    about = _about(article, "deletion", run, now)
    return {**about, "_id": f"{about['_id']}:gone{article.get('returned', 0)}", "title": article["title"],
            "reason": reason, "since": article.get("changed_at", article["first_seen"])}  # fmt: skip


def _about(article: Document, kind: str, run: str, now: datetime) -> Document:
    number = article.get("revision", 1)
    return {
        "_id": f"{article['_id']}:{number}", "article": article["_id"], "number": number, "outlet": article["outlet"],
        "url": article["url"], "kind": kind, "at": now, "run": run,
    }  # fmt: skip
