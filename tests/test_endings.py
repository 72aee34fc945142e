"""However a crawl is told to end, and whoever no longer listens to it: it ends in time, says how, and loses nothing."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from newscrawl import mongod
from newscrawl.configured import Configured
from newscrawl.exits import Exit
from tests.crawling import ROOT, Project
from tests.loopback import newspaper, options
from tests.processes import wait
from tests.webserver import Page, Site, serving

pytestmark = pytest.mark.faults
COUNT = 30
TERM, INT = signal.SIGTERM, signal.SIGINT


@pytest.fixture
def pages() -> dict[str, Page]:
    return {}


@pytest.fixture
def site(pages: dict[str, Page]) -> Iterator[Site]:
    with serving(pages) as site:
        pages.update(newspaper(COUNT, site.address))
        yield site


def check(project: Project, site: Site) -> None:
    """The next run finishes what was begun."""
    done = project.scrapy("crawl", "loopback", *options(site.address))
    assert done.returncode == Exit.OK, done.stderr
    assert len(project.find("articles")) == COUNT
    runs = project.find("runs")
    assert all(run["state"] in ("closed", "died") for run in runs)
    assert all(run["found"] == sum(run["outcomes"].values()) + run["left"] for run in runs)


MOMENTS = [0.2, 0.5, 0.8, 1.1, 1.4, 1.7, 2.0, 2.5, 3.0, 4.0]


@pytest.mark.long
@pytest.mark.parametrize("how", [TERM, INT], ids=lambda how: how.name)
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_signal_at_any_moment_of_the_start_ends_it(
    project: Project, site: Site, how: signal.Signals, moment: float
) -> None:
    process = project.start("crawl", "loopback", *options(site.address, DOWNLOAD_DELAY=0.2))
    time.sleep(moment)
    process.send_signal(how)
    began = time.monotonic()
    _, log = process.communicate(timeout=60)
    assert time.monotonic() - began < 10
    assert process.returncode in (-how, Exit.UNFINISHED, Exit.OK), log
    if process.returncode == Exit.UNFINISHED:
        assert "stopped early (shutdown)" in log or "loopback was stopped at once; run it again" in log
    check(project, site)


def test_a_signal_while_the_run_is_being_opened_is_no_bug(project: Project, site: Site) -> None:
    process = project.start("crawl", "loopback", *options(site.address))
    assert process.stderr is not None
    while "Spider opened" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(TERM)
    _, log = process.communicate(timeout=60)
    assert process.returncode == Exit.UNFINISHED, log
    assert "loopback was stopped at once; run it again" in log
    check(project, site)


def test_a_signal_while_sources_are_asked_leaves_accounts_that_balance(
    project: Project, site: Site, pages: dict[str, Page]
) -> None:
    pages |= {f"/{n}.xml": pages["/sitemap.xml"] for n in range(8)}
    sources = ",".join(f"Sitemap /{n}.xml" for n in range(8))
    slow = options(site.address, DOWNLOAD_DELAY=1, CONCURRENT_REQUESTS_PER_DOMAIN=1, SOURCES=sources)
    process = project.start("crawl", "several", *slow)
    wait(lambda: "/0.xml" in site.asked)
    process.send_signal(TERM)
    _, log = process.communicate(timeout=60)
    assert process.returncode == Exit.UNFINISHED, log
    run = project.one("runs", {})
    assert (run["state"], run["reason"]) == ("closed", "shutdown")


@pytest.mark.parametrize("second", [TERM, pytest.param(INT, marks=pytest.mark.long)], ids=lambda how: how.name)
def test_told_twice_it_ends_at_once_and_says_so(
    project: Project, site: Site, pages: dict[str, Page], second: signal.Signals
) -> None:
    slow = pages["/story/3"]
    pages["/story/3"] = Page(slow.body, wait=30)
    process = project.start("crawl", "loopback", *options(site.address))
    wait(lambda: "/story/3" in site.asked)
    process.send_signal(TERM)
    time.sleep(0.5)
    began = time.monotonic()
    process.send_signal(second)
    _, log = process.communicate(timeout=60)
    assert time.monotonic() - began < 15
    assert process.returncode == Exit.UNFINISHED, log
    assert "loopback was stopped at once; run it again" in log
    pages["/story/3"] = slow
    check(project, site)


@pytest.mark.long
def test_told_twice_while_its_end_cannot_be_written_it_ends_at_once(
    tmp_path: Path, database_name: str, site: Site
) -> None:
    folder = tmp_path / "mongodb"
    project = Project(mongod.ensure(folder), database_name, tmp_path)
    server = json.loads((folder / "server.json").read_text())["pid"]
    try:
        process = project.start("crawl", "loopback", *options(site.address, DOWNLOAD_DELAY=0.2))
        project.wait_for("articles", 2)
        os.kill(server, signal.SIGSTOP)
        process.send_signal(TERM)
        time.sleep(3)
        assert process.poll() is None
        began = time.monotonic()
        process.send_signal(TERM)
        _, log = process.communicate(timeout=60)
        assert time.monotonic() - began < 15
        assert process.returncode == Exit.UNFINISHED, log
        os.kill(server, signal.SIGCONT)
        check(project, site)
    finally:
        os.kill(server, signal.SIGCONT)
        mongod.stop(folder)


def test_a_terminal_that_is_closed_ends_the_run_cleanly(project: Project, site: Site) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # these tests may be under nohup themselves
    process = project.start("crawl", "loopback", *options(site.address, DOWNLOAD_DELAY=0.3))
    signal.signal(signal.SIGHUP, before)
    project.wait_for("articles", 2)
    for _ in range(2):  # the shell says it, and the system
        process.send_signal(signal.SIGHUP)
    _, log = process.communicate(timeout=60)
    assert process.returncode == Exit.UNFINISHED, log
    assert "stopped early (shutdown)" in log
    check(project, site)


@pytest.mark.long
def test_under_nohup_a_terminal_that_is_closed_is_nothing(project: Project, site: Site) -> None:
    command = ["nohup", sys.executable, "-m", "scrapy", "crawl", "loopback", *options(site.address, DOWNLOAD_DELAY=0.1)]
    process = subprocess.Popen(command, cwd=ROOT, env=project.environment, stderr=subprocess.PIPE, text=True)
    project.wait_for("articles", 2)
    process.send_signal(signal.SIGHUP)
    _, log = process.communicate(timeout=60)
    assert process.returncode == Exit.OK, log
    check(project, site)


STREAMS = {
    "no stdout": "exec {} >&-",
    "no stderr": "exec {} 2>&-",
    "neither": "exec {} >&- 2>&-",
    "a reader that has read enough": "({} 2>&1; echo $? >code) | head -n 1 >/dev/null; exit $(cat code)",
    "JSON to a reader that has read enough": "(NEWSCRAWL_LOG=json {}; echo $? >code) | head -n 1; exit $(cat code)",
    "a full disk": "exec {} >/dev/full 2>/dev/full",
    "JSON on a full disk": "NEWSCRAWL_LOG=json exec {} >/dev/full 2>/dev/full",
}
SOME = "no stderr"


@pytest.mark.parametrize("how", [SOME, *(pytest.param(how, marks=pytest.mark.long) for how in STREAMS if how != SOME)])
def test_nobody_who_stops_listening_costs_the_run_its_work_or_its_exit_code(
    project: Project, site: Site, how: str
) -> None:
    crawl = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "loopback",
        *options(site.address, DOWNLOAD_DELAY=0.2, LEASE_SECONDS=2),
    ]
    where = f"cd {project.folder}; export PYTHONPATH={ROOT}; cp {ROOT / 'scrapy.cfg'} .; "
    done = subprocess.run(
        ["sh", "-c", where + STREAMS[how].format(" ".join(crawl))], check=False, env=project.environment,
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == Exit.OK, done.stderr
    assert "Traceback" not in done.stderr
    run = project.one("runs", {})
    assert (run["state"], run["exit_code"], run["outcomes"]) == ("closed", Exit.OK, {"new": COUNT})
    assert run["progress"]["done"] > 0, "its heart has beaten"


def test_every_command_of_the_readme_is_ours_to_end() -> None:
    """Scrapy's own end with a traceback where their reader goes away, and look at no setting first."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `scrapy (\w+)", readme, re.MULTILINE))
    assert len(named) >= 20
    commands = {name: import_module(f"newscrawl.commands.{name}").Command for name in named}
    assert {name for name, command in commands.items() if not issubclass(command, Configured)} == set()


@pytest.mark.parametrize("command", ["list", "outlets --json"])
def test_a_reader_who_has_read_enough_of_a_table_is_no_error(project: Project, command: str) -> None:
    asked = f"({sys.executable} -m scrapy {command}; echo $? >{project.folder}/code) | true"
    done = subprocess.run(
        ["sh", "-c", asked], check=True, cwd=ROOT, env=project.environment, capture_output=True, text=True
    )
    assert (project.folder / "code").read_text().strip() == "0"
    assert done.stderr == ""


def test_results_that_a_full_disk_does_not_take_are_an_error(project: Project) -> None:
    asked = [sys.executable, "-m", "scrapy", "outlets", "--json"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            asked, check=False, cwd=ROOT, env=project.environment, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == os.EX_IOERR
    assert done.stderr == "newscrawl: the results could not be written: No space left on device\n"
