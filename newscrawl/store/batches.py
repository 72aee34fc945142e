"""What a batch job found out about an archive, written into a database of its own; every write can be repeated."""

from collections.abc import Iterable
from typing import Final

from pymongo import ReplaceOne

from newscrawl.searching import words
from newscrawl.store.articles import INDEXES
from newscrawl.store.connection import Database, Document

BATCH: Final = 200
RUN: Final = "batch"
COLLECTIONS: Final = ("articles", "edges", "stories")
_PLACED: Final = {"run": RUN, "revision": 1, "story_state": "done"}


class ForeignDatabase(Exception):
    """A database with a crawl's articles, whose stories a batch job would tell a second time."""


class BatchStore:
    """Writes `articles`, `edges` and `stories` of an archive."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def prepare(self) -> None:
        """Makes the indexes; raises ForeignDatabase where a crawl has stored articles."""
        if await self.database.articles.find_one({"run": {"$ne": RUN}}, {"_id": 1}):
            raise ForeignDatabase(f"{self.database.name} has a crawl's articles; name a database for the archive alone")
        await self.database.articles.create_indexes(list(INDEXES))

    async def keep(self, collection: str, documents: Iterable[Document]) -> None:
        """Put documents into one of COLLECTIONS, whatever was there under their ids before."""
        batch = list[Document]()
        for each in documents:
            batch.append(_as_crawled(each) if collection == "articles" else each)
            if len(batch) == BATCH:
                await self._write(collection, batch)
                batch = []
        await self._write(collection, batch)

    async def _write(self, collection: str, batch: Iterable[Document]) -> None:
        writes = [ReplaceOne({"_id": each["_id"]}, each, upsert=True) for each in batch]
        if writes:
            await self.database[collection].bulk_write(writes, ordered=False)


def _as_crawled(article: Document) -> Document:
    """An article with what a crawl adds when it stores one."""
    found = words(article.get("title", ""), article.get("body", ""))
    return {**article, **_PLACED, "last_seen": article["first_seen"], "words": found}
