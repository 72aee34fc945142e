"""What placing may cost and must survive: hot formulas, poor and hostile articles, another algorithm."""

import asyncio
import random
import time
from datetime import UTC, datetime, timedelta

import pytest
from pymongo import AsyncMongoClient, MongoClient

from newscrawl.store import signatures
from newscrawl.store.placement import UnknownArticleError
from newscrawl.store.stories import StoryStore
from newscrawl.store.story_documents import to_member
from newscrawl.syndication import ALGORITHM, Signed, sign
from tests.bench.growth import examined
from tests.bench.store import Counting
from tests.crawling import Project
from tests.test_crawl import ORIGIN_URL
from tests.test_crawl import article as page
from tests.test_stories import ARABI21, SEEN, TURKEYALAAN, Document, Newsroom, article, body, newsroom

__all__ = ("newsroom",)
HOT = 50_000


def template_documents(paragraph: str) -> list[Document]:
    """Signatures of articles that share one paragraph and nothing else."""
    common = sign(paragraph)
    chance = random.Random(6)
    return [
        {
            "_id": f"{number:016x}", "algorithm": ALGORITHM, "exact": f"{number:040x}", "outlet": "many",
            "time": SEEN - timedelta(minutes=number / 2), "numbers": [], "words": 240, "written": datetime.now(UTC),
            "fingerprints": [*common.fingerprints, *(chance.getrandbits(63) for _ in range(20))],
            "size": len(common.fingerprints) + 20, "shingles": common.shingles + chance.randbytes(800),
            "lead": common.lead,
        }
        for number in range(HOT)
    ]  # fmt: skip


def test_a_paragraph_that_fifty_thousand_articles_share_costs_no_more_than_its_bound(newsroom: Newsroom) -> None:
    paragraph = body(1000, 40)
    newsroom.database.signatures.insert_many(template_documents(paragraph), ordered=False)
    new = [article(f"n{n}", f"{paragraph}\n\n{body(2000 + n, 200)}", "one", minutes=n) for n in range(8)]
    copy = article("again", new[3]["body"], "two", minutes=30)
    newsroom.insert(*new, copy)

    async def placed(store: StoryStore) -> tuple[list[float], int, int]:
        took = []
        for each in (*new, copy):
            begin = time.perf_counter()
            await store.place(each["_id"])
            took.append(time.perf_counter() - begin)
        mine = Signed(copy["_id"], "two", to_member(copy).time, sign(copy["body"]))
        return took, *await examined(store, mine)

    ((took, docs, keys),) = newsroom.run(placed)
    assert newsroom.roles()["again"] == "copy"
    fingerprints = len(sign(copy["body"]).fingerprints)
    assert docs <= 3
    assert keys <= fingerprints * (signatures.NEAREST + 2) + 10
    assert sorted(took)[len(took) // 2] < 0.5


def test_the_very_same_text_is_found_where_all_its_fingerprints_are_hot(newsroom: Newsroom) -> None:
    text = body(1000, 40)
    newsroom.run(StoryStore.ensure_indexes)
    early = article("early", text, "one", minutes=-60 * 24 * 20)
    late = article("late", text, "two")
    newsroom.insert(early, late)
    newsroom.place(early)
    newsroom.database.signatures.insert_many(template_documents(text)[:2000], ordered=False)
    newsroom.place(late)
    assert newsroom.roles() == {"early": "origin", "late": "copy"}


def test_a_single_article_is_placed_in_three_trips_after_it_was_read(newsroom: Newsroom) -> None:
    newsroom.insert(ARABI21, article("other", body(20), "haber"))
    newsroom.place(ARABI21)
    counting = Counting()

    async def place() -> None:
        async with AsyncMongoClient[Document](newsroom.uri, tz_aware=True, event_listeners=[counting]) as client:
            await StoryStore(client[newsroom.name], {}).place(article("other", "", "haber")["_id"])

    asyncio.run(place())
    # The article; its signature; three questions at once; its state.
    commands, together = counting.names, counting.names[2:-1]
    assert (commands[:2], sorted(together), commands[-1]) == (
        ["find", "update"], ["aggregate", "find", "find"], "update",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ({"body": ""}, "no_text"),
        ({"body": "عاجل"}, "short"),
        ({"body": "؟! ..."}, "no_text"),
        ({"body": " ".join(f"كلمة{n}" for n in range(600_000))}, "cut"),
        ({"body": "ا" * 5_000_000}, "short"),
        ({"published": SEEN + timedelta(days=400)}, "future"),
        ({"published": None}, "undated"),
        ({"published": datetime(1, 1, 1, tzinfo=UTC)}, "undated"),
        ({}, None),
    ],
    ids=["empty", "one-word", "signs", "10-MB", "10-MB-word", "future", "missing", "year-1", "good"],
)
def test_a_bad_article_is_placed_with_a_remark(newsroom: Newsroom, changes: Document, remark: str | None) -> None:
    bad = article("bad", body(3), "gazete") | changes
    newsroom.insert(ARABI21, bad)
    newsroom.place(ARABI21)
    (placed,) = newsroom.place(bad)
    assert (placed.role, placed.remark) == ("single", remark)
    assert newsroom.run(lambda store: store.pending(9)) == [[]]


