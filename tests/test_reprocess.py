"""`scrapy reprocess`: what other rules have read is read again, with a revision for each change and nothing lost."""

import asyncio
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo import AsyncMongoClient, MongoClient

from newscrawl import editing, registry, ruleset
from newscrawl.archive import Stored, append
from newscrawl.article import Article
from newscrawl.sample import FETCHED
from newscrawl.sample.edition import prints
from newscrawl.sample.site import answers
from newscrawl.store.articles import ArticleStore, from_document, to_document
from newscrawl.store.indexes import ensure_indexes, prepare
from newscrawl.store.stories import StoryStore
from newscrawl.stored import StoredPages
from newscrawl.urls import article_id, canonical
from tests.crawling import ROOT, Project

TAGLINE = "نبض الصحافة في كل صباح"
SENTENCE = "وصل الوفد رقم {} إلى أنقرة صباح أمس برفقة {} رجل أعمال وزار {} مصنعا في المنطقة الصناعية الجديدة."
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def page(number: int) -> bytes:
    """A synthetic article of arabi21; the outlet's own line is under it."""
    lines = (*(SENTENCE.format(number * 7 + k, number + k * 11, k * number) for k in range(1, 5)), TAGLINE)
    body = "".join(f"<p>{line}</p>" for line in lines)
    head = f"<meta charset=utf-8><meta property='og:title' content='وفد رقم {number} يزور أنقرة'>"
    when = f"<meta property='article:published_time' content='2026-03-02T0{number}:00:00Z'>"
    return f"<html><head>{head}{when}</head><body><article>{body}</article></body></html>".encode()


def address(number: int) -> str:
    return f"https://arabi21.com/story/10000{number}"


COLLECTIONS = ("articles", "revisions", "stories", "edges", "signatures", "lines", "cues", "reports_on")


