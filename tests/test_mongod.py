"""The private server: one a folder, shared, and back after a crash. Real processes, real signals."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient

from newscrawl import mongod
from tests.processes import command, wait

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "mongodb"
    mongod.stop(tmp_path / "mongodb")


def running(folder: Path) -> mongod.Server:
    mongod.ensure(folder)
    server = mongod.status(folder)
    assert server is not None
    return server


def test_a_second_call_finds_the_same_server_at_once(folder: Path) -> None:
    first = mongod.ensure(folder)
    began = time.monotonic()
    assert mongod.ensure(folder) == first
    assert time.monotonic() - began < 1.0


def test_processes_that_start_together_share_one_server(folder: Path) -> None:
    code = "import sys, pathlib; from newscrawl import mongod; print(mongod.ensure(pathlib.Path(sys.argv[1])))"
    command = [sys.executable, "-c", code, str(folder)]
    starters = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(8)]
    uris = {starter.communicate(timeout=120)[0].strip() for starter in starters}
    assert uris == {running(folder).uri}


def test_a_killed_server_comes_back_with_its_data(folder: Path) -> None:
    server = running(folder)
    with MongoClient[dict[str, object]](server.uri, w="majority", journal=True) as client:
        client.news.things.insert_one({"_id": 1})
    os.kill(server.pid, signal.SIGKILL)
    again = running(folder)
    assert again.pid != server.pid
    with MongoClient[dict[str, object]](again.uri) as client:
        assert client.news.things.find_one() == {"_id": 1}


def test_one_whose_starter_was_killed_is_waited_for(folder: Path) -> None:
    code = "import sys, pathlib; from newscrawl import mongod; mongod.ensure(pathlib.Path(sys.argv[1]))"
    starter = subprocess.Popen([sys.executable, "-c", code, str(folder)], cwd=ROOT)
    wait((folder / "mongod.log").exists)
    starter.kill()
    assert starter.wait() == -signal.SIGKILL
    server = running(folder)
    assert str(folder / "data") in command(server.pid)
    assert "another" not in (folder / "mongod.log").read_text(encoding="utf-8").lower()


def test_another_folders_server_is_not_mistaken_for_ours(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    theirs = running(other)
    folder.mkdir()
    (folder / "server.json").write_text((other / "server.json").read_text(encoding="utf-8"), encoding="utf-8")
    assert mongod.status(folder) is None
    assert running(folder).port != theirs.port
    assert mongod.stop(other)


def test_it_stops_and_says_whether_there_was_anything_to_stop(folder: Path) -> None:
    running(folder)
    assert mongod.stop(folder)
    assert not mongod.stop(folder)


def test_without_a_binary_the_message_names_the_ways_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(mongod, "_in_wheel", lambda: None)
    with pytest.raises(mongod.MongodUnavailable, match=r"requirements\.txt.*MONGODB_URI"):
        mongod.ensure(folder)


def test_a_binary_that_is_none_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSCRAWL_MONGOD", "/nowhere/mongod")
    with pytest.raises(mongod.MongodUnavailable, match="/nowhere/mongod"):
        mongod.ensure(folder)


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("not a folder", encoding="utf-8")
    with pytest.raises(mongod.MongodUnavailable, match="NEWSCRAWL_DATA"):
        mongod.ensure(place)


def test_a_server_that_will_not_start_says_why(folder: Path) -> None:
    data = folder / "data"
    data.mkdir(parents=True)
    (data / "WiredTiger").write_text("damaged", encoding="utf-8")
    (data / "WiredTiger.turtle").write_text("damaged", encoding="utf-8")
    (data / "storage.bson").write_text("damaged", encoding="utf-8")
    with pytest.raises(mongod.MongodUnavailable, match="does not start"):
        mongod.ensure(folder)
