"""Articles in MongoDB: one document a canonical URL, written so that the same input changes nothing."""

import hashlib
import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from newscrawl.article import Article
from newscrawl.store.connection import Database, Document
from newscrawl.urls import article_id

SCHEMA = 1
# What makes an article another version of itself: not when or how it was fetched.
CONTENT = (
    "title", "body", "language", "published", "modified", "authors", "section", "image", "canonical_url", "credits",
    "citations",
)  # fmt: skip
INDEXES = (
    IndexModel([("url", ASCENDING)], unique=True, name="url"),
    IndexModel([("outlet", ASCENDING), ("published", DESCENDING)], name="outlet_published"),
    IndexModel([("published", DESCENDING)], name="published"),
    IndexModel([("story.id", ASCENDING)], name="story", partialFilterExpression={"story.id": {"$exists": True}}),
    IndexModel([("credits.outlet", ASCENDING), ("published", DESCENDING)], name="credits"),
    IndexModel([("citations.outlet", ASCENDING), ("published", DESCENDING)], name="citations"),
    IndexModel([("story_state", ASCENDING)], name="unplaced", partialFilterExpression={"story_state": "pending"}),
)


class ArticleStore:
    """Writes and reads the `articles` collection."""

    def __init__(self, database: Database) -> None:
        self.articles = database.articles

    async def ensure_indexes(self) -> None:
        await self.articles.create_indexes(list(INDEXES))

    async def save(self, article: Article, run: str, now: datetime) -> str:
        """Store an article; "new", "updated" or "unchanged". Safe to repeat and against other processes."""
        document = to_document(article)
        key = {"_id": document["_id"]}
        while True:
            stored = await self.articles.find_one(key, {"content_hash": 1})
            if stored is None:
                try:
                    await self.articles.insert_one({**document, **_first(run, now)})
                except DuplicateKeyError:  # another process was quicker; its document is the one to compare with
                    continue
                return "new"
            if stored["content_hash"] == document["content_hash"]:
                await self.articles.update_one(key, {"$set": {"last_seen": now}})
                return "unchanged"
            changed = {name: value for name, value in document.items() if name != "_id"}
            changes = {"$set": {**changed, "last_seen": now, "run": run, "story_state": "pending"}}
            result = await self.articles.update_one({**key, **stored}, {**changes, "$inc": {"revision": 1}})
            if result.matched_count:
                return "updated"


def to_document(article: Article) -> Document:
    """The article as MongoDB holds it: its id and content hash, tuples as lists, no empty field."""
    plain = _plain(asdict(replace(article, outcome=None)))
    fields = {name: value for name, value in plain.items() if value not in (None, [], {})}
    content = json.dumps({name: fields.get(name) for name in CONTENT}, ensure_ascii=False, default=str)
    digest = hashlib.sha1(content.encode(), usedforsecurity=False).hexdigest()
    return {"_id": article_id(article.url), **fields, "content_hash": digest, "schema": SCHEMA}


def _first(run: str, now: datetime) -> Document:
    return {"first_seen": now, "last_seen": now, "run": run, "revision": 1, "story_state": "pending"}


def _plain(value: Any) -> Any:
    """Tuples as lists, NUL out (BSON keys and regular expressions choke on it), times cut to milliseconds."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    return value
