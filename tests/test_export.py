"""Exports: opened by others' tools, cut off and gone on with, one after another, and what cannot be exported."""

import asyncio
import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pytest
from pymongo import AsyncMongoClient, MongoClient

from newscrawl.article import Article
from newscrawl.credits import Attribution
from newscrawl.exporting import UNDATED, _is_behind
from newscrawl.relevance import Relevance
from newscrawl.store.articles import ArticleStore
from newscrawl.store.export import SETTLED, BadWatermark, Watermark
from newscrawl.store.indexes import prepare
from tests.crawling import ROOT, Project

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
CREDIT = Attribution("credit", "arabi21", "arabi21", "المصدر/ arabi21", (3, 9))
TEXT = '=1+1, "İğne" وصل\nالوفد'


def press(count: int, start: int = 0) -> list[Article]:
    """Articles of five outlets and four days; some have no date."""
    return [
        Article(
            url=f"https://o{n % 5}.example/{n}", outlet=f"o{n % 5}", title=f"=1+{n}", body=f"{TEXT} {n}", language="ar",
            published=NOW - timedelta(hours=n % 96) if n % 11 else None, authors=("A", "B"), credits=(CREDIT,),
            provenance={"title": "meta"}, relevance=Relevance(True, 3.5, {"title": "x", "lead": 1.5}),
        )
        for n in range(start, start + count)
    ]  # fmt: skip


def store(project: Project, articles: Sequence[Article], *, age: timedelta = timedelta(hours=1)) -> None:
    """Store articles as if they had changed a while ago, so that they are settled."""

    async def save() -> None:
        async with AsyncMongoClient[dict[str, Any]](project.uri, tz_aware=True) as client:
            await prepare(client[project.database])
            articles_of = ArticleStore(client[project.database])
            await articles_of.ensure_indexes()
            await articles_of.save_all(articles, "run", NOW)
            urls = [each.url for each in articles]
            changed = {"$set": {"changed": datetime.now(UTC) - age}}
            await articles_of.articles.update_many({"url": {"$in": urls}}, changed)

    asyncio.run(save())


