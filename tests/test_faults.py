"""What is killed, stopped, hung or crawled twice costs nothing but time: real processes, real signals."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from newscrawl.exits import Exit
from tests.crawling import Project
from tests.loopback import newspaper, options
from tests.webserver import Page, Site, serving

pytestmark = pytest.mark.faults
COUNT, FORBIDDEN = 60, 5
Note = Callable[[str, object], None]


@pytest.fixture
def pages() -> dict[str, Page]:
    return {}


@pytest.fixture
def site(pages: dict[str, Page]) -> Iterator[Site]:
    """A newspaper of 60 articles, five of which robots.txt forbids."""
    with serving(pages) as site:
        pages.update(newspaper(COUNT, site.address, FORBIDDEN))
        yield site


def stories(site: Site) -> Counter[str]:
    """How often each article was asked for."""
    return Counter(path for path in site.asked if path.startswith("/story/"))


def check(project: Project, note: Note) -> None:
    """Everything that may be fetched is stored, once."""
    urls = [each["url"] for each in project.find("articles")]
    note("lost", COUNT - FORBIDDEN - len(set(urls)))
    note("twice", len(urls) - len(set(urls)))
    assert sorted(urls) == sorted(set(urls))
    assert len(urls) == COUNT - FORBIDDEN


def slowly(site: Site, **settings: object) -> list[str]:
    return options(site.address, DOWNLOAD_DELAY=0.1, CONCURRENT_REQUESTS_PER_DOMAIN=1, **settings)


@pytest.mark.parametrize(("count", "kills"), [(400, 6), pytest.param(3000, 100, marks=pytest.mark.long)])
def test_kill_9_at_any_moment_loses_nothing(project: Project, count: int, kills: int, record_property: Note) -> None:
    pages: dict[str, Page] = {}
    chance = random.Random(count)
    with serving(pages) as site:
        pages.update(newspaper(count, site.address, forbidden=10))
        crawl = ("crawl", "loopback", *options(site.address, ARTICLES_PER_RUN=0, DOWNLOAD_DELAY=0.02))
        for killed in range(kills):
            process = project.start(*crawl)
            project.wait_for("runs", killed + 1)
            time.sleep(chance.uniform(0, 1.5))
            process.kill()
            process.communicate()
        done = project.scrapy(*crawl)
    assert done.returncode == 0, done.stderr
    articles, runs = project.find("articles"), project.find("runs")
    record_property("lost", count - 10 - len(articles))
    record_property("twice", sum(each["revision"] != 1 for each in articles))
    assert len(articles) == count - 10
    assert all(each["revision"] == 1 and each["story_state"] == "done" for each in articles)
    assert not [path for path in site.asked if path in {f"/story/{n}" for n in range(count - 9, count + 1)}]
    assert Counter(run["state"] for run in runs) == {"died": kills, "closed": 1}
    assert all(run["found"] == sum(run["outcomes"].values()) + run["left"] for run in runs)
    outcomes = sum((Counter(run["outcomes"]) for run in runs), Counter[str]())
    # A page that was stored and not yet settled is fetched once more, and found unchanged.
    assert outcomes["new"] + outcomes["unchanged"] == count - 10
    assert outcomes["rejected/robots"] == 10


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_run_cleanly_and_the_next_goes_on(
    project: Project, site: Site, how: signal.Signals, record_property: Note
) -> None:
    process = project.start("crawl", "loopback", *slowly(site))
    project.wait_for("articles", 5)
    process.send_signal(how)
    _, log = process.communicate(timeout=60)
    assert process.returncode == Exit.UNFINISHED, log
    assert "stopped early (shutdown)" in log
    first = project.one("runs", {})
    assert first["left"] > 0
    assert project.scrapy("crawl", "loopback", *options(site.address)).returncode == 0
    check(project, record_property)
    assert max(stories(site).values()) == 1


def test_overlapping_runs_do_not_both_crawl(project: Project, site: Site) -> None:
    process = project.start("crawl", "loopback", *slowly(site))
    project.wait_for("articles", 2)
    second = project.scrapy("crawl", "loopback", *options(site.address))
    assert second.returncode == Exit.HELD
    assert f"process {process.pid} on" in second.stderr.splitlines()[-1] + second.stderr
    assert process.poll() is None
    process.terminate()
    process.communicate(timeout=60)
    held = project.one("runs", {"reason": "held"})
    assert (held["exit_code"], held["found"]) == (Exit.HELD, 0)


def test_a_run_killed_before_it_held_its_outlet_is_seen_as_dead(project: Project, site: Site) -> None:
    process = project.start("crawl", "loopback", *slowly(site))
    project.wait_for("runs", 1)
    process.kill()
    process.communicate()
    project.change("leases", None)
    assert project.scrapy("crawl", "loopback", *options(site.address)).returncode == 0
    assert [run["state"] for run in project.find("runs")] == ["died", "closed"]


def test_a_dead_holder_on_another_machine_is_waited_for_until_its_lease_expires(
    project: Project, site: Site, record_property: Note
) -> None:
    process = project.start("crawl", "loopback", *slowly(site, LEASE_SECONDS=8))
    project.wait_for("articles", 2)
    process.kill()
    process.communicate()
    project.change("leases", {"$set": {"holders.0.machine": "elsewhere"}})
    project.change("runs", {"$set": {"machine": "elsewhere"}})
    assert project.scrapy("crawl", "loopback", *options(site.address)).returncode == Exit.HELD
    time.sleep(8)
    assert project.scrapy("crawl", "loopback", *options(site.address)).returncode == 0
    assert [run["state"] for run in project.find("runs")].count("died") == 1
    check(project, record_property)


@pytest.mark.parametrize("shared", [0, pytest.param(1, marks=pytest.mark.long)])
def test_a_holder_that_sleeps_beyond_its_lease_does_not_write_over_its_successor(
    project: Project, site: Site, pages: dict[str, Page], shared: int, record_property: Note
) -> None:
    """Stopped with answers that it has not read yet; what it finds in them when it goes on is older."""
    first = project.start("crawl", "loopback", *options(site.address, LEASE_SECONDS=2, SHARED=shared))
    project.wait_for("articles", 2)
    first.send_signal(signal.SIGSTOP)
    time.sleep(3)
    before = {each["_id"] for each in project.find("articles")}
    corrected = {path: Page(page.body.replace("صباح".encode(), "مساء".encode())) for path, page in pages.items()}
    pages.update(corrected)
    second = project.scrapy("crawl", "loopback", *options(site.address, SHARED=shared))
    first.send_signal(signal.SIGCONT)
    _, log = first.communicate(timeout=60)
    assert (first.returncode, second.returncode) == (Exit.UNFINISHED, Exit.OK), log
    articles = project.find("articles")
    check(project, record_property)
    older = [each for each in articles if "مساء" not in each["body"]]
    assert all(each["_id"] in before and each["revision"] == 1 for each in older), "nothing was written over"
    runs = project.find("runs")
    assert all(run["found"] == sum(run["outcomes"].values()) + run["left"] + run["taken_over"] for run in runs)
    assert sum(run["taken_over"] for run in runs) > 0


def test_several_processes_share_an_outlet_and_no_page_is_fetched_twice(
    project: Project, site: Site, record_property: Note
) -> None:
    crawls = [project.start("crawl", "loopback", *options(site.address, SHARED=1)) for _ in range(3)]
    logs = [crawl.communicate(timeout=120)[1] for crawl in crawls]
    assert [crawl.returncode for crawl in crawls] == [0, 0, 0], logs
    assert stories(site) == {f"/story/{n}": 1 for n in range(1, COUNT - FORBIDDEN + 1)}
    check(project, record_property)
    runs = project.find("runs")
    assert sum(run["found"] for run in runs) == COUNT
    assert all(run["found"] == sum(run["outcomes"].values()) for run in runs)


def test_a_page_that_has_not_changed_costs_one_conditional_request(
    project: Project, site: Site, pages: dict[str, Page]
) -> None:
    pages.update(
        {path: Page(page.body, headers={"ETag": f'"{path}"'}) for path, page in pages.items() if "sto" in path}
    )
    assert project.scrapy("crawl", "loopback", *options(site.address)).returncode == 0
    project.change("frontier", {"$set": {"due": datetime.now(UTC) - timedelta(minutes=1)}})
    before = project.find("articles")
    again = project.scrapy("crawl", "loopback", *options(site.address))
    assert again.returncode == 0, again.stderr
    assert f"'downloader/response_status_count/304': {COUNT - FORBIDDEN}" in again.stderr
    after = project.find("articles")
    assert [{**each, "last_seen": None} for each in before] == [{**each, "last_seen": None} for each in after]


def test_articles_are_visited_again_after_an_hour_a_day_and_a_week(project: Project, site: Site) -> None:
    assert project.scrapy("crawl", "loopback", *options(site.address)).returncode == 0
    stored = [each for each in project.find("frontier", {"kind": "article"}) if each["visits"][0]["outcome"] == "new"]
    assert len(stored) == COUNT - FORBIDDEN
    assert all(timedelta(minutes=59) < each["due"] - each["added"] <= timedelta(hours=1) for each in stored)
    nothing = project.scrapy("crawl", "loopback", *options(site.address))
    assert nothing.returncode == 0
    assert "nothing is due yet" in nothing.stderr
    asked = project.scrapy("crawl", "loopback", "-a", "due=all", *options(site.address))
    assert "nothing new: 1 of 1 sources unchanged (all answered)" in asked.stderr, asked.stderr


def test_a_site_that_never_answers_is_given_up(project: Project) -> None:
    pages = {"/robots.txt": Page(b"", wait=6), "/sitemap.xml": Page(b"", wait=6)}
    with serving(pages) as site:
        done = project.scrapy("crawl", "loopback", *options(site.address, LEASE_SECONDS=2, STALL_SECONDS=3))
    assert done.returncode == Exit.UNFINISHED, done.stderr
    assert "stopped early (stalled)" in done.stderr


def test_a_start_that_raises_is_no_success(project: Project, site: Site, record_property: Note) -> None:
    done = project.scrapy("crawl", "stumbling", *options(site.address))
    assert done.returncode == Exit.BUG, done.stderr
    assert "LookupError: a stone" in done.stderr
    run = project.one("runs", {})
    assert (run["state"], run["exit_code"], run["reason"]) == ("closed", Exit.BUG, "start_error")
    assert project.scrapy("crawl", "loopback", *options(site.address, LEASE_SECONDS=1)).returncode == Exit.OK
    check(project, record_property)


def test_a_database_that_refuses_the_start_is_no_bug(project: Project, site: Site, record_property: Note) -> None:
    done = project.scrapy("crawl", "bereft", *options(site.address))
    assert done.returncode == Exit.DATABASE, done.stderr
    assert project.scrapy("crawl", "loopback", *options(site.address, LEASE_SECONDS=1)).returncode == Exit.OK
    check(project, record_property)


def test_a_fault_in_the_last_books_is_no_success(project: Project, site: Site, record_property: Note) -> None:
    done = project.scrapy("crawl", "spilling", *options(site.address))
    assert done.returncode == Exit.BUG, done.stderr
    assert "TypeError" in done.stderr
    check(project, record_property)


def test_a_proxys_password_is_in_no_log_line_and_no_document(project: Project, site: Site) -> None:
    proxy = "http://porter:hunter2@127.0.0.1:9/"  # nobody is there
    crawl = options(site.address, LOG_LEVEL="DEBUG")
    done = project.scrapy("crawl", "loopback", *crawl, http_proxy=proxy, no_proxy="")
    assert done.returncode == Exit.UNREACHABLE, done.stderr
    assert "hunter2" not in done.stderr + done.stdout
    assert "hunter2" not in str([project.find(name) for name in ("runs", "frontier", "dead_letters")])


def test_a_crawl_that_hangs_is_ended_says_where_and_is_seen_as_dead(project: Project, site: Site) -> None:
    done = project.scrapy("crawl", "hung", *options(site.address, LEASE_SECONDS=2, STALL_SECONDS=2))
    assert done.returncode == 1
    assert "in parse" in done.stderr
    project.scrapy("crawl", "hung", *options(site.address, LEASE_SECONDS=2, STALL_SECONDS=2))
    assert "died" in {run["state"] for run in project.find("runs")}


@pytest.mark.long
def test_processes_that_share_an_outlet_keep_its_pace_together(project: Project, site: Site) -> None:
    began = time.monotonic()
    paced = options(site.address, SHARED=1, DOWNLOAD_DELAY=0.2, CONCURRENT_REQUESTS_PER_DOMAIN=1)
    for crawl in [project.start("crawl", "loopback", *paced) for _ in range(3)]:
        crawl.communicate(timeout=120)
    # Scrapy's own jitter lets one process go at twice the pace at most; three without a common pace would take a third.
    assert time.monotonic() - began > 0.2 * len(site.asked) * 0.9


def test_a_run_has_a_deadline(project: Project, site: Site) -> None:
    done = project.scrapy("crawl", "loopback", *slowly(site, CLOSESPIDER_TIMEOUT=2))
    assert done.returncode == Exit.UNFINISHED, done.stderr[-6000:]
    assert "stopped early (closespider_timeout)" in done.stderr
    assert project.one("runs", {})["left"] > 0