@pytest.fixture(scope="module")
def crawl(mongo_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Four articles as a crawl stores and archives them."""
    project = Project(mongo_uri, "test_reprocess_crawl", tmp_path_factory.mktemp("crawl"))
    pages = project.pages("pages", {address(n): page(n) for n in (1, 2, 3, 4)})
    archive = project.folder / "arabi21.warc.gz"
    done = project.scrapy("crawl", "arabi21", "-s", f"REPLAY={pages}", "-s", f"WARC={archive}")
    assert "4 new" in done.stderr, done.stderr
    assert all(TAGLINE in each["body"] and "warc" in each for each in project.find("articles"))
    yield project
    with MongoClient[dict[str, Any]](mongo_uri) as client:
        client.drop_database(project.database)


@pytest.fixture
def crawled(crawl: Project, project: Project) -> Project:
    """That crawl in a database of this test's own, with a copy of its archive."""
    archive = shutil.copy(crawl.folder / "arabi21.warc.gz", project.folder)
    for name in ("schema", *COLLECTIONS):
        if documents := crawl.find(name):
            project.insert(name, documents)
    project.change("articles", {"$set": {"warc.path": str(archive)}})
    return project


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program in which one rule is another: that line of arabi21 is a tagline."""
    folder = tmp_path_factory.mktemp("changed")
    for name in ("newscrawl", "pipelines", "spiders"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "scrapy.cfg", folder)
    spider = folder / "spiders" / "arabi21.py"
    declared = spider.read_text(encoding="utf-8")
    spider.write_text(f'{declared.rstrip()}\n    taglines = ("{TAGLINE}",)\n', encoding="utf-8")
    return folder


def reprocess(project: Project, program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "reprocess", *arguments]
    return subprocess.run(
        command, check=False, cwd=program, env=project.environment, capture_output=True, text=True, timeout=120
    )


def told_of(project: Project, program: Path, *arguments: str) -> dict[str, Any]:
    done = reprocess(project, program, "--json", *arguments)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def everything(project: Project) -> Mapping[str, Any]:
    return {name: project.find(name) for name in COLLECTIONS}


def test_a_changed_rule_is_applied_once_and_what_was_is_kept(crawled: Project, changed: Path) -> None:
    before = everything(crawled)
    assert "0 of 0 articles read again" in reprocess(crawled, ROOT).stdout
    assert everything(crawled) == before
    dry = reprocess(crawled, changed, "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert "4 of 4 articles read again, nothing written" in dry.stdout
    assert f"  - {TAGLINE}" in dry.stdout
    assert everything(crawled) == before

    told = told_of(crawled, changed, "arabi21")
    assert (told["outcomes"], told["sources"], told["placed"]) == ({"changed": 4}, {"archive": 4}, 4)
    assert told["fields"]["body"] == told["fields"]["removed"] == 4
    old = {each["_id"]: each for each in before["articles"]}
    for each in crawled.find("articles"):
        was = old[each["_id"]]
        assert each["body"] == was["body"].removesuffix(f"\n\n{TAGLINE}")
        assert {"text": TAGLINE, "rule": "outlet"} in each["removed"]
        assert (each["revision"], each["story_state"], each["rules"]) == (2, "done", told["rules"])
        untouched = ("first_seen", "last_seen", "run", "fetched", "source", "warc", "published", "title", "url")
        assert [each.get(name) for name in untouched] == [was.get(name) for name in untouched]
    for each in crawled.find("revisions"):
        was = old[each["article"]]
        assert (each["kind"], each["number"], each["run"]) == ("reprocessed", 1, told["run"])
        assert (each["body"], each["diff"]) == (was["body"], [f"- {TAGLINE}"])
    signed = {each["_id"]: each["exact"] for each in crawled.find("signatures")}
    assert not any(signed[each["_id"]] == each["exact"] for each in before["signatures"])
    assert crawled.find("corrections") == []

    after = everything(crawled)
    assert told_of(crawled, changed)["done"] == 0
    assert everything(crawled) == after
    # Back by the rules of before: the line is in the archive.
    assert told_of(crawled, ROOT)["outcomes"] == {"changed": 4}
    assert [each["body"] for each in crawled.find("articles")] == [each["body"] for each in before["articles"]]
    assert [each["content_hash"] for each in crawled.find("articles")] == [
        each["content_hash"] for each in before["articles"]
    ]
    assert len(crawled.find("revisions")) == 8


def test_without_a_readable_archive_the_stored_text_is_read(crawled: Project, changed: Path) -> None:
    archive = crawled.folder / "arabi21.warc.gz"
    first, second, third, fourth = sorted(crawled.find("articles"), key=lambda each: each["warc"]["offset"])
    with MongoClient[dict[str, Any]](crawled.uri) as client:
        articles = client[crawled.database].articles
        articles.update_one({"_id": second["_id"]}, {"$set": {"warc.offset": first["warc"]["offset"]}})
        articles.update_one({"_id": third["_id"]}, {"$set": {"warc.path": f"{archive}.lost"}})
    archive.write_bytes(archive.read_bytes()[: fourth["warc"]["offset"] + 40])
    told = told_of(crawled, changed)
    assert told["outcomes"] == {"changed": 4}
    assert told["sources"] == {"archive": 1, "another_page": 1, "archive_missing": 1, "archive_damaged": 1}
    texts = {each["_id"]: each["body"] for each in crawled.find("articles")}
    for each in (first, second, third, fourth):
        assert texts[each["_id"]] == each["body"].removesuffix(f"\n\n{TAGLINE}")


def test_what_would_not_be_stored_today_is_named_and_left(crawled: Project, changed: Path) -> None:
    with MongoClient[dict[str, Any]](crawled.uri) as client:
        articles = client[crawled.database].articles
        articles.update_one({"url": address(1)}, {"$set": {"body": "çok kısa"}, "$unset": {"warc": ""}})
        articles.update_one({"url": address(2)}, {"$set": {"gone": {"at": NOW, "reason": "http_410", "run": "r"}}})
        articles.update_one({"url": address(3)}, {"$set": {"published": datetime(2020, 1, 1, tzinfo=UTC)}})
    before = crawled.one("articles", {"url": address(1)})
    assert told_of(crawled, changed, "--since", "2030-01-01")["done"] == 0
    done = reprocess(crawled, changed, "--since", "2026-01-01")
    assert done.returncode == 0, done.stderr
    assert f"refused/no_body: {address(1)}" in done.stdout
    assert "3 of 3 articles read again" in done.stdout
    assert crawled.one("articles", {"url": address(1)}) == before
    assert crawled.one("articles", {"url": address(2)})["gone"]["reason"] == "http_410"
    assert told_of(crawled, changed)["outcomes"] == {"refused/no_body": 1, "changed": 1}
    third = crawled.one("revisions", {"url": address(3)})
    assert (third["published"].year, third["changed"]) == (2020, ["body", "published", "relevance", "removed"])


def test_a_field_besides_the_text_is_kept_without_the_text(crawled: Project) -> None:
    right = crawled.one("articles", {"url": address(1)})
    with MongoClient[dict[str, Any]](crawled.uri) as client:
        wrong = {"section": "Spor", "rules": "another", "dateline": "أنقرة"}
        client[crawled.database].articles.update_one({"url": address(1)}, {"$set": wrong})
    done = reprocess(crawled, ROOT)
    assert "section: Spor -> nothing" in done.stdout
    revision = crawled.one("revisions", {})
    assert (revision["before"], revision["changed"]) == (
        {"section": "Spor", "dateline": "أنقرة"},
        ["dateline", "section"],
    )
    assert "body" not in revision
    bookkeeping = ("changed", "changed_at", "revision")
    found = crawled.one("articles", {"url": address(1)})
    assert {k: v for k, v in found.items() if k not in bookkeeping} == {
        k: v for k, v in right.items() if k not in bookkeeping
    }


def test_a_learned_line_stays_out_when_it_has_been_forgotten(crawled: Project) -> None:
    removed = [{"text": TAGLINE, "rule": "learned"}]
    with MongoClient[dict[str, Any]](crawled.uri) as client:
        database = client[crawled.database]
        for each in database.articles.find():
            shorter = {"body": each["body"].removesuffix(f"\n\n{TAGLINE}"), "removed": removed, "rules": "another"}
            database.articles.update_one({"_id": each["_id"]}, {"$set": shorter})
        database.lines.delete_many({})
    assert told_of(crawled, ROOT)["outcomes"] == {"unchanged": 4}
    assert all(each["removed"] == removed for each in crawled.find("articles"))
    assert crawled.find("lines") == []


def test_bad_words_are_refused_with_the_way_out(project: Project) -> None:
    assert "did you mean arabi21" in reprocess(project, ROOT, "arabi12").stderr
    assert "--since 'monday' is no date" in reprocess(project, ROOT, "--since", "monday").stderr


# What earlier rules had left in: a line that those of today take out.
LEFT_IN = "تابعنا على تويتر"


def stored(number: int, body: str = "") -> Article:
    text = "\n\n".join(SENTENCE.format(number * 7 + k, number + k * 11, k * number) for k in range(1, 5))
    return Article(
        url=f"https://arabi21.com/story/{2_000_000 + number}", outlet="arabi21", title=f"وفد رقم {number} يزور أنقرة",
        body=body or f"{text}\n\n{LEFT_IN}", language="ar", published=NOW,
    )  # fmt: skip


def fill(project: Project, count: int) -> None:
    project.scrapy("migrate")
    first = {"first_seen": NOW, "last_seen": NOW, "run": "r", "revision": 1, "story_state": "done", "words": []}
    project.insert("articles", [{**to_document(stored(n)), **first, "rules": "another"} for n in range(count)])


def started(project: Project, changed: int) -> subprocess.Popen[str]:
    """A reprocessing that has changed so many articles."""
    process = project.start("reprocess")
    while len(project.find("revisions")) < changed and process.poll() is None:
        time.sleep(0.02)
    return process


@pytest.mark.faults
def test_killed_and_gone_on_while_a_crawl_writes(project: Project) -> None:
    fill(project, 150)
    killed = started(project, 20)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    half = len(project.find("articles", {"rules": ruleset.version()}))
    assert 0 < half < 150
    again = project.start("reprocess", "--json")
    asyncio.run(write(project, lambda: again.poll() is None))
    _, said = again.communicate()
    assert again.returncode == 0, said
    found = {each["url"]: each for each in project.find("articles")}
    numbers = {each["article"]: [] for each in project.find("revisions")}
    for each in project.find("revisions"):
        numbers[each["article"]].append(each["number"])
    for n in range(150):
        each = found[stored(n).url]
        assert LEFT_IN not in each["body"]
        assert each["rules"] == ruleset.version()
        assert each["story_state"] == "done" or each["run"] == "crawl"
        assert "superseded" not in each
        assert sorted(numbers[each["_id"]]) == list(range(1, each["revision"]))
    assert all("Yeni" in found[stored(n).url]["body"] for n in range(140, 150))


async def write(project: Project, going: Callable[[], bool]) -> None:
    """A crawl that stores other texts of the last articles, for as long as the work goes on."""
    async with AsyncMongoClient[dict[str, Any]](project.uri, tz_aware=True) as client:
        store, turn = ArticleStore(client[project.database]), 0
        while going() or turn < 10:
            text = f"{stored(turn % 10).body.removesuffix(LEFT_IN)}Yeni {turn}"
            await store.save(replace(stored(140 + turn % 10), body=text), "crawl", NOW)
            turn += 1
            await asyncio.sleep(0.1)


PAIRS = tuple((outlet, n) for n in (1, 2) for outlet in ("arabi21", "turkeyalaan"))
SITES = {
    "arabi21": "https://arabi21.com/story/30000{}",
    "turkeyalaan": "https://www.turkeyalaan.net/2026/03/02/wafd-{}/",
}
# The first two carry one text, the others one each.
TEXTS = {PAIRS[0]: 1, PAIRS[1]: 1, PAIRS[2]: 2, PAIRS[3]: 3}


def archived(archive: Path) -> list[Article]:
    """The articles of PAIRS as today's rules read them from their pages."""
    pages, made = StoredPages(), []
    for turn, (outlet, n) in enumerate(PAIRS):
        url, when = canonical(SITES[outlet].format(n)), NOW + timedelta(hours=turn)
        content = page(TEXTS[outlet, n])
        offset, length = append(archive, Stored(url, 200, (("Content-Type", "text/html"),), content), when)
        article = pages.article(content, None, url, when)
        made.append(replace(article, warc={"path": str(archive), "offset": offset, "length": length}))
    return made


async def place(project: Project, name: str, articles: list[Article]) -> None:
    """Store and place articles; other rules have read them."""
    async with AsyncMongoClient[dict[str, Any]](project.uri, tz_aware=True) as client:
        await prepare(client[name])
        await ensure_indexes(client[name], {}, days=30)
        await ArticleStore(client[name]).save_all(articles, "crawl", NOW)
        await StoryStore(client[name], registry.kinds()).place_all([article_id(each.url) for each in articles])
        await client[name].articles.update_many({}, {"$set": {"rules": "another"}})


def test_stories_part_and_join_as_the_texts_of_today_have_it(project: Project) -> None:
    right = archived(project.folder / "pages.warc.gz")
    # Rules of before took a notice for the text of the last two, and something else for that of the second.
    notice, teaser = stored(8).body, stored(9).body
    read = [
        replace(each, body=text or each.body) for each, text in zip(right, ("", teaser, notice, notice), strict=True)
    ]
    asyncio.run(place(project, project.database, read))
    roles = [each["story"]["role"] for each in sorted(project.find("articles"), key=lambda each: each["published"])]
    assert sorted(roles) == ["copy", "origin", "single", "single"]
    clean = replace(project, database=f"{project.database}_clean")
    try:
        asyncio.run(place(clean, clean.database, right))
        told = told_of(project, ROOT)
        assert (told["outcomes"], told["placed"]) == ({"unchanged": 1, "changed": 3}, 3)
        for name in ("stories", "edges"):
            assert project.find(name) == clean.find(name)
        (story,) = project.find("stories")
        assert story["outlets"] == ["arabi21", "turkeyalaan"]
        expected = {each["_id"]: each["story"] for each in clean.find("articles")}
        assert {each["_id"]: each["story"] for each in project.find("articles")} == expected
    finally:
        project.drop(clean.database)


@pytest.mark.faults
def test_stopped_before_the_end(project: Project) -> None:
    fill(project, 150)
    process = started(project, 10)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 75
    assert "the same command goes on" in said
    assert 10 <= len(project.find("revisions")) < 150


def test_reading_a_stored_text_again_changes_nothing() -> None:
    """Every article of the sample newsroom: by the same rules its stored text gives the article that it is."""
    pages = StoredPages()
    told = [each for each in answers(prints()) if each.status == 200 and registry.outlet_of(each.url)]
    articles = [pages.article(each.body, None, each.url, FETCHED) for each in told]
    articles = [each for each in articles if each.title and each.body]
    assert len(articles) > 20
    for article in articles:
        known = from_document(to_document(article))
        assert to_document(known) == to_document(article)
        assert to_document(pages.edited(editing.restored(known))) == to_document(article)
    assert any(each.span is None for article in articles for each in article.credits)


def test_the_version_is_of_what_decides() -> None:
    named = {path.relative_to(ROOT).as_posix() for path in ruleset.sources()}
    assert {"newscrawl/editing.py", "newscrawl/text/arabic.py", "spiders/arabi21.py"} <= named
    assert all((ROOT / place).exists() for place in ruleset.DECIDING)
    assert not {name for name in named if name.startswith(("newscrawl/store", "newscrawl/commands"))}
    assert len(registry.outlets()) < len(named)
