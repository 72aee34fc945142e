"""Edges in MongoDB: the relations of articles, each with its score and its evidence."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pymongo import ASCENDING, IndexModel, ReplaceOne

from newscrawl.store.connection import Database, Document
from newscrawl.store.signatures import Neighbourhood, Request, SignatureIndex
from newscrawl.store.story_documents import from_relation, other_end
from newscrawl.syndication import Relation, Signed, alike, in_length, relate
from newscrawl.syndication.neighbours import end_of_history

INDEXES: Final = (IndexModel([("articles", ASCENDING), ("kind", ASCENDING)], name="articles_kind"),)
ATTEMPTS: Final = 20
TOGETHER: Final = 50  # pairs whose histories, of thirty articles each, are in memory at once

# By an article's id, its relation to each other that it is compared with.
Judged = dict[str, dict[str, Relation | None]]
Both = tuple[Signed, Signed]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing an article. `alone`: it had no edge and has none."""

    relations: tuple[Relation, ...]
    alone: bool


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
                found[each.id] = Comparison(relations, alone)
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
        relations = await self._relations([(near[one], near[other]) for one, other in pairs])
        judged = dict(zip(pairs, relations, strict=True))
        return {
            name: {other: judged[ends(name, other)] for other in sorted(each) if other in near}
            for name, each in others.items()
        }

    async def _relations(self, pairs: Sequence[Both]) -> list[Relation | None]:
        """Each judged by the history of the shorter of the two, whichever is being placed."""
        parts = [await self._related(pairs[at : at + TOGETHER]) for at in range(0, len(pairs), TOGETHER)]
        return [relation for part in parts for relation in part]

    async def _related(self, pairs: Sequence[Both]) -> list[Relation | None]:
        asked = {_request(*pair): in_length(*pair)[0] for pair in pairs if _has_history(*pair)}
        histories = await self.index.histories(asked)
        return [relate(*pair, histories.get(_request(*pair), ())) for pair in pairs]

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

    async def unsettled(self, articles: Sequence[Signed], view: View) -> list[str]:
        """Later articles whose relations are others now that these show what is template in them."""
        later = [(each, set(ids)) for each in articles if (ids := view.around[each.id].later)]
        edges = await self._stored(set[str]().union(*(ids for _, ids in later))) if later else []
        by_id = {each.id: each for each in await self.index.read({end for edge in edges for end in edge["articles"]})}
        concerned = [edge for edge in edges if any(_shows(mine, ids, edge, by_id) for mine, ids in later)]
        relations = await self._relations([_both(edge, by_id) for edge in concerned])
        judged = [relation and from_relation(relation) for relation in relations]
        return sorted({edge["shorter"] for edge, now in zip(concerned, judged, strict=True) if now != edge})


def _shows(older: Signed, later: Collection[str], edge: Document, by_id: Mapping[str, Signed]) -> bool:
    """Whether an older article, whose `later` ones are known, has become history to an edge."""
    known = edge["shorter"] in later and all(end in by_id for end in edge["articles"])
    return known and older.time <= end_of_history(*_both(edge, by_id))


def _both(edge: Document, by_id: Mapping[str, Signed]) -> Both:
    one, other = edge["articles"]
    return by_id[one], by_id[other]


def _has_history(one: Signed, other: Signed) -> bool:
    return alike(one, other) and one.signature.exact != other.signature.exact


def _request(one: Signed, other: Signed) -> Request:
    return in_length(one, other)[0].id, end_of_history(one, other)


def ends(one: str, other: str) -> tuple[str, str]:
    """A pair of articles, in the order in which an edge names them."""
    return (one, other) if one < other else (other, one)
