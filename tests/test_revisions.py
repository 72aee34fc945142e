"""What outlets changed after publication: kinds of edits, readable diffs, and nothing lost or doubled by a kill."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import AsyncMongoClient, MongoClient
from pymongo.errors import BulkWriteError

from newscrawl.article import Article
from newscrawl.revising import MOST_LINES, compare
from newscrawl.store.articles import ArticleStore
from newscrawl.store.connection import Database
from newscrawl.store.revisions import RevisionStore
from newscrawl.urls import article_id
from tests.crawling import Project
from tests.loopback import article, options
from tests.webserver import Page, serving

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://a.example/1"
ONE = Article(
    url=URL, outlet="a", title="Köprü açıldı", body="Köprü bu sabah açıldı. Törene bin kişi katıldı.\n\nYol ücretsiz.",
    published=NOW, modified=NOW,
)  # fmt: skip
SILENT = replace(ONE, body="Köprü bu sabah açıldı. Törene yüz kişi katıldı.\n\nYol ücretsiz.")


def version(body: str, **more: Any) -> dict[str, Any]:
    return {"title": "t", "body": body, **more}


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (version("a b"), version("a c"), "silent"),
        (version("a b"), version("a c", title="u"), "silent"),
        (version("a b", modified=NOW), version("a c", modified=NOW), "silent"),
        (version("a b", modified=NOW), version("a c", modified=NOW + timedelta(hours=1)), "update"),
        (version("a b"), version("a c", modified=NOW), "update"),
        (version("a b", modified=NOW), version("a c"), "silent"),
        (version("a b"), version("a c\n\nDüzeltme: Haberin ilk halinde sayı yanlıştı."), "correction"),
        (version("a b"), version("a c\n\nDÜZELTME – sayı yanlıştı."), "correction"),
        (version("a b"), version("تصحيح: ورد خطأ في الرقم.\n\na c", modified=NOW), "correction"),
        (version("a b"), version("a c\n\nCorrection: an earlier version gave another figure."), "correction"),
        (version("a b"), version("قالت الوزارة إن تصحيح الأرقام مستمر."), "silent"),
        (version("تصحيح: قديم.\n\na b"), version("تصحيح: قديم.\n\na c"), "silent"),
        (version("a\n\nTakip edin"), version("a", removed=[{"text": "Takip edin", "rule": "learned"}]), "cleaning"),
        (version("a", removed=[{"text": "x", "rule": "r"}]), version("a\n\nx"), "cleaning"),
        (version("a\n\nx"), version("b", removed=[{"text": "x", "rule": "r"}]), "silent"),
    ],
)
def test_kinds_of_edits(old: dict[str, Any], new: dict[str, Any], kind: str) -> None:
    edit = compare(old, new)
    assert edit is not None
    assert edit.kind == kind


def test_a_diff_can_be_read() -> None:
    edit = compare(
        {"title": "Köprü açıldı", "body": "Bir cümle. Törene bin kişi katıldı.\n\nYol ücretsiz."},
        {"title": "Köprü açıldı", "body": "Bir cümle. Törene yüz kişi katıldı.\n\nYol ücretsiz.\n\nSon."},
    )
    assert edit is not None
    assert edit.diff == ("- Törene bin kişi katıldı.", "+ Törene yüz kişi katıldı.", "+ Son.")
    assert (edit.changed, edit.cut) == (("body",), False)


def test_equal_texts_are_no_edit() -> None:
    assert compare(version("a", modified=NOW), version("a", modified=NOW + timedelta(hours=1))) is None


def test_a_diff_is_bounded() -> None:
    edit = compare(version("\n\n".join(map(str, range(9000)))), version("\n\n".join(f"x{n}" for n in range(9000))))
    assert edit is not None
    assert (len(edit.diff), edit.cut) == (MOST_LINES, True)


def work(project: Project, job: Callable[[Database], Awaitable[Any]]) -> Any:
    async def done() -> Any:
        async with AsyncMongoClient[dict[str, Any]](project.uri, tz_aware=True) as client:
            database = client[project.database]
            await ArticleStore(database).ensure_indexes()
            return await job(database)

    return asyncio.run(done())


def save(project: Project, *articles: Article) -> list[str]:
    async def saved(database: Database) -> list[str]:
        store = ArticleStore(database)
        return [await store.save(each, f"run{n}", NOW + timedelta(hours=n)) for n, each in enumerate(articles)]

    found: list[str] = work(project, saved)
    return found


def test_a_change_keeps_what_was_there(project: Project) -> None:
    assert save(project, ONE, ONE, SILENT, SILENT, ONE) == ["new", "unchanged", "updated", "unchanged", "updated"]
    first, second = project.find("revisions")
    assert (first["_id"], first["number"], first["kind"]) == (f"{article_id(URL)}:1", 1, "silent")
    assert (first["body"], first["since"], first["at"]) == (ONE.body, NOW, NOW + timedelta(hours=2))
    assert (second["body"], second["since"], second["at"]) == (SILENT.body, first["at"], NOW + timedelta(hours=4))
    assert first["diff"] == ["- Törene bin kişi katıldı.", "+ Törene yüz kişi katıldı."]
    stored = project.one("articles", {})
    assert (stored["body"], stored["revision"], stored["changed_at"]) == (ONE.body, 3, second["at"])
    assert "superseded" not in stored


def test_another_article_at_its_address_is_an_error_and_no_race(project: Project) -> None:
    project.insert("articles", [{"_id": "other", "url": URL}])
    with pytest.raises(BulkWriteError, match="duplicate key"):
        save(project, ONE)


def test_fields_that_are_gone_from_the_page_go(project: Project) -> None:
    save(project, replace(ONE, section="Gündem", image="https://a.example/1.jpg"), ONE)
    stored = project.one("articles", {})
    assert "section" not in stored
    assert (stored["revision"], project.find("revisions")) == (1, [])


def test_every_change_of_a_reader_s_document_moves_its_time(project: Project) -> None:
    save(project, ONE)
    first = project.one("articles", {})["changed"]
    save(project, ONE)
    assert project.one("articles", {})["changed"] == first
    save(project, SILENT)
    assert project.one("articles", {})["changed"] > first


# Saves a version and is killed by itself just before the version that it set aside is moved.
KILLED = """
import asyncio, os, signal, sys
from tests import test_revisions as here
from newscrawl.store.revisions import RevisionStore
from tests.crawling import Project
where = sys.argv[1]
inner = RevisionStore.move
async def move(self, *version):
    if where == "between":
        await self.revisions.insert_one(version[1])
    os.kill(os.getpid(), signal.SIGKILL)
