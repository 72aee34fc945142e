"""What data teams wait for over a large archive: `scripts/bench views [--articles N] [--keep FOLDER] [--json FILE]`.

Every view with its filters, every example of the cookbook, searches and a whole export, beside the sizes of the
indexes. The archive has the shapes of `scripts/bench dashboard` with texts of some 220 words, so that what is indexed
by words is as large as in a real one. `--keep` leaves it in a folder, where the next measurement finds it.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import quantiles
from typing import Any, Final

from pymongo import AsyncMongoClient, MongoClient

from newscrawl import mongod, registry
from newscrawl.report import table
from newscrawl.searching import words
from newscrawl.store import search
from newscrawl.store.indexes import ensure_indexes, prepare
from tests.bench import dashboard
from tests.bench._processes import metered
from tests.cookbook import EXAMPLES, filters
from tests.crawling import Project
from tests.generated import Press

Document = dict[str, Any]
Figures = dict[str, Any]
NAME, BATCH, TURNS, LIMIT = "bench", 2000, 20, 20
BUDGET_MS: Final = 300
NAMES: Final = ("ملييت", "ميلييت", "Milliyet", "أنقرة")  # asked for by the cookbook
KINDS: Final = ("silent", "correction", "update", "deletion")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench views", description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--keep", type=Path, help="the folder of an archive that stays; made where it is empty")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="newscrawl-bench-") as folder:
        kept = (options.keep or Path(folder)).resolve() / "mongodb"
        uri = mongod.ensure(kept)
        try:
            figures = measure(Project(uri, NAME, Path(folder)), options.articles)
        finally:
            mongod.stop(kept)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def measure(project: Project, count: int) -> Figures:
    press, now = Press(count), datetime.now(UTC)
    with MongoClient[Document](project.uri, tz_aware=True) as client:
        database = client[NAME]
        if database.articles.estimated_document_count() != count:
            began = time.perf_counter()
            client.drop_database(NAME)
            asyncio.run(prepared(project.uri, prepare))
            fill(database, press, now)
            print(f"{count:,} articles made in {time.perf_counter() - began:.0f} s", flush=True)
        asyncio.run(prepared(project.uri, prepare))
        began = time.perf_counter()
        asyncio.run(prepared(project.uri, lambda database: ensure_indexes(database, {}, days=30)))
        print(f"indexed in {time.perf_counter() - began:.0f} s\n", flush=True)
        figures: Figures = {"articles": count, "sizes": list(sizes(database))}
        head = ("collection or index", "MB", "bytes an article")
        print(table(head, [(name, f"{size / 1e6:,.1f}", f"{size / count:,.0f}") for name, size in figures["sizes"]]))
        print(flush=True)
        figures["queries"] = [timed(name, ask) for name, ask in asked(database, press, now)]
    print(table(("query", "p50 ms", "p95 ms"), [tuple(each.values()) for each in figures["queries"]]))
    over = [each["query"] for each in figures["queries"] if each["p95"] > BUDGET_MS]
    print(f"over {BUDGET_MS} ms: {'; '.join(over) or 'none'}\nload average {os.getloadavg()[0]:.0f}\n", flush=True)
    figures["exports"] = [export(project, kind, count) for kind in ("parquet", "jsonl")]
    head = ("export", "rows a second", "CPU s", "peak MB")
    print(table(head, [tuple(each.values()) for each in figures["exports"]]))
    return figures


def fill(database: Any, press: Press, now: datetime) -> None:
    """Plain inserts under the validators; no index is kept up meanwhile."""
    outlets = list(registry.outlets())
    for name, documents in (
        ("articles", articles(press, outlets, now)),
        ("stories", dashboard.stories(outlets, now, press.count)),
        ("revisions", revisions(outlets, now, press.count)),
    ):
        while some := list(islice(documents, BATCH)):
            database[name].insert_many(some, ordered=False)


def articles(press: Press, outlets: list[str], now: datetime) -> Iterator[Document]:
    """Those of the dashboard's bench, with a text each and what else a crawl knows of one."""
    known = {"title": "json-ld", "body": "selector", "published": "json-ld", "image": "meta", "section": "meta"}
    made = zip(dashboard.articles(outlets, now, press.count), press.articles(), strict=True)
    for n, (document, invented) in enumerate(made):
        body = f"{NAMES[n // 100 % 4]} {invented.body}" if n % 100 == 0 else invented.body
        title = body[:60]
        if document["story"]["role"] == "copy":
            document["story"] |= {"lag_seconds": 60 * (n % 900), "evidence": {"share": 0.9, "run": 120}}
        for each in document.get("citations", ()):
            each |= {"text": f"صحيفة {each['name']}", "span": [0, 7]}
        yield document | {
            "title": title, "body": body, "words": words(title, body), "language": "tr" if n % 3 == 0 else "ar",
            "section": "gündem", "image": f"https://example.org/images/{n}.jpg", "authors": ["A. Yazar"],
            "published_precision": "minute", "published_confidence": "high", "provenance": known, "schema": 2,
            "content_hash": f"{n:040x}", "run": f"r{n // 500}", "story_state": "done",
            "published_raw": document["published"].isoformat(), "changed": document["first_seen"],
            "relevance": {"about": True, "score": 4.5, "evidence": {"title": title[:12], "lead": 1.5}},
        }  # fmt: skip


