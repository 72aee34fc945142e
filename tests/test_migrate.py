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


@pytest.mark.parametrize("left_at", ["", "#moved"], ids=["at once", "after a kill"])
def test_articles_move_that_are_told_by_another_rule_of_addresses(project: Project, left_at: str) -> None:
    """Of one outlet like any other: a session in the address, and a host whose name is no longer part of the id."""
    project.scrapy("migrate")
    session = story_21("a", "Oturum", 1700001)
    session |= {"_id": "0" * 16, "outlet": "sozcu", "url": "https://www.sozcu.com.tr/a-1;jsessionid=5F"}
    mobile = {**session, "_id": "1" * 16, "url": f"https://mobil.sozcu.com.tr/b-1{left_at}", "title": "Telefon"}
    project.insert("articles", [session, mobile])
    assert json.loads(project.scrapy("migrate", "--json").stdout)["moved"] == 2
    found = {each["url"]: (each["_id"], each["title"]) for each in project.find("articles")}
    places = ("https://www.sozcu.com.tr/a-1", "https://mobil.sozcu.com.tr/b-1")
    assert found == {
        place: (article_id(place), title) for place, title in zip(places, ("Haber", "Telefon"), strict=True)
    }
    assert json.loads(project.scrapy("migrate", "--json").stdout)["moved"] == 0


