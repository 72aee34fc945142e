"""The sample newsroom, live on the loopback web, with outlets broken in as many ways: who notices what."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pymongo import MongoClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawl.exits import Exit
from newscrawl.sample.edition import Print, prints
from newscrawl.sample.site import answers
from tests.crawling import Project
from tests.processes import wait
from tests.receivers import Receiver, receiving
from tests.serving import dashboard
from tests.tlsproxy import Answer, Web, web

SELECTOR, FROZEN, BLOCKED, KILLED, MISSED, WELL = "hurriyet", "ntv", "milliyet", "haberturk", "dha", "turkeyalaan"
SKIPPED = "arabi21"  # its runs begin, and find it held by a backfill
OUTLETS = (SELECTOR, FROZEN, BLOCKED, KILLED, MISSED, SKIPPED, WELL)
QUICK = ("REACHABLE_NETWORKS=127.0.0.1", "DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0")
LATER = 4  # articles of each outlet that only the second round finds


@dataclass(slots=True)
class Newsroom:
    """What the sites answer now."""

    pages: dict[str, Answer] = field(default_factory=dict)
    broken: bool = False

    def publish(self, *, all_of_it: bool) -> None:
        """The edition moved to today; without `all_of_it` each outlet's newest articles are still to come."""
        self.pages = {each.url: (each.status, each.content_type, each.body) for each in answers(edition(all_of_it))}

    def answer(self, url: str) -> Answer:
        host = urlsplit(url).hostname or ""
        if self.broken and "milliyet" in host:
            return 403, "text/html", b"<h1>Forbidden</h1>"
        if self.broken and "arabi21" in host:
            time.sleep(60)
        if self.broken and "haberturk" in host and url.endswith(tuple("0123456789")):
            time.sleep(60)
        status, kind, body = self.pages.get(url, (404, "text/html", b"<h1>404</h1>"))
        if self.broken and "hurriyet" in host:
            body = body.replace(b"readingTime", b"okumaSuresi").replace(b"news-detail-text", b"haber-metni")
        return status, kind, body


def edition(all_of_it: bool) -> list[Print]:
    every = prints()
    moved = datetime.now(UTC) - timedelta(minutes=30) - max(each.published for each in every)
    found = []
    for outlet in OUTLETS:
        own = [each for each in every if each.outlet == outlet]
        shift = moved - timedelta(days=20) if outlet == FROZEN else moved
        shown = own if all_of_it and outlet != FROZEN else own[:-LATER]
        last = max(each.published for each in shown)
        late = datetime.now(UTC) - timedelta(minutes=40) - last if all_of_it and outlet != FROZEN else shift
        found += [replace(each, published=each.published + late) for each in shown]
    return found


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[tuple[Newsroom, Web]]:
    room = Newsroom()
    with web(tmp_path, room.answer) as site:
        yield room, site


def crawl(project: Project, site: Web, outlet: str, *more: str) -> tuple[int, str]:
    options = [part for each in (*QUICK, *more) for part in ("-s", each)]
    done = project.scrapy("crawl", outlet, "-a", "due=all", *options, **site.environment)
    return done.returncode, done.stderr


def crawl_all(project: Project, site: Web, outlets: tuple[str, ...]) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda outlet: crawl(project, site, outlet), outlets))


def a_day_passes(project: Project) -> None:
    """What was stored was stored thirty hours ago, and nothing was wrong with it."""
    earlier = {
        name: {"$dateSubtract": {"startDate": f"${name}", "unit": "hour", "amount": 30}}
        for name in ("started", "finished", "heartbeat")
    }
    with MongoClient[dict[str, Any]](project.uri) as client:
        client[project.database].runs.update_many({}, [{"$set": {**earlier, "problems": [], "exit_code": 0}}])


def kill_in_the_middle(project: Project, site: Web) -> None:
    before = len(site.asked)
    process = start(project, site, KILLED, "due=all")
    wait(lambda: any("haberturk" in url and url.endswith(tuple("0123456789")) for url, _ in site.asked[before:]))
    process.send_signal(signal.SIGKILL)
    process.communicate()


