"""Articles in MongoDB: one document a canonical URL, written so that the same input changes nothing."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne
from pymongo.errors import BulkWriteError

from newscrawl import ruleset
from newscrawl.article import SCHEMA, Article
from newscrawl.credits import Attribution
from newscrawl.relevance import Relevance
from newscrawl.revising import compare
from newscrawl.searching import words
from newscrawl.store import search
from newscrawl.store.connection import Database, Document
from newscrawl.store.revisions import RevisionStore, superseded
from newscrawl.text import Removed
from newscrawl.urls import article_id

DUPLICATE = 11000
# What makes an article another version of itself: not when or how it was fetched.
CONTENT = (
    "title", "body", "language", "published", "modified", "authors", "section", "image", "canonical_url", "credits",
    "citations",
)  # fmt: skip
INDEXES = (
    IndexModel([("url", ASCENDING)], unique=True, name="url"),
    IndexModel([("outlet", ASCENDING), ("published", DESCENDING)], name="outlet_published"),
    IndexModel([("first_seen", ASCENDING), ("outlet", ASCENDING)], name="first_seen_outlet"),
    # All that counts by day ask for is in the key.
    IndexModel([("published", DESCENDING), ("outlet", ASCENDING), ("story.role", ASCENDING)], name="published_outlet"),
    IndexModel([("story.role", ASCENDING), ("published", DESCENDING)], name="role_published"),
    IndexModel([("outlet", ASCENDING), ("story.role", ASCENDING), ("published", DESCENDING)], name="outlet_role"),
    IndexModel([("story.id", ASCENDING)], name="story", partialFilterExpression={"story.id": {"$exists": True}}),
    IndexModel([("credits.outlet", ASCENDING), ("published", DESCENDING)], name="credits"),
    IndexModel([("citations.outlet", ASCENDING), ("published", DESCENDING)], name="citations"),
    IndexModel([("published", DESCENDING)], name="citing", partialFilterExpression={"citations.outlet": {"$gt": ""}}),
    search.INDEX,
    IndexModel([("changed", ASCENDING), ("_id", ASCENDING)], name="changed"),
    IndexModel([("story_state", ASCENDING)], name="unplaced", partialFilterExpression={"story_state": "pending"}),
)


FIELDS = tuple(each.name for each in fields(Article))
# What a save has to know of what is stored, to find out whether there is anything to do.
_KNOWN = {"content_hash": 1, "superseded": 1, "gone": 1, "fetched": 1}

# When a reader would see another document than before, by the server's clock: what an incremental export goes by.
CHANGED: Document = {"$currentDate": {"changed": True}}


class ArticleStore:
    """Writes and reads the `articles` collection; what an article said before goes to `revisions`."""

    def __init__(self, database: Database) -> None:
        self.articles, self.revisions = database.articles, RevisionStore(database)

    async def ensure_indexes(self) -> None:
        await self.articles.create_indexes(list(INDEXES))
        await self.revisions.ensure_indexes()
        await self.revisions.recover()

    async def save(self, article: Article, run: str, now: datetime) -> str:
        """Store an article; "new", "updated" or "unchanged". Safe to repeat and against other processes."""
        return (await self.save_all([article], run, now))[0]

    async def save_all(self, articles: Sequence[Article], run: str, now: datetime) -> list[str]:
        """Store articles, an outcome each, in their order: those that are new or unchanged in one write."""
        outcomes: dict[int, str] = {}
        left = [(place, to_document(article)) for place, article in enumerate(articles)]
        while left:
            # Of two with one id the second is compared with what the first leaves.
            turn = {document["_id"]: (place, document) for place, document in reversed(left)}
            came = await self._turn([document for _, document in turn.values()], run, now)
            outcomes |= {turn[name][0]: outcome for name, outcome in came.items()}
            left = [each for each in left if each[0] not in outcomes]
        return [outcomes[place] for place in range(len(articles))]

    async def _turn(self, documents: Sequence[Document], run: str, now: datetime) -> dict[str, str]:
        """What came of each, by id; of some nothing yet, for another process came between."""
        found = self.articles.find({"_id": {"$in": [document["_id"] for document in documents]}}, _KNOWN)
        known = {each["_id"]: each async for each in found}
        outcomes: dict[str, str] = {}
        writes: dict[str, UpdateOne] = {}
        for document in documents:
            name, stored = document["_id"], known.get(document["_id"])
            if stored is None:
                outcomes[name], writes[name] = "new", _inserting(document, run, now)
            elif "superseded" in stored:  # by a process that was cut off, or is about to move it
                await self.revisions.move(name, stored["superseded"])
            elif _is_later(stored, document):  # we have slept, and another process has not
                outcomes[name] = "unchanged"
            elif stored["content_hash"] == document["content_hash"]:
                outcomes[name], writes[name] = "unchanged", _seeing(stored, now)
            elif await self._change(stored, document, run, now):
                outcomes[name] = "updated"
        overtaken = await self._write(writes)
        return {name: outcome for name, outcome in outcomes.items() if name not in overtaken}

    async def _write(self, writes: Mapping[str, UpdateOne]) -> set[str]:
        """The ids that another process was quicker to insert; its document is the one to compare with."""
        try:
            if writes:
                await self.articles.bulk_write(list(writes.values()), ordered=False)
        except BulkWriteError as error:
            failed = error.details["writeErrors"]
            # Of two processes at one article the quicker wins; another article at its address is no race.
            if any(each["code"] != DUPLICATE or "_id" not in each.get("keyPattern", ()) for each in failed):
                raise
            names = list(writes)
            return {names[each["index"]] for each in failed}
        return set()

    async def _change(self, stored: Document, document: Document, run: str, now: datetime) -> bool:
        """Replace a version by a later one and set it aside, in one write; False where another process came between."""
        key = {**stored, "superseded": {"$exists": False}}
        old = await self.articles.find_one(key)
        if old is None:
            return False
        edit = compare(old, document)
        new = {**{name: value for name, value in document.items() if name != "_id"}, "last_seen": now, "run": run}
        back = {"returned": 1} if "gone" in old else {}
        change: Document = {
            "$set": {**new, **derived(document), "story_state": "pending"},
            "$unset": dict.fromkeys(sorted({*FIELDS, "gone"} - set(document)), ""),
            "$inc": {"revision": 1 if edit else 0, **back},
            **CHANGED,
        }
        if edit is None:
            return bool((await self.articles.update_one(key, change)).matched_count)
        aside = superseded(old, edit, run, now)
        change["$set"] |= {"superseded": aside, "changed_at": now}
        if not (await self.articles.update_one(key, change)).matched_count:
            return False
        await self.revisions.move(document["_id"], aside)
        return True


def to_document(article: Article) -> Document:
    """The article as MongoDB holds it: its id and content hash, tuples as lists, no empty field."""
    plain = {name: _plain(getattr(article, name)) for name in FIELDS if name != "outcome"}
    found = {name: value for name, value in plain.items() if value not in (None, [], {})}
    content = json.dumps({name: found.get(name) for name in CONTENT}, ensure_ascii=False, default=str)
    digest = hashlib.sha1(content.encode(), usedforsecurity=False).hexdigest()
    return {"_id": article_id(article.url), **found, "content_hash": digest, "schema": SCHEMA}


def from_document(document: Mapping[str, Any]) -> Article:
    """The article that `to_document` made a document of."""
    plain = {name: document[name] for name in FIELDS if name in document}
    for name in ("credits", "citations"):
        named = plain.get(name, ())
        plain[name] = tuple(Attribution(**{**each, "span": tuple(each.get("span") or ()) or None}) for each in named)
    plain |= {name: tuple(plain.get(name, ())) for name in ("authors", "links")}
    plain["removed"] = tuple(Removed(**each) for each in plain.get("removed", ()))
    plain["relevance"] = Relevance(**plain["relevance"]) if "relevance" in plain else None
    return Article(**{"body": "", **plain})


def _inserting(document: Document, run: str, now: datetime) -> UpdateOne:
    absent = {"_id": document["_id"], "url": {"$exists": False}}
    first = {**derived(document), **_first(run, now)}
    first |= {name: value for name, value in document.items() if name != "_id"}
    return UpdateOne(absent, {"$setOnInsert": first, **CHANGED}, upsert=True)


def _is_later(stored: Document, document: Document) -> bool:
    return "fetched" in stored and "fetched" in document and bool(stored["fetched"] > document["fetched"])


def _seeing(stored: Document, now: datetime) -> UpdateOne:
    """The article is there as it was; where its page had been gone, it is back."""
    back = {"$unset": {"gone": ""}, "$inc": {"returned": 1}, **CHANGED} if "gone" in stored else {}
    key: Document = {name: stored[name] for name in ("_id", "gone") if name in stored}
    return UpdateOne(key, {"$set": {"last_seen": now}, **back})


def derived(document: Document) -> Document:
    """What an article is searched by, and by which rules it was read; not part of `to_document`, which most articles
    pass unchanged."""
    return {"words": words(document["title"], document.get("body", "")), "rules": ruleset.version()}


def _first(run: str, now: datetime) -> Document:
    return {"first_seen": now, "last_seen": now, "run": run, "revision": 1, "story_state": "pending"}


def _plain(value: Any) -> Any:
    """Records as documents, tuples as lists, times cut to milliseconds, half characters out: BSON has none of them."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, datetime):
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value
