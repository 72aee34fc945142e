"""Stories in MongoDB: every article placed among those it shares its text with, whoever came first."""

import asyncio
import random
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pymongo import ASCENDING, DESCENDING, IndexModel, ReplaceOne, UpdateOne
from pymongo.write_concern import WriteConcern

from newscrawl.store.connection import Database, Document
from newscrawl.store.edges import EdgeStore, View
from newscrawl.store.placement import Placement, UnknownArticleError, placed_as, standing
from newscrawl.store.signatures import SignatureIndex
from newscrawl.store.story_documents import READ, SINGLE, alone, from_story, identify, roles_in, to_member, to_relation
from newscrawl.syndication import MERGING, Member, Relation, Signed, stories

INDEXES: Final = (
    IndexModel([("members", ASCENDING)], name="members"),
    IndexModel([("last_published", ASCENDING)], name="last_published"),
    IndexModel([("outlets", ASCENDING), ("last_published", DESCENDING)], name="outlets_last_published"),
)
# Articles that one placement looks through; a chain of near copies over years ends here.
LARGEST_COMPONENT: Final = 500
ATTEMPTS: Final = 20


@dataclass(frozen=True, slots=True)
class Component:
    """Articles tied by merging edges, and how they are stored: what a decision about stories rests on."""

    members: tuple[Member, ...]
    edges: tuple[Relation, ...]
    stored: Mapping[str, Document]
    stored_stories: Mapping[str, Document]
    cut: bool  # at LARGEST_COMPONENT

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
        self.durable_articles, self.kinds = database.articles, kinds
        self.index = SignatureIndex(quick, days)
        self.comparing = EdgeStore(quick, self.index)

    async def ensure_indexes(self) -> None:
        await self.index.ensure_indexes()
        await self.comparing.ensure_indexes()
        await self.stories.create_indexes(list(INDEXES))

    async def pending(self, limit: int, unseen_since: datetime | None = None) -> list[str]:
        """Ids of articles that wait to be placed, the longest waiting first, then those to be signed anew.

        `unseen_since`: only those that nobody has stored since then, so that nobody is about to place them.
        """
        idle = {"last_seen": {"$lt": unseen_since}} if unseen_since else {}
        waiting = self.articles.find({"story_state": "pending", **idle}, {"_id": 1}).sort("first_seen").limit(limit)
        ids = [document["_id"] async for document in waiting]
        return list(dict.fromkeys(ids + await self.index.outdated(limit - len(ids)))) if len(ids) < limit else ids

    async def waiting(self, limit: int, unseen_since: datetime | None = None) -> AsyncIterator[str]:
        """The ids of `pending` one by one, without those that another process has placed by then."""
        ids = await self.pending(limit, unseen_since)
        # Processes that sweep together do not all begin with the same.
        for article in random.sample(ids, len(ids)):
            still = {"_id": article, "story_state": "pending"}
            if await self.articles.find_one(still, {"_id": 1}) or await self.index.is_outdated(article):
                yield article

    async def place(self, article: str) -> Placement:
        """Place an article by its id; raises UnknownArticleError. Placing it again changes nothing."""
        return (await self.place_all([article]))[0]

    async def place_all(self, articles: Sequence[str]) -> list[Placement]:
        """`place` for some articles at once, in about as many round trips as for one.

        All are signed before any is compared, so that what is found does not hang on who was quicker.
        """
        found = {document["_id"]: (document, mine) for document, mine in await self.sign(articles)}
        view, stories = await asyncio.gather(
            self.comparing.look([mine for _, mine in found.values()]),
            self.stories.find({"members": {"$in": list(found)}}, {"members": 1}).to_list(),
        )
        told = set[str]().union(*(each["members"] for each in stories))
        unsettled = await self._unsettle([mine for _, mine in found.values()], view)
        lonely = [document for name, (document, _) in found.items() if name not in told and not view.others(name)]
        single = await self._place_alone(lonely)
        related = {name: each for name, each in found.items() if name not in single}
        if len(single) < len(lonely):  # another process was quicker
            view = await self.comparing.look([mine for _, mine in related.values()])
        placed = await self._place_related(related, view, told) if related else {}
        for each in unsettled:
            await self.place(each)
        return [placed_as(*found[each], *placed.get(each, (SINGLE, ()))) for each in articles]

    async def place_read(self, articles: Sequence[tuple[str, bool]]) -> list[Placement]:
        """`place_all` for what a crawl has read: what it found the same, True beside its id, stands as it is placed."""
        stand = await standing(self.articles, self.index.signatures, [name for name, same in articles if same])
        left = [name for name, _ in articles if name not in stand]
        placed = dict(zip(left, await self.place_all(left), strict=True)) if left else {}
        return [(stand | placed)[name] for name, _ in articles]

    async def sign(self, articles: Sequence[str]) -> list[tuple[Document, Signed]]:
        """Let others find articles before they are placed themselves; raises UnknownArticleError."""
        read = self.articles.find({"_id": {"$in": list(articles)}}, {**READ, "body": 1, "content_hash": 1})
        documents = {document["_id"]: document async for document in read}
        for unknown in set(articles).difference(documents):
            await self.index.forget(unknown)
            raise UnknownArticleError(unknown)
        chosen = [documents[each] for each in articles]
        signed = await self.index.put([(to_member(each), each.get("body", "")) for each in chosen])
        return list(zip(chosen, signed, strict=True))

    async def _place_related(
        self, found: Mapping[str, tuple[Document, Signed]], view: View, told: Collection[str]
    ) -> dict[str, tuple[Document, tuple[Relation, ...]]]:
        """Compare and place articles: each one's place and relations. Those that are single after all are left out."""
        compared = await self.comparing.compare([mine for _, mine in found.values()], view)
        free = [name for name, each in compared.items() if each.alone and name not in told]
        single = await self._place_alone([found[name][0] for name in free])
        if not (rest := [name for name in found if name not in single]):
            return {}
        places = await self._place_among([found[name][0] for name in rest])
        return {name: (places[name], compared[name].relations) for name in rest}

    async def _unsettle(self, articles: Sequence[Signed], view: View) -> Sequence[str]:
        """Later articles to be placed anew, pending before these are done: they are swept if this process ends."""
        if unsettled := await self.comparing.unsettled(articles, view):
            await self.articles.update_many({"_id": {"$in": unsettled}}, {"$set": {"story_state": "pending"}})
        return unsettled

    async def _place_alone(self, documents: Sequence[Document]) -> set[str]:
        """Those for which one write was enough: not if another process has put one into a story meanwhile."""
        free = {each["_id"]: each for each in documents if each.get("story", SINGLE) == SINGLE}
        done = {"story": SINGLE, "story_state": "done"}
        writes = [
            UpdateOne(
                {name: each.get(name) for name in ("_id", "content_hash", "story")},
                {"$set": done} | ({} if "story" in each else {"$currentDate": {"changed": True}}),
            )
            for each in free.values()
        ]
        if not writes or (await self.durable_articles.bulk_write(writes, ordered=False)).matched_count == len(writes):
            return set(free)
        placed = self.articles.find({"_id": {"$in": list(free)}, **done}, {"content_hash": 1})
        return {
            each["_id"] async for each in placed if each.get("content_hash") == free[each["_id"]].get("content_hash")
        }

    async def _place_among(self, documents: Sequence[Document]) -> Mapping[str, Document]:
        """Each article's place in the stories around them, by id."""
        places, settled = await self._settle([each["_id"] for each in documents])
        # Not if it was changed meanwhile: then it waits for another turn.
        unchanged = [{"_id": each["_id"], "content_hash": each.get("content_hash")} for each in documents]
        writes = [UpdateOne(each, {"$set": {"story_state": "done"}}) for each in unchanged if each["_id"] in settled]
        if writes:
            await self.durable_articles.bulk_write(writes, ordered=False)
        return places

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

    async def _settle(self, articles: Sequence[str]) -> tuple[Mapping[str, Document], set[str]]:
        """Tell the stories around articles anew: their places, and around which nothing changed under our hands.

        Who adds an edge reads after writing it; who wrote from an older view reads again and sees the edge.
        """
        component = await self._component(articles)
        if component.cut and len(articles) > 1:  # each is to see as far as it would by itself
            apart = {each: await self._settle([each]) for each in articles}
            settled = {each for each, (_, done) in apart.items() if done}
            return {each: places[each] for each, (places, _) in apart.items()}, settled
        for _ in range(ATTEMPTS):
            places, changed = await self._tell(component)
            again = await self._component(articles) if changed else component
            if again.facts == component.facts:
                return places, set(articles)
            component = again
        return places, set()

    async def _component(self, articles: Sequence[str]) -> Component:
        found, frontier = set[str](), set(articles)
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
            cut=bool(frontier),
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
            changed_now = {"$currentDate": {"changed": True}}
            writes = [UpdateOne({"_id": name}, {"$set": {"story": roles[name]}, **changed_now}) for name in moved]
            await self.articles.bulk_write(writes, ordered=False)
        if gone:
            await self.stories.delete_many({"_id": {"$in": gone}})
        return roles, bool(changed or moved or gone)
