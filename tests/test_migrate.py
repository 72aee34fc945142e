"""`scrapy migrate`: from the schema before, while crawls write, cut off and repeated; nothing lost, nothing blocked."""

import asyncio
import json
import select
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import AsyncMongoClient, MongoClient

from newscrawl.article import SCHEMA, Article
from newscrawl.searching import words
from newscrawl.store.articles import ArticleStore, to_document
from newscrawl.urls import article_id
from tests.crawling import ROOT, Project

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
NEW = 1_000_000  # where articles begin that were not there before


def old(number: int) -> dict[str, Any]:
    """An article as schema 1 had it."""
    document = to_document(article(number))
    return {
        **document,
        "schema": 1,
        "first_seen": NOW,
        "last_seen": NOW,
        "run": "r",
        "revision": 1,
        "story_state": "done",
    }


def article(number: int, body: str = "وصل الوفد إلى أنقرة") -> Article:
    return Article(url=f"https://a.example/{number}", outlet="a", title=f"Haber {number}", body=body, published=NOW)


def fill(project: Project, count: int, *more: dict[str, Any]) -> None:
    with MongoClient[dict[str, Any]](project.uri) as client:
        articles = client[project.database].articles
        articles.create_index([("published", -1)], name="published")
        articles.insert_many([*map(old, range(count)), *more], ordered=False)


def test_a_database_of_the_schema_before(project: Project) -> None:
    fill(project, 1200)
    said = project.scrapy("migrate", "--dry-run").stdout
    assert "schema 1 -> 2: 1,200 of 1,200 articles would be brought up; validators that would be set: articles" in said
    assert {each["schema"] for each in project.find("articles")} == {1}
    assert project.find("schema") == []
    assert "run `scrapy migrate`" in project.scrapy("search", "أنقرة").stderr
    done = project.scrapy("migrate")
    assert done.returncode == 0, done.stderr
    assert "1,200 articles brought up" in done.stdout
    found = project.find("articles")
    assert {each["schema"] for each in found} == {SCHEMA}
    assert all(each["words"] == words(each["title"], each["body"]) for each in found)
    assert {name: value for name, value in found[0].items() if name not in ("words", "schema", "changed")} == {
        name: value for name, value in min(map(old, range(1200)), key=lambda each: each["_id"]).items()
        if name != "schema"
    }  # fmt: skip
    assert project.one("schema", {})["version"] == SCHEMA
    again = json.loads(project.scrapy("migrate", "--json").stdout)
    assert again == {"from": 2, "to": 2, "migrated": 0, "moved": 0, "refused": {}, "validators": [], "views": []}
    with MongoClient[dict[str, Any]](project.uri) as client:
        assert "published" not in client[project.database].articles.index_information()
    assert json.loads(project.scrapy("search", "أنقرة", "--json", "--limit", "1").stdout)[0]["outlet"] == "a"


def test_a_document_that_breaks_the_contract_is_named_and_left(project: Project) -> None:
    fill(project, 3)
    project.scrapy("migrate")
    with MongoClient[dict[str, Any]](project.uri) as client:
        articles = client[project.database].articles
        articles.database.command("collMod", "articles", validator={}, validationLevel="off")
        broken = {**old(9), "authors": "one"}
        articles.insert_one(broken)
        articles.database.command("collMod", "articles", validator={"$jsonSchema": {"properties": {"authors": {
            "bsonType": "array"}}}}, validationLevel="strict")  # fmt: skip
    done = project.scrapy("migrate")
    assert done.returncode == 65
    assert f"{broken['_id']}: authors: type did not match (string)" in done.stdout
    assert project.one("articles", {"_id": broken["_id"]})["schema"] == 1


def story_21(slug: str, body: str, number: int = 1700001) -> dict[str, Any]:
    """An article of an outlet that tells its articles by their number, as it lay before that was known."""
    told = Article(url=f"https://arabi21.com/story/{number}/{slug}", outlet="arabi21", title="Haber", body=body)
    seen = {"first_seen": NOW, "last_seen": NOW, "run": "r", "revision": 1, "story_state": "done"}
    return {**to_document(told), **seen}


