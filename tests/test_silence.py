"""Silence: how unlikely it is, since when, from which source."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newscrawl.health import Expectations, judge
from newscrawl.health.arrivals import Arrivals
from newscrawl.health.calendar import plausible_shares
from newscrawl.health.reading import read
from newscrawl.health.statistics import STEADY, none_of, nothing, steadiness

NOW = datetime(2026, 11, 10, 12, tzinfo=UTC)  # a Tuesday without a feast
FEED, OTHER = "https://o.example/feed", "https://o.example/other"


def run(number: float, fresh: tuple[int, int], newest: float | None = None) -> dict[str, Any]:
    """So many half days before now; what the two sources named that was new; how old the newest was, in hours."""
    started = NOW - timedelta(hours=12 * number)
    dated = None if newest is None else started - timedelta(hours=newest)
    return {
        "_id": f"run-{number}", "started": started, "finished": started + timedelta(minutes=2), "state": "closed",
        "exit_code": 0, "outcomes": {"new": sum(fresh)} if sum(fresh) else {}, "asked": {"answered": 2},
        "sources": [{"url": url, "outcomes": {"answered": 1}, "named": 40, "fresh": count, "newest": dated}
                    for url, count in zip((FEED, OTHER), fresh, strict=True)],
    }  # fmt: skip


def stale(*latest: dict[str, Any], usual: tuple[int, int], newest: float | None = None, before: int = 80) -> list[str]:
    """What of feeds the last of these runs is told to be stale, after so many usual ones."""
    history = [run(number, usual, newest) for number in range(before, len(latest) - 1, -1)]
    *earlier, now = latest
    found = judge(now, Expectations(per_day=(1, 400)), [*history, *earlier])
    return [each.about for each in found if each.cause == "feed stale"]


def test_the_chance_of_nothing() -> None:
    assert nothing(5, 1) == pytest.approx(0.0067379, rel=1e-4)
    assert nothing(10, 5) == pytest.approx(5 ** (-10 / 4))
    assert nothing(5, 1, 0.5) == pytest.approx(0.0820850, rel=1e-4)
    assert nothing(1e-9, 1e9, 0.5, 10) == pytest.approx(0.5**10, rel=1e-3)  # the others tell all
    assert nothing(10, 1.0002, 0.5, 10) == pytest.approx(nothing(10, 1, 0.5), rel=0.05)  # the usual tells all


def test_a_part_is_as_steady_as_it_was() -> None:
    assert none_of([3], 0.5, 1) == pytest.approx(1 / 2 * 3 / 4 * 5 / 6)
    assert none_of([1], 0.3, 7) == pytest.approx(0.7)
    assert none_of([2, 2], 0.5, 1) == pytest.approx((1 / 2 * 3 / 4) ** 2)
    assert none_of([0], 1.0, 5) == 1
    assert none_of([4], 1.0, 5) < 1e-6
    assert steadiness([(5, 10)] * 20) == STEADY  # never otherwise
    assert steadiness([(10, 10), (0, 10)] * 10) < 0.1  # all or nothing
    assert steadiness([(1, 4), (3, 4)] * 500) == STEADY  # as chance has it
    assert steadiness([(9, 10), (1, 10)] * 10) == pytest.approx(2 / 3)
    assert steadiness([]) == STEADY


@pytest.mark.parametrize(("usual", "named"), [((10, 10), [""]), ((4, 4), [""]), ((1, 1), [])])
def test_a_silence_is_said_where_it_is_unlikely(usual: tuple[int, int], named: list[str]) -> None:
    assert stale(run(0, (0, 0)), usual=usual) == named


def test_a_silence_begins_with_the_newest_article() -> None:
    frozen_early, frozen_late = run(1, (2, 2), newest=11.5), run(1, (2, 2), newest=0.5)
    assert stale(frozen_late, run(0, (0, 0)), usual=(2, 2), newest=0.5) == []
    assert stale(frozen_early, run(0, (0, 0)), usual=(2, 2), newest=0.5) == [""]


def test_dates_that_are_always_late_make_no_silence() -> None:
    late = run(1, (2, 2), newest=11.5)
    assert stale(late, run(0, (0, 0)), usual=(2, 2), newest=11.5) == []


def test_one_source_is_told_by_the_others_and_by_its_own_habit() -> None:
    assert stale(run(0, (0, 8)), usual=(8, 8)) == [FEED]
    assert stale(run(0, (0, 2)), usual=(1, 1)) == []
    assert stale(run(0, (0, 6)), usual=(7, 3)) == [FEED]  # as steady as that was


def test_a_source_that_has_nothing_now_and_then_is_no_news() -> None:
    history = [run(number, (0, 16) if number % 7 == 3 else (8, 8)) for number in range(80, 0, -1)]
    found = judge(run(0, (0, 12)), Expectations(per_day=(1, 400)), history)
    assert [each.about for each in found if each.cause == "feed stale"] == []


def test_who_is_asked_more_often_is_doubted_less_often() -> None:
    def often(hours: int) -> list[str]:
        count = 40 * 24 // hours
        history = [run(number * hours / 12, (hours, 0)) for number in range(count, 8 // hours - 1, -1)]
        quiet = [run(number * hours / 12, (0, 0)) for number in range(8 // hours - 1, -1, -1)]
        found = judge(quiet[-1], Expectations(per_day=(1, 400)), [*history, *quiet[:-1]])
        return [each.about for each in found if each.cause == "feed stale"]

    assert often(8) == [""]
    assert often(1) == []


def test_who_looks_every_hour_is_told_wrong_less_often() -> None:
    def wrong_a_month(hours: int) -> float:
        runs = [read({**run(0, (1, 1)), "started": NOW - timedelta(hours=n)}) for n in range(0, 40 * 24, hours)][::-1]
        return Arrivals(runs).limit(0.5) * 30 * 24 / hours

    assert [wrong_a_month(hours) for hours in (24, 6, 1)] == pytest.approx([0.5, 0.5, 0.5 * 150 / 720])


def counted(number: float, *each: tuple[int, int], others: int, first: int = 1) -> dict[str, Any]:
    """A run that counted what its two sources named `alone` and `shared`; all that is shared was new at one of them."""
    found = run(number, (0, 0))
    for n, (source, (alone, shared)) in enumerate(zip(found["sources"], each, strict=True)):
        source |= {"alone": alone, "shared": shared, "others": others if n == 0 else each[0][0] + each[0][1]}
        source["fresh"] = alone + (shared if n == first else 0)
    return found


def test_a_source_that_is_never_asked_first_is_told_by_what_it_names_of_the_others_articles() -> None:
    history = [counted(number, (0, 9), (1, 9), others=10) for number in range(80, 0, -1)]
    frozen, slow, feast = ((0, 0), (10, 0), 10), ((0, 3), (7, 3), 10), ((0, 0), (3, 0), 3)
    assert [
        stale_of(history, [counted(0, feed, other, others=others)]) for feed, other, others in (frozen, slow, feast)
    ] == [[FEED], [], [FEED]]


@pytest.mark.parametrize("name", ["named", "fresh", "alone", "shared", "others"])
def test_a_count_that_is_none_makes_a_run_that_cannot_be_read(name: str) -> None:
    history = [counted(number, (0, 9), (1, 9), others=10) for number in range(80, 0, -1)]
    broken = counted(0, (0, 0), (10, 0), others=10)
    broken["sources"][0][name] = "many"
    assert [each.cause.value for each in judge(broken, Expectations(per_day=(1, 400)), history)] == ["document"]
    later = {**counted(0, (0, 0), (10, 0), others=10), "started": NOW + timedelta(hours=12)}
    assert stale_of([*history, broken], [later]) == [FEED]


def test_nothing_among_nothing_is_no_news() -> None:
    """A night on which the others have next to nothing as well."""
    history = [counted(number, (0, 9), (1, 9), others=10) for number in range(80, 0, -1)]
    assert stale_of(history, [counted(0, (0, 0), (1, 0), others=1)]) == []


def test_what_is_shared_counts_once_enough_runs_have_counted_it() -> None:
    """Runs of before say only who named an article first, and this source never did."""

    def told(count: int) -> list[str]:
        before = [run(number, (0, 10)) for number in range(80, count, -1)]
        since = [counted(number, (0, 10), (0, 10), others=10) for number in range(count, 0, -1)]
        return stale_of([*before, *since], [counted(0, (0, 0), (30, 0), others=30)])

    assert [told(7), told(24)] == [[], [FEED]]


def test_until_then_what_a_source_was_the_first_to_name_counts() -> None:
    before = [run(number, (8, 8)) for number in range(80, 3, -1)]
    since = [counted(number, (8, 0), (8, 0), others=8) for number in range(3, 0, -1)]
    assert stale_of([*before, *since], [counted(0, (0, 0), (8, 0), others=8)]) == [FEED]


def test_an_archive_that_only_one_source_names_says_nothing_of_the_others() -> None:
    history = [counted(number, (0, 9), (1, 9), others=10) for number in range(80, 0, -1)]
    history[40] = counted(40, (0, 10), (1990, 10), others=2000)
    assert stale_of(history, [counted(0, (0, 0), (10, 0), others=10)]) == [FEED]
    assert stale_of(history, [counted(0, (0, 0), (1990, 0), others=1990)]) == []


def test_a_silence_that_was_told_is_no_habit_from_its_beginning() -> None:
    """Half a week of it in six, told on its second day, and the source is missed as soon as it was the first time."""
    history = [counted(number, (0, 9), (1, 9), others=10) for number in range(80, 0, -1)]
    for number in range(40, 33, -1):
        history[80 - number] = counted(number, (0, 0), (10, 0), others=10)
    latest = counted(0, (0, 0), (5, 0), others=5)
    untold = stale_of(history, [latest])
    for number in range(37, 33, -1):
        history[80 - number]["problems"] = [{"cause": "feed stale", "about": FEED, "severity": "warning", "says": ""}]
    assert [untold, stale_of(history, [latest])] == [[], [FEED]]


def test_of_a_day_with_far_too_little_the_source_is_named_that_has_nothing() -> None:
    history = [counted(number, (80, 19), (1, 19), others=20) for number in range(80, 0, -1)]
    before = counted(1, (0, 0), (20, 0), others=20)
    found = judge(counted(0, (0, 0), (20, 0), others=20), Expectations(per_day=(1, 400)), [*history[:-1], before])
    assert [(each.cause.value, each.about) for each in found] == [("empty", ""), ("feed stale", FEED)]


def test_the_words_say_what_is_usual() -> None:
    history = [counted(number, (0, 9), (1, 9), others=10) for number in range(80, 0, -1)]
    (problem,) = judge(counted(0, (0, 0), (14, 0), others=14), Expectations(per_day=(1, 400)), history)
    assert problem.says == (
        f"{FEED} names none of the 14 new articles that other sources name since 2026-11-10 12:00; 90% is usual"
    )
    assert problem.evidence["others"] == 14


def test_a_pause_that_was_by_chance_is_no_habit_of_longer_ones() -> None:
    """Once it named none of two or three articles; none of sixty is another matter, and none of three is not."""
    history = [counted(number, (6, 0), (4, 0), others=4) for number in range(80, 0, -1)]
    for number in (60, 40, 20):
        history[80 - number] = counted(number, (0, 0), (4, 0), others=4)
    assert stale_of(history, [counted(0, (0, 0), (60, 0), others=60)]) == [FEED]
    assert stale_of(history, [counted(0, (0, 0), (4, 0), others=4)]) == []


def test_who_alone_has_dates_has_not_the_newest_of_all() -> None:
    """A section of a few articles beside one of many, which dates nothing."""
    history = [sections(number, few=2) for number in range(80, 0, -1)]
    assert stale_of(history, [sections(0, few=0)]) == []


def sections(number: int, few: int) -> dict[str, Any]:
    found = run(number, (8, few))
    found["sources"][1]["newest"] = found["started"] - timedelta(hours=1 if few else 13)
    return found


def stale_of(history: list[dict[str, Any]], latest: list[dict[str, Any]]) -> list[str]:
    *earlier, now = [*history, *latest]
    found = judge(now, Expectations(per_day=(1, 400)), earlier)
    return [each.about for each in found if each.cause == "feed stale"]


def test_a_weekday_has_its_own_level_only_where_its_days_say_so() -> None:
    def level(tuesdays: tuple[int, ...]) -> float:
        """What is expected of a Tuesday, where the other days have eight."""
        days = [8 if n % 7 != 6 else tuesdays[n // 7] for n in range(35, 0, -1)]
        moments = [NOW - timedelta(days=n) for n in range(36, -1, -1)]
        runs = [read({**run(0, (fresh, 0)), "started": at}) for at, fresh in zip(moments, (0, *days, 0), strict=True)]
        found = Arrivals(runs).level(NOW, NOW + timedelta(days=1))
        assert found
        return found[0]

    assert level((4, 8, 5, 9, 6)) == 8
    assert level((0, 1, 0, 0, 0)) < 1


def test_what_was_silent_before_the_feast_is_not_the_feast() -> None:
    """The feast of 20 March 2026 may begin a day early; a silence since the 18th is none of it."""
    at = datetime(2026, 3, 20, tzinfo=UTC)

    def since(hours: float) -> list[str]:
        silent = int(hours // 12)
        made = [run(number, (20, 20) if number > silent else (0, 0)) for number in range(80, -1, -1)]
        moved = [{**each, "started": at - (NOW - each["started"])} for each in made]
        return stale_of(moved[:-1], moved[-1:])

    assert since(36) == [""]
    assert since(12) == []


def test_what_was_written_before_a_feast_tells_nothing_of_it() -> None:
    """At noon of the 20th all of the feast has been silent; the day before it was as busy as any."""
    at = datetime(2026, 3, 20, 12, tzinfo=UTC)
    made = [run(number, (9, 9) if number > 2 else (0, 0)) for number in range(80, -1, -1)]
    moved = [{**each, "started": at - (NOW - each["started"])} for each in made]
    assert stale_of(moved[:-1], moved[-1:]) == []


def test_a_feast_may_be_kept_or_not() -> None:
    feast = datetime(2026, 3, 20, 6, tzinfo=UTC)
    shares = plausible_shares(feast, feast + timedelta(hours=6))
    assert (min(shares), max(shares)) == (0.05, 1.0)
    assert plausible_shares(NOW, NOW + timedelta(hours=6)) == (1.0,)
