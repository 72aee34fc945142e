"""Dead letters: what a fault of ours costs is kept with its raw answer, and goes through after a fix."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pymongo import MongoClient

from newscrawl import mongod
from newscrawl.exits import Exit
from newscrawl.letters import LONGEST_TRACEBACK, Letter, spool, spooled, told
from tests.crawling import Project
from tests.loopback import SENTENCE, article, newspaper, options
from tests.webserver import Page, Site, serving

COUNT = 30
SEVENTHS = [7, 17, 27]


@pytest.fixture
def site() -> Iterator[Site]:
    pages: dict[str, Page] = {}
    with serving(pages) as site:
        pages.update(newspaper(COUNT, site.address))
        yield site


def numbers(project: Project, collection: str) -> list[int]:
    return sorted(int(each["url"].rpartition("/")[2]) for each in project.find(collection))


def test_a_bug_leaves_letters_that_go_through_after_the_fix(project: Project, site: Site) -> None:
    done = project.scrapy("crawl", "faulty", *options(site.address))
    assert done.returncode == Exit.BUG, done.stderr
    assert numbers(project, "dead_letters") == SEVENTHS
    letter = project.find("dead_letters")[0]
    assert (letter["outcome"], letter["error"], letter["failures"]) == ("failed/bug", "LookupError: seventh heaven", 1)
    assert 'raise LookupError("seventh heaven")' in letter["traceback"]
    asked = len(site.asked)
    setting = options(site.address)
    shown = project.scrapy("dead", "faulty", "--json", *setting)
    assert {each["url"] for each in json.loads(shown.stdout)} == {f"{site.address}/story/{n}" for n in SEVENTHS}
    again = project.scrapy("dead", "--replay", *setting)
    assert again.returncode == Exit.BUG, again.stderr
    assert {each["failures"] for each in project.find("dead_letters")} == {2}, "one letter an address, counted"
    healed = project.scrapy("dead", "--replay", *setting, "-s", "FIXED=1")
    assert (healed.returncode, healed.stdout.strip()) == (Exit.OK, "no dead letters"), healed.stderr
    assert numbers(project, "articles") == list(range(1, COUNT + 1))
    assert len(site.asked) == asked, "the site is left in peace"


def test_what_mongodb_refuses_is_kept(project: Project, site: Site) -> None:
    with MongoClient[dict[str, object]](project.uri) as client:
        # A title is no place on the globe: MongoDB refuses to index that of one article, and with it the article.
        refused = {"url": f"{site.address}/story/5"}
        client[project.database].articles.create_index(
            [("title", "2dsphere")], name="globe", partialFilterExpression=refused
        )
        done = project.scrapy("crawl", "loopback", *options(site.address))
        assert done.returncode == Exit.DATABASE, done.stderr
        (letter,) = project.find("dead_letters")
        assert letter["outcome"] == "failed/database"
        assert "extract geo keys" in letter["error"]
        client[project.database].articles.drop_index("globe")
    healed = project.scrapy("dead", "--replay", *options(site.address))
    assert (healed.returncode, healed.stdout.strip()) == (Exit.OK, "no dead letters"), healed.stderr
    assert numbers(project, "articles") == list(range(1, COUNT + 1))


def test_a_letter_whose_answer_is_lost_stays_and_says_so(project: Project, site: Site) -> None:
    project.scrapy("crawl", "faulty", *options(site.address))
    (project.folder / "dead" / "faulty.warc.gz").unlink()
    tried = project.scrapy("dead", "--replay", *options(site.address), "-s", "FIXED=1")
    assert tried.returncode == Exit.BUG
    assert tried.stderr.count("crawl it again") == len(SEVENTHS)
    assert numbers(project, "dead_letters") == SEVENTHS


def letter(number: int) -> Letter:
    return Letter(
        id=f"o {number}", outlet="o", url=f"https://o.example/{number}", run="r", when=datetime(2026, 3, 1, tzinfo=UTC),
        outcome="failed/database", error="AutoReconnect: خطأ\n", traceback="…", warc={"path": "x", "offset": 1},
    )  # fmt: skip


def test_the_spool_survives_a_line_that_was_cut_off(tmp_path: Path) -> None:
    for number in range(3):
        spool(tmp_path, letter(number))
    with (tmp_path / "o.jsonl").open("ab") as file:
        file.write(b'{"id": "o 4", "outl')
    ((taken, letters),) = spooled(tmp_path)
    assert letters == [letter(0), letter(1), letter(2)]
    spool(tmp_path, letter(5))
    assert sorted(len(some) for _, some in spooled(tmp_path)) == [1, 3], "what a crash left is there still"
    taken.unlink()
    assert [some for _, some in spooled(tmp_path)] == [[letter(5)]]


def test_a_line_that_was_cut_off_does_not_cost_the_next(tmp_path: Path) -> None:
    spool(tmp_path, letter(1))
    whole = (tmp_path / "o.jsonl").read_bytes()
    (tmp_path / "o.jsonl").write_bytes(whole + whole[:-40])
    spool(tmp_path, letter(2))
    assert [some for _, some in spooled(tmp_path)] == [[letter(1), letter(2)]]


@pytest.mark.faults
@pytest.mark.long
def test_a_full_disk_under_the_letters_is_said_and_costs_no_page(
    tmp_path: Path, database_name: str, site: Site
) -> None:
    disk, folder = tmp_path / "dead", tmp_path / "mongodb"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk here")
    project = Project(mongod.ensure(folder), database_name, tmp_path)
    try:
        slow = options(site.address, DOWNLOAD_DELAY=0.1, DATABASE_PATIENCE=1, CONCURRENT_REQUESTS_PER_DOMAIN=1)
        process = project.start("crawl", "loopback", *slow)
        project.wait_for("articles", 5)
        server = mongod.status(folder)
        assert server
        os.kill(server.pid, signal.SIGKILL)
        _, log = process.communicate(timeout=150)
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
    assert process.returncode == Exit.DATABASE, log
    assert "cannot keep the dead letter of" in log
    again = replace(project, uri=mongod.ensure(folder))
    try:
        done = again.scrapy("crawl", "loopback", *options(site.address, LEASE_SECONDS=1))
        assert done.returncode == Exit.OK, done.stderr
        assert numbers(again, "articles") == list(range(1, COUNT + 1))
    finally:
        mongod.stop(folder)


@pytest.mark.faults
@pytest.mark.long
def test_a_text_that_no_document_has_room_for_is_kept_and_costs_the_others_nothing(project: Project) -> None:
    pages: dict[str, Page] = {}
    with serving(pages) as site:
        pages.update(newspaper(5, site.address))
        # In its table a letter is a byte, and two in the database.
        endless = "".join(f"<p>{SENTENCE.format(n, n + 1, n + 2)}</p>" for n in range(100_000))
        page = article(3).decode().replace("<div class=entry>", f"<div class=entry>{endless}").encode("cp1256")
        pages["/story/3"] = Page(page, headers={"Content-Type": "text/html; charset=windows-1256"})
        done = project.scrapy("crawl", "loopback", *options(site.address))
    assert done.returncode == Exit.DATABASE, done.stderr
    assert numbers(project, "articles") == [1, 2, 4, 5]
    letter = project.one("dead_letters", {})
    assert (letter["outcome"], letter["url"][-2:]) == ("failed/database", "/3")
    assert project.one("runs", {})["outcomes"] == {"failed/database": 1, "new": 4}


def test_nothing_spooled_is_nothing(tmp_path: Path) -> None:
    assert list(spooled(tmp_path / "absent")) == []


def test_an_error_is_told_with_its_cause_and_bounded() -> None:
    try:
        try:
            raise KeyError("x" * 20_000)
        except KeyError as cause:
            raise ValueError("why") from cause
    except ValueError as error:
        line, traceback = told(error)
    assert line == "ValueError: why"
    assert len(traceback) == LONGEST_TRACEBACK
    assert traceback.rstrip().endswith("ValueError: why")
