"""A database for the length of one piece of work: articles of an archive, and what was found out about them."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Final

from pymongo import AsyncMongoClient, ReplaceOne
from pymongo.write_concern import WriteConcern

from newscrawl.article import Article
from newscrawl.store import connection
from newscrawl.store.articles import to_document
from newscrawl.store.connection import Database, Document

PREFIX: Final = "newscrawl_tmp_"
ABANDONED: Final = timedelta(days=1)
SETTLING: Final = 0.2  # seconds
_NAMED: Final = "%Y%m%d%H%M%S"


@asynccontextmanager
async def temporary(uri: str) -> AsyncIterator[Database]:
    """An own database, dropped at the end whatever happens; those that killed processes left go after a day."""
    client, now = connection.connect(uri), datetime.now(UTC)
    name = f"{PREFIX}{now.strftime(_NAMED)}_{token_hex(4)}"
    try:
        for old in await client.list_database_names():
            if f"{PREFIX}0" <= old < f"{PREFIX}{(now - ABANDONED).strftime(_NAMED)}":
                await client.drop_database(old)
        # Nothing here has to survive: the file can be read again.
        yield client.get_database(name, write_concern=WriteConcern(w=1, j=False))
    finally:
        await _drop(client, name)
        await client.close()


async def _drop(client: AsyncMongoClient[Document], name: str) -> None:
    """A write that was under way when the work was stopped may make the database anew after it was dropped."""
    while name in await client.list_database_names():
        await client.drop_database(name)
        await asyncio.sleep(SETTLING)


class SubmittedStore:
    """Puts articles into a temporary database by line number, and reads stories and edges back in that order."""

    def __init__(self, database: Database) -> None:
        self.articles, self.edges, self.stories = database.articles, database.edges, database.stories

    async def add(self, batch: Sequence[tuple[Article, Document]]) -> None:
        """Articles, each with its `line`, its `url` as submitted and when it was `first_seen`. Of two at one address
        the later stays."""
        documents = [{**to_document(article), **facts} for article, facts in batch]
        await self.articles.bulk_write([ReplaceOne({"_id": each["_id"]}, each, upsert=True) for each in documents])

    async def addresses(self) -> Mapping[str, str]:
        """The URL of each article by its id, in the order of lines."""
        found = self.articles.find({}, {"url": 1}).sort("line")
        return {each["_id"]: each["url"] async for each in found}

    async def all_edges(self) -> AsyncIterator[Document]:
        async for each in self.edges.find():
            yield each

    async def all_stories(self) -> AsyncIterator[Document]:
        async for each in self.stories.find():
            yield each
