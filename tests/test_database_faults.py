"""What befalls MongoDB during a crawl costs time and nothing else: real servers, killed, frozen, filled up."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from newscrawl import mongod
from newscrawl.exits import Exit
from newscrawl.extensions.frontier import MOST
from tests.crawling import Project
from tests.loopback import newspaper, options
from tests.replicas import Node, Replicas, free_port, replicas
from tests.slowproxy import late
from tests.webserver import Page, Site, serving

pytestmark = pytest.mark.faults
COUNT = 80
LATE = 0.03  # seconds on the way to a server that is far away, and as long back
Note = Callable[[str, object], None]


@pytest.fixture
def site() -> Iterator[Site]:
    pages: dict[str, Page] = {}
    with serving(pages) as site:
        pages.update(newspaper(COUNT, site.address))
        yield site


def slowly(site: Site, **settings: object) -> list[str]:
    return options(site.address, DOWNLOAD_DELAY=0.05, CONCURRENT_REQUESTS_PER_DOMAIN=1, **settings)


def wait_for(site: Site, count: int) -> None:
    """Until so many pages were asked for: MongoDB may be in no state to be asked."""
    deadline = time.monotonic() + 60
    while len(site.asked) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def numbers(project: Project) -> list[int]:
    return sorted(int(each["url"].rpartition("/")[2]) for each in project.find("articles"))


def check(project: Project, note: Note) -> None:
    """Everything is stored once, and every run is accounted for."""
    note("lost", COUNT - len(set(numbers(project))))
    note("twice", len(numbers(project)) - len(set(numbers(project))))
    assert numbers(project) == list(range(1, COUNT + 1))
    runs = project.find("runs")
    assert all(run["state"] in ("closed", "died") for run in runs)
    closed = [run for run in runs if run["state"] == "closed"]
    assert all(run["found"] == sum(run["outcomes"].values()) + run["left"] + run["taken_over"] for run in closed)
    assert project.find("dead_letters") == []


@pytest.fixture
def private(tmp_path: Path, database_name: str) -> Iterator[Project]:
    """The project on a mongod of its own, which a test may do anything to."""
    folder = tmp_path / "mongodb"
    yield Project(mongod.ensure(folder), database_name, tmp_path)
    mongod.stop(folder)


def test_a_server_killed_in_the_middle_is_one_clear_error_and_the_next_run_goes_on(
    private: Project, site: Site, record_property: Note
) -> None:
    folder = private.folder / "mongodb"
    process = private.start("crawl", "loopback", *slowly(site), "-s", "DATABASE_PATIENCE=1")
    wait_for(site, COUNT // 2)
    os.kill(json.loads((folder / "server.json").read_text())["pid"], signal.SIGKILL)
    began = time.monotonic()
    _, log = process.communicate(timeout=150)
    assert process.returncode == Exit.DATABASE, log
    assert "MongoDB did not take" in log
    record_property("stall", round(time.monotonic() - began, 1))
    assert time.monotonic() - began < 120
    again = replace(private, uri=mongod.ensure(folder))
    done = again.scrapy("crawl", "loopback", *options(site.address, LEASE_SECONDS=1))
    healed = again.scrapy("dead", "--replay", *options(site.address))
    assert done.returncode in (Exit.OK, Exit.UNFINISHED), done.stderr
    assert healed.returncode == Exit.OK, healed.stderr
    check(again, record_property)


@pytest.mark.long
def test_a_run_whose_end_is_not_taken_is_no_success(private: Project, site: Site, record_property: Note) -> None:
    folder = private.folder / "mongodb"
    server = json.loads((folder / "server.json").read_text())["pid"]
    done = private.scrapy("crawl", "parting", *options(site.address, MONGOD=server))
    assert done.returncode == Exit.DATABASE, done.stderr
    assert "MongoDB did not take the run's end" in done.stderr
    again = replace(private, uri=mongod.ensure(folder))
    assert again.scrapy("crawl", "parting", *options(site.address, LEASE_SECONDS=1)).returncode == Exit.OK
    check(again, record_property)


@pytest.mark.long
def test_a_slow_server_makes_the_crawl_wait_and_costs_neither_memory_nor_articles(
    private: Project, tmp_path: Path, record_property: Note
) -> None:
    """Downloads stop at as many articles not stored as are claimed at a time, whatever could be fetched meanwhile."""
    count, pages = MOST + 100, dict[str, Page]()
    port = urlsplit(private.uri).port
    assert port is not None
    with serving(pages) as site, late(port, LATE) as far:
        pages.update(newspaper(count, site.address))
        crawl = ("crawl", "loopback", *options(site.address))
        quick = replace(private, database=f"{private.database}_quick")
        assert quick.scrapy(*crawl).returncode == Exit.OK
        site.asked.clear()
        process = replace(private, uri=f"mongodb://127.0.0.1:{far}/").start(*crawl, "--logfile", str(tmp_path / "log"))
        unstored = []
        while process.poll() is None:
            asked = sum(path.startswith("/story/") for path in site.asked)
            unstored.append(asked - len(private.find("articles")))
            time.sleep(0.1)
    process.communicate()
    run, usual = private.one("runs", {}), quick.one("runs", {})
    print(f"{max(unstored)} not stored, {run['memory'] >> 20} MB; {usual['memory'] >> 20} MB otherwise")
    assert process.returncode == Exit.OK, (tmp_path / "log").read_text()
    assert run["timing"]["wall"] > count * LATE
    assert 16 <= max(unstored) <= MOST
    assert run["memory"] < 1.1 * usual["memory"]
    assert run["outcomes"] == {"new": count}
    record_property("lost", count - len(private.find("articles")))
    record_property("twice", sum(each["revision"] != 1 for each in private.find("articles")))
    assert len(private.find("articles")) == count


def test_a_full_disk_is_one_clear_error_and_nothing_acknowledged_is_lost(
    tmp_path: Path, database_name: str, site: Site, record_property: Note
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=340m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        project = Project(mongod.ensure(disk / "mongodb"), database_name, tmp_path)
        process = project.start("crawl", "loopback", *slowly(site))
        wait_for(site, COUNT // 4)
        filler = fill(disk)
        _, log = process.communicate(timeout=240)
        filler.unlink()
        project = replace(project, uri=mongod.ensure(disk / "mongodb"))
        stored = numbers(project)
        if process.returncode != Exit.OK:  # a small crawl may fit in what the server had preallocated
            assert process.returncode == Exit.DATABASE, log
        done = project.scrapy("crawl", "loopback", *options(site.address, LEASE_SECONDS=1))
        project.scrapy("dead", "--replay", *options(site.address))
        assert done.returncode == Exit.OK, done.stderr
        assert set(stored) <= set(numbers(project))
        check(project, record_property)
    finally:
        mongod.stop(disk / "mongodb")
        subprocess.run(["umount", "-l", disk], check=True)


@pytest.mark.parametrize("options_of_mount", ["ro", "size=64k"])
def test_a_disk_that_takes_nothing_is_one_clear_error(
    tmp_path: Path, database_name: str, site: Site, options_of_mount: str
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", options_of_mount, "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        place = Project("", database_name, disk)
        done = place.scrapy("crawl", "loopback", *options(site.address))
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
    refused(done, "NEWSCRAWL_DATA" if options_of_mount == "ro" else "only 0 MB are left")
    assert site.asked == []


def test_data_that_another_server_has_open_is_one_clear_error(tmp_path: Path, database_name: str, site: Site) -> None:
    folder = tmp_path / "mongodb"
    mongod.ensure(folder)
    state = folder / "server.json"
    known = state.read_text(encoding="utf-8")
    state.unlink()  # as if somebody had started a server of his own over the same data
    try:
        done = Project("", database_name, tmp_path).scrapy("crawl", "loopback", *options(site.address))
    finally:
        state.write_text(known, encoding="utf-8")
        mongod.stop(folder)
    refused(done, "another")


@pytest.mark.long
def test_a_server_that_takes_no_more_connections_is_one_clear_error(
    tmp_path: Path, database_name: str, site: Site, record_property: Note
) -> None:
    port = free_port()
    command = [
        str(mongod.binary()), "--dbpath", str(tmp_path), "--port", str(port), "--bind_ip", "127.0.0.1",
        "--nounixsocket", "--logpath", str(tmp_path / "mongod.log"), "--wiredTigerCacheSizeGB", "0.25",
        "--maxConns", "12",
    ]  # fmt: skip
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        project = Project(f"mongodb://127.0.0.1:{port}/", database_name, tmp_path)
        process = project.start("crawl", "loopback", *options(site.address, DOWNLOAD_DELAY=0.3, DATABASE_PATIENCE=1))
        wait_for(site, COUNT // 8)
        held = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
        full = project.scrapy("crawl", "loopback", *options(site.address))
        for each in held:
            each.close()
        _, log = process.communicate(timeout=150)
        refused(full, "no answer")
        assert process.returncode in (Exit.OK, Exit.DATABASE), log
        done = project.scrapy("crawl", "loopback", *options(site.address, LEASE_SECONDS=1))
        healed = project.scrapy("dead", "--replay", *options(site.address))
        assert (done.returncode, healed.returncode) == (Exit.OK, Exit.OK), done.stderr
        check(project, record_property)
    finally:
        server.kill()
        server.wait()


def refused(done: subprocess.CompletedProcess[str], word: str) -> None:
    """One line that names the cause, and the exit code for it."""
    assert done.returncode == Exit.DATABASE, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = (line for line in done.stderr.splitlines() if line.startswith("newscrawl: "))
    assert word in line


def fill(disk: Path) -> Path:
    """A file that takes what is left of a disk."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(1 << 20)):
            pass
    return filler


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    with replicas(tmp_path_factory.mktemp("replicas")) as found:
        yield found


