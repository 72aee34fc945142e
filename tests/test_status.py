"""`scrapy status` and `scrapy runs`: who did the work, who did not, and why."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import MongoClient

from newscrawl.exits import Exit
from newscrawl.watching import ago, trouble
from tests.crawling import Project

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def run(**more: Any) -> dict[str, Any]:
    return {"outlet": "o", "state": "closed", "exit_code": 0, "verdict": "fine", "outcomes": {}, **more}


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (run(), None),
        (run(exit_code=73), None),
        (run(state="running"), None),
        (run(exit_code=69, verdict="unreachable: none of 3 sources"), "exit 69: unreachable: none of 3 sources"),
        (run(exit_code=65, verdict=None, reason="finished"), "exit 65: finished"),
        (run(state="died"), "died before its end"),
        (run(state="silent", pid=7, host="a"), "no sign of life of process 7 on a"),
        (run(exit_code=None), "document is broken"),
        ({}, "document is broken"),
        (run(state="of the future", exit_code="x"), "document is broken"),
    ],
)
def test_trouble_in_words(document: dict[str, Any], words: str | None) -> None:
    said = trouble(document)
    assert said is None if words is None else words in str(said)


@pytest.mark.parametrize(
    ("passed", "words"),
    [(5, "5 s ago"), (119, "119 s ago"), (120, "2 min ago"), (7199, "120 min ago"), (7200, "2 h ago"),
     (49 * 3600, "2 days ago")],
)  # fmt: skip
def test_how_long_ago(passed: int, words: str) -> None:
    assert ago(NOW - timedelta(seconds=passed), NOW) == words


def insert(project: Project, *runs: dict[str, Any]) -> None:
    with MongoClient[dict[str, Any]](project.uri) as client:
        for n, each in enumerate(runs):
            started = NOW + timedelta(hours=n)
            times = {"started": started, "finished": started + timedelta(minutes=1)}
            client[project.database].runs.insert_one({"_id": f"{n}", **times, **each})


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
    assert {name: each["trouble"] is None for name, each in found.items()} == {
        "well": True, "blocked": False, "silent": False,
    }  # fmt: skip
    assert found["blocked"]["worked"].startswith("2026-03-02 13:01")
    assert found["well"]["last"]["outcomes"] == {"new": 1, "updated": 1}
    runs = json.loads(project.scrapy("runs", "blocked", "--json", "--limit", "1").stdout)
    assert [each["verdict"] for each in runs] == ["blocked: the outlet turns the crawler away"]
    table = project.scrapy("runs").stdout.splitlines()
    assert len(table) == 7
    assert "a replay says nothing" in table[1]
    assert project.scrapy("runs", "a", "b").returncode == Exit.USAGE


def test_a_crawl_leaves_its_verdict(project: Project) -> None:
    pages = project.pages("none", {"https://www.turkeyalaan.net/x": b"x"})
    project.scrapy("crawl", "turkeyalaan", "-s", f"REPLAY={pages}")
    assert project.one("runs", {})["verdict"].startswith("unreachable: none of")


def test_without_a_database_the_way_out_is_named(project: Project) -> None:
    for command in ("status", "runs"):
        done = project.scrapy(command, MONGODB_URI="mongodb://127.0.0.1:1/")
        assert done.returncode == Exit.DATABASE
        assert "no answer; is it running" in done.stderr
