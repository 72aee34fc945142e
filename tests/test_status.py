"""`scrapy status` and `scrapy runs`: who did the work, who did not, and why."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import MongoClient

from newscrawl.exits import Exit
from newscrawl.health import Cause, Problem, Severity, judge_outside
from newscrawl.watching import ago
from tests.crawling import Project
from tests.serving import dashboard

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def run(**more: Any) -> dict[str, Any]:
    return {"outlet": "o", "started": NOW, "state": "closed", "exit_code": 0, "verdict": "fine", "outcomes": {}, **more}


def problem(cause: Cause, severity: Severity = Severity.ERROR) -> dict[str, Any]:
    return Problem(cause=cause, severity=severity, says="so it is", since=NOW).document()


def told(last: dict[str, Any], every: timedelta | None = None, **more: Any) -> list[str]:
    """The causes of what is wrong with an outlet whose latest run is this one."""
    outlet = {"_id": "o", "last": last, "judged": last if last.get("state") == "closed" else None, **more}
    return [each.cause.value for each in judge_outside(outlet, every, NOW)]


@pytest.mark.parametrize(
    ("last", "more", "causes"),
    [
        (run(), {}, []),
        (run(state="running", exit_code=None), {}, []),
        (run(exit_code=69, verdict="unreachable"), {}, ["down"]),
        (run(exit_code=65, problems=[problem(Cause.WALL)]), {}, ["wall"]),
        (run(problems=[problem(Cause.SLOW, Severity.WARNING), {"cause": "of the future"}]), {}, ["slow"]),
        (run(state="died"), {}, ["died"]),
        (run(state="running"), {"lives": False}, ["died"]),
        (run(state="silent"), {"lives": True}, ["hung"]),
        (run(state="silent"), {}, ["hung"]),
        (run(state="running"), {"judged": run(problems=[problem(Cause.WALL)])}, ["wall"]),
        (run(exit_code=None), {}, ["document"]),
        (run(schema=99), {}, ["document"]),
        (run(outcomes={"new": "many"}), {}, ["document"]),
        (run(started="yesterday"), {}, ["document"]),
        ({"state": "closed", "exit_code": 0, "started": NOW}, {}, ["document"]),
        (run(state="of the future", exit_code="x"), {}, ["document"]),
        (run(started=NOW - timedelta(hours=1)), {"every": timedelta(hours=1)}, []),
        (run(started=NOW - timedelta(hours=2)), {"every": timedelta(hours=1)}, ["missed"]),
        (run(started=NOW - timedelta(hours=2), state="running"), {"every": timedelta(hours=1)}, []),
        (run(started=NOW - timedelta(hours=2)), {"every": timedelta(hours=1), "held": NOW}, ["skipped"]),
        (run(started=NOW + timedelta(hours=2)), {}, ["clock"]),
    ],
)
def test_what_is_wrong_seen_from_outside(last: dict[str, Any], more: dict[str, Any], causes: list[str]) -> None:
    assert told(last, **more) == causes


@pytest.mark.parametrize(
    ("passed", "words"),
    [(5, "5 s ago"), (119, "119 s ago"), (120, "2 min ago"), (7199, "120 min ago"), (7200, "2 h ago"),
     (49 * 3600, "2 days ago"), (-0.5, "0 s ago"), (-3 * 3600, "in 3 h")],
)  # fmt: skip
def test_how_long_ago(passed: float, words: str) -> None:
    assert ago(NOW - timedelta(seconds=passed), NOW) == words


def insert(project: Project, *runs: dict[str, Any]) -> None:
    with MongoClient[dict[str, Any]](project.uri) as client:
        for n, each in enumerate(runs):
            started = NOW + timedelta(hours=n)
            times = {"started": started, "finished": started + timedelta(minutes=1)}
            client[project.database].runs.insert_one({"_id": f"{n}", **each, **times})


def test_the_fleet_at_a_glance(project: Project) -> None:
    empty = project.scrapy("status")
    assert (empty.returncode, empty.stdout.strip()) == (Exit.OK, "nothing was crawled yet")
    old = NOW - timedelta(days=1)
    insert(
        project,
        run(outlet="well", outcomes={"new": 3}),
        run(outlet="blocked", verdict="all is well"),
        run(outlet="blocked", exit_code=69, verdict="blocked: the outlet turns the crawler away"),
        run(outlet="silent", state="running", heartbeat=old, exit_code=None),
        run(outlet="well", exit_code=0, outcomes={"new": 1, "updated": 1}),
        run(outlet="well", exit_code=70, replay="x.warc.gz", verdict="a replay says nothing of the site"),
    )
    told = project.scrapy("status")
    assert told.returncode == Exit.DEGRADED
    assert told.stdout.rstrip().endswith("2 of 3 outlets need a look: blocked, silent")
    found = {each["_id"]: each for each in json.loads(project.scrapy("status", "--json").stdout)}
    assert {name: not each["problems"] for name, each in found.items()} == {
        "well": True, "blocked": False, "silent": False,
    }  # fmt: skip
    assert found["blocked"]["worked"].startswith("2026-03-02T13:01")
    assert found["well"]["last"]["outcomes"] == {"new": 1, "updated": 1}
    runs = json.loads(project.scrapy("runs", "blocked", "--json", "--limit", "1").stdout)
    assert [each["verdict"] for each in runs] == ["blocked: the outlet turns the crawler away"]
    table = project.scrapy("runs").stdout.splitlines()
    assert len(table) == 7
    assert "a replay says nothing" in table[1]
    assert project.scrapy("runs", "a", "b").returncode == Exit.USAGE
    nobody = project.scrapy("runs", "nobody", "--json")
    assert (nobody.returncode, nobody.stdout.strip()) == (Exit.NOTHING_FOUND, "[]")
    assert "nobody was never crawled" in nobody.stderr


def test_replays_are_shown_and_not_judged(project: Project) -> None:
    insert(
        project,
        run(outlet="real"),
        run(outlet="sample", exit_code=69, verdict="unreachable", replay="x.warc.gz", outcomes={"new": 12}),
        run(outlet="real", exit_code=69, verdict="unreachable", replay="x.warc.gz"),
    )
    told = project.scrapy("status")
    lines = {line.split()[0]: line for line in told.stdout.splitlines() if line}
    assert "replayed" in lines["sample"]
    assert "never" in lines["sample"]
    assert "12" in lines["sample"]
    assert "closed" in lines["real"]
    assert "1 of 2 outlets were only replayed from an archive" in told.stdout
    assert told.returncode == Exit.OK
    assert "Only replayed from an archive" in project.scrapy("status", "sample").stdout
    assert 'outlet="sample"' not in project.scrapy("metrics").stdout
    with dashboard(project) as running:
        assert running.get("/").text.count("replayed, not judged") == 1
        page = running.get("/outlet/sample")
    assert (page.status, "replayed, not judged" in page.text) == (200, True)


def test_a_crawl_leaves_its_verdict(project: Project) -> None:
    pages = project.pages("none", {"https://www.turkeyalaan.net/x": b"x"})
    project.scrapy("crawl", "turkeyalaan", "-s", f"REPLAY={pages}")
    assert project.one("runs", {})["verdict"].startswith("unreachable: none of")


def test_without_a_database_the_way_out_is_named(project: Project) -> None:
    for command in ("status", "runs"):
        done = project.scrapy(command, MONGODB_URI="mongodb://127.0.0.1:1/")
        assert done.returncode == Exit.DATABASE
        assert "no answer; is it running" in done.stderr