def kill_primary(members: Replicas) -> None:
    primary = members.primary()
    primary.signal(signal.SIGKILL)
    time.sleep(3)
    primary.start()


def freeze_primary(members: Replicas) -> None:
    frozen(members.primary(), 15)


def freeze_secondary(members: Replicas) -> None:
    """As good as a network that is cut: the member answers nobody."""
    primary = members.primary()
    frozen(next(node for node in members.nodes if node is not primary), 15)


def freeze_all(members: Replicas) -> None:
    threads = [threading.Thread(target=frozen, args=(node, 5)) for node in members.nodes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def frozen(node: Node, seconds: float) -> None:
    node.signal(signal.SIGSTOP)
    time.sleep(seconds)
    node.signal(signal.SIGCONT)


def cut_off_primary(members: Replicas) -> None:
    """A partition: for 15 s no packet reaches the primary or comes back from it, while it reaches the others."""
    cut_off(members.primary(), "--dport", "--sport")


def silence_primary(members: Replicas) -> None:
    """For 15 s the primary hears everybody, and nobody hears it."""
    cut_off(members.primary(), "--sport")


def deafen_primary(members: Replicas) -> None:
    """For 15 s nobody gets through to the primary."""
    cut_off(members.primary(), "--dport")


def cut_off(node: Node, *sides: str) -> None:
    rules = [["INPUT", "-p", "tcp", side, str(node.port), "-j", "DROP"] for side in sides]
    if shutil.which("iptables") is None or any(iptables("-I", rule) for rule in rules):
        pytest.skip("no iptables, or no right to use it")
    try:
        time.sleep(15)
    finally:
        for rule in rules:
            iptables("-D", rule)


def iptables(action: str, rule: Sequence[str]) -> int:
    return subprocess.run(["iptables", "-w", action, *rule], check=False, capture_output=True).returncode


def kill_all(members: Replicas) -> None:
    """Nobody is there for 5 s."""
    for node in members.nodes:
        node.signal(signal.SIGKILL)
    time.sleep(5)
    for node in members.nodes:
        node.start()


@pytest.mark.long
def test_a_primary_that_is_frozen_while_the_run_is_closed_is_waited_for(
    members: Replicas, database_name: str, tmp_path: Path, site: Site, record_property: Note
) -> None:
    primary = members.primary()
    assert primary.process
    project = Project(members.uri, database_name, tmp_path)
    parting = options(site.address, MONGOD=primary.process.pid, SIGNAL=int(signal.SIGSTOP))
    process = project.start("crawl", "parting", *parting)
    wait_for(site, COUNT)
    began = time.monotonic()
    try:
        _, log = process.communicate(timeout=150)
    finally:
        primary.signal(signal.SIGCONT)
    record_property("stall", round(time.monotonic() - began, 1))
    assert process.returncode == Exit.OK, log
    members.primary()
    assert project.one("runs", {})["state"] == "closed"
    assert project.one("leases", {})["holders"] == []
    check(project, record_property)


@pytest.mark.long
def test_processes_that_share_a_pace_wait_for_a_primary_that_is_frozen(
    members: Replicas, database_name: str, tmp_path: Path, site: Site, record_property: Note
) -> None:
    project = Project(members.uri, database_name, tmp_path)
    crawls = [project.start("crawl", "loopback", *slowly(site, SHARED=1)) for _ in range(2)]
    wait_for(site, COUNT // 4)
    freeze_primary(members)
    logs = [crawl.communicate(timeout=150)[1] for crawl in crawls]
    told = [line for log in logs for line in log.splitlines() if " ERROR " in line]
    assert [crawl.returncode for crawl in crawls] == [Exit.OK, Exit.OK], told
    members.primary()
    check(project, record_property)
    outcomes = sum((Counter(run["outcomes"]) for run in project.find("runs")), Counter[str]())
    assert outcomes == {"new": COUNT}


LONG = (freeze_secondary, freeze_all, kill_all, cut_off_primary, silence_primary, deafen_primary)
LONGEST_STALL = 60.0  # seconds: a fault of 15, a socket's 10, an election, a server sought for 20


def longest_pause(times: Sequence[float]) -> float:
    """Seconds from one request to the next, or from the last to the crawl's end, the longest."""
    return round(max(after - before for before, after in pairwise(times)), 1)


@pytest.mark.parametrize(
    "fault",
    [
        kill_primary,
        freeze_primary,
        *(pytest.param(fault, marks=pytest.mark.long) for fault in LONG),
    ],
)
def test_a_replica_set_loses_members_and_the_crawl_nothing(
    members: Replicas,
    database_name: str,
    tmp_path: Path,
    site: Site,
    fault: Callable[[Replicas], None],
    record_property: Note,
) -> None:
    members.primary()
    project = Project(members.uri, database_name, tmp_path)
    process = project.start("crawl", "loopback", *slowly(site))
    wait_for(site, COUNT // 4)
    began = time.monotonic()
    fault(members)
    _, log = process.communicate(timeout=150)
    stall = longest_pause([began, *(at for at in site.times if at > began), time.monotonic()])
    record_property("stall", stall)
    assert stall < LONGEST_STALL
    assert process.returncode in (Exit.OK, Exit.DATABASE), log
    members.primary()
    done = project.scrapy("crawl", "loopback", *options(site.address, LEASE_SECONDS=1))
    healed = project.scrapy("dead", "--replay", *options(site.address))
    assert done.returncode == Exit.OK, done.stderr
    assert healed.returncode == Exit.OK, healed.stderr
    check(project, record_property)
    assert max(Counter(path for path in site.asked if path.startswith("/story/")).values()) <= 2
