"""A crawl needs the rights of ops/role.json and no others: a real mongod that asks for passwords."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from newscrawl import mongod
from newscrawl.exits import Exit
from tests.conftest import ROOT
from tests.crawling import Project
from tests.loopback import newspaper, options
from tests.replicas import free_port
from tests.webserver import Page, Site, serving

pytestmark = pytest.mark.faults
PASSWORD = "s3cr3t-and-long"
COUNT = 12


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with three users: `crawler` with the role, `reader` that may read, `root`."""
    folder, port = tmp_path_factory.mktemp("guarded"), free_port()
    command = [
        str(mongod.binary()), "--dbpath", str(folder), "--port", str(port), "--bind_ip", "127.0.0.1", "--auth",
        "--nounixsocket", "--logpath", str(folder / "mongod.log"), "--wiredTigerCacheSizeGB", "0.25",
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        with MongoClient[dict[str, Any]]("127.0.0.1", port, serverSelectionTimeoutMS=60_000) as client:
            client.admin.command("createUser", "root", pwd=PASSWORD, roles=["root"])
        with MongoClient[dict[str, Any]](f"mongodb://root:{PASSWORD}@127.0.0.1:{port}/") as client:
            role = json.loads((ROOT / "ops" / "role.json").read_text(encoding="utf-8"))
            client.newscrawl.command(role)
            client.newscrawl.command("createUser", "crawler", pwd=PASSWORD, roles=["newscrawl"])
            client.newscrawl.command("createUser", "reader", pwd=PASSWORD, roles=["read"])
        yield f"127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def site() -> Iterator[Site]:
    pages: dict[str, Page] = {}
    with serving(pages) as site:
        pages.update(newspaper(COUNT, site.address))
        yield site


def as_user(guarded: str, user: str, folder: Path, password: str = PASSWORD) -> Project:
    """The database is named by MONGODB_DATABASE alone, the one in the URI only knows the user."""
    return Project(f"mongodb://{user}:{password}@{guarded}/?authSource=newscrawl", "newscrawl", folder)


def test_everything_that_cron_runs_needs_no_more_than_the_role(guarded: str, tmp_path: Path, site: Site) -> None:
    project = as_user(guarded, "crawler", tmp_path)
    for command in (("crawl", "loopback"), ("crawl", "loopback", "-a", "due=all")):
        done = project.scrapy(*command, *options(site.address))
        assert done.returncode == 0, done.stderr[-3000:]
        assert "not authorized" not in done.stderr
        assert PASSWORD not in done.stderr
    assert len(project.find("articles")) == COUNT
    for each in ("status", "runs", "dead"):
        shown = project.scrapy(each)
        assert "not authorized" not in shown.stdout + shown.stderr
        assert "Traceback" not in shown.stderr


def test_the_role_reaches_no_other_database(guarded: str) -> None:
    with MongoClient[dict[str, Any]](f"mongodb://crawler:{PASSWORD}@{guarded}/newscrawl") as client:
        for forbidden in (
            lambda: client.other.things.insert_one({}),
            lambda: client.admin.command("usersInfo", 1),
            lambda: client.newscrawl.command("dropDatabase"),
            lambda: client.newscrawl.command("createUser", "x", pwd="x", roles=[]),
        ):
            with pytest.raises(OperationFailure, match="not authorized"):
                forbidden()


def test_a_user_that_may_not_write_is_one_clear_error(guarded: str, tmp_path: Path, site: Site) -> None:
    done = as_user(guarded, "reader", tmp_path).scrapy("crawl", "loopback", *options(site.address))
    assert done.returncode == Exit.DATABASE, done.stderr[-3000:]
    assert "not authorized" in done.stderr
    assert site.asked == [], "what cannot be stored is not fetched"


@pytest.mark.long
def test_rights_that_are_taken_in_the_middle_of_a_run_are_one_clear_error_and_nothing_is_lost(
    guarded: str, tmp_path: Path, site: Site
) -> None:
    with MongoClient[dict[str, Any]](f"mongodb://root:{PASSWORD}@{guarded}/") as client:
        client.newscrawl.command("createUser", "brief", pwd=PASSWORD, roles=["newscrawl"])
        client.newscrawl.articles.delete_many({})
        client.newscrawl.frontier.delete_many({})
        project = as_user(guarded, "brief", tmp_path)
        crawl = project.start("crawl", "loopback", *options(site.address, DOWNLOAD_DELAY=0.3))
        project.wait_for("articles", 3)
        client.newscrawl.command("revokeRolesFromUser", "brief", roles=["newscrawl"])
        _, log = crawl.communicate(timeout=60)
        assert crawl.returncode == Exit.DATABASE, log
        assert "not authorized" in log
        stored = client.newscrawl.articles.count_documents({})
        assert 3 <= stored < COUNT
        client.newscrawl.command("grantRolesToUser", "brief", roles=["newscrawl"])
    again = project.scrapy("crawl", "loopback", *options(site.address))
    healed = project.scrapy("dead", "--replay", *options(site.address))
    assert (again.returncode, healed.returncode) == (Exit.OK, Exit.OK), again.stderr + healed.stderr
    assert len(project.find("articles")) == COUNT
    assert {run["state"] for run in project.find("runs")} <= {"closed", "died"}


def test_a_wrong_password_is_one_clear_error_that_does_not_show_it(guarded: str, tmp_path: Path, site: Site) -> None:
    project = as_user(guarded, "crawler", tmp_path, "wr0ng-pass")
    done = project.scrapy("crawl", "loopback", *options(site.address))
    assert done.returncode == Exit.DATABASE
    assert "check user and password" in done.stderr
    assert "wr0ng-pass" not in done.stderr
    with pytest.raises(PyMongoError):
        project.find("articles")