def test_pandas_polars_and_duckdb_read_parquet(project: Project) -> None:
    store(project, press(300))
    folder = project.folder / "out"
    done = project.scrapy("export", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    assert (json.loads(done.stdout)["rows"], json.loads((folder / "export.json").read_text())["complete"]) == (
        300,
        True,
    )
    first = folder / "articles" / "day=2026-03-02" / "outlet=o1" / "articles.parquet"
    assert first.exists()
    table = pandas.read_parquet(folder / "articles")
    assert (len(table), table["_id"].nunique(), set(table["outlet"])) == (300, 300, {f"o{n}" for n in range(5)})
    frame = polars.read_parquet(f"{folder}/articles/**/*.parquet", hive_partitioning=True)
    row = frame.filter(polars.col("url") == "https://o1.example/1").to_dicts()[0]
    assert (row["body"], row["authors"], row["published"]) == (f"{TEXT} 1", ["A", "B"], NOW - timedelta(hours=1))
    assert row["credits"][0]["outlet"] == "arabi21"
    assert row["credits"][0]["span"] == [3, 9]
    assert json.loads(row["relevance"]["evidence"]) == {"title": "x", "lead": 1.5}
    source = f"read_parquet('{folder}/articles/**/*.parquet', hive_partitioning=true)"
    asked = f"select outlet, count(*), sum(revision) from {source} group by all order by 1"
    assert duckdb.sql(asked).fetchall() == [(f"o{n}", 60, 60) for n in range(5)]
    undated = f"select count(*) from {source} where published is null and day = '{UNDATED}'"
    assert duckdb.sql(undated).fetchall() == [(28,)]
    assert "300 rows, parquet" in (folder / "README.md").read_text(encoding="utf-8")


def test_json_lines_and_csv(project: Project) -> None:
    store(project, press(40))
    lines, cells = project.folder / "lines", project.folder / "cells"
    assert project.scrapy("export", str(lines), "--format", "jsonl").returncode == 0
    assert project.scrapy("export", str(cells), "--format", "csv").returncode == 0
    rows = [json.loads(line) for line in (lines / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["url"] for row in rows} == {each.url for each in press(40)}
    one = next(row for row in rows if row["url"] == "https://o1.example/1")
    assert (one["published"], one["body"]) == ("2026-03-02T11:00:00.000Z", f"{TEXT} 1")
    assert "words" not in one
    with (cells / "articles.csv").open(encoding="utf-8", newline="") as file:
        table = {row["url"]: row for row in csv.DictReader(file)}
    assert (len(table), table[one["url"]]["title"], table[one["url"]]["body"]) == (40, "'=1+1", f"'{TEXT} 1")
    assert json.loads(table[one["url"]]["credits"])[0]["name"] == "arabi21"
    assert not [cell for row in table.values() for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_characters_that_end_lines_and_texts_elsewhere_are_data_in_every_format(project: Project) -> None:
    title, raw = "a\0b\x0b\x1c\x85\u2028c\ud800d", "1\r=cmd|' /C calc'!A0\r\n2"
    store(project, [Article(url="https://o1.example/1", outlet="o1", title=title, body="=b", published_raw=raw)])
    stored = title.replace("\ud800", "?")
    for kind in ("csv", "jsonl", "parquet"):
        done = project.scrapy("export", str(project.folder / kind), "--format", kind)
        assert done.returncode == 0, done.stderr
    (line,) = (project.folder / "jsonl" / "articles.jsonl").read_bytes().splitlines()
    whole = project.folder / "csv" / "articles.csv"
    with whole.open(encoding="utf-8", newline="") as file:
        (cells,) = csv.DictReader(file)
    (row,) = polars.read_parquet(f"{project.folder}/parquet/articles/**/*.parquet").to_dicts()
    for each in (json.loads(line), cells, row):
        assert (each["title"], each["published_raw"]) == (stored, raw)
    assert len(pandas.read_csv(whole)) == 1
    assert duckdb.sql(f"select count(*) from read_csv('{whole}')").fetchall() == [(1,)]


def test_filters(project: Project) -> None:
    languages = {"arabi21": "ar", "hurriyet": "tr", "milliyet": "tr"}
    common = {"title": "t", "body": "b", "published": NOW}
    made = [Article(url=f"https://{o}.example/1", outlet=o, language=each, **common) for o, each in languages.items()]
    store(project, made)
    asked = (("--language", "tr"), ("--outlet", "arabi21"), ("--since", "2026-03-03"), ("--originals",))
    counted = [
        json.loads(project.scrapy("export", str(project.folder / str(n)), "--json", *filters).stdout)["rows"]
        for n, filters in enumerate(asked)
    ]
    assert counted == [2, 1, 0, 0]


def test_exports_that_follow_one_another_skip_and_repeat_nothing(project: Project) -> None:
    store(project, press(50), age=timedelta(hours=3))
    first = json.loads(project.scrapy("export", str(project.folder / "1"), "--format", "jsonl", "--json").stdout)
    # Just changed: too young for this export, and not lost for the next.
    store(project, press(10, 50), age=timedelta())
    young = project.scrapy("export", str(project.folder / "2"), "--format", "jsonl", "--json",
                           "--since-change", first["watermark"])  # fmt: skip
    assert young.returncode == 0, young.stderr
    second = json.loads(young.stdout)
    time.sleep(6)
    last = ("--since-change", str(project.folder / "2"))
    third = project.scrapy("export", str(project.folder / "3"), "--format", "jsonl", *last)
    assert third.returncode == 0, third.stderr
    files = [project.folder / name / "articles.jsonl" for name in ("1", "2", "3")]
    urls = [json.loads(line)["url"] for each in files for line in each.read_text(encoding="utf-8").splitlines()]
    assert sorted(urls) == sorted(each.url for each in press(60))
    assert Watermark.read(second["watermark"]).until > Watermark.read(first["watermark"]).until


# Stores new articles and changes those that others change, for so many seconds.
WRITER = """
import asyncio, sys, time
from dataclasses import replace
from tests import test_export as here
async def write(uri, name, own):
    until, turn = time.monotonic() + here.WRITING, 0
    async with here.AsyncMongoClient(uri, tz_aware=True) as client:
        store = here.ArticleStore(client[name])
        while time.monotonic() < until:
            new = here.press(5, 100_000 * own + 5 * turn)
            changed = [replace(each, body=f"{own} {turn}") for each in here.press(20)]
            await store.save_all([*new, *changed], "run", here.NOW)
            turn += 1
asyncio.run(write(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""
WRITING, WRITERS = 20, 3


@pytest.mark.long
@pytest.mark.faults
def test_exports_beside_writers_skip_and_repeat_nothing(project: Project) -> None:
    store(project, press(20))
    time.sleep(SETTLED.total_seconds() + 1)  # the first export has what the writers change afterwards
    command = [sys.executable, "-c", WRITER, project.uri, project.database]
    writers: list[subprocess.Popen[bytes]] = []
    given: list[str] = []
    rows: list[dict[str, Any]] = []
    for number in count():
        last = bool(writers) and all(each.poll() is not None for each in writers)
        time.sleep(SETTLED.total_seconds() + 1 if last else 0)
        folder = project.folder / f"export {number}"
        done = project.scrapy("export", str(folder), "--format", "jsonl", "--json", *given)
        assert done.returncode == 0, done.stderr
        given = ["--since-change", json.loads(done.stdout)["watermark"]]
        rows += [json.loads(line) for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
        writers = writers or [subprocess.Popen([*command, str(own)], cwd=ROOT) for own in range(1, WRITERS + 1)]
        if last:
            break
    assert [each.returncode for each in writers] == [0] * WRITERS
    versions = [(each["_id"], each["changed"]) for each in rows]
    assert len(versions) == len(set(versions))
    assert {each["_id"]: each["body"] for each in rows} == {
        each["_id"]: each["body"] for each in project.find("articles")
    }
    assert len(versions) > len({name for name, _ in versions}) > 20


def contents(folder: Path) -> dict[str, str]:
    """What lies in a folder, but for the journal and the card, which hold the time."""
    files = [each for each in folder.rglob("*") if each.is_file() and each.name not in ("export.json", "README.md")]
    return {str(each.relative_to(folder)): hashlib.sha256(each.read_bytes()).hexdigest() for each in files}


# Exports, notes every part, and is killed by itself after so many, in the middle of the next one's file if it has one.
KILLED = """
import os, signal, sys
from scrapy.cmdline import execute
from newscrawl import exporting, formats
limit, folder, kind = int(sys.argv[1]), sys.argv[2], sys.argv[3]
save = exporting.Journal.save
def stop(self, folder):
    save(self, folder)
    stop.count += 1
    if stop.count > limit:
        if kind != "parquet":
            with open(f"{folder}/articles.{kind}", "ab") as file:
                file.write(b"half a li")
        os.kill(os.getpid(), signal.SIGKILL)
stop.count = 0
exporting.Journal.save = stop
exporting.SETTLE_SECONDS = 0
execute(["scrapy", "export", folder, "--format", kind])
"""


@pytest.mark.faults
@pytest.mark.parametrize(
    "kind", ["parquet", *(pytest.param(kind, marks=pytest.mark.long) for kind in ("jsonl", "csv"))]
)
def test_killed_and_gone_on_with_equals_one_that_was_not(project: Project, kind: str) -> None:
    store(project, press(200))
    whole, cut = project.folder / "whole", project.folder / "cut"
    assert project.scrapy("export", str(whole), "--format", kind).returncode == 0
    for parts in (3, 5):
        command = [sys.executable, "-c", KILLED, str(parts), str(cut), kind]
        done = subprocess.run(command, check=False, env={**os.environ, **project.environment})
        assert done.returncode == -signal.SIGKILL
    assert not json.loads((cut / "export.json").read_text())["complete"]
    other = project.scrapy("export", str(cut), "--format", kind, "--outlet", "arabi21")
    assert (other.returncode, "another export that was cut off" in other.stderr) == (78, True)
    done = project.scrapy("export", str(cut), "--format", kind)
    assert done.returncode == 0, done.stderr
    assert contents(cut) == contents(whole)


# Is killed after so many parts of which none is noted yet.
KILLED_UNNOTED = """
import os, signal, sys
from scrapy.cmdline import execute
from newscrawl import exporting, formats
exporting.SETTLE_SECONDS = 3600
write = formats.ParquetWriter.write
def stop(self, *part):
    stop.count += 1
    if stop.count > int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
    return write(self, *part)
stop.count = 0
formats.ParquetWriter.write = stop
execute(["scrapy", "export", sys.argv[2]])
"""


@pytest.mark.faults
def test_what_was_not_noted_is_written_as_the_articles_are_by_then(project: Project) -> None:
    store(project, press(100))
    whole, cut = project.folder / "whole", project.folder / "cut"
    command = [sys.executable, "-c", KILLED_UNNOTED, "9", str(cut)]
    killed = subprocess.run(command, check=False, env={**os.environ, **project.environment})
    assert (killed.returncode, len(contents(cut))) == (-signal.SIGKILL, 9)
    assert json.loads((cut / "export.json").read_text())["rows"] == 0
    # All of the first part changes: the next export has it, this one no longer.
    first = next(iter(sorted(contents(cut))))
    day, outlet = (each.partition("=")[2] for each in Path(first).parts[1:3])
    begins = datetime.fromisoformat(f"{day}T00:00:00+00:00")
    inside = {"outlet": outlet, "published": {"$gte": begins, "$lt": begins + timedelta(days=1)}}
    with MongoClient[dict[str, Any]](project.uri) as client:
        touched = client[project.database].articles.update_many(inside, {"$currentDate": {"changed": True}})
    done = project.scrapy("export", str(cut), "--json")
    assert (done.returncode, json.loads(done.stdout)["rows"]) == (0, 100 - touched.modified_count), done.stderr
    assert project.scrapy("export", str(whole)).returncode == 0
    assert contents(cut) == {name: found for name, found in contents(whole).items() if name != first}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("/dev/null/x",), 78, "cannot write to /dev/null/x"),
        (("tests",), 78, "tests holds something else already"),
        (("OUT", "--since-change", "yesterday"), 78, "'yesterday' is no watermark"),
        (("OUT", "--since-change", "abc@2026-03-01T00:00:00+00:00"), 78, "of another database"),
        (("OUT", "--since-change", "DAMAGED"), 78, "export.json is not what an export writes"),
        (("OUT", "--outlet", "hurriye"), 2, "did you mean hurriyet"),
        (("OUT", "--fields", "title"), 2, "no such option: --fields"),
        (("OUT", "--format", "xml"), 2, "invalid choice: 'xml'"),
        ((), 2, "name one folder"),
    ],
)
def test_what_cannot_be_exported(project: Project, arguments: tuple[str, ...], code: int, message: str) -> None:
    damaged = project.folder / "damaged"
    damaged.mkdir()
    (damaged / "export.json").write_text("{", encoding="utf-8")
    places = {"OUT": str(project.folder / "out"), "DAMAGED": str(damaged)}
    given = [places.get(each, each) for each in arguments]
    done = project.scrapy("export", *given)
    assert done.returncode == code
    assert message in done.stderr
    assert not (project.folder / "out" / "README.md").exists()


def test_a_finished_export_is_not_written_over(project: Project) -> None:
    store(project, press(3))
    assert project.scrapy("export", str(project.folder / "o"), "--format", "csv").returncode == 0
    again = project.scrapy("export", str(project.folder / "o"), "--format", "csv")
    assert (again.returncode, "holds a finished export" in again.stderr) == (78, True)


def test_a_database_of_an_older_schema_is_migrated_first(project: Project) -> None:
    with MongoClient[dict[str, Any]](project.uri) as client:
        client[project.database]["schema"].insert_one({"_id": "newscrawl", "version": 1})
    done = project.scrapy("export", str(project.folder / "o"))
    assert (done.returncode, "run `scrapy migrate` first" in done.stderr) == (74, True)


def test_without_pyarrow_the_install_is_named(project: Project) -> None:
    blocked = project.folder / "blocked" / "pyarrow"
    blocked.mkdir(parents=True)
    (blocked / "__init__.py").write_text("raise ImportError('not here')", encoding="utf-8")
    done = project.scrapy("export", str(project.folder / "o"), PYTHONPATH=str(blocked.parent))
    assert (done.returncode, "pip install -r requirements-data.txt" in done.stderr) == (78, True)


def test_the_order_of_days() -> None:
    days = ["2026-03-02", "2026-03-01", "2025-12-31", UNDATED]
    assert all(_is_behind(later, earlier) for n, earlier in enumerate(days) for later in days[n + 1 :])
    assert not any(_is_behind(day, day) for day in days)


@pytest.mark.parametrize("text", ["", "x", "x@", "x@2026-03-01", "x@2026-03-01T00:00:00", "@"])
def test_what_is_no_watermark(text: str) -> None:
    with pytest.raises(BadWatermark):
        Watermark.read(text)