def test_a_copy_without_a_usable_date_is_a_copy_all_the_same(newsroom: Newsroom) -> None:
    for name, published in (("future", SEEN + timedelta(days=400)), ("none", None)):
        newsroom.insert(article(name, body(1), name) | {"published": published})
        newsroom.place(article(name, "", name))
    newsroom.insert(ARABI21)
    newsroom.place(ARABI21)
    assert newsroom.roles() == {"future": "copy", "none": "copy", "libya": "origin"}


def sign_by_older_algorithm(newsroom: Newsroom, number: int = ALGORITHM - 1) -> None:
    newsroom.database.signatures.update_many({}, {"$set": {"algorithm": number, "fingerprints": [1, 2, 3]}})


def test_what_an_older_algorithm_signed_is_compared_with_nothing_and_signed_anew(newsroom: Newsroom) -> None:
    newsroom.insert(ARABI21, TURKEYALAAN)
    newsroom.place(ARABI21)
    sign_by_older_algorithm(newsroom)
    (before,) = newsroom.all("signatures")
    assert [placed.relations for placed in newsroom.place(TURKEYALAAN)] == [()]
    assert newsroom.run(lambda store: store.pending(9)) == [[ARABI21["_id"]]]
    assert [placed.role for placed in newsroom.place(ARABI21)] == ["origin"]
    assert {each["algorithm"] for each in newsroom.all("signatures") + newsroom.all("edges")} == {ALGORITHM}
    after = newsroom.database.signatures.find_one({"_id": ARABI21["_id"]})
    assert after["written"] == before["written"], "its term goes on"
    assert newsroom.run(lambda store: store.pending(9)) == [[]]


def read_again(newsroom: Newsroom, *, unchanged: bool = True) -> list[tuple[str, str | None]]:
    """Role and remark of each article, once a crawl has met it again; no edge is there until one is compared."""
    newsroom.database.edges.delete_many({})
    read = [(each["_id"], unchanged) for each in newsroom.all("articles")]
    (placed,) = newsroom.run(lambda store: store.place_read(read))
    return sorted((each.role, each.remark) for each in placed)


def test_what_is_read_again_unchanged_stands_as_it_is_placed(newsroom: Newsroom) -> None:
    newsroom.insert(ARABI21, TURKEYALAAN, article("flash", "عاجل", "haber"))
    newsroom.run(lambda store: store.place_all([each["_id"] for each in newsroom.all("articles")]))
    as_placed = [("copy", None), ("origin", None), ("single", "short")]
    assert (read_again(newsroom), newsroom.all("edges")) == (as_placed, [])
    assert read_again(newsroom, unchanged=False) == as_placed
    assert len(newsroom.all("edges")) == 1


