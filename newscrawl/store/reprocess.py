"""Reading stored articles again by other rules: which are left, and one write that keeps the version before.

Every article carries the version of the rules that it was read by, so whoever is interrupted goes on where he was.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pymongo import ASCENDING
from pymongo.errors import WriteError

from newscrawl import ruleset
from newscrawl.article import SCHEMA
from newscrawl.revising import Edit
from newscrawl.store.articles import CHANGED, FIELDS, derived
from newscrawl.store.connection import Database, DatabaseUnavailable, Document
from newscrawl.store.revisions import RevisionStore, reread
from newscrawl.store.schema import SchemaStore, explained

BATCH: Final = 32  # articles that are read again together: their writes wait for one journal


class NotTaken(ValueError):
    """MongoDB refuses the new version: it breaks the contract; the message says where."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles: of these outlets, none means all; published at a time or later, None means undated ones too."""

    outlets: Sequence[str] = ()
    since: datetime | None = None

    def query(self) -> Document:
        """Those of them that other rules have read."""
        outlet = {"outlet": {"$in": list(self.outlets)}} if self.outlets else {}
        published = {"published": {"$gte": self.since}} if self.since else {}
        return {**outlet, **published, "rules": {"$ne": ruleset.version()}}


class ReprocessStore:
    """Reads and changes `articles`; what they said before goes to `revisions`."""

    def __init__(self, database: Database) -> None:
        self.articles, self.stories, self.edges = database.articles, database.stories, database.edges
        self.revisions, self.schema = RevisionStore(database), SchemaStore(database)

    async def check(self) -> None:
        """Raise DatabaseUnavailable unless all articles have this program's schema."""
        if (version := await self.schema.version()) < SCHEMA:
            raise DatabaseUnavailable(f"the database has schema {version}: run `scrapy migrate` first")

    async def count(self, scope: Scope) -> int:
        return await self.articles.count_documents(scope.query())

    async def left(self, scope: Scope) -> AsyncIterator[list[Document]]:
        """What is left, by id, a batch at a time: no cursor waits while pages are read."""
        after = ""
        while batch := await self._batch(scope, after):
            yield batch
            after = batch[-1]["_id"]

    async def _batch(self, scope: Scope, after: str) -> list[Document]:
        query = {**scope.query(), "_id": {"$gt": after}}
        return await self.articles.find(query).hint("_id_").sort("_id", ASCENDING).limit(BATCH).to_list()

    async def again(self, article: str) -> Document | None:
        """An article as it is now; a version that a killed process had set aside is in its place by then."""
        document = await self.articles.find_one({"_id": article})
        if document and "superseded" in document:
            await self.revisions.move(article, document.pop("superseded"))
        return document

    async def change(self, old: Document, new: Document, edit: Edit | None, run: str, now: datetime) -> bool:
        """Make an article what other rules make of it, in one write; False where another process came between.

        When it was last seen, by which run, and that its page is gone are as before: nobody has asked the outlet.
        Raises NotTaken.
        """
        key = {name: old.get(name) for name in ("_id", "content_hash", "revision", "rules")}
        change: Document = {"$set": {**derived(new), "content_hash": new["content_hash"]}}
        aside = reread(old, edit, run, now) if edit else None
        if aside:
            change["$set"] |= {name: new[name] for name in FIELDS if name in new}
            change["$set"] |= {"superseded": aside, "changed_at": now, "story_state": "pending"}
            absent = dict.fromkeys((name for name in FIELDS if name not in new), "")
            change |= {"$unset": absent, "$inc": {"revision": 1}, **CHANGED}
        try:
            done = await self.articles.update_one({**key, "superseded": {"$exists": False}}, change)
        except WriteError as error:
            raise NotTaken(explained(error)) from None
        if aside and done.matched_count:
            await self.revisions.move(old["_id"], aside)
        return bool(done.matched_count)

    async def relatives(self, articles: Sequence[str]) -> set[str]:
        """These articles and those that share a story or an edge with them."""
        ids = list(articles)
        told = self.stories.find({"members": {"$in": ids}}, {"members": 1})
        tied = self.edges.find({"articles": {"$in": ids}}, {"articles": 1})
        found = {each for story in await told.to_list() for each in story["members"]}
        found |= {end for edge in await tied.to_list() for end in edge["articles"]}
        return {each["_id"] async for each in self.articles.find({"_id": {"$in": sorted({*ids, *found})}}, {"_id": 1})}
