"""Running the project's own commands as a person would, against a real MongoDB."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymongo import MongoClient

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Project:
    """The project with a database of its own and a folder for what it writes."""

    uri: str
    database: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        where = {"MONGODB_URI": self.uri, "MONGODB_DATABASE": self.database, "NEWSCRAWL_DATA": str(self.folder)}
        return os.environ | where

    def scrapy(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `scrapy ...`; its output and exit code."""
        command = [sys.executable, "-m", "scrapy", *arguments]
        return subprocess.run(
            command,
            check=False,
            cwd=ROOT,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start `scrapy ...` and go on; its log is in `stderr`."""
        command = [sys.executable, "-m", "scrapy", *arguments]
        where = self.environment | environment
        return subprocess.Popen(command, cwd=ROOT, env=where, stderr=subprocess.PIPE, text=True)

    def wait_for(self, collection: str, count: int) -> None:
        """Until a collection holds so many documents."""
        deadline = time.monotonic() + 60
        while len(self.find(collection)) < count:
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def find(self, collection: str, query: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        with MongoClient[dict[str, Any]](self.uri, tz_aware=True) as client:
            return list(client[self.database][collection].find(query or {}).sort("_id"))

    def insert(self, collection: str, documents: list[dict[str, Any]]) -> None:
        with MongoClient[dict[str, Any]](self.uri) as client:
            client[self.database][collection].insert_many(documents)

    def drop(self, database: str) -> None:
        with MongoClient[dict[str, Any]](self.uri) as client:
            client.drop_database(database)

    def change(self, collection: str, change: Mapping[str, Any] | None) -> None:
        """Do to every document of a collection what a crash might; None empties it."""
        with MongoClient[dict[str, Any]](self.uri) as client:
            if change is None:
                client[self.database][collection].delete_many({})
            else:
                client[self.database][collection].update_many({}, change)

    def one(self, collection: str, query: Mapping[str, Any]) -> dict[str, Any]:
        found = self.find(collection, query)
        assert len(found) == 1, found
        return found[0]

    def pages(self, name: str, pages: Mapping[str, bytes | tuple[int, bytes]]) -> str:
        """A folder of stored pages, URL by URL; its path."""
        folder = self.folder / name
        folder.mkdir(parents=True)
        index = []
        for number, (url, page) in enumerate(pages.items()):
            status, body = page if isinstance(page, tuple) else (200, page)
            (folder / f"{number}.html").write_bytes(body)
            index.append({"url": url, "page": f"{number}.html", "status": status})
        (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")
        return str(folder)