@pytest.mark.parametrize("fault", ["pending", "signed by another algorithm", "expired"])
def test_what_was_not_placed_or_is_signed_no_more_is_placed_when_read_again(newsroom: Newsroom, fault: str) -> None:
    newsroom.insert(ARABI21, TURKEYALAAN)
    newsroom.place(ARABI21, TURKEYALAAN)
    if fault == "pending":
        newsroom.database.articles.update_many({}, {"$set": {"story_state": "pending"}})
    elif fault == "expired":
        newsroom.database.signatures.delete_many({})
    else:
        sign_by_older_algorithm(newsroom)
    assert read_again(newsroom) == [("copy", None), ("origin", None)]
    assert len(newsroom.all("edges")) == 1
    assert {each["algorithm"] for each in newsroom.all("signatures")} == {ALGORITHM}


def test_signing_anew_is_bounded_and_goes_on_where_it_was_cut_off(newsroom: Newsroom) -> None:
    articles = [article(f"a{n}", body(n), "one", minutes=n) for n in range(10)]
    newsroom.insert(*articles)
    newsroom.place(*articles)
    sign_by_older_algorithm(newsroom)

    async def sweep(store: StoryStore) -> int:
        waiting = [each async for each in store.waiting(4)]
        for each in waiting:
            await store.place(each)
        return len(waiting)

    assert [newsroom.run(sweep)[0] for _ in range(4)] == [4, 4, 2, 0]


def test_a_newer_algorithm_is_left_alone_and_articles_that_are_gone_are_forgotten(newsroom: Newsroom) -> None:
    newsroom.insert(ARABI21)
    newsroom.place(ARABI21)
    sign_by_older_algorithm(newsroom, ALGORITHM + 1)
    assert newsroom.run(lambda store: store.pending(9)) == [[]]
    sign_by_older_algorithm(newsroom)
    newsroom.database.articles.delete_many({})
    with pytest.raises(UnknownArticleError):
        newsroom.place(ARABI21)
    assert newsroom.run(lambda store: store.pending(9)) == [[]]


def test_what_is_in_another_crawlers_hands_is_not_swept(newsroom: Newsroom) -> None:
    newsroom.insert({**ARABI21, "last_seen": SEEN}, {**TURKEYALAAN, "last_seen": SEEN + timedelta(hours=1)})
    assert newsroom.run(lambda store: store.pending(9, SEEN + timedelta(minutes=1))) == [[ARABI21["_id"]]]


def test_an_older_article_that_comes_late_shows_what_is_template_in_those_before(newsroom: Newsroom) -> None:
    frame = body(50, 100)
    series = [article(f"day{n}", f"{frame}\n\n{body(60 + n, 60)}", f"paper{n}", minutes=n * 1440) for n in range(6)]
    newsroom.insert(*series)
    newsroom.place(*series)
    in_order = newsroom.all("edges")
    for name in ("edges", "stories", "signatures"):
        newsroom.database[name].delete_many({})
    newsroom.place(*reversed(series))
    assert newsroom.all("edges") == in_order
    assert in_order
    assert {each["story_state"] for each in newsroom.all("articles")} == {"done"}


def test_a_run_keeps_signatures_as_long_as_the_setting_says_and_sweeps_before_it_begins(project: Project) -> None:
    pages = project.pages("one", {ORIGIN_URL: page("وفد خليجي يزور سامسون")})
    for days in ("30", "7"):
        replay = ("-s", f"REPLAY={pages}", "-s", f"SYNDICATION_DAYS={days}", "-a", "everything=1")
        assert project.scrapy("crawl", "arabi21", *replay).returncode == 0
        project.change("articles", {"$set": {"story_state": "pending"}, "$unset": {"story": 1}})
        project.change("signatures", {"$set": {"algorithm": 0}})
    other = project.pages(
        "two", {ORIGIN_URL.replace("1279999", "1280000"): page("وفد آخر", tuple(body(5).split("\n\n")))}
    )
    assert project.scrapy("crawl", "arabi21", "-s", f"REPLAY={other}", *replay[2:]).returncode == 0
    stored, placed = project.find("articles"), project.find("signatures")
    assert [(each["story_state"], each["story"]) for each in stored] == [("done", {"role": "single"})] * 2
    assert [each["algorithm"] for each in placed] == [ALGORITHM] * 2
    with MongoClient[Document](project.uri) as client:
        indexes = client[project.database].signatures.index_information()
    assert indexes["expiry"]["expireAfterSeconds"] == 7 * 24 * 3600
