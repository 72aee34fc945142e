"""Machines whose clocks and time zones differ share an outlet all the same: MongoDB's clock is the one that counts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import libfaketime
import pytest

from newscrawl.exits import Exit
from tests.crawling import Project
from tests.loopback import newspaper, options
from tests.webserver import Page, Site, serving

pytestmark = [pytest.mark.faults, pytest.mark.long]
COUNT = 30
LIBRARY = Path(libfaketime.__file__).parent / "vendor" / "libfaketime" / "src" / "libfaketime.so.1"


@pytest.fixture
def site() -> Iterator[Site]:
    pages: dict[str, Page] = {}
    with serving(pages) as site:
        pages.update(newspaper(COUNT, site.address))
        yield site


def skewed(by: str, zone: str) -> dict[str, str]:
    """The environment of a machine whose clock is off by so much, in another time zone."""
    return {"LD_PRELOAD": str(LIBRARY), "FAKETIME": by, "DONT_FAKE_MONOTONIC": "1", "TZ": zone}


def test_clocks_that_differ_break_neither_leases_nor_order(project: Project, site: Site) -> None:
    began = datetime.now(UTC) - timedelta(seconds=1)
    slow = options(site.address, DOWNLOAD_DELAY=2, CONCURRENT_REQUESTS_PER_DOMAIN=1, LEASE_SECONDS=60)
    holder = project.start("crawl", "loopback", *slow)
    project.wait_for("articles", 2)
    ahead = project.scrapy("crawl", "loopback", *options(site.address), **skewed("+3d", "Pacific/Kiritimati"))
    assert ahead.returncode == Exit.HELD, ahead.stderr[-3000:]
    holder.kill()
    holder.communicate()
    behind = project.scrapy("crawl", "loopback", *options(site.address), **skewed("-3d", "America/Los_Angeles"))
    assert behind.returncode == 0, behind.stderr[-3000:]
    ended = datetime.now(UTC) + timedelta(seconds=1)
    runs = sorted(project.find("runs"), key=lambda run: run["started"])
    assert [run["state"] for run in runs] == ["died", "closed", "closed"]
    assert [run.get("reason") for run in runs[1:]] == ["held", "finished"]
    articles = project.find("articles")
    assert len(articles) == COUNT
    assert all(began <= each[when] <= ended for each in articles for when in ("first_seen", "last_seen", "fetched"))
    assert all(began <= each["visits"][0]["at"] <= ended for each in project.find("frontier"))
    assert runs[2]["clock_skew"] == pytest.approx(-3 * 86400, abs=5), "and it is said"


@pytest.mark.parametrize("step", ["+2h", "-2h"])
def test_a_clock_that_is_set_in_the_middle_of_a_run_changes_nothing(
    project: Project, site: Site, tmp_path: Path, step: str
) -> None:
    clock = tmp_path / "clock"
    clock.write_text("+0")
    shown = {"FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1"}
    machine = {name: value for name, value in skewed("", "UTC").items() if name != "FAKETIME"}
    began = datetime.now(UTC) - timedelta(seconds=1)
    slow = options(site.address, DOWNLOAD_DELAY=0.3, AUTOTHROTTLE_ENABLED=1, LEASE_SECONDS=4)
    process = project.start("crawl", "loopback", *slow, **machine, **shown)
    project.wait_for("articles", COUNT // 3)
    clock.write_text(step)
    project.wait_for("articles", 2 * COUNT // 3)
    _, log = process.communicate(timeout=150)
    assert process.returncode == Exit.OK, log[-3000:]
    ended = datetime.now(UTC) + timedelta(seconds=1)
    articles = project.find("articles")
    assert len(articles) == COUNT
    assert all(began <= each[when] <= ended for each in articles for when in ("first_seen", "last_seen", "fetched"))
    run = project.one("runs", {"state": "closed", "reason": "finished"})
    assert began <= run["started"] < run["finished"] <= ended
    assert 0 < run["timing"]["wall"] < 150
    assert ("T" + f"{datetime.now(UTC) + timedelta(hours=2 if step == '+2h' else -2):%H}") in log, "the step was felt"


def test_a_shared_outlet_is_fetched_once_by_machines_three_days_apart(project: Project, site: Site) -> None:
    shared = ("crawl", "loopback", *options(site.address, SHARED=1))
    crawls = [project.start(*shared), project.start(*shared, **skewed("+3d", "Asia/Tokyo"))]
    logs = [crawl.communicate(timeout=200)[1] for crawl in crawls]
    assert [crawl.returncode for crawl in crawls] == [0, 0], logs
    stories = [path for path in site.asked if path.startswith("/story/")]
    assert sorted(stories) == sorted(f"/story/{n}" for n in range(1, COUNT + 1))
