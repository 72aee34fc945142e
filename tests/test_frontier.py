"""The frontier: what is visited when, who has it, and whose word counts."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from newscrawl.frontier import ARTICLE, BACKLOG, FRESH, RANKS, REVISIT, SOURCE, Claim, Entry, Found, settle
from newscrawl.schedule import after_article, after_source, backoff
from newscrawl.store import connection
from newscrawl.store.frontier import FrontierStore
from newscrawl.store.leases import Holder, LeaseStore
from newscrawl.store.pace import PaceStore

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("outcome", "age", "attempts", "next_visit"),
    [
        ("new", timedelta(), 1, HOUR),
        ("unchanged", 30 * MINUTE, 1, 30 * MINUTE),
        ("updated", 2 * HOUR, 1, 22 * HOUR),
        ("unchanged", timedelta(days=2), 1, timedelta(days=5)),
        ("new", timedelta(days=8), 1, None),
        ("failed/timeout", timedelta(), 1, 15 * MINUTE),
        ("failed/http_503", timedelta(), 2, HOUR),
        ("failed/dns", timedelta(), 4, 16 * HOUR),
        ("failed/dns", timedelta(), 5, None),
        ("failed/http_404", timedelta(), 1, timedelta(days=1)),
        ("failed/http_410", timedelta(), 2, None),
        ("rejected/no_body", timedelta(), 1, timedelta(days=1)),
        ("rejected/no_body", timedelta(), 2, None),
        ("rejected/robots", timedelta(), 9, timedelta(days=7)),
    ],
)
def test_the_next_visit_of_an_article(
    outcome: str, age: timedelta, attempts: int, next_visit: timedelta | None
) -> None:
    due = after_article(outcome, appeared=NOW - age, attempts=attempts, now=NOW)
    assert due == (NOW + next_visit if next_visit is not None else None)


@pytest.mark.parametrize(
    ("outcome", "interval", "fresh", "longer", "pause"),
    [
        ("answered", 30, 3, 15, 13.5),
        ("answered", 30, 0, 45, 40.5),
        ("unchanged", 30, 0, 45, 40.5),
        ("answered", 6, 9, 5, 4.5),
        ("answered", 300, 0, 360, 324),
        ("failed/timeout", 30, 0, 30, 0),
    ],
)
def test_a_source_is_asked_as_often_as_it_names_new_articles(
    outcome: str, interval: int, fresh: int, longer: int, pause: float
) -> None:
    found = after_source(outcome, interval=interval * MINUTE, fresh=fresh, now=NOW)
    assert found == (longer * MINUTE, NOW + pause * MINUTE)


def test_failures_in_a_row_wait_ever_longer_up_to_a_day() -> None:
    assert [backoff(n) for n in (1, 2, 3, 4, 5, 1000)] == [15 * MINUTE, HOUR, 4 * HOUR, 16 * HOUR, 24 * HOUR, 24 * HOUR]


def entry(number: int, rank: int = FRESH) -> Entry:
    kind = "Feed" if rank == SOURCE else ARTICLE
    return Entry(f"id{number}", f"https://example.org/{number}", kind, rank, "feed")


Told = Callable[..., Awaitable[None]]


def run(mongo_uri: str, name: str, told: Told, runs: int = 1, lease: timedelta = HOUR) -> None:
    async def connected() -> None:
        client = connection.connect(mongo_uri)
        stores = [FrontierStore(client[name], "outlet", f"run{n}", lease) for n in range(1, runs + 1)]
        try:
            for store in stores:
                await store.open()
            await told(*stores)
        finally:
            await client.close()

    asyncio.run(connected())


def stored(claim: Claim, store: FrontierStore) -> object:
    return settle(claim, "new", store.clock.now(), Found())


def test_sources_that_are_read_at_the_same_time_share_what_they_name(mongo_uri: str, database_name: str) -> None:
    """Whatever the order in which MongoDB answers them."""

    async def told(store: FrontierStore) -> None:
        fresh = await asyncio.gather(*(store.add(map(entry, range(n, n + 2000)), f"{n}") for n in range(8)))
        told = [store.coverage.of(f"{n}") for n in range(8)]
        assert sum(fresh) == 2007
        assert [(each["alone"], each["shared"]) for each in told] == [(1, 1999), *[(0, 2000)] * 6, (1, 1999)]

    run(mongo_uri, database_name, told)


def test_what_is_known_is_not_entered_twice_and_the_first_spelling_stays(mongo_uri: str, database_name: str) -> None:
    async def told(store: FrontierStore) -> None:
        assert await store.add(entry(n) for n in range(2500)) == 2500
        assert await store.add([entry(1), entry(9000), Entry("id9000", "https://example.org/again", ARTICLE, 1)]) == 1
        assert await store.entries.count_documents({"url": "https://example.org/again"}) == 0

    run(mongo_uri, database_name, told)


def test_sources_come_before_news_and_news_before_the_backlog(mongo_uri: str, database_name: str) -> None:
    async def told(store: FrontierStore) -> None:
        await store.add([entry(1, BACKLOG), entry(2), entry(3), entry(4, SOURCE)])
        claims = await store.claim(3, RANKS)
        assert [each.id for each in claims] == ["outlet id4", "outlet id2", "outlet id3"]
        assert await store.claim(3, (SOURCE,)) == []

    run(mongo_uri, database_name, told)


def test_what_a_feed_names_is_news_though_an_old_sitemap_named_it_first(mongo_uri: str, database_name: str) -> None:
    async def told(store: FrontierStore) -> None:
        await store.add([entry(1, BACKLOG), entry(2, BACKLOG), entry(3)])
        assert await store.add([entry(2), entry(3, BACKLOG)]) == 0
        assert {each["url"][-1]: each["rank"] async for each in store.entries.find()} == {
            "1": BACKLOG, "2": FRESH, "3": FRESH
        }  # fmt: skip
        (claim,) = [each for each in await store.claim(2, (FRESH,)) if each.id.endswith("id2")]
        await store.settle([stored(claim, store)])
        await store.add([entry(2)])
        assert await store.entries.count_documents({"_id": "outlet id2", "rank": REVISIT}) == 1

    run(mongo_uri, database_name, told)


def test_no_entry_is_claimed_by_two(mongo_uri: str, database_name: str) -> None:
    async def told(*stores: FrontierStore) -> None:
        await stores[0].add(entry(n) for n in range(200))
        taken = await asyncio.gather(*(store.claim(20, RANKS) for store in stores for _ in range(5)))
        ids = [claim.id for claims in taken for claim in claims]
        assert len(ids) == len(set(ids)) > 0

    run(mongo_uri, database_name, told, runs=4)


def test_a_run_that_slept_beyond_its_lease_does_not_claim_its_own_again(mongo_uri: str, database_name: str) -> None:
    async def told(store: FrontierStore, other: FrontierStore) -> None:
        await store.add([entry(1), entry(2)])
        (first,) = await store.claim(1, RANKS)
        (second,) = await store.claim(1, RANKS)
        await asyncio.sleep(0.05)
        assert await store.claim(2, RANKS) == []
        (taken,) = await other.claim(1, RANKS)
        assert await store.taken_over([first, second]) == [each for each in (first, second) if each.id == taken.id]

    run(mongo_uri, database_name, told, runs=2, lease=timedelta(milliseconds=10))


def test_a_claim_that_ran_out_is_another_runs_and_the_late_word_does_not_count(
    mongo_uri: str, database_name: str
) -> None:
    async def told(first: FrontierStore, second: FrontierStore) -> None:
        await first.add([entry(1)])
        (late,) = await first.claim(1, RANKS)
        assert await second.claim(1, RANKS) == []
        await asyncio.sleep(0.3)
        (claim,) = await second.claim(1, RANKS)
        assert claim.attempts == 2
        assert await second.settle([stored(claim, second)]) == 0
        assert await second.settle([stored(claim, second)]) == 0, "repeated, as after a lost answer"
        assert await first.settle([stored(late, first)]) == 1
        assert (await second.tally("run2")).outcomes == {"new": 1}
        assert (await first.tally("run1")).outcomes == {}

    run(mongo_uri, database_name, told, runs=2, lease=timedelta(seconds=0.2))


def test_of_two_runs_with_one_token_the_late_word_does_not_count(
    mongo_uri: str, database_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on two machines that were started from one image, with the same chance."""
    monkeypatch.setattr(secrets, "token_hex", lambda _: "token")

    async def told(first: FrontierStore, second: FrontierStore) -> None:
        await first.add([entry(1)])
        (late,) = await first.claim(1, RANKS)
        await asyncio.sleep(0.3)
        (claim,) = await second.claim(1, RANKS)
        assert late.token == claim.token
        assert await first.settle([stored(late, first)]) == 1
        assert await second.settle([stored(claim, second)]) == 0
        assert [(await store.tally(store.run)).outcomes for store in (first, second)] == [{}, {"new": 1}]

    run(mongo_uri, database_name, told, runs=2, lease=timedelta(seconds=0.2))


