"""Placing articles against a real mongod: any order, any number at once, any number of times."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import AsyncMongoClient, MongoClient

from newscrawl.store.placement import Placement, UnknownArticleError
from newscrawl.store.stories import StoryStore
from newscrawl.syndication import sign
from newscrawl.urls import article_id

Document = dict[str, Any]
Work = Callable[[StoryStore], Awaitable[Any]]
SEEN = datetime(2026, 3, 2, 12, tzinfo=UTC)
KINDS = {"turkeyalaan": "aggregator", "aa_ar": "agency"}
ARABIC = (
    "أعلن الوزير اليوم خلال زيارة رسمية إلى المدينة أن المشروع الجديد سيبدأ قريبا بتمويل محلي الدولة "
    "المزارعين والصناعة والسياحة في المناطق الشرقية حيث تضرر السكان من الأمطار والثلوج والرياح"
)


def body(seed: int, words: int = 160) -> str:
    chance = random.Random(seed)
    vocabulary = ARABIC.split()
    lines = [" ".join(chance.choice(vocabulary) for _ in range(20)) for _ in range(words // 20)]
    return "\n\n".join(lines)


def url(name: str, outlet: str) -> str:
    return f"https://{outlet.replace('_', '-')}.example/{name}/"


def article(name: str, text: str, outlet: str, minutes: float = 0, **more: object) -> Document:
    address = url(name, outlet)
    return {
        "_id": article_id(address), "url": address, "outlet": outlet, "title": name, "body": text,
        "published": SEEN + timedelta(minutes=minutes, seconds=5), "first_seen": SEEN + timedelta(days=1),
        "story_state": "pending", "content_hash": sign(text).exact, **more,
    }  # fmt: skip


ARABI21 = article("libya", body(1), "arabi21", minutes=40)
TURKEYALAAN = article(
    "libya-ar", body(1), "turkeyalaan", minutes=5,
    credits=[{"kind": "credit", "name": "المصدر/ arabi21", "outlet": "arabi21", "text": "المصدر/ arabi21"}],
)  # fmt: skip


class Newsroom:
    """A fresh database with articles in it; runs work on stores of clients of their own."""

    def __init__(self, uri: str, name: str) -> None:
        self.uri, self.name = uri, name
        self.database = MongoClient[Document](uri, tz_aware=True)[name]

    def insert(self, *articles: Document) -> None:
        self.database.articles.insert_many([dict(each) for each in articles])

    def run(self, *works: Work) -> list[Any]:
        async def one(work: Work) -> Any:
            async with AsyncMongoClient[Document](self.uri, tz_aware=True, w="majority", journal=True) as client:
                return await work(StoryStore(client[self.name], KINDS))

        async def together() -> list[Any]:
            await one(StoryStore.ensure_indexes)
            return await asyncio.gather(*(one(work) for work in works))

        return asyncio.run(together())

    def place(self, *articles: Document) -> list[Placement]:
        """One after the other."""
        return self.run(lambda store: placing(store, articles))[0]

    def all(self, collection: str) -> list[Document]:
        return list(self.database[collection].find().sort("_id"))

    def roles(self) -> dict[str, str]:
        return {each["title"]: each["story"]["role"] for each in self.all("articles")}


async def placing(store: StoryStore, articles: Iterable[Document]) -> list[Placement]:
    return [await store.place(each["_id"]) for each in articles]


@pytest.fixture
def newsroom(mongo_uri: str, database_name: str) -> Iterable[Newsroom]:
    room = Newsroom(mongo_uri, database_name)
    yield room
    room.database.client.close()


@pytest.mark.parametrize("late", [ARABI21, TURKEYALAAN], ids=["origin-comes-later", "copy-comes-later"])
def test_the_credited_is_the_origin_whoever_came_first(newsroom: Newsroom, late: Document) -> None:
    early = TURKEYALAAN if late is ARABI21 else ARABI21
    newsroom.insert(early)
    assert [placed.role for placed in newsroom.place(early)] == ["single"]
    newsroom.insert(late)
    (placed,) = newsroom.place(late)
    assert placed.role == ("origin" if late is ARABI21 else "copy")
    assert newsroom.roles() == {"libya": "origin", "libya-ar": "copy"}
    (story,) = newsroom.all("stories")
    assert story["_id"] == f"s{TURKEYALAAN['_id']}", "the earliest gives the id"
    assert story["origin"] == ARABI21["_id"]
    assert story["why"] == "credit: turkeyalaan names arabi21 («المصدر/ arabi21»)"
    assert (story["outlets"], story["size"], story["unseen"]) == (["arabi21", "turkeyalaan"], 2, None)
    copy = newsroom.database.articles.find_one({"_id": TURKEYALAAN["_id"]})["story"]
    assert {name: copy[name] for name in ("id", "of", "method", "score", "lag_seconds")} == {
        "id": story["_id"], "of": ARABI21["_id"], "method": "exact", "score": 1.0, "lag_seconds": -35 * 60,
    }  # fmt: skip
    assert copy["evidence"]["containment"] == 1.0


def test_a_link_to_another_outlets_article_shows_the_origin(newsroom: Newsroom) -> None:
    source = article("ferry", body(1), "arabi21", minutes=40)
    taker = article(
        "ferry-ar", body(1), "shorouk", minutes=5, links=["https://c.example/", source["url"] + "?utm_source=x"]
    )
    newsroom.insert(source, taker)
    newsroom.place(taker, source)
    (story,) = newsroom.all("stories")
    assert (story["origin"], story["why"]) == (source["_id"], "link: shorouk links to arabi21's article")


def test_placing_again_changes_nothing(newsroom: Newsroom) -> None:
    newsroom.insert(ARABI21, TURKEYALAAN)
    newsroom.place(ARABI21, TURKEYALAAN)
    before = {name: newsroom.all(name) for name in ("articles", "signatures", "edges", "stories")}
    assert [placed.role for placed in newsroom.place(TURKEYALAAN, ARABI21)] == ["copy", "origin"]
    assert {name: newsroom.all(name) for name in before} == before


def test_no_pair_is_lost_when_both_arrive_at_once(newsroom: Newsroom) -> None:
    pairs = [(article(f"a{n}", body(n), "one", n), article(f"b{n}", body(n), "two", n + 9)) for n in range(40)]
    newsroom.insert(*(each for pair in pairs for each in pair))
    one, two = zip(*pairs, strict=True)
    newsroom.run(lambda store: placing(store, one), lambda store: placing(store, two))
    assert {each["kind"] for each in newsroom.all("edges")} == {"exact"}
    assert [story["size"] for story in newsroom.all("stories")] == [2] * 40
    assert newsroom.roles() == {
        f"{side}{n}": role for n in range(40) for side, role in (("a", "origin"), ("b", "copy"))
    }


def test_a_crowd_around_one_text_ends_as_it_does_in_sequence(newsroom: Newsroom) -> None:
    crowd = [article(f"c{n}", body(3 + n % 2), f"paper{n}", minutes=n) for n in range(16)]
    newsroom.insert(*crowd)
    shuffled = random.Random(4).sample(crowd, len(crowd))
    newsroom.run(*(lambda store, part=shuffled[n::4]: placing(store, part) for n in range(4)))
    stories = newsroom.all("stories")
    assert sorted(story["size"] for story in stories) == [8, 8]
    assert sorted(story["origin"] for story in stories) == sorted(each["_id"] for each in crowd[:2])
    assert {each["story_state"] for each in newsroom.all("articles")} == {"done"}
    at_once = {name: newsroom.all(name) for name in ("edges", "stories", "articles")}
    newsroom.place(*crowd)
    assert {name: newsroom.all(name) for name in at_once} == at_once


@pytest.mark.parametrize("step", ["look", "_tell"], ids=["after-looking", "before-telling"])
def test_a_view_that_became_old_is_looked_at_again(newsroom: Newsroom, step: str) -> None:
    third = article("third", body(1), "haber", minutes=60)
    newsroom.insert(ARABI21, TURKEYALAAN, third)

    async def overtaken(store: StoryStore) -> Placement:
        place = ARABI21["_id"]
        if step == "_tell":
            await store.place(third["_id"])
        holder = store.comparing if step == "look" else store
        proceed = getattr(holder, step)

        async def late(view: Any) -> Any:
            setattr(holder, step, proceed)
            if step == "look":
                view = await proceed(view)
            await store.place(TURKEYALAAN["_id"])
            return view if step == "look" else await proceed(view)

        setattr(holder, step, late)
        return await store.place(place)

    (placed,) = newsroom.run(overtaken)
    assert placed.role == "origin"
    newsroom.place(third)
    assert newsroom.roles() == {"libya": "origin", "libya-ar": "copy", "third": "copy"}


def test_a_changed_body_is_signed_anew_and_leaves_its_story(newsroom: Newsroom) -> None:
    third = article("third", body(1), "haber", minutes=60)
    newsroom.insert(ARABI21, TURKEYALAAN, third)
    newsroom.place(ARABI21, TURKEYALAAN, third)
    change = {"$set": {"body": body(99), "content_hash": "changed", "story_state": "pending"}}
    newsroom.database.articles.update_one({"_id": TURKEYALAAN["_id"]}, change)
    assert [placed.role for placed in newsroom.place(TURKEYALAAN)] == ["single"]
    assert newsroom.roles() == {"libya": "origin", "libya-ar": "single", "third": "copy"}
    assert [story["_id"] for story in newsroom.all("stories")] == [f"s{ARABI21['_id']}"]
    assert len(newsroom.all("edges")) == 1


def test_edges_outlive_expired_signatures(newsroom: Newsroom) -> None:
    newsroom.insert(ARABI21, TURKEYALAAN)
    newsroom.place(ARABI21, TURKEYALAAN)
    newsroom.database.signatures.delete_one({"_id": ARABI21["_id"]})
    assert [placed.role for placed in newsroom.place(TURKEYALAAN)] == ["copy"]


@pytest.mark.parametrize(("kept", "roles"), [(8, ["single", "copy"]), (5, ["single", "single"])])
def test_what_lies_far_apart_in_time_is_a_copy_only_as_a_whole(newsroom: Newsroom, kept: int, roles: list[str]) -> None:
    text = "\n\n".join((*body(1).split("\n\n")[:kept], *body(5, 20 * (8 - kept)).split("\n\n")))
    old = article("old", text, "archive", minutes=-60 * 24 * 60)
    newsroom.insert(old, ARABI21)
    assert [placed.role for placed in newsroom.place(old, ARABI21)] == roles


def test_other_kinds_are_kept_as_edges_only(newsroom: Newsroom) -> None:
    again = article("libya-2", body(1), "arabi21", minutes=90)
    roundup = article("today", f"{body(1)}\n\n{body(7, 700)}", "gazete", minutes=90)
    newsroom.insert(ARABI21, again, roundup)
    newsroom.place(ARABI21, again, roundup)
    assert sorted(each["kind"] for each in newsroom.all("edges")) == ["contains", "contains", "version"]
    assert set(newsroom.roles().values()) == {"single"}
    (contains, *_) = [each for each in newsroom.all("edges") if each["kind"] == "contains"]
    assert contains["longer"] == roundup["_id"]


def test_what_waits_is_swept(newsroom: Newsroom) -> None:
    newsroom.insert(ARABI21, {**TURKEYALAAN, "first_seen": SEEN + timedelta(hours=2)})
    newsroom.run(lambda store: store.index.ensure_indexes())
    (waiting,) = newsroom.run(lambda store: store.pending(1))
    assert waiting == [TURKEYALAAN["_id"]], "the longest waiting first"
    newsroom.place(ARABI21, TURKEYALAAN)
    assert newsroom.run(lambda store: store.pending(10)) == [[]]


def test_a_change_while_placing_waits_for_its_turn(newsroom: Newsroom) -> None:
    newsroom.insert(ARABI21)

    async def interrupted(store: StoryStore) -> None:
        around = store.index.around

        async def changed_meanwhile(articles: Any) -> Any:
            change = {"$set": {"content_hash": "new", "body": body(5)}}
            await store.articles.update_one({"_id": articles[0].id}, change)
            return await around(articles)

        store.index.around = changed_meanwhile  # type: ignore[method-assign]
        await store.place(ARABI21["_id"])

    newsroom.run(interrupted)
    assert newsroom.run(lambda store: store.pending(5)) == [[ARABI21["_id"]]]


def test_articles_placed_together_find_each_other(newsroom: Newsroom) -> None:
    alone = article("other", body(20), "haber")
    newsroom.insert(ARABI21, TURKEYALAAN, alone)
    together = [each["_id"] for each in (TURKEYALAAN, alone, ARABI21)]
    (placed,) = newsroom.run(lambda store: store.place_all(together))
    assert [each.role for each in placed] == ["copy", "single", "origin"]
    assert newsroom.roles() == {"libya": "origin", "libya-ar": "copy", "other": "single"}


@pytest.mark.parametrize("text", ["", "عاجل", "1"], ids=["empty", "one-word", "a-number"])
def test_poor_texts_are_single(newsroom: Newsroom, text: str) -> None:
    poor = [article(name, text, name) for name in ("a", "b")]
    newsroom.insert(*poor)
    assert [placed.role for placed in newsroom.place(*poor)] == ["single", "single"]


def test_a_story_is_found_by_any_of_its_names(newsroom: Newsroom) -> None:
    alone = article("other", body(20), "haber")
    newsroom.insert(ARABI21, TURKEYALAAN, alone)
    newsroom.place(ARABI21, TURKEYALAAN, alone)

    async def asked(store: StoryStore) -> list[Document | None]:
        names = (
            f"s{TURKEYALAAN['_id']}",
            TURKEYALAAN["_id"],
            ARABI21["url"],
            alone["url"],
            "https://x.example/no",
        )
        return [await store.story(name) for name in names]

    (*same, single, nothing) = newsroom.run(asked)[0]
    assert [[each["title"] for each in story["articles"]] for story in same] == [["libya", "libya-ar"]] * 3
    assert (single["_id"], single["origin"], nothing) == (None, alone["_id"], None)
    assert single["why"] == "no other article carries its text"


def test_an_unknown_article_is_an_error(newsroom: Newsroom) -> None:
    with pytest.raises(UnknownArticleError, match="nowhere"):
        newsroom.run(lambda store: store.place("nowhere"))


def test_signatures_expire_by_setting(newsroom: Newsroom) -> None:
    for days in (30, 7):

        async def ensure(store: StoryStore, days: int = days) -> None:
            await StoryStore(store.articles.database, {}, days=days).ensure_indexes()

        newsroom.run(ensure)
        indexes = newsroom.database.signatures.index_information()
        assert indexes["expiry"]["expireAfterSeconds"] == days * 24 * 3600