def revisions(outlets: list[str], now: datetime, count: int) -> Iterator[Document]:
    """One article of fifty was changed."""
    for n in range(0, count, 50):
        at = now - timedelta(days=dashboard.DAYS) * ((count - n) / count)
        yield {
            "_id": f"{n:016x}:1", "article": f"{n:016x}", "number": 1, "kind": KINDS[n // 50 % 4],
            "at": at, "since": at, "outlet": outlets[n // 50 % len(outlets)], "url": f"https://example.org/{n}",
            "title": f"{n}", "run": "r",
            "body": dashboard.TEXT, "changed": ["body"], "diff": [f"-{dashboard.TEXT[:90]}", f"+{n}"], "cut": False,
        }  # fmt: skip


async def prepared(uri: str, step: Callable[[Any], Awaitable[None]]) -> None:
    """Do what a crawl does before it stores."""
    async with AsyncMongoClient[Document](uri, tz_aware=True) as client:
        await step(client[NAME])


def sizes(database: Any) -> Iterator[tuple[str, int]]:
    """Bytes: documents as they are and as compressed, then each index."""
    for name in ("articles", "stories", "revisions"):
        told = database.command("collStats", name)
        yield f"{name}, uncompressed", told["size"]
        yield f"{name}, stored", told["storageSize"]
        yield from ((f"{name}.{each}", size) for each, size in sorted(told["indexSizes"].items()))
        yield f"{name}, all indexes", told["totalIndexSize"]


def asked(database: Any, press: Press, now: datetime) -> Iterator[tuple[str, Callable[[], object]]]:
    week_ago = now - timedelta(days=7)
    for view, queries in filters(week_ago).items():
        for query in queries:
            told = ", ".join(query) or "all"
            yield f"{view}: {told}", lambda view=view, query=query: list(database[view].find(query).limit(LIMIT))
    names = {"database": database, "datetime": datetime, "timedelta": timedelta, "UTC": UTC, "week_ago": week_ago}
    for question, language, code in EXAMPLES:
        if language == "python":
            yield f"cookbook: {question}", lambda code=code: exec(code, {**names})
    common, second, usual, rare = (press.words[rank] for rank in (0, 1, 300, 15_000))
    for kind, text in (
        ("common word", common), ("usual word", usual), ("rare word", rare),
        ("common and rare word", f"{common} {rare}"),
        ("phrase of common words", f'"{common} {second}"'), ("phrase with a rare word", f'"{common} {rare}"'),
        ("no such word", "nosuchword"),
    ):  # fmt: skip
        yield f"search: {kind}", lambda text=text: search.search(database, text)
    yield "search: common word, one outlet", lambda: search.search(database, common, outlets=["milliyet"])


def timed(name: str, ask: Callable[[], object]) -> Figures:
    """Milliseconds, the first time included."""
    took = []
    for _ in range(TURNS):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    cut = quantiles(took, n=20, method="inclusive")
    return {"query": name, "p50": round(cut[9], 1), "p95": round(cut[18], 1)}


def export(project: Project, kind: str, count: int) -> Figures:
    """The command as it is started by hand; its own CPU and memory, MongoDB's not counted."""
    out = project.folder / kind
    used = metered([sys.executable, "-m", "scrapy", "export", str(out), "--format", kind], project.environment)
    if json.loads((out / "export.json").read_text(encoding="utf-8"))["rows"] != count:
        raise RuntimeError(f"the export as {kind} is not whole")
    return {
        "kind": kind,
        "rows_per_second": round(count / used.wall),
        "cpu_s": round(used.cpu, 1),
        "peak_mb": used.peak,
    }