def test_what_a_run_lets_go_and_what_others_took_over_counts_articles_alone(mongo_uri: str, database_name: str) -> None:
    async def told(first: FrontierStore, second: FrontierStore) -> None:
        await first.add([entry(1, SOURCE), entry(2, SOURCE), entry(3), entry(4)])
        claims = await first.claim(4, RANKS)
        await asyncio.sleep(0.3)
        assert len(await second.claim(3, RANKS)) == 3
        assert await first.settle([stored(claim, first) for claim in claims if claim.id[-1] in "123"]) == 1
        assert await first.release("run1", tried=False) == 1
        assert await second.release("run2", tried=False) == 1

    run(mongo_uri, database_name, told, runs=2, lease=timedelta(seconds=0.2))


def test_a_run_visits_nothing_twice(mongo_uri: str, database_name: str) -> None:
    async def told(first: FrontierStore, second: FrontierStore) -> None:
        await first.add([entry(1)])
        (claim,) = await first.claim(1, RANKS)
        await first.settle([settle(claim, "failed/timeout", NOW - HOUR, Found())])
        assert await first.claim(1, RANKS) == []
        assert [each.id for each in await second.claim(1, RANKS)] == [claim.id]

    run(mongo_uri, database_name, told, runs=2)


def test_a_machine_whose_clock_is_wrong_changes_nothing(mongo_uri: str, database_name: str) -> None:
    async def told(first: FrontierStore, second: FrontierStore) -> None:
        await first.add([entry(1)])
        await first.claim(1, RANKS)
        second.clock.read += timedelta(days=1)
        await second.extend()
        assert await second.claim(1, RANKS) == []

    run(mongo_uri, database_name, told, runs=2)