def tied(*articles: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """A story of these articles, and an edge of its first two."""
    ids = [each["_id"] for each in articles]
    told = {"origin": ids[0], "why": "the first", "unseen": None, "head": ids[0], "size": len(ids)}
    times = {"first_published": NOW, "last_published": NOW}
    ends = sorted(ids[:2])
    edge = {"kind": "exact", "score": 1.0, "shorter": ends[0], "longer": ends[1], "evidence": {}, "algorithm": 1}
    return {
        "stories": [{"_id": f"s{ids[0]}", "members": ids, "outlets": ["arabi21"], **told, **times}],
        "edges": [{"_id": "|".join(ends), "articles": ends, **edge}],
    }


def misplaced() -> dict[str, list[dict[str, Any]]]:
    """What an older program left: two slugs of one number and the same article stored since, one that others copy, a
    story of two that both move, one of a mirror that was changed before and is half moved to `revisions`."""
    first, second, alone = story_21("a", "Eski metin"), story_21("b", "Yeni metin"), story_21("c", "Tek", 1700002)
    one, two = story_21("d", "Ortak metin", 1700003), story_21("e", "Ortak metin", 1700004)
    late = {**story_21("", "Son metin"), "url": "https://arabi21.com/story/1700001"}
    late |= {"_id": article_id(late["url"]), "last_seen": NOW + timedelta(days=1)}
    other = {**old(7), "schema": SCHEMA, "words": []}
    mirror = to_document(Article(url="https://arabi21.co.uk/story/1700009/f", outlet="arabi21", title="H", body="Yeni"))
    aside = {"_id": f"{mirror['_id']}:1", "article": mirror["_id"], "number": 1, "outlet": "arabi21", "kind": "silent",
             "url": mirror["url"], "at": NOW, "run": "r", "since": NOW, "title": "H", "body": "Eski"}  # fmt: skip
    mirror |= {"first_seen": NOW, "last_seen": NOW, "run": "r", "revision": 2, "superseded": aside}
    entry = {"queue": "arabi21", "kind": "article", "rank": 2, "source": "s", "added": NOW, "due": NOW, "attempts": 0}
    ties = (tied(alone, other), tied(one, two))
    moving = (first, second, alone, one, two, mirror)
    return {
        "articles": [*moving, late, other],
        **{name: [each for tie in ties for each in tie[name]] for name in ("stories", "edges")},
        "revisions": [{**aside, "_id": f"{alone['_id']}:1", "article": alone["_id"], "url": alone["url"]}],
        "frontier": [{**entry, "_id": f"arabi21 {each['_id']}", "url": each["url"]} for each in moving[2:5]],
    }


# Told how many writes the moves of a migration may make, forks some that are killed after so many, and prints how
# they ended.
KILLED = """
import asyncio, os, signal, sys
from pymongo import AsyncMongoClient, monitoring
from newscrawl import registry
from newscrawl.store.moving import Moving
class Killer(monitoring.CommandListener):
    def __init__(self, left):
        self.left = left
    def started(self, event):
        pass
    failed = started
    def succeeded(self, event):
        self.left -= event.command_name in ("insert", "update", "delete")
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
async def work(left):
    async with AsyncMongoClient(sys.argv[1], tz_aware=True, event_listeners=[Killer(left)]) as client:
        await Moving(client[sys.argv[2]], registry.addresses()).run()
registry.addresses()
for line in sys.stdin:
    if not (child := os.fork()):
        asyncio.run(work(int(line)))
        os._exit(0)
    print(os.waitpid(child, 0)[1], flush=True)
"""
NEVER = -1


@pytest.mark.faults
@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.long)])
def test_moves_killed_after_any_write_end_as_those_that_were_not(project: Project, step: int) -> None:
    project.scrapy("migrate")
    command = [sys.executable, "-c", KILLED, project.uri, project.database]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as migrations:
        assert migrations.stdin is not None
        assert migrations.stdout is not None

        def migrate(writes: int) -> int:
            print(writes, file=migrations.stdin, flush=True)
            return int(migrations.stdout.readline())

        def left_by(*writes: int) -> tuple[dict[str, Any], list[int]]:
            """What is there when moves have run, each killed after so many writes, and how they ended."""
            for name, documents in misplaced().items():
                project.change(name, None)
                project.insert(name, documents)
            ends = [migrate(each) for each in writes]
            return {name: list(map(lasting, project.find(name))) for name in misplaced()}, ends

        whole, ends = left_by(NEVER)
        assert ends == [0]
        killed, writes = signal.SIGKILL.value, 0
        while killed == signal.SIGKILL:
            writes += step
            found, (killed, again) = left_by(writes, NEVER)
            assert again == 0
            assert found == whole, f"killed after write {writes}"
        migrations.stdin.close()
    assert (killed, writes > 40) == (0, True)
    articles = {each["url"]: each for each in whole["articles"]}
    assert set(articles) == {old(7)["url"], *(f"https://arabi21.com/story/170000{n}" for n in (1, 2, 3, 4, 9))}
    assert all(each["_id"] == article_id(url) and "superseded" not in each for url, each in articles.items())
    assert articles["https://arabi21.com/story/1700001"]["body"] == "Son metin"
    said = {(each["url"], each["body"]) for each in whole["revisions"]}
    assert said == {
        ("https://arabi21.com/story/1700001", "Eski metin"), ("https://arabi21.com/story/1700001", "Yeni metin"),
        ("https://arabi21.com/story/1700002", "Eski"), ("https://arabi21.com/story/1700009", "Eski"),
    }  # fmt: skip
    assert len(whole["revisions"]) == 4
    # The story of two that moved is told anew; that of the other one goes when it is placed.
    assert [each["members"] for each in whole["stories"]] == [[old(7)["_id"]]]
    assert whole["edges"] == []
    assert {each["_id"] for each in whole["frontier"]} == {
        f"arabi21 {articles[f'https://arabi21.com/story/170000{n}']['_id']}" for n in (2, 3, 4)
    }


def lasting(document: dict[str, Any]) -> dict[str, Any]:
    """A document without the times of its last change."""
    return {name: value for name, value in document.items() if name not in ("changed", "at")}


def test_a_copy_that_was_changed_before_its_move_was_finished(project: Project) -> None:
    """The version that a crawl has kept of it is not kept a second time."""
    project.scrapy("migrate")
    early = story_21("a", "Eski metin")
    address = "https://arabi21.com/story/1700001"
    copied = {**early, "_id": article_id(address), "url": address}
    project.insert("articles", [early, copied])

    async def crawl() -> None:
        async with AsyncMongoClient[dict[str, Any]](project.uri, tz_aware=True) as client:
            later = Article(url=address, outlet="arabi21", title="Haber", body="Yeni metin")
            await ArticleStore(client[project.database]).save(later, "run", NOW)

    asyncio.run(crawl())
    assert json.loads(project.scrapy("migrate", "--json").stdout)["moved"] == 1
    assert project.one("articles", {})["body"] == "Yeni metin"
    assert project.one("revisions", {})["body"] == "Eski metin"


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