RevisionStore.move = move
here.save(Project(sys.argv[2], sys.argv[3], None), here.SILENT)
"""


@pytest.mark.faults
@pytest.mark.parametrize("where", ["before", "between"])
@pytest.mark.parametrize("then", ["the next run", "the same article", "another version"])
def test_a_kill_between_the_writes_loses_and_doubles_nothing(project: Project, where: str, then: str) -> None:
    save(project, ONE)
    command = [sys.executable, "-c", KILLED, where, project.uri, project.database]
    assert subprocess.run(command, check=False, env=dict(os.environ)).returncode == -signal.SIGKILL
    stored = project.one("articles", {})
    assert (stored["body"], stored["superseded"]["body"]) == (SILENT.body, ONE.body)
    third = replace(SILENT, title="Köprü kapandı")
    with MongoClient[dict[str, Any]](project.uri, tz_aware=True):
        if then == "the next run":
            work(project, lambda database: RevisionStore(database).recover())
        else:
            save(project, SILENT if then == "the same article" else third)
    bodies = [(each["number"], each["body"]) for each in project.find("revisions")]
    assert bodies == [(1, ONE.body), *([(2, SILENT.body)] if then == "another version" else [])]
    assert "superseded" not in project.one("articles", {})


@pytest.mark.parametrize("writers", [6])
def test_writers_at_once_keep_every_version_once(project: Project, writers: int) -> None:
    versions = [replace(ONE, body=f"{ONE.body}\n\nSayı {n}.") for n in range(writers)]

    async def race(database: Database) -> None:
        store = ArticleStore(database)
        await asyncio.gather(*(store.save(each, "run", NOW) for each in versions))

    work(project, race)
    stored, revisions = project.one("articles", {}), project.find("revisions")
    assert sorted([stored["body"], *(each["body"] for each in revisions)]) == sorted(each.body for each in versions)
    assert sorted(each["number"] for each in revisions) == list(range(1, writers))
    assert stored["revision"] == writers


def test_a_page_that_is_gone_and_comes_back(project: Project) -> None:
    save(project, ONE)
    key = article_id(URL)

    async def gone(database: Database) -> int:
        return await RevisionStore(database).gone([key, "unknown"], "http_410", "run", NOW + timedelta(days=1))

    assert [work(project, gone), work(project, gone)] == [1, 0]
    assert project.one("articles", {})["gone"]["reason"] == "http_410"
    assert save(project, ONE) == ["unchanged"]
    assert "gone" not in project.one("articles", {})
    assert work(project, gone) == 1
    assert [(each["kind"], each["reason"]) for each in project.find("revisions")] == [("deletion", "http_410")] * 2
    assert save(project, SILENT) == ["updated"]
    assert [each["kind"] for each in project.find("revisions", {"kind": {"$ne": "deletion"}})] == ["silent"]


def test_a_crawl_tells_an_edit_from_a_deletion(project: Project) -> None:
    pages: dict[str, Page] = {}
    tagged = {"ETag": '"1"'}
    with serving(pages) as site:
        named = "".join(f"<url><loc>{site.address}/story/{n}</loc></url>" for n in (1, 2, 3))
        pages["/sitemap.xml"] = Page(f"<urlset>{named}</urlset>".encode(), headers={"Content-Type": "text/xml"})
        pages |= {f"/story/{n}": Page(article(n), headers=tagged) for n in (1, 2, 3)}
        project.scrapy("crawl", "loopback", *options(site.address))
        pages["/story/1"] = Page(article(1).replace("صباح أمس".encode(), "مساء أمس".encode()))
        del pages["/story/2"]
        project.change("frontier", {"$set": {"due": datetime(2020, 1, 1, tzinfo=UTC)}})
        done = project.scrapy("crawl", "loopback", *options(site.address))
    assert "1 failed/http_404" in done.stderr
    found = {each["url"].rsplit("/", 1)[1]: each for each in project.find("revisions")}
    assert {number: each["kind"] for number, each in found.items()} == {"1": "silent", "2": "deletion"}
    assert all("صباح" in line if line[0] == "-" else "مساء" in line for line in found["1"]["diff"])
    gone = [each["url"].rsplit("/", 1)[1] for each in project.find("articles", {"gone": {"$exists": True}})]
    assert gone == ["2"]
