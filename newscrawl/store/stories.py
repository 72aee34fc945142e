"""Stories in MongoDB: every article placed among those it shares its text with, whoever came first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pymongo import ASCENDING, IndexModel, ReplaceOne, UpdateOne
from pymongo.write_concern import WriteConcern

from newscrawl.store.connection import Database, Document
from newscrawl.store.signatures import FEWEST_SHARED, SignatureIndex
from newscrawl.store.story_documents import (
    READ,
    SINGLE,
    alone,
    from_relation,
    from_story,
    identify,
    other_end,
    roles_in,
    to_member,
    to_relation,
)  # fmt: skip
from newscrawl.syndication import MERGING, Member, Relation, Signed, alike, in_length, relate, stories

INDEXES: Final = {
    "edges": (IndexModel([("articles", ASCENDING), ("kind", ASCENDING)], name="articles_kind"),),
    "stories": (
        IndexModel([("members", ASCENDING)], name="members"),
        IndexModel([("last_published", ASCENDING)], name="last_published"),
    ),
}
# Articles that one placement looks through; a chain of near copies over years ends here.
LARGEST_COMPONENT: Final = 500
ATTEMPTS: Final = 20


class UnknownArticleError(LookupError):
    """There is no article with this id."""


@dataclass(frozen=True, slots=True)
class Placement:
    """What an article is: `role` is single, origin or copy, `of` the origin's id for a copy."""

    story: str | None
    role: str
    of: str | None
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """Articles tied by merging edges, and how they are stored: what a decision about stories rests on."""

    members: tuple[Member, ...]
    edges: tuple[Relation, ...]
    stored: Mapping[str, Document]
    stored_stories: Mapping[str, Document]

    @property
    def facts(self) -> tuple[tuple[Member, ...], tuple[Relation, ...]]:
        return self.members, self.edges