def test_an_article_that_is_not_there_is_missed(mongo_uri: str, database_name: str) -> None:
    async def told(store: FrontierStore) -> None:
        await store.add([entry(1), entry(2)])
        await store.entries.database.articles.insert_one({"_id": "there"})
        one, other = await store.claim(2, RANKS)
        found = [(one, "there"), (other, "nowhere")]
        await store.settle([settle(claim, "new", NOW, Found(article=article)) for claim, article in found])
        assert (await store.tally("run1")).missing == 1

    run(mongo_uri, database_name, told)


def test_sources_that_are_no_longer_declared_are_forgotten(mongo_uri: str, database_name: str) -> None:
    async def told(store: FrontierStore) -> None:
        root, child = Entry("Feed a", "a", "Feed", SOURCE, "a"), Entry("Sitemap b", "b", "Sitemap", SOURCE, "a")
        await store.declare([root], awake=False)
        await store.add([child, entry(1)])
        await store.declare([root], awake=False)
        assert await store.entries.count_documents({}) == 3
        await store.declare([Entry("Feed c", "c", "Feed", SOURCE, "c")], awake=False)
        left = {each["url"] async for each in store.entries.find()}
        assert left == {"c", "https://example.org/1"}

    run(mongo_uri, database_name, told)


@pytest.mark.parametrize(
    ("sharing", "enters"),
    [((False, False), False), ((True, True), True), ((True, False), False), ((False, True), False)],
)
def test_an_outlet_is_shared_only_where_all_are_willing(
    mongo_uri: str, database_name: str, sharing: tuple[bool, bool], enters: bool
) -> None:
    async def told() -> None:
        client = connection.connect(mongo_uri)
        holders = [Holder(f"run{n}", "host", 1, f"machine{n}") for n in (1, 2)]
        first, second = (
            LeaseStore(client[database_name], "outlet", holder, 60, shared=shared)
            for holder, shared in zip(holders, sharing, strict=True)
        )
        assert await first.acquire() == (None, [])
        holder, _ = await second.acquire()
        assert (holder is None) == enters
        assert enters or holder == holders[0]
        assert await first.renew()
        assert await second.renew() == enters
        await first.release()
        assert (await second.acquire())[0] is None
        await client.close()

    asyncio.run(told())


def test_a_lease_that_expired_is_taken_and_its_holder_told(mongo_uri: str, database_name: str) -> None:
    async def told() -> None:
        client = connection.connect(mongo_uri)
        first, second = (
            LeaseStore(client[database_name], "outlet", Holder(f"run{n}", "host", 1, f"machine{n}"), 0.2, shared=False)
            for n in (1, 2)
        )
        await first.acquire()
        await asyncio.sleep(0.3)
        assert await second.acquire() == (None, ["run1"])
        assert not await first.renew()
        await client.close()

    asyncio.run(told())


def test_moments_of_a_host_are_handed_out_one_by_one(mongo_uri: str, database_name: str) -> None:
    async def told() -> None:
        client = connection.connect(mongo_uri)
        pace = PaceStore(client[database_name])
        waits = sorted(await asyncio.gather(*(pace.reserve("example.org", 10) for _ in range(4))))
        assert waits == pytest.approx([0, 10, 20, 30], abs=1)
        assert await pace.reserve("example.com", 10) == 0
        await client.close()

    asyncio.run(told())
