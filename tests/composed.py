"""The services of ops/compose/compose.yaml as processes, each with its own command and at an address of its own: in
namespaces of their own, so that names and ports are those of the file. `python -m tests.composed FOLDER` runs inside
`unshare --mount --net`, and prints what it saw as JSON."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import yaml

from newscrawl import mongod
from tests.crawling import ROOT
from tests.mongosh import MONGOSH

COMPOSE: Final = ROOT / "ops" / "compose"
ADDRESSES: Final = {"mongo-1": "127.0.0.1", "mongo-2": "127.0.1.2", "mongo-3": "127.0.1.3", "dashboard": "127.0.1.4",
                    "prometheus": "127.0.1.5"}  # fmt: skip
SCRAPY: Final = [sys.executable, "-m", "scrapy"]


def main(folder: Path) -> None:
    services = yaml.safe_load((COMPOSE / "compose.yaml").read_text(encoding="utf-8"))["services"]
    names = folder / "hosts"
    names.write_text("".join(f"{address} {name}\n" for name, address in ADDRESSES.items()) + "127.0.0.1 localhost\n")
    subprocess.run(["mount", "--bind", str(names), "/etc/hosts"], check=True)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    secret = folder / "mongodb_uri"
    secret.write_text(_declared_uri(), encoding="utf-8")
    own = {"MONGODB_URI": "", "MONGODB_URI_FILE": str(secret), "NEWSCRAWL_DATA": str(folder / "data")}
    with ExitStack() as running:
        for name in ("mongo-2", "mongo-3", "mongo-1"):
            running.enter_context(process(folder, name, [*_mongod(services[name], folder, name)]))
        tries = until(lambda: _is_healthy(services["mongo-1"]), services["mongo-1"]["healthcheck"]["retries"], 3)
        status = subprocess.run(
            [*SCRAPY, "status"], cwd=ROOT, env=os.environ | own, capture_output=True, text=True, check=False
        )
        running.enter_context(process(folder, "dashboard", [*SCRAPY, *services["dashboard"]["command"]], own))
        running.enter_context(process(folder, "prometheus", list(_prometheus(folder))))
        scraped = until(lambda: _up("http://prometheus:9090/api/v1/targets"), 40, 0.5)
        groups = json.loads(_get("http://prometheus:9090/api/v1/rules"))["data"]["groups"]
        seen = {
            "tries": tries, "status": [status.returncode, status.stdout + status.stderr], "members": _members(secret),
            "scraped": scraped, "rules": [rule["name"] for each in groups for rule in each["rules"]],
            "fleet": "The fleet" in _get("http://dashboard:8080/"),
        }  # fmt: skip
    print(json.dumps(seen))


@contextmanager
def process(folder: Path, name: str, command: list[str], own: Mapping[str, str] | None = None) -> Iterator[None]:
    with (folder / f"{name}.log").open("wb") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT, env=os.environ | (own or {}))
        try:
            yield
        finally:
            running.kill()
            running.wait()


def _declared_uri() -> str:
    """The address that docs/operations.md says to write."""
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    line = next(line for line in guide.splitlines() if "compose/mongodb_uri" in line)
    return line.split("'")[1]


def _mongod(service: Mapping[str, Any], folder: Path, name: str) -> Iterator[str]:
    """A member's own command; the three of them share a machine, so each has its own address and folder."""
    (folder / name).mkdir()
    program, *arguments = service["command"]
    assert program == "mongod"
    yield str(mongod.binary())
    for each in arguments:
        yield from ("--bind_ip", ADDRESSES[name]) if each == "--bind_ip_all" else (each,)
    yield from ("--dbpath", str(folder / name), "--oplogSize", "64", "--nounixsocket")


def _is_healthy(service: Mapping[str, Any]) -> bool:
    kind, program, *arguments = service["healthcheck"]["test"]
    assert (kind, program) == ("CMD", "mongosh")
    done = subprocess.run([str(MONGOSH), *arguments], capture_output=True, check=False, timeout=30)
    return done.returncode == 0


def _prometheus(folder: Path) -> Iterator[str]:
    """With the file's own configuration, but that it asks every second."""
    for file in (ROOT / "ops" / "prometheus").glob("*.yml"):
        text = file.read_text(encoding="utf-8").replace("interval: 60s", "interval: 1s")
        (folder / file.name).write_text(text, encoding="utf-8")
    yield from ("prometheus", f"--config.file={folder / 'prometheus.yml'}")
    yield from (f"--storage.tsdb.path={folder / 'tsdb'}", f"--web.listen-address={ADDRESSES['prometheus']}:9090")


def _up(url: str) -> bool:
    active = json.loads(_get(url))["data"]["activeTargets"]
    return bool(active) and all(each["health"] == "up" for each in active)


def _members(secret: Path) -> int:
    from pymongo import MongoClient

    with MongoClient[dict[str, Any]](secret.read_text(encoding="utf-8")) as client:
        return len(client.admin.command("replSetGetStatus")["members"])


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode())


def until(done: Callable[[], bool], tries: int, pause: float) -> int | None:
    """How many tries it took; None where it never was."""
    for n in range(1, tries + 1):
        try:
            if done():
                return n
        except (OSError, urllib.error.URLError, subprocess.TimeoutExpired):
            pass
        time.sleep(pause)
    return None


if __name__ == "__main__":
    main(Path(sys.argv[1]))
