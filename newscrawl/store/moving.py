"""Articles that are told by less of their address than before: to the address and id of today.

An article is copied first and deleted last, and every step may be repeated: whoever is interrupted goes on where he
was, and what a crawl of an older program writes meanwhile is moved the next time.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from pymongo.errors import DuplicateKeyError

from newscrawl.frontier import ARTICLE
from newscrawl.revising import compare
from newscrawl.store.articles import CHANGED
from newscrawl.store.connection import Database, Document
from newscrawl.store.revisions import RevisionStore, superseded
from newscrawl.urls import article_id

RUN: Final = "migrate"
# Of the article as it stood: what is another's at its new place.
FOUND: Final = ("_id", "url", "story", "story_state", "superseded", "changed")


class Moving:
    """`addresses`: by outlet, what gives the address that one of its articles is stored under."""

    def __init__(self, database: Database, addresses: Mapping[str, Callable[[str], str]]) -> None:
        self.database, self.addresses = database, addresses
        self.articles, self.frontier = database.articles, database.frontier
        self.revisions = RevisionStore(database)

    async def count(self) -> int:
        """How many articles lie at another address than theirs."""
        return sum([1 async for _ in self._misplaced()])

    async def run(self) -> int:
        """Move them, and the entries of the frontier; how many articles were moved."""
        moved = 0
        for name in [each async for each in self._misplaced()]:
            old = await self.articles.find_one({"_id": name})
            if old and "superseded" in old:
                await self.revisions.move(name, old["superseded"])
            if old:
                await self._move(old, self.addresses[old["outlet"]](old["url"]))
                moved += 1
        # Of which all articles were moved: nobody finds them by their members any more.
        await self.database.stories.delete_many({"members": []})
        await self._move_entries()
        return moved

    async def _misplaced(self) -> AsyncIterator[str]:
        outlets = {"outlet": {"$in": list(self.addresses)}}
        async for each in self.articles.find(outlets, {"url": 1, "outlet": 1}):
            place = self.addresses[each["outlet"]](each["url"])
            if place != each["url"] or article_id(place) != each["_id"]:
                yield each["_id"]

    async def _move(self, old: Document, url: str) -> None:
        name = article_id(url)
        if name == old["_id"]:
            await self.articles.update_one({"_id": name}, {"$set": {"url": url}, **CHANGED})
            return
        if url == old["url"]:  # addresses are unique, so it makes way: no address keeps a fragment, nor will this one
            await self.articles.update_one({"_id": old["_id"]}, {"$set": {"url": f"{url}#moved"}})
        await self._copy(old, name, url)
        await self.database.revisions.update_many({"article": old["_id"]}, {"$set": {"article": name, "url": url}})
        await self._untie(old["_id"])
        await self.articles.delete_one({"_id": old["_id"]})

    async def _copy(self, old: Document, name: str, url: str) -> None:
        """The article at its new place. Where a crawl has stored it there already, it was first seen when the earlier
        one was, and what the earlier one said is a version of it."""
        kept = {key: value for key, value in old.items() if key not in FOUND}
        absent = {"_id": name, "url": {"$exists": False}}
        with suppress(DuplicateKeyError):
            await self.articles.update_one(
                absent, {"$setOnInsert": {**kept, "url": url, "story_state": "pending"}, **CHANGED}, upsert=True
            )
            return
        there = await self.articles.find_one({"_id": name})
        if there and (edit := compare(old, there)) and not await self._is_kept(old, name):
            with suppress(DuplicateKeyError):
                await self.database.revisions.insert_one(superseded(old, edit, RUN, datetime.now(UTC)))
        seen = {"$min": {"first_seen": old["first_seen"]}, "$max": {"last_seen": old["last_seen"]}}
        await self.articles.update_one({"_id": name}, {**seen, "$set": {"story_state": "pending"}, **CHANGED})

    async def _is_kept(self, old: Document, name: str) -> bool:
        """Whether a crawl has changed the copy that an interrupted migration made, and so keeps what it said."""
        version = {"article": name, "content_hash": old.get("content_hash")}
        return bool(await self.database.revisions.find_one(version, {"_id": 1}))

    async def _untie(self, old: str) -> None:
        """Forget what was found out about an article under its old id; whom it was tied to is placed anew."""
        tied = await self.database.edges.find({"articles": old}, {"articles": 1}).to_list()
        told = await self.database.stories.find({"members": old}, {"members": 1}).to_list()
        others = {end for edge in tied for end in edge["articles"]} | {one for each in told for one in each["members"]}
        await self.articles.update_many({"_id": {"$in": sorted(others)}}, {"$set": {"story_state": "pending"}})
        await self.database.edges.delete_many({"articles": old})
        await self.database.stories.update_many({"members": old}, {"$pull": {"members": old}})
        await self.database.signatures.delete_many({"_id": old})
        await self.database.cues.delete_many({"article": old})
        await self.database.reports_on.delete_many({"$or": [{"report": old}, {"of": old}]})

    async def _move_entries(self) -> None:
        """Entries that a run has claimed are left to it."""
        free = {"queue": {"$in": list(self.addresses)}, "kind": ARTICLE, "token": {"$exists": False}}
        async for entry in self.frontier.find(free):
            name = f"{entry['queue']} {article_id(self.addresses[entry['queue']](entry['url']))}"
            if name != entry["_id"]:
                with suppress(DuplicateKeyError):
                    await self.frontier.insert_one({**entry, "_id": name})
                await self.frontier.delete_one({"_id": entry["_id"], "token": {"$exists": False}})
