"""Edges in MongoDB: the relations of articles, each with its score and its evidence."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pymongo import ASCENDING, IndexModel, ReplaceOne

from newscrawl.store.connection import Database, Document
from newscrawl.store.signatures import Neighbourhood, SignatureIndex
from newscrawl.store.story_documents import from_relation, other_end
from newscrawl.syndication import Relation, Signed, alike, in_length, relate
from newscrawl.syndication.neighbours import end_of_history

INDEXES: Final = (IndexModel([("articles", ASCENDING), ("kind", ASCENDING)], name="articles_kind"),)
ATTEMPTS: Final = 20


# By an article's id, its relation to each other that it is compared with.
Judged = dict[str, dict[str, Relation | None]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing an article. `alone`: it had no edge and has none; `later`: it is history to others."""

    relations: tuple[Relation, ...]
    alone: bool
    later: bool


@dataclass(frozen=True, slots=True)
class View:
    """What is there around some articles: their edges, and whom to compare each with."""

    stored: Sequence[Document]
    around: Mapping[str, Neighbourhood]

    def edges(self, article: str) -> list[Document]:
        return [edge for edge in self.stored if article in edge["articles"]]

    def others(self, article: str) -> set[str]:
        """Whom to compare an article with: those it has an edge to as well, which may hold no longer."""
        return {other_end(edge, article) for edge in self.edges(article)}.union(self.around[article].candidates)

    def is_empty(self, article: str) -> bool:
        return not (self.others(article) or self.around[article].later)


class EdgeStore:
    """Writes the `edges` collection. An edge follows from signatures alone, whoever was there first."""

    def __init__(self, database: Database, index: SignatureIndex) -> None:
        self.edges, self.index = database.edges, index

    async def ensure_indexes(self) -> None:
        await self.edges.create_indexes(list(INDEXES))

    async def look(self, articles: Sequence[Signed]) -> View:
        """What is there around these articles."""
        return View(*await asyncio.gather(self._stored([each.id for each in articles]), self.index.around(articles)))

    async def compare(self, articles: Sequence[Signed], view: View) -> dict[str, Comparison]:
        """Find the relations of articles, by id, and keep them as edges; edges that hold no longer go.

        Who writes looks again: of two that change what the other's edges rest on, one sees both.
        """
        found, left = dict[str, Comparison](), list(articles)
        for _ in range(ATTEMPTS):
            judged = await self._judge(left, view)
            for each in left:
                relations = tuple(filter(None, judged[each.id].values()))
                alone = not (relations or view.edges(each.id))
                found[each.id] = Comparison(relations, alone, view.around[each.id].later)
            changed = await self._keep(judged, view)
            left = [each for each in left if each.id in changed]
            if not left:
                break
            view = await self.look(left)
        return found

    async def _stored(self, articles: Iterable[str]) -> list[Document]:
        return await self.edges.find({"articles": {"$in": list(articles)}}).to_list()

    async def _judge(self, articles: Sequence[Signed], view: View) -> Judged:
        """Each article's relation to each of those it is compared with, None where there is none; a pair once."""
        others = {mine.id: view.others(mine.id) for mine in articles}
        near = {each.id: each for each in await self.index.read(set[str]().union(*others.values()).difference(others))}
        near |= {mine.id: mine for mine in articles}
        pairs = sorted({ends(name, other) for name, each in others.items() for other in each if other in near})
        relations = await asyncio.gather(*(self._relate(near[one], near[other]) for one, other in pairs))
        judged = dict(zip(pairs, relations, strict=True))
        return {
            name: {other: judged[ends(name, other)] for other in sorted(each) if other in near}
            for name, each in others.items()
        }

    async def _relate(self, one: Signed, other: Signed) -> Relation | None:
        """Judged by the history of the shorter, whichever of the two is being placed."""
        if not alike(one, other):
            return None
        if one.signature.exact == other.signature.exact:
            return relate(one, other, ())
        shorter, _ = in_length(one, other)
        return relate(one, other, await self.index.history(shorter, end_of_history(one, other)))

    async def _keep(self, judged: Judged, view: View) -> set[str]:
        """Make the edges of articles those found; the articles for which there was anything to write."""
        pairs = {"|".join(ends(name, other)): found for name, each in judged.items() for other, found in each.items()}
        present = {edge["_id"]: edge for edge in view.stored}
        wanted = {name: from_relation(relation) for name, relation in pairs.items() if relation}
        changed = [edge for name, edge in wanted.items() if present.get(name) != edge]
        if changed:
            await self.edges.bulk_write([ReplaceOne({"_id": edge["_id"]}, edge, upsert=True) for edge in changed])
        # What has expired cannot be compared again: its edges stay as they were.
        gone = [edge for name, edge in present.items() if name in pairs and name not in wanted]
        if gone:
            await self.edges.delete_many({"_id": {"$in": [edge["_id"] for edge in gone]}})
        return {end for edge in (*changed, *gone) for end in edge["articles"]}.intersection(judged)

    async def unsettled(self, mine: Signed) -> tuple[str, ...]:
        """Later articles whose relations are others now that this one shows what is template in them."""
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


def ends(one: str, other: str) -> tuple[str, str]:
    """A pair of articles, in the order in which an edge names them."""
    return (one, other) if one < other else (other, one)