def start(project: Project, site: Web, outlet: str, argument: str) -> subprocess.Popen[str]:
    options = [part for each in QUICK for part in ("-s", each)]
    return project.start("crawl", outlet, "-a", argument, *options, **site.environment)


@contextmanager
def held_by_a_backfill(project: Project, site: Web) -> Iterator[None]:
    """While somebody fetches last week of an outlet, slowly, its run of today is told to come again."""
    before = len(site.asked)
    process = start(project, site, SKIPPED, f"since={datetime.now(UTC) - timedelta(days=7):%Y-%m-%d}")
    try:
        wait(lambda: any("arabi21" in url for url, _ in site.asked[before:]))
        assert crawl(project, site, SKIPPED)[0] == Exit.HELD
        yield
    finally:
        process.kill()
        process.communicate()


def test_each_fault_is_named_and_nothing_else(project: Project, newsroom: tuple[Newsroom, Web], tmp_path: Path) -> None:
    room, site = newsroom
    room.publish(all_of_it=False)
    crawl_all(project, site, OUTLETS)
    a_day_passes(project)
    room.publish(all_of_it=True)
    room.broken = True
    with receiving() as heard:
        watch = tmp_path / "watch.toml"
        lines = [f'[outlets.{name}]\nevery = "12 h"\nper_day = [20, 900]' for name in OUTLETS]
        watch.write_text("\n".join([*lines, f'[alerts]\ntargets = ["{heard.address}/services/T/B/X"]']))
        os.environ["NEWSCRAWL_WATCH"] = str(watch)
        try:
            crawl_all(project, site, (SELECTOR, FROZEN, BLOCKED, WELL))
            kill_in_the_middle(project, site)
            with held_by_a_backfill(project, site):
                _told(project, heard)
        finally:
            del os.environ["NEWSCRAWL_WATCH"]


def _told(project: Project, heard: Receiver) -> None:
    assert project.scrapy("alert").returncode == Exit.OK
    status = project.scrapy("status", "--json")
    assert status.returncode == Exit.DEGRADED
    problems = {each["_id"]: each["problems"] for each in json.loads(status.stdout)}
    found = {name: [each["cause"] for each in own if each["severity"] == "error"] for name, own in problems.items()}
    assert found == {
        SELECTOR: ["markup changed"], FROZEN: ["feed stale"], BLOCKED: ["blocked"], KILLED: ["died"],
        MISSED: ["missed"], SKIPPED: ["skipped"], WELL: [],
    }  # fmt: skip
    assert not problems[WELL], problems[WELL]
    body = next(each for each in problems[SELECTOR] if each["about"] == "body")
    assert "selector of `body`" in body["says"]
    assert "hurriyet.com.tr" in body["evidence"]["last_right"] != body["evidence"]["first_wrong"]
    assert len(heard.asked) == 1
    text = json.loads(heard.asked[0][1])["text"]
    for outlet, causes in found.items():
        assert all(f"{cause}: {outlet}" in text for cause in causes), text
    assert WELL not in text
    project.scrapy("alert")
    assert len(heard.asked) == 1
    _shown(project, found)
    table = project.scrapy("status").stdout
    assert "6 of 7 outlets need a look" in table
    depth = project.scrapy("status", SELECTOR)
    assert depth.returncode == Exit.DEGRADED
    assert "docs/operations.md#markup-changed" in depth.stdout


def _shown(project: Project, found: Mapping[str, list[str]]) -> None:
    """The dashboard's tiles say the same of the same runs."""
    with dashboard(project) as running:
        page = LexborHTMLParser(running.get("/").text)
        outlet = running.get(f"/outlet/{SELECTOR}").text
    tiles = {_key(tile): tile for tile in page.css("li.tile")}
    assert {name: "error" in (tile.attributes["class"] or "").split() for name, tile in tiles.items()} == {
        name: bool(causes) for name, causes in found.items()
    }
    for name, causes in found.items():
        assert all(cause in tiles[name].text() for cause in causes), tiles[name].text()
    assert "selector of `body`" in outlet.replace("<code>", "`").replace("</code>", "`")


def _key(tile: LexborNode) -> str:
    link = tile.css_first("h2 a")
    assert link is not None
    return urlsplit(link.attributes["href"] or "").path.rpartition("/")[2]
