"""Several searches of a collection in one command: a round trip costs the driver more than most searches the server."""

from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import islice
from typing import Final

from newscrawl.store.connection import Collection, Document

MOST: Final = 100  # in one command: MongoDB takes a thousand stages, and one answer must not take seconds


async def answers(collection: Collection, searches: Mapping[str, Sequence[Document]]) -> dict[str, list[Document]]:
    """What the stages of each search give, by its name, which is in each row as `to`."""
    found: dict[str, list[Document]] = {name: [] for name in searches}
    async for row in rows(collection, searches):
        found[row["to"]].append(row)
    return found


async def rows(
    collection: Collection, searches: Mapping[str, Sequence[Document]], size: int | None = None
) -> AsyncIterator[Document]:
    """The rows of `answers` one by one. `size`: so many are in memory at a time, where they are large."""
    left = ([*stages, {"$set": {"to": name}}] for name, stages in searches.items())
    while some := list(islice(left, MOST)):
        rest = [{"$unionWith": {"coll": collection.name, "pipeline": stages}} for stages in some[1:]]
        async for row in await collection.aggregate([*some[0], *rest], batchSize=size):
            yield row
