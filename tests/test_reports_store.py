"""Proposals against a real mongod: whichever article arrives last, any number of times, any number at once."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import AsyncMongoClient, MongoClient

from newscrawl import registry
from newscrawl.article import Article
from newscrawl.credits import Attribution
from newscrawl.store.reports import DISTINCTIVE, ReportStore
from newscrawl.urls import article_id
from tests.bench.store import Counting
from tests.corpora import reports_on
from tests.crawling import Project

Document = dict[str, Any]
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SEEN = datetime.now(UTC)  # what was seen long ago expires
SOURCE = Article(
    url="https://milliyet.example/gundem/koy-1", outlet="milliyet", language="tr",
    published=NOW - timedelta(hours=3) + timedelta(microseconds=7),
    title="Bolu'da 3 bin 450 fidan",
    body="Bolu Valisi Serdar Akbıyık, 3 bin 450 fidanın 12,5 hektara dikildiğini anlattı.",
)  # fmt: skip
FOLLOW_UP = replace(SOURCE, url="https://milliyet.example/gundem/koy-2")
REPORT = Article(
    url="https://arabi21.example/story/1", outlet="arabi21", language="ar", published=NOW + timedelta(microseconds=5),
    title="حملة تشجير في بولو", body="قال والي بولو سردار أكبيك إن 3450 شتلة غرست في 12.5 هكتارا، بحسب صحيفة ملييت.",
    citations=(Attribution("citation", "ملييت", "milliyet", "بحسب صحيفة ملييت"),),
)  # fmt: skip


class Desk:
    """A fresh database, and stores with clients of their own."""

    def __init__(self, uri: str, name: str) -> None:
        self.uri, self.name = uri, name
        self.client = MongoClient[Document](uri, tz_aware=True)
        self.database = self.client[name]

    def run(self, work: Callable[[ReportStore], Awaitable[Any]]) -> Any:
        async def one() -> Any:
            async with AsyncMongoClient[Document](self.uri, tz_aware=True) as client:
                store = ReportStore(client[self.name], registry.turkish())
                await store.ensure_indexes()
                return await work(store)

        return asyncio.run(one())

    def note(self, *articles: Article) -> list[int]:
        async def each(store: ReportStore) -> list[int]:
            return [await store.note(article, SEEN) for article in articles]

        return list(self.run(each))

    def proposals(self) -> list[Document]:
        return list(self.database.reports_on.find().sort("_id"))

    def pairs(self) -> list[tuple[str, str]]:
        return [(each["report"], each["of"]) for each in self.proposals()]


@pytest.fixture
def desk(mongo_uri: str, database_name: str) -> Iterator[Desk]:
    desk = Desk(mongo_uri, database_name)
    yield desk
    desk.client.close()


def test_a_report_that_arrives_last_is_proposed_with_its_evidence(desk: Desk) -> None:
    assert desk.note(SOURCE, REPORT) == [0, 1]
    (proposal,) = desk.proposals()
    assert proposal["_id"] == f"{article_id(REPORT.url)}|{article_id(SOURCE.url)}"
    assert proposal["outlet"] == "milliyet"
    assert proposal["lag_seconds"] == 3 * 3600
    assert 0.6 <= proposal["score"] <= 1
    shared = {each["cue"]: (each["source"], each["report"]) for each in proposal["evidence"]["shared"]}
    assert shared["number 3450"] == ("3 bin 450", "3450")
    assert shared["spelt srtrkbk"] == ("Serdar Akbıyık", "سردار أكبيك")


def test_a_source_that_arrives_last_is_found_just_as_well(desk: Desk) -> None:
    desk.note(SOURCE, REPORT)
    before = desk.proposals()
    desk.database.drop_collection("reports_on")
    desk.database.drop_collection("cues")
    assert desk.note(REPORT, SOURCE) == [0, 1]
    assert desk.proposals() == before


def test_noting_again_changes_nothing(desk: Desk) -> None:
    desk.note(SOURCE, REPORT)
    before = desk.proposals()
    assert desk.note(REPORT, SOURCE, REPORT) == [1, 1, 1]
    assert desk.proposals() == before
    assert desk.database.cues.count_documents({}) == 2


def asked(desk: Desk, articles: Sequence[Article], now: datetime = SEEN) -> tuple[list[int], list[str]]:
    """How many proposals the articles are part of, noted at once, and what was asked of the cues for it."""
    counting = Counting()

    async def note() -> list[int]:
        async with AsyncMongoClient[Document](desk.uri, tz_aware=True, event_listeners=[counting]) as client:
            return await ReportStore(client[desk.name], registry.turkish()).note_all(articles, now)

    return asyncio.run(note()), counting.names


def test_what_is_read_again_unchanged_is_asked_for_and_counted_alone(desk: Desk) -> None:
    desk.note(SOURCE, REPORT)
    before = list(desk.database.cues.find())
    assert asked(desk, [REPORT, SOURCE]) == ([1, 1], ["find", "find"])
    assert list(desk.database.cues.find()) == before
    later = SEEN + timedelta(days=2)
    assert asked(desk, [REPORT, SOURCE], later) == ([1, 1], ["find", "update", "find"])
    assert min(each["seen"] for each in desk.database.cues.find()) > SEEN + timedelta(days=1)
    assert asked(desk, [REPORT, SOURCE], later)[1] == ["find", "find"], "once a day"


@pytest.mark.parametrize(
    "change",
    [
        {"title": "تشجير"},
        {"body": REPORT.body + " وأضاف."},
        {"published": NOW + timedelta(minutes=9)},
        {"published_precision": "day"},
    ],
    ids="-".join,
)
def test_another_text_or_time_is_noted_anew(desk: Desk, change: Document) -> None:
    desk.note(SOURCE, REPORT)
    changed = replace(REPORT, **change)
    assert len(asked(desk, [changed])[1]) > 2
    assert len(asked(desk, [changed])[1]) == 2


@pytest.mark.parametrize(("first", "last"), [(SOURCE, REPORT), (REPORT, SOURCE)], ids=["report", "source"])
def test_what_a_process_wrote_and_did_not_judge_is_judged_when_it_is_read_again(
    desk: Desk, first: Article, last: Article
) -> None:
    class Ended(ReportStore):
        async def _judge(self, reports: Sequence[Document]) -> None:
            raise KeyError

    desk.note(first)
    with pytest.raises(KeyError):
        desk.run(lambda store: Ended(store.cues.database, registry.turkish()).note(last, SEEN))
    assert desk.proposals() == []
    assert desk.note(last) == [1]


@pytest.mark.parametrize(
    ("article", "why"),
    [
        (replace(REPORT, citations=()), "it cites nobody"),
        (replace(REPORT, published=None), "nobody knows when it was published"),
        (replace(REPORT, language=None), "nobody knows what it is written in"),
        (replace(REPORT, published=NOW - timedelta(hours=9)), "it was there before"),
        (replace(REPORT, citations=(Attribution("citation", "رويترز", "reuters", "رويترز"),)), "it cites another"),
    ],
)
def test_what_cannot_be_a_report_is_none(desk: Desk, article: Article, why: str) -> None:
    assert desk.note(SOURCE, article) == [0, 0], why
    assert desk.proposals() == []


def test_a_day_without_a_clock_lasts_until_midnight(desk: Desk) -> None:
    day = replace(REPORT, published=NOW.replace(hour=0), published_precision="day")
    assert desk.note(SOURCE, day) == [0, 1]


def test_a_revision_takes_back_what_holds_no_longer(desk: Desk) -> None:
    desk.note(SOURCE, REPORT)
    desk.note(replace(SOURCE, title="Bolu'da hava", body="Bolu'da hafta sonu güneşli geçecek."))
    assert desk.proposals() == []
    desk.note(SOURCE)
    assert len(desk.proposals()) == 1
    desk.note(replace(REPORT, citations=()))
    assert desk.database.cues.count_documents({"article": article_id(REPORT.url)}) == 0
    assert desk.proposals() == []


def test_two_sources_that_fit_alike_take_the_proposal_back(desk: Desk) -> None:
    desk.note(SOURCE, REPORT, FOLLOW_UP)
    assert desk.proposals() == []
    desk.note(replace(FOLLOW_UP, body="Fidanlar tutmadı."))
    assert desk.pairs() == [(article_id(REPORT.url), article_id(SOURCE.url))]


def test_a_proposal_outlives_the_cues_it_came_from(desk: Desk) -> None:
    desk.note(SOURCE, REPORT)
    desk.database.cues.delete_many({"article": article_id(SOURCE.url)})
    assert desk.note(REPORT) == [1]
    assert len(desk.proposals()) == 1


def test_a_report_that_cites_nobody_any_more_is_none_even_after_its_cues_expired(desk: Desk) -> None:
    desk.note(SOURCE, REPORT)
    desk.database.cues.delete_many({"article": article_id(REPORT.url)})
    desk.note(replace(REPORT, citations=()))
    assert desk.proposals() == []


def test_two_at_once_do_not_miss_each_other(desk: Desk) -> None:
    async def at_once(store: ReportStore) -> None:
        await asyncio.gather(store.note(SOURCE, SEEN), store.note(REPORT, SEEN))

    for _ in range(10):
        desk.database.drop_collection("reports_on")
        desk.database.drop_collection("cues")
        desk.run(at_once)
        assert len(desk.proposals()) == 1


def test_who_judged_from_an_older_view_looks_again(desk: Desk) -> None:
    class Overtaken(ReportStore):
        """Another process notes the follow-up between its reading and its writing."""

        overtaken = False

        async def _keep(self, wanted: Sequence[Document], reports: Sequence[Document]) -> set[str]:
            if not self.overtaken:
                self.overtaken = True
                await ReportStore(self.cues.database, registry.turkish()).note(FOLLOW_UP, SEEN)
            return await super()._keep(wanted, reports)

    desk.note(REPORT)
    desk.run(lambda store: Overtaken(store.cues.database, registry.turkish()).note(SOURCE, SEEN))
    assert desk.proposals() == []


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_arrival_makes_no_difference(desk: Desk, seed: int) -> None:
    """The whole sample, shuffled, four at a time: what `propose` says with all of it at hand."""
    turkish, labelled = reports_on.read()
    expected = sorted(
        (article_id(_url(name)), article_id(_url(proposal.of)))
        for name, found in reports_on.proposals(turkish, labelled).items()
        for proposal in found
    )
    arriving = [_article(row) for row in reports_on.rows()]
    random.Random(seed).shuffle(arriving)

    async def in_fours(store: ReportStore) -> None:
        await asyncio.gather(*(_in_turn(store, arriving[start::4]) for start in range(4)))

    desk.run(in_fours)
    assert sorted(desk.pairs()) == expected
    assert len(expected) >= 40


def test_candidates_are_looked_up_in_the_index(desk: Desk) -> None:
    desk.note(SOURCE, REPORT)
    wanted = {
        "role": "source", "outlet": "milliyet", "keys": {"$in": ["number 3450", "percent 12"]},
        "published": {"$gte": NOW - timedelta(days=3), "$lte": NOW},
    }  # fmt: skip
    plan = str(desk.database.cues.find(wanted).explain()["queryPlanner"]["winningPlan"])
    assert "role_outlet_keys_published" in plan
    assert "COLLSCAN" not in plan
    assert DISTINCTIVE > 0


@pytest.mark.parametrize("order", [("milliyet", "turkeyalaan"), ("turkeyalaan", "milliyet")])
def test_two_crawls_and_a_proposal(project: Project, order: tuple[str, str]) -> None:
    by_id = {row["id"]: row for row in reports_on.rows()}
    pages = project.pages(
        "report",
        {
            "https://www.milliyet.com.tr/dunya/libya-mesaisi-7654321": _page(by_id["t73"]),
            "https://www.turkeyalaan.net/2026/03/03/libya/": _page(by_id["a47"]),
        },
    )
    runs = [project.scrapy("crawl", outlet, "-s", f"REPLAY={pages}") for outlet in order]
    assert [run.returncode for run in runs] == [0, 0]
    assert ["'newscrawl/reports_on': 1" in run.stderr for run in runs] == [False, True]
    report, source = project.one("articles", {"language": "ar"}), project.one("articles", {"language": "tr"})
    proposal = project.one("reports_on", {})
    assert (proposal["report"], proposal["of"]) == (report["_id"], source["_id"])
    assert {each["story"]["role"] for each in (report, source)} == {"single"}


def test_a_fault_in_proposing_does_not_cost_the_article(project: Project) -> None:
    row = next(row for row in reports_on.rows() if row["id"] == "a47")
    pages = project.pages("fault", {"https://www.turkeyalaan.net/2026/03/03/libya/": _page(row)})
    with MongoClient[Document](project.uri) as client:
        client[project.database].create_collection("cues", validator={"article": {"$exists": False}})
    run = project.scrapy("crawl", "turkeyalaan", "-s", f"REPLAY={pages}")
    assert run.returncode == 0
    assert "cannot propose what" in run.stderr
    assert project.one("articles", {})["story_state"] == "done"


def _page(row: Document) -> bytes:
    return (
        f'<html><head><meta charset="utf-8"><meta property="og:title" content="{row["title"]}">'
        f'<meta property="article:published_time" content="{row["published"]}"></head><body><h1>{row["title"]}</h1>'
        f'<div class="entry-content nd-article__content"><p>{row["body"]}</p></div></body></html>'
    ).encode()


async def _in_turn(store: ReportStore, articles: Sequence[Article]) -> None:
    for article in articles:
        await store.note(article, SEEN)


def _url(name: str) -> str:
    return f"https://outlet.example/{name}"


def _article(row: Document) -> Article:
    cited = reports_on.cited(row) if row["language"] == "ar" else ()
    return Article(
        url=_url(row["id"]), outlet=row["outlet"], title=row["title"], body=row["body"], language=row["language"],
        published=datetime.fromisoformat(row["published"]),
        citations=tuple(Attribution("citation", outlet, outlet, outlet) for outlet in cited),
    )  # fmt: skip