def test_articles_move_to_the_address_of_their_outlet(project: Project) -> None:
    project.scrapy("migrate")
    first, second, alone = story_21("a", "Eski metin"), story_21("b", "Yeni metin"), story_21("c", "Tek", 1700002)
    late = {
        **second,
        "_id": article_id("https://arabi21.com/story/1700001"),
        "url": "https://arabi21.com/story/1700001",
    }
    late |= {"first_seen": NOW + timedelta(days=1), "last_seen": NOW + timedelta(days=1)}
    other = {**old(7), "schema": SCHEMA, "words": [], "story_state": "done"}
    project.insert("articles", [first, late, alone, other])
    project.insert("revisions", [{"_id": f"{alone['_id']}:1", "article": alone["_id"], "number": 1, "outlet": "arabi21",
                                  "url": alone["url"], "kind": "silent", "at": NOW, "run": "r", "since": NOW,
                                  "title": "Haber"}])  # fmt: skip
    ends = sorted((alone["_id"], other["_id"]))
    project.insert("edges", [{"_id": "|".join(ends), "articles": ends, "kind": "exact", "score": 1.0,
                              "shorter": ends[0], "longer": ends[1], "evidence": {}, "algorithm": 1}])  # fmt: skip
    entry = {"queue": "arabi21", "kind": "article", "rank": 2, "source": "s", "added": NOW, "due": NOW, "attempts": 0}
    project.insert("frontier", [{**entry, "_id": f"arabi21 {alone['_id']}", "url": alone["url"]}])
    assert "2 moved to the address of today" in project.scrapy("migrate", "--dry-run").stdout
    assert "2 moved to the address of today" in (done := project.scrapy("migrate")).stdout, done.stderr
    found = {each["url"]: each for each in project.find("articles", {"outlet": "arabi21"})}
    assert set(found) == {"https://arabi21.com/story/1700001", "https://arabi21.com/story/1700002"}
    merged, moved = found["https://arabi21.com/story/1700001"], found["https://arabi21.com/story/1700002"]
    assert (merged["body"], merged["first_seen"].day, merged["last_seen"].day) == ("Yeni metin", 2, 3)
    assert all(each["_id"] == article_id(url) and each["story_state"] == "pending" for url, each in found.items())
    assert {each["article"]: each["number"] for each in project.find("revisions")} == {
        merged["_id"]: 1, moved["_id"]: 1
    }  # fmt: skip
    assert "Eski metin" in [each.get("body") for each in project.find("revisions")]
    assert project.find("edges") == []
    assert project.one("articles", {"_id": other["_id"]})["story_state"] == "pending"
    assert [each["_id"] for each in project.find("frontier")] == [f"arabi21 {moved['_id']}"]
    assert json.loads(project.scrapy("migrate", "--json").stdout)["moved"] == 0


@pytest.mark.faults
def test_cut_off_and_gone_on_while_a_crawl_writes(project: Project) -> None:
    fill(project, 4000)
    process = project.start("migrate")
    while len(project.find("articles", {"schema": SCHEMA})) < 500 and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert 0 < len(project.find("articles", {"schema": 1})) < 4000
    again = project.start("migrate")
    asyncio.run(write(project, lambda: again.poll() is None))
    said = again.communicate()
    assert again.returncode == 0, said
    found = {each["url"]: each for each in project.find("articles")}
    assert all(
        each["schema"] == SCHEMA and each["words"] == words(each["title"], each["body"]) for each in found.values()
    )
    assert len(found) > 4000
    assert all(f"https://a.example/{n}" in found for n in range(4000))
    assert all(each["body"] == "Yeni metin" for url, each in found.items() if each["revision"] == 2)


# Saves as a crawl does until its standard input is closed, then prints how many and how long the slowest took.
CRAWL = """
import asyncio, json, sys, time
from types import SimpleNamespace
from tests import test_migrate as here
times = []
save = here.ArticleStore.save
async def timed(*arguments):
    began = time.perf_counter()
    outcome = await save(*arguments)
    times.append(time.perf_counter() - began)
    return outcome
here.ArticleStore.save = timed
place = SimpleNamespace(uri=sys.argv[1], database=sys.argv[2])
asyncio.run(here.write(place, lambda: not here.closed(sys.stdin)))
print(json.dumps({"saves": len(times), "slowest": max(times)}))
"""


def closed(stream: Any) -> bool:
    """Whether the other end of a pipe is."""
    ready, _, _ = select.select([stream], [], [], 0)
    return bool(ready)


@pytest.mark.long
@pytest.mark.faults
def test_100_000_articles_while_another_process_writes(project: Project) -> None:
    fill(project, 100_000)
    command = [sys.executable, "-c", CRAWL, project.uri, project.database]
    crawl = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        done = project.scrapy("migrate", "--json")
        told, _ = crawl.communicate(timeout=60)
    finally:
        crawl.kill()
    assert done.returncode == 0, done.stderr
    said = json.loads(told)
    # Nothing was blocked: no save waited for the migration.
    assert said["saves"] > 100
    assert said["slowest"] < 5
    pairs = said["saves"] // 2
    urls = {each["url"] for each in project.find("articles", {"schema": SCHEMA})}
    assert urls == {f"https://a.example/{n}" for n in (*range(100_000), *range(NEW, NEW + pairs))}
    changed = {each["url"]: each["body"] for each in project.find("articles", {"revision": 2})}
    assert changed == {f"https://a.example/{n}": "Yeni metin" for n in range(pairs)}
    assert len(project.find("revisions")) == pairs


async def write(project: Any, going: Any) -> None:
    """New articles and changed ones, for as long as the migration runs."""
    async with AsyncMongoClient[dict[str, Any]](project.uri, tz_aware=True) as client:
        store, number = ArticleStore(client[project.database]), 0
        await store.ensure_indexes()
        while going() or number < 10:
            assert await store.save(article(NEW + number), "run", NOW) == "new"
            assert await store.save(article(number, "Yeni metin"), "run", NOW) == "updated"
            number += 1
