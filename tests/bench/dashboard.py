"""How long every page of the dashboard takes over a large archive; exits 1 where one takes more than 300 ms.

The archive is made of plain inserts in the shapes that a crawl writes: 61 outlets over 90 days, three of ten articles
in a story, one of ten citing another outlet, an hourly run of each outlet.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, Final

from pymongo import MongoClient

from newscrawl import mongod, registry
from newscrawl.report import table
from newscrawl.store import articles as article_store
from newscrawl.store import frontier as frontier_store
from newscrawl.store import runs as run_store
from newscrawl.store import stories as story_store
from newscrawl.text import match_key
from tests.crawling import Project
from tests.newsroom import run
from tests.serving import Dashboard, dashboard

BUDGET: Final = 0.3  # seconds
DAYS: Final = 90
NAME: Final = "bench"
TURNS: Final = 5
INDEXES: Final = {
    "articles": article_store.INDEXES,
    "stories": story_store.INDEXES,
    "runs": run_store.INDEXES,
    "frontier": frontier_store.INDEXES,
}
WORDS: Final = ("deprem", "köprü", "seçim", "enflasyon", "أنقرة", "إسطنبول", "زلزال", "الاقتصاد")
TEXT: Final = "Şehrin iki yakasını bağlayan yeni asma köprü bu sabah kalabalık bir törenle hizmete açıldı. " * 14


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench dashboard", description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="newscrawl-bench-") as folder:
        uri = mongod.ensure(Path(folder) / "mongodb")
        try:
            began = time.perf_counter()
            fill(uri, options.articles)
            print(f"{options.articles:,} articles made in {time.perf_counter() - began:.0f} s", flush=True)
            over = measure(Project(uri, NAME, Path(folder)))
        finally:
            mongod.stop(Path(folder) / "mongodb")
    print(f"over {BUDGET * 1000:.0f} ms: {', '.join(over) or 'none'}")
    sys.exit(1 if over else 0)


def fill(uri: str, count: int) -> None:
    """Insert everything, then make the indexes that the stores ask for."""
    outlets, now = list(registry.outlets()), datetime.now(UTC)
    with MongoClient[dict[str, Any]](uri) as client:
        database = client[NAME]
        for name, documents in (
            ("articles", articles(outlets, now, count)),
            ("stories", stories(outlets, now, count)),
            ("runs", runs(outlets, now)),
            ("frontier", entries(outlets, now)),
        ):
            while some := list(islice(documents, 5000)):
                database[name].insert_many(some, ordered=False)
            database[name].create_indexes(list(INDEXES[name]))


def _when(n: int, count: int, now: datetime) -> datetime:
    return now - timedelta(days=DAYS) * ((count - n) / count)


def _of(n: int, outlets: list[str]) -> str:
    """Outlets of very different size: the first prints as much as the last forty together."""
    chance = random.Random(n).random()
    return outlets[int(len(outlets) * chance**2.2)]


def articles(outlets: list[str], now: datetime, count: int) -> Iterator[dict[str, Any]]:
    for n in range(count):
        when, word, turn = _when(n, count, now), WORDS[n % len(WORDS)], n % 10
        document: dict[str, Any] = {
            "_id": f"{n:016x}", "url": f"https://example.org/{n}", "outlet": _of(n, outlets), "title": f"{word} {n}",
            "body": f"{word} {n}. {TEXT}", "language": "tr", "published": when, "first_seen": when, "last_seen": when,
            "revision": 1, "story": {"role": "single"}, "content_hash": "x", "words": [match_key(word), str(n)],
        }  # fmt: skip
        if turn < 3:
            first = f"{n - turn:016x}"
            role = {"role": "origin"} if turn == 0 else {"role": "copy", "of": first, "method": "copy", "score": 0.9}
            document["story"] = {"id": f"s{first}", **role}
        if turn == 5:
            document["citations"] = [{"kind": "citation", "name": "x", "outlet": _of(n + 1, outlets)}]
        yield document


def stories(outlets: list[str], now: datetime, count: int) -> Iterator[dict[str, Any]]:
    for n in range(0, count - 2, 10):
        members = [f"{each:016x}" for each in range(n, n + 3)]
        yield {
            "_id": f"s{members[0]}", "origin": members[0], "why": "the earliest", "members": members, "size": 3,
            "outlets": sorted({_of(each, outlets) for each in range(n, n + 3)}), "head": members[0], "unseen": None,
            "first_published": _when(n, count, now), "last_published": _when(n + 2, count, now),
        }  # fmt: skip


def runs(outlets: list[str], now: datetime) -> Iterator[dict[str, Any]]:
    for outlet in outlets:
        for turn in range(DAYS * 24):
            yield run(outlet, now - timedelta(hours=turn, minutes=1), turn, size=6 + turn % 9)


def entries(outlets: list[str], now: datetime) -> Iterator[dict[str, Any]]:
    """Of each outlet a source, and 5000 addresses that its latest runs came by."""
    for outlet in outlets:
        source = {"run": f"{outlet}-0", "at": now, "outcome": "answered", "named": 9, "fresh": 1}
        yield {"_id": f"{outlet} feed", "queue": outlet, "rank": 0, "kind": "Feed", "url": "https://example.org/rss",
               "due": now, "visits": [source]}  # fmt: skip
        for n in range(5000):
            outcome = "rejected/no_body" if n % 9 == 0 else "unchanged"
            visit = {"run": f"{outlet}-{n // 30}", "at": now - timedelta(minutes=n), "outcome": outcome}
            yield {"_id": f"{outlet} {n}", "queue": outlet, "rank": 1 + n % 3, "kind": "article",
                   "url": f"https://example.org/{n}", "visits": [visit], "due": now}  # fmt: skip


def measure(project: Project) -> list[str]:
    """Ask for every page a few times; the pages that were too slow once, the first time included."""
    first = project.find("stories", {"_id": f"s{0:016x}"})[0]
    large, small = min(registry.outlets()), max(registry.outlets())
    paths = (
        "/", "/?days=90", "/?show=trouble", f"/outlet/{large}", f"/outlet/{large}?days=90", f"/outlet/{small}?days=90",
        "/stories", "/stories?page=40", f"/stories?outlet={small}", f"/stories?outlet={large}&page=40",
        "/stories?q=deprem", f"/stories?q=deprem&outlet={small}", '/stories?q="deprem%20999"', "/stories?q=nirgends",
        f"/story/{first['_id']}", f"/story/{first['_id']}?copy={first['members'][1]}", "/map?days=90",
        "/map?kind=citations&days=90", "/metrics",
    )  # fmt: skip
    began = time.perf_counter()
    with dashboard(project) as running:
        print(f"all days counted {time.perf_counter() - began:.1f} s after the start", flush=True)
        rows = [_row(running, path) for path in paths]
    print(f"load average {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores")
    print(table(("page", "first ms", "median ms", "most ms", "kB"), [row[:5] for row in rows]))
    return [str(row[0]) for row in rows if row[5] > BUDGET]


def _row(running: Dashboard, path: str) -> tuple[Any, ...]:
    took, size = [], 0
    for _ in range(TURNS):
        began = time.perf_counter()
        answer = running.get(path)
        took.append(time.perf_counter() - began)
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        size = len(answer.text.encode())
    first, middle, most = took[0], median(took), max(took)
    return path, f"{first * 1000:.0f}", f"{middle * 1000:.0f}", f"{most * 1000:.0f}", f"{size / 1000:.0f}", most
