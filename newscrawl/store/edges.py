"""Edges in MongoDB: the relations of articles, each with its score and its evidence."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pymongo import ASCENDING, IndexModel, ReplaceOne

from newscrawl.store.connection import Database, Document
from newscrawl.store.signatures import SignatureIndex
from newscrawl.store.story_documents import from_relation, other_end
from newscrawl.syndication import Relation, Signed, alike, in_length, relate
from newscrawl.syndication.neighbours import end_of_history

INDEXES: Final = (IndexModel([("articles", ASCENDING), ("kind", ASCENDING)], name="articles_kind"),)
ATTEMPTS: Final = 20


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing an article. `alone`: it had no edge and has none."""

    relations: tuple[Relation, ...]
    alone: bool
    unsettled: tuple[str, ...] = ()
    """Later articles whose relations are others now that this one shows what is template in them."""


class EdgeStore:
    """Writes the `edges` collection. An edge follows from signatures alone, whoever was there first."""

    def __init__(self, database: Database, index: SignatureIndex) -> None:
        self.edges, self.index = database.edges, index

    async def ensure_indexes(self) -> None:
        await self.edges.create_indexes(list(INDEXES))

    async def compare(self, mine: Signed) -> Comparison:
        """Find the relations of an article and keep them as edges; edges that hold no longer go.

        Who writes looks again: of two that change what the other's edges rest on, one sees both.
        """
        for _ in range(ATTEMPTS):
            stored, around = await asyncio.gather(self._stored([mine.id]), self.index.around(mine))
            others = {other_end(edge, mine.id) for edge in stored}.union(around.candidates)
            near = await self.index.read(others)
            judged = await asyncio.gather(*(self._relate(mine, other) for other in near))
            relations = tuple(relation for relation in judged if relation)
            if not await self._keep(stored, relations, {other.id for other in near}):
                break
        unsettled = await self._unsettled(mine) if around.later else ()
        return Comparison(relations, not (stored or relations), unsettled)

    async def tied(self, articles: Sequence[str]) -> set[str]:
        """Those of these articles that have an edge."""
        edges = self.edges.find({"articles": {"$in": list(articles)}}, {"_id": 0, "articles": 1})
        return {end async for edge in edges for end in edge["articles"]}.intersection(articles)

    async def _stored(self, articles: Iterable[str]) -> list[Document]:
        return await self.edges.find({"articles": {"$in": list(articles)}}).to_list()

    async def _relate(self, one: Signed, other: Signed) -> Relation | None:
        """Judged by the history of the shorter, whichever of the two is being placed."""
        if not alike(one, other):
            return None
        if one.signature.exact == other.signature.exact:
            return relate(one, other, ())
        shorter, _ = in_length(one, other)
        return relate(one, other, await self.index.history(shorter, end_of_history(one, other)))

    async def _keep(self, stored: Iterable[Document], relations: Iterable[Relation], compared: set[str]) -> bool:
        """Make the edges of an article those found; whether there was anything to write."""
        wanted = {edge["_id"]: edge for edge in map(from_relation, relations)}
        present = {edge["_id"]: edge for edge in stored}
        changed = [edge for name, edge in wanted.items() if present.get(name) != edge]
        if changed:
            writes = [ReplaceOne({"_id": edge["_id"]}, edge, upsert=True) for edge in changed]
            await self.edges.bulk_write(writes)
        # What has expired cannot be compared again: its edges stay as they were.
        gone = [name for name in present if name not in wanted and compared.intersection(name.split("|"))]
        if gone:
            await self.edges.delete_many({"_id": {"$in": gone}})
        return bool(changed or gone)

    async def _unsettled(self, mine: Signed) -> tuple[str, ...]:
        later = await self.index.later(mine)
        edges = [edge for edge in await self._stored(sorted(later)) if edge["shorter"] in later]
        ends = {end for edge in edges for end in edge["articles"]}
        by_id = {each.id: each for each in await self.index.read(ends)}
        stale = await asyncio.gather(*(self._stale(edge, by_id, mine) for edge in edges))
        return tuple(sorted({edge["shorter"] for edge, is_stale in zip(edges, stale, strict=True) if is_stale}))

    async def _stale(self, edge: Document, by_id: Mapping[str, Signed], older: Signed) -> bool:
        """Whether an edge would be judged otherwise today, for an older article that has become its history."""
        ends = [by_id[end] for end in edge["articles"] if end in by_id]
        if len(ends) < 2 or older.time > end_of_history(*ends):
            return False
        relation = await self._relate(*ends)
        return relation is None or from_relation(relation) != edge