class StoryStore:
    """Writes `signatures`, `edges`, `stories` and the field `story` of `articles`.

    `kinds` gives each outlet's kind (agency, newspaper, aggregator...); `days` how long signatures are kept.
    Every write can be repeated, and any number of processes may place at the same time.
    """

    def __init__(self, database: Database, kinds: Mapping[str, str], *, days: int = 30) -> None:
        # The last write of a placement is durable, and with it all that went before it to the same server.
        quick = database.with_options(write_concern=WriteConcern(w=1))
        self.articles, self.edges, self.stories = quick.articles, quick.edges, quick.stories
        self.durable_articles = database.articles
        self.index, self.kinds = SignatureIndex(quick, days), kinds

    async def ensure_indexes(self) -> None:
        await self.index.ensure_indexes()
        await self.edges.create_indexes(list(INDEXES["edges"]))
        await self.stories.create_indexes(list(INDEXES["stories"]))

    async def pending(self, limit: int) -> list[str]:
        """Ids of articles that wait to be placed, the longest waiting first."""
        waiting = self.articles.find({"story_state": "pending"}, {"_id": 1}).sort("first_seen").limit(limit)
        return [document["_id"] async for document in waiting]

    async def place(self, article: str) -> Placement:
        """Place an article by its id; raises UnknownArticleError. Placing it again changes nothing."""
        document = await self.articles.find_one({"_id": article}, {**READ, "body": 1, "content_hash": 1})
        if document is None:
            raise UnknownArticleError(article)
        mine = await self.index.put(to_member(document), document.get("body", ""))
        relations = await self._compare(mine)
        story, settled = await self._settle(article)
        if settled:
            # Not if it was changed meanwhile: then it waits for another turn.
            unchanged = {"_id": article, "content_hash": document.get("content_hash")}
            await self.durable_articles.update_one(unchanged, {"$set": {"story_state": "done"}})
        return Placement(story.get("id"), story["role"], story.get("of"), relations)

    async def story(self, name: str) -> Document | None:
        """The story with this id, or of the article with this URL or id, its articles in full, origin first.

        An article without a story comes alone, with `_id` None; None where nothing goes by the name.
        """
        told = await self.stories.find_one({"_id": name})
        if told is None:
            article = await self.articles.find_one({"$or": [{"_id": name}, {"url": name}, {"_id": identify(name)}]})
            if article is None:
                return None
            told = await self.stories.find_one({"members": article["_id"]})
            if told is None:
                return alone(article)
        found = {each["_id"]: each async for each in self.articles.find({"_id": {"$in": told["members"]}})}
        order = sorted(told["members"], key=lambda member: member != told["origin"])
        return {**told, "articles": [found[member] for member in order if member in found]}

    async def _compare(self, mine: Signed) -> tuple[Relation, ...]:
        """Find the relations of an article and keep them as edges; edges that hold no longer go."""
        # Before looking for neighbours: an edge found only afterwards may be of one that came in between.
        stored = {edge["_id"]: edge async for edge in self.edges.find({"articles": mine.id})}
        near = await self.index.neighbours(mine)
        compared = {other.id: other for other, shared in near if shared >= FEWEST_SHARED}
        known = {other_end(edge, mine.id) for edge in stored.values()} - set(compared)
        compared |= {other.id: other for other in await self.index.read(known)}
        history = [other for other, _ in near]
        found = [await self._relate(mine, other, history) for other in compared.values()]
        relations = tuple(relation for relation in found if relation)
        await self._keep(stored, {edge["_id"]: edge for edge in map(from_relation, relations)}, set(compared))
        return relations

    async def _relate(self, mine: Signed, other: Signed, history: list[Signed]) -> Relation | None:
        """Judged by the neighbours of the shorter, whichever of the two is being placed."""
        if not alike(mine, other):
            return None
        short, _ = in_length(mine, other)
        if short is not mine:
            history = [each for each, _ in await self.index.neighbours(short)]
        return relate(mine, other, history)

    async def _keep(self, stored: Mapping[str, Document], wanted: Mapping[str, Document], compared: set[str]) -> None:
        changed = [edge for name, edge in wanted.items() if stored.get(name) != edge]
        if changed:
            writes = [ReplaceOne({"_id": edge["_id"]}, edge, upsert=True) for edge in changed]
            await self.edges.bulk_write(writes)
        # What has expired cannot be compared again: its edges stay as they were.
        gone = [name for name in stored if name not in wanted and compared.intersection(name.split("|"))]
        if gone:
            await self.edges.delete_many({"_id": {"$in": gone}})

    async def _settle(self, article: str) -> tuple[Document, bool]:
        """Tell the stories around an article anew: its place, and whether nothing changed under our hands.

        Who adds an edge reads after writing it; who wrote from an older view reads again and sees the edge.
        """
        component = await self._component(article)
        for _ in range(ATTEMPTS):
            roles, changed = await self._tell(component)
            again = await self._component(article) if changed else component
            if again.facts == component.facts:
                return roles[article], True
            component = again
        return roles[article], False

    async def _component(self, article: str) -> Component:
        found, frontier = set[str](), {article}
        edges, told = dict[str, Document](), dict[str, Document]()
        while frontier and len(found) < LARGEST_COMPONENT:
            found |= frontier
            ids = sorted(frontier)
            # Those who shared a story so far belong to it as well: a lost edge must not leave them behind.
            told.update({each["_id"]: each async for each in self.stories.find({"members": {"$in": ids}})})
            near = self.edges.find({"articles": {"$in": ids}, "kind": {"$in": MERGING}})
            edges.update({each["_id"]: each async for each in near})
            met = [each["members"] for each in told.values()] + [each["articles"] for each in edges.values()]
            frontier = set().union(*met) - found
        stored = {each["_id"]: each async for each in self.articles.find({"_id": {"$in": sorted(found)}}, READ)}
        return Component(
            members=tuple(to_member(stored[each]) for each in sorted(stored)),
            edges=tuple(to_relation(edges[each]) for each in sorted(edges)),
            stored=stored,
            stored_stories=told,
        )

    async def _tell(self, component: Component) -> tuple[Mapping[str, Document], bool]:
        """Write the stories of a component where they differ from what is stored.

        Gives each article's place, and whether anything was written.
        """
        told = stories(component.members, component.edges, self.kinds)
        by_id = {member.id: member for member in component.members}
        documents = {story.id: from_story(story, by_id) for story in told}
        roles = dict.fromkeys(by_id, SINGLE) | {key: role for each in told for key, role in roles_in(each)}
        changed = [each for name, each in documents.items() if component.stored_stories.get(name) != each]
        moved = [name for name, role in roles.items() if component.stored[name].get("story") != role]
        gone = sorted(set(component.stored_stories) - set(documents))
        if changed:
            await self.stories.bulk_write([ReplaceOne({"_id": each["_id"]}, each, upsert=True) for each in changed])
        if moved:
            writes = [UpdateOne({"_id": name}, {"$set": {"story": roles[name]}}) for name in moved]
            await self.articles.bulk_write(writes, ordered=False)
        if gone:
            await self.stories.delete_many({"_id": {"$in": gone}})
        return roles, bool(changed or moved or gone)
