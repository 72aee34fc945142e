"""The contract: generated from the classes, enforced by MongoDB, and followed by what a crawl stores."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pymongo import AsyncMongoClient, MongoClient
from pymongo.errors import BulkWriteError, WriteError

from newscrawl import contract
from newscrawl.article import SCHEMA, Article
from newscrawl.commands.contract import markdown
from newscrawl.credits import Attribution
from newscrawl.relevance import Relevance
from newscrawl.store.articles import ArticleStore
from newscrawl.store.connection import Database
from newscrawl.store.indexes import prepare
from newscrawl.store.schema import explained
from newscrawl.text import Removed
from tests.crawling import Project

PAGE = Path(__file__).parent.parent / "docs" / "data.md"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
FULL = Article(
    url="https://a.example/1", outlet="a", title="t", body="b", language="ar", published=NOW,
    published_precision="minute", published_raw="2 Mart", modified=NOW, authors=("A",), dateline="أنقرة", section="s",
    image="i", canonical_url="c", links=("l",), credits=(Attribution("credit", "n", None, "t", (0, 1)),),
    citations=(Attribution("citation", "n", "o", "t", None),),
    relevance=Relevance(True, 2, {"title": "x", "lead": 1.5}),
    provenance={"title": "meta"}, removed=(Removed("x", "rule"),), encoding="utf-8", source="f", fetched=NOW,
    warc={"path": "p", "offset": 2**40, "length": 1},
)  # fmt: skip


def rows(page: str) -> list[str]:
    """A page without the examples, which change with the sample newsroom."""
    return [re.sub(r"[^|]*\|$", "|", line.replace("\\|", "/")) for line in page.strip().splitlines()]


def test_the_page_is_fresh() -> None:
    assert rows(PAGE.read_text(encoding="utf-8")) == rows(markdown()), "run: scrapy contract > docs/data.md"


def test_every_field_of_an_article_is_documented() -> None:
    told = {field.name: field for field in contract.collection_fields("articles")}
    stored = {each.name for each in fields(Article)} - set(contract.NOT_STORED)
    assert stored <= set(told)
    assert all(told[name].meaning and told[name].absent for name in stored)


def test_no_field_of_any_collection_is_without_meaning_or_example() -> None:
    told = [re.split(r"(?<!\\)\|", line)[1:-1] for line in markdown().splitlines() if line.startswith("| `")]
    assert len(told) > 90
    assert [cells[0] for cells in told if not all(map(str.strip, cells)) or cells[3].strip() == "see above"] == []


def test_a_new_field_is_picked_up() -> None:
    page = {field.name: field for field in contract.fields_of(Later)}
    confidence = page["date_confidence"]
    assert (confidence.meaning, confidence.absent) == ("How sure, 0 to 1; absent before schema 3.", "before schema 3")
    assert page["date_confidence"].example == "0.9"
    assert contract.type_name(page["spans"].type) == "array of array of 2 int"
    assert page["title"].required


@dataclass
class Later:
    """A class with fields of every form."""

    title: str
    """t"""

    date_confidence: float = 0.0
    """How sure, 0 to 1; absent before schema 3. Example: 0.9"""

    spans: tuple[tuple[int, int], ...] = ()
    """s"""


def work(project: Project, job: Callable[[Database], Awaitable[Any]]) -> Any:
    async def done() -> Any:
        async with AsyncMongoClient[dict[str, Any]](project.uri, tz_aware=True) as client:
            database = client[project.database]
            await prepare(database)
            await ArticleStore(database).ensure_indexes()
            return await job(database)

    return asyncio.run(done())


def test_what_is_stored_follows_it(project: Project) -> None:
    bare = Article(url="https://a.example/2", outlet="a", title="t", body="b")

    async def save(database: Database) -> None:
        for article in (FULL, bare):
            await ArticleStore(database).save(article, "run", NOW)

    work(project, save)
    with MongoClient[dict[str, Any]](project.uri) as client:
        broken = {"$nor": [{"$jsonSchema": contract.schema("articles")}]}
        assert client[project.database].articles.count_documents(broken) == 0
    assert len(project.find("articles")) == 2
    known = {field.name for field in contract.collection_fields("articles")}
    assert all(set(each) <= known for each in project.find("articles"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": 7}, "title: type did not match (int)"),
        ({"published": "2026-03-01"}, "published: type did not match (string)"),
        ({"credits": [{"kind": "credit"}]}, "credits: "),
        ({"revision": None}, "revision: type did not match (null)"),
    ],
)
def test_what_breaks_it_is_refused_by_name(project: Project, change: dict[str, Any], said: str) -> None:
    async def spoil(database: Database) -> str:
        await ArticleStore(database).save(FULL, "run", NOW)
        with pytest.raises(WriteError) as refused:
            await database.articles.update_one({}, {"$set": change})
        return explained(refused.value)

    assert said in work(project, spoil)
    assert project.one("articles", {})["title"] == "t"


def test_in_a_batch_it_is_refused_by_name_and_the_others_are_stored(project: Project) -> None:
    bad = replace(FULL, url="https://ntv.example/bad", section=7)  # type: ignore[arg-type]

    async def save(database: Database) -> str:
        await prepare(database)
        with pytest.raises(BulkWriteError) as refused:
            await ArticleStore(database).save_all([bad, FULL], "run", NOW)
        return explained(refused.value)

    assert work(project, save).startswith("section: type did not match (int)")
    assert project.one("articles", {})["title"] == "t"


def test_a_document_without_a_field_is_refused(project: Project) -> None:
    async def insert(database: Database) -> str:
        with pytest.raises(WriteError) as refused:
            await database.articles.insert_one({"_id": "x", "url": "u"})
        return explained(refused.value)

    assert "title: missing" in work(project, insert)


def test_what_the_sample_newsroom_gives_follows_it(project: Project) -> None:
    pages = {f"https://www.turkeyalaan.net/2026/03/02/{n}/": page(n) for n in range(3)}
    done = project.scrapy("crawl", "turkeyalaan", "-s", f"REPLAY={project.pages('x', pages)}")
    assert done.returncode == 0, done.stderr
    with MongoClient[dict[str, Any]](project.uri) as client:
        for name in contract.COLLECTIONS:
            collection = client[project.database][name]
            assert collection.count_documents({"$nor": [{"$jsonSchema": contract.schema(name)}]}) == 0, name
            options = collection.options()
            assert options["validator"] == {"$jsonSchema": contract.schema(name)}
    assert project.one("schema", {})["version"] == SCHEMA
    assert len(project.find("edges")) == 3


def page(number: int) -> bytes:
    text = "وصل وفد خليجي كبير إلى مدينة سامسون صباح أمس برفقة سبعين رجل أعمال وزار ثلاثة مصانع في المنطقة الصناعية."
    end = "وقال رئيس الوفد إن الزيارة ستتكرر في الخريف المقبل."
    return (
        f"<html><head><meta charset=utf-8><meta property='og:title' content='وفد {number}'></head><body>"
        f"<h1>وفد {number}</h1><div class=entry-content><p>{text}</p><p>{end}</p></div></body></html>"
    ).encode()


@pytest.mark.parametrize("command", [("crawl", "hurriyet"), ("migrate",), ("migrate", "--dry-run")])
def test_a_newer_schema_is_refused(project: Project, command: tuple[str, ...]) -> None:
    with MongoClient[dict[str, Any]](project.uri) as client:
        client[project.database]["schema"].insert_one({"_id": "newscrawl", "version": SCHEMA + 1})
    done = project.scrapy(*command)
    assert done.returncode == 74
    assert f"has schema {SCHEMA + 1} and this version of newscrawl knows {SCHEMA} at most: update" in done.stderr
    assert project.find("articles") == []
