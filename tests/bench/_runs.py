"""One measured run: a crawl in a process of its own, what it spent, and what MongoDB spent on it meanwhile."""

import json
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pymongo import MongoClient

from newscrawl import mongod
from tests.crawling import ROOT

PROJECT: Final = {
    "SPIDER_MODULES": "tests.bench._spiders",
    "REACHABLE_NETWORKS": "127.0.0.1",
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "ARTICLES_PER_RUN": 0,
    "LOG_LEVEL": "WARNING",
}
# An empty project of today's Scrapy, as fast as it goes on one site.
BARE: Final = {
    "SPIDER_MODULES": "tests.bench._spiders",
    "CONCURRENT_ITEMS": 8,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "DOWNLOAD_DELAY": 0,
    "TELNETCONSOLE_ENABLED": 0,
    "REMOTE_CONTROL_ENABLED": 0,
    "LOG_LEVEL": "WARNING",
}
DIRECT: Final = {"NO_PROXY": "*", "no_proxy": "*"}  # the site is on this machine, whatever proxy its user has
COMMANDS: Final = ("aggregate", "count", "delete", "distinct", "find", "findAndModify", "getMore", "insert", "update")


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU milliseconds a page of the crawl and of MongoDB, commands a page, pages, seconds, and the peak of memory;
    where they are asked for, the bodies by the numbers of their pages."""

    cpu: float
    mongod: float
    commands: float
    pages: int
    wall: float
    peak: float
    bodies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where runs are measured: a folder, a MongoDB server and the address of the site."""

    folder: Path
    uri: str
    address: str

    def crawl(self, spider: str, settings: Mapping[str, Any], *, processes: int = 1) -> list[Spent]:
        """Crawl with a fresh database, in one or more processes at once."""
        name = f"bench_{uuid.uuid4().hex[:8]}"
        where = {"MONGODB_URI": self.uri, "MONGODB_DATABASE": name, "NEWSCRAWL_DATA": str(self.folder)}
        if spider == "bare":
            where["SCRAPY_SETTINGS_MODULE"] = "scrapy.settings.default_settings"
        base = BARE if spider == "bare" else PROJECT
        before, asked = self.served(), self.asked()
        meters = [self.folder / f"{name}.{number}.json" for number in range(processes)]
        try:
            running = [self._start(spider, {**base, **settings, "METER": each}, where) for each in meters]
            errors = [each.communicate()[1] for each in running]
            return self._read(meters, errors, self.served() - before, self.asked() - asked)
        finally:
            with MongoClient[dict[str, Any]](self.uri) as client:
                client.drop_database(name)

    def _start(self, spider: str, settings: Mapping[str, Any], where: Mapping[str, str]) -> subprocess.Popen[str]:
        metered = {**settings, "LOOPBACK": self.address}
        options = [part for key, value in metered.items() for part in ("-s", f"{key}={value}")]
        command = [sys.executable, "-m", "tests.bench._metered", "crawl", spider, *options]
        return subprocess.Popen(command, cwd=ROOT, env=os.environ | DIRECT | where, stderr=subprocess.PIPE, text=True)

    def _read(self, meters: Sequence[Path], errors: Sequence[str], served: float, asked: int) -> list[Spent]:
        if missing := [error for meter, error in zip(meters, errors, strict=True) if not meter.exists()]:
            raise RuntimeError(f"a measured crawl did not come to its end:\n{missing[0][-2000:]}")
        found = [json.loads(each.read_text(encoding="utf-8")) for each in meters]
        pages = max(1, sum(each["pages"] for each in found))
        return [
            Spent(
                cpu=each["cpu"] / max(1, each["pages"]) * 1000,
                mongod=served / pages * 1000,
                commands=asked / pages,
                pages=each["pages"],
                wall=each["wall"],
                peak=each["peak_mb"],
                bodies=each["bodies"],
            )
            for each in found
        ]

    def asked(self) -> int:
        """Commands so far, of those that articles are asked for and written with."""
        with MongoClient[dict[str, Any]](self.uri) as client:
            told = client.admin.command("serverStatus")["metrics"]["commands"]
        return sum(told[name]["total"] for name in COMMANDS)

    def served(self) -> float:
        """CPU seconds of the server so far; a server elsewhere counts as none."""
        with MongoClient[dict[str, Any]](self.uri) as client:
            pid = client.admin.command("serverStatus")["pid"]
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except FileNotFoundError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def bench(address: str) -> Iterator[Bench]:
    """A folder and a server: the one at MONGODB_URI, else a private one that ends with the measuring."""
    with tempfile.TemporaryDirectory(prefix="newscrawl-bench-") as name:
        folder, given = Path(name), os.environ.get("MONGODB_URI")
        try:
            yield Bench(folder, given or mongod.ensure(folder / "mongodb"), address)
        finally:
            if not given:
                mongod.stop(folder / "mongodb")
