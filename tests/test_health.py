"""Health: what a run is told by, and floors for what the judge sees and how often it cries wolf."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newscrawl.health import Expectations, Severity, judge
from newscrawl.health.calendar import islamic
from newscrawl.health.statistics import at_least, at_most
from newscrawl.store.runs import SHORT
from tests.bench.health import measure, rates
from tests.newsroom_outlets import outlets
from tests.newsroom_years import runs

NOW = datetime(2026, 11, 10, 12, tzinfo=UTC)  # a Tuesday without a feast
EXPECTED = Expectations(per_day=(20, 400))
FEED, OTHER = "https://o.example/feed", "https://o.example/other"


def run(number: int = 0, fresh: int = 20, **more: Any) -> dict[str, Any]:
    """A good run, so many half days before now."""
    started = NOW - timedelta(hours=12 * number)
    body = {
        "found": fresh,
        "missing": 0,
        "by": {"selector": fresh},
        "declared": True,
        "first": {"selector": f"https://o.example/{number}/a"},
        "last": {"selector": f"https://o.example/{number}/z"},
    }
    return {
        "_id": f"run-{number}", "outlet": "o", "started": started, "finished": started + timedelta(minutes=2),
        "state": "closed", "exit_code": 0, "reason": "finished", "outcomes": {"new": fresh}, "asked": {"answered": 2},
        "sources": [{"url": url, "kind": "Feed", "outcomes": {"answered": 1}, "named": 40, "fresh": fresh // 2,
                     "newest": started - timedelta(minutes=9)} for url in (FEED, OTHER)],
        "fields": {"body": body} if fresh else {},
        "texts": {"pages": fresh, "words": {"p50": 300}, "letters": {"p50": 0.93}},
        "newest": started - timedelta(minutes=9), "timing": {"latency": {"p50": 0.4}}, "copies": 0,
        "problems": [], **more,
    }  # fmt: skip


HISTORY = [run(number) for number in range(80, 0, -1)]


def sources(outcome: str, other: str = "answered") -> dict[str, Any]:
    found = [{"url": url, "kind": "Feed", "outcomes": {how: 1}, "named": 0 if "/" in how else 40, "fresh": 0}
             for url, how in ((FEED, outcome), (OTHER, other))]  # fmt: skip
    return {"sources": found, "asked": {outcome: 1, other: 1} if outcome != other else {outcome: 2}}


def fields(**by: int) -> dict[str, Any]:
    lost = by.pop("missing", 0)
    pages = {name: f"https://o.example/{name}" for name in by}
    field = {"found": sum(by.values()), "missing": lost, "by": by, "declared": True, "first": pages, "last": pages}
    return {"fields": {"body": field}}


@pytest.mark.parametrize(
    ("now", "wrong"),
    [
        (run(), []),
        (run(fresh=9), []),
        (run(fresh=0), ["feed stale"]),
        (run(fresh=0, outcomes={}, **sources("failed/dns", "failed/dns")), ["dns"]),
        (run(fresh=0, outcomes={}, **sources("failed/tls", "failed/tls")), ["tls"]),
        (run(fresh=0, outcomes={}, **sources("failed/timeout", "failed/timeout")), ["slow"]),
        (run(fresh=0, outcomes={}, **sources("failed/http_403", "failed/http_403")), ["blocked"]),
        (run(fresh=0, outcomes={}, **sources("failed/http_404", "failed/unreadable")), ["feed gone"]),
        (run(fresh=0, outcomes={}, **sources("failed/refused", "failed/refused")), ["down"]),
        (run(outcomes={"new": 2, "failed/http_403": 18}), ["blocked"]),
        (run(outcomes={"new": 2, "rejected/wall_consent": 18}), ["wall"]),
        (run(outcomes={"new": 2, "failed/timeout": 18}), ["slow"]),
        (run(**fields(generic=20)), ["markup changed"]),
        (run(**fields(selector=5, missing=15)), ["markup changed"]),
        (run(**fields(selector=19, generic=1)), []),
        (run(texts={"pages": 20, "words": {"p50": 30}, "letters": {"p50": 0.93}}), ["markup changed"]),
        (run(texts={"pages": 20, "words": {"p50": 300}, "letters": {"p50": 0.4}}), ["markup changed"]),
        (run(texts={"pages": 20, "words": {"p50": 300}, "same": 18}), ["markup changed"]),
        (run(exit_code=74, verdict="MongoDB did not take every article"), ["database"]),
        (run(exit_code=70, verdict="an exception"), ["bug"]),
        (run(exit_code=75, reason="shutdown"), ["unfinished"]),
        (run(schema=2), ["document"]),
        (run(outcomes=None, state="closed"), []),
        ({"state": "closed", "exit_code": 0, "started": NOW}, ["document"]),
        ({}, ["document"]),
    ],
)  # fmt: skip
def test_each_fault_has_its_cause_and_is_an_error(now: dict[str, Any], wrong: list[str]) -> None:
    found = judge(now, EXPECTED, HISTORY)
    assert [each.cause.value for each in found if each.severity is Severity.ERROR] == wrong


def test_walls_are_told_by_their_kinds() -> None:
    walled = run(outcomes={"new": 2, "rejected/wall_login": 4, "rejected/wall_consent": 14, "rejected/no_body": 1})
    problem = next(each for each in judge(walled, EXPECTED, HISTORY) if each.cause.value == "wall")
    assert problem.says.startswith("18 of 21 pages showed a wall: 14 consent, 4 login (")
    assert (problem.evidence["consent"], problem.evidence["login"]) == (14, 4)


@pytest.mark.parametrize(
    ("now", "wrong"),
    [
        (run(fresh=1000), ["surge"]),
        (run(timing={"latency": {"p50": 9.0}}), ["slow"]),
        (run(clock_skew=900.0), ["clock"]),
        (run(finished=NOW - timedelta(hours=3)), ["clock"]),
        (run(**sources("failed/http_404"), fresh=20), ["feed gone"]),
        (run(copies=20), ["copies"]),
        (run(texts={"pages": 20, "words": {"p50": 300}, "dates": {"at_the_fetch": 19}}), ["markup changed"]),
    ],
)
def test_what_may_come_to_an_error_is_a_warning(now: dict[str, Any], wrong: list[str]) -> None:
    found = judge(now, EXPECTED, HISTORY)
    assert [each.cause.value for each in found if each.severity is Severity.WARNING] == wrong


def extra(declared: bool = False, missing: int = 0, **by: int) -> dict[str, Any]:
    """The field `authors`, which can be done without."""
    field = {"found": sum(by.values()), "missing": missing, "by": by, "declared": declared, "first": {}, "last": {}}
    return {"fields": {"authors": field}}


@pytest.mark.parametrize(
    ("before", "now", "wrong"),
    [
        ([], extra(missing=20), []),
        ([extra(missing=5)], extra(missing=20), []),
        ([extra(missing=5), extra(missing=7)], extra(missing=40), []),
        ([extra(missing=5)], extra(declared=True, missing=20), []),
        ([extra(missing=4, meta=1)], extra(missing=20), []),
        ([extra(meta=5)], extra(missing=20), ["authors"]),
        ([extra(meta=20)] * 3, extra(missing=20), ["authors"]),
    ],
)
def test_first_runs_miss_nothing_that_never_was(
    before: list[dict[str, Any]], now: dict[str, Any], wrong: list[str]
) -> None:
    history = [run(len(before) - number, 5, **each) for number, each in enumerate(before)]
    found = judge(run(**now), EXPECTED, history)
    assert [each.about for each in found if each.cause == "markup changed"] == wrong


@pytest.mark.parametrize(("refused", "hours", "wrong"), [(2, 12, ["blocked"]), (1, 12, []), (2, 0.25, [])])
def test_who_looks_seldom_says_it_of_fewer_pages(refused: int, hours: float, wrong: list[str]) -> None:
    """Two refusals in a run of three, after a few in hundreds of pages."""
    usual = {"new": 3}, {"new": 2, "failed/http_403": 1}
    history = [run(number * hours / 12, 3, outcomes=usual[number % 60 == 0]) for number in range(240, 0, -1)]
    now = run(0, 3, outcomes={"new": 3 - refused, "failed/http_403": refused})
    found = judge(now, EXPECTED, history)
    assert [each.cause.value for each in found if each.cause == "blocked"] == wrong


def test_runs_kept_in_short_still_say_how_many_were_copies() -> None:
    kept = {name.partition(".")[0] for name in SHORT}
    history = [run(number / 12, copies=5) for number in range(1000, 0, -1)]
    short = [{name: value for name, value in each.items() if name in kept} for each in history[:800]]
    found = judge(run(0, copies=6), EXPECTED, [*short, *history[800:]])
    assert "copies" not in [each.cause.value for each in found]


def test_a_selector_that_stopped_matching_is_named_with_the_pages() -> None:
    (problem,) = judge(run(**fields(generic=3)), EXPECTED, HISTORY)
    assert problem.about == "body"
    assert "the selector of `body` gave nothing on 3 of 3 pages" in problem.says
    assert problem.evidence["last_right"] == "https://o.example/1/z"
    assert problem.evidence["first_wrong"] == "https://o.example/generic"


def test_since_when_and_carried_over_a_run_that_did_nothing() -> None:
    broken = run(**fields(generic=20))
    broken["problems"] = [each.document() for each in judge(broken, EXPECTED, HISTORY)]
    later = {"started": NOW + timedelta(minutes=15), "finished": NOW + timedelta(minutes=16)}
    idle = run(fresh=0, outcomes={}, asked={}, sources=[], **later)
    (problem,) = judge(idle, EXPECTED, [*HISTORY, broken])
    assert (problem.cause.value, problem.since) == ("markup changed", NOW)


def test_broken_history_is_passed_over() -> None:
    assert not judge(run(), EXPECTED, [{"x": 1}, {"state": 7}, run(-5), *HISTORY])


def test_the_calendar_knows_the_feasts() -> None:
    assert islamic(datetime(2026, 3, 20, tzinfo=UTC).date()) == (10, 1)
    assert islamic(datetime(2026, 5, 27, tzinfo=UTC).date()) == (12, 10)
    assert islamic(datetime(2026, 2, 18, tzinfo=UTC).date()) == (9, 1)


def test_tails() -> None:
    assert at_most(0, 5, 1) == pytest.approx(0.0067379, rel=1e-4)
    assert at_most(2, 4, 1) == pytest.approx(0.2381033, rel=1e-4)
    assert at_most(0, 10, 5) == pytest.approx(5 ** (-10 / 4), rel=1e-6)
    assert at_least(2, 3, 0.5) == pytest.approx(0.5)
    assert at_least(3, 3, 0.1) == pytest.approx(0.001)


def test_the_floor_of_what_is_seen_in_a_small_fleet() -> None:
    judge_, ideal, zero, half = measure([5], count=8, days=60).values()
    first, costly, false = rates(judge_)
    assert judge_.planted.total() >= 10
    assert first >= 0.85
    assert costly >= 0.9
    assert false <= 0.2
    assert rates(zero)[0] < first > rates(half)[0]
    assert rates(ideal)[0] >= first


def test_sources_that_lag_share_less_of_what_is_new() -> None:
    def share(late: float) -> float:
        made = [each for each in outlets(5, count=40, days=10) if len(each.sources) > 1 and not each.apart]
        for outlet in made:
            outlet.late = late
        seen = [source for outlet in made for run, *_ in runs(outlet, 10) for source in run["sources"]]
        return sum(each["shared"] for each in seen) / sum(each["others"] for each in seen)

    assert 0.5 * share(0) < share(12) < 0.9 * share(0)
