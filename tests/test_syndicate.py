"""`scrapy syndicate`: a file of articles in, edges and stories out; a line that is none costs only itself."""

import json
import os
import signal
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from newscrawl.exits import Exit
from newscrawl.store.submitted import PREFIX
from newscrawl.submissions import LONGEST_LINE, MOST_BYTES, lines
from tests.crawling import Project
from tests.generated import Press

# Made up. The lead of each paragraph differs, so that no two texts share a sentence by accident.
WIRE = (
    "وصل وزير التجارة إلى مدينة مرسين صباح اليوم على رأس وفد من رجال الأعمال لبحث توسيع المرفأ القديم.",
    "وقال رئيس الغرفة التجارية إن المخازن الجديدة ستستوعب ضعف الكميات الحالية من الحمضيات قبل نهاية الموسم.",
    "ومن المقرر أن يوقع الجانبان مذكرة تفاهم تتضمن إنشاء خط حديدي يربط الرصيف الشرقي بالمنطقة الصناعية.",
    "وكانت الأمطار الغزيرة قد عطلت أعمال الحفر أسبوعين كاملين وأتلفت جانبا من معدات الشركة المنفذة.",
)
OTHER = (
    "افتتحت بلدية طرابزون معرضا للصور القديمة في القلعة يضم مئات اللقطات التي التقطها مصور من أبناء المدينة.",
    "وأوضح القائمون على المعرض أن الزوار يستطيعون مشاهدة أزقة اختفت منذ عقود وأسواقا ما زالت قائمة.",
    "ويستمر المعرض شهرا كاملا وتخصص عائداته لترميم خان تاريخي قرب الميناء بإشراف مهندسين متطوعين.",
)
FIRST, SECOND = "https://agency.example/1", "https://paper.example/port?id=7&utm_source=x"


def line(url: str, body: Iterable[str], published: str | None, **fields: Any) -> str:
    article = {"url": url, "outlet": url.split("/")[2], "title": "عنوان", "body": "\n\n".join(body), **fields}
    return json.dumps({**article, "published": published}, ensure_ascii=False)


@pytest.fixture
def archive(project: Project) -> Path:
    """A wire, its copy, and an article of its own."""
    place = project.folder / "articles.jsonl"
    texts = (
        line(FIRST, WIRE, "2026-03-01T08:00:00Z"),
        line("https://other.example/2", OTHER, "2026-03-01T08:30:00Z"),
        line(SECOND, WIRE[:3], "2026-03-01T09:00:00+00:00"),
    )
    place.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return place


def results(text: str) -> list[dict[str, Any]]:
    return [json.loads(each) for each in text.splitlines()]


def temporary_databases(project: Project) -> set[str]:
    with MongoClient[dict[str, Any]](project.uri) as client:
        return {name for name in client.list_database_names() if name.startswith(PREFIX)}


def test_edges_and_stories_with_the_addresses_as_given(project: Project, archive: Path) -> None:
    done = project.scrapy("syndicate", str(archive))
    assert done.returncode == 0, done.stderr
    edge, story = results(done.stdout)
    assert {name: edge[name] for name in ("kind", "url", "of", "relation")} == {
        "kind": "edge", "url": SECOND, "of": FIRST, "relation": "copy",
    }  # fmt: skip
    assert 0.6 < edge["score"] <= 1
    assert edge["evidence"]["containment"] > 0.9
    assert {name: story[name] for name in ("kind", "origin", "members")} == {
        "kind": "story", "origin": FIRST, "members": [FIRST, SECOND],
    }  # fmt: skip
    assert story["why"].startswith("time:")
    assert "3 lines: 3 articles (0 repeated), 0 not read; 1 edges, 1 stories of 2" in done.stderr
    assert temporary_databases(project) == set()
    assert project.find("articles") == []


def test_a_file_is_written_when_all_is_done_and_twice_the_same(project: Project, archive: Path) -> None:
    place = project.folder / "stories.jsonl"
    written = []
    for _ in range(2):
        assert project.scrapy("syndicate", str(archive), "-o", str(place)).returncode == 0
        written.append(place.read_bytes())
    assert written[0] == written[1]
    assert [each["kind"] for each in results(written[0].decode())] == ["edge", "story"]
    assert {each.name for each in project.folder.iterdir()} == {"articles.jsonl", "stories.jsonl"}


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ("{not json", "not JSON"),
        ('["https://agency.example/1"]', "not a JSON object"),
        ('"text"', "not a JSON object"),
        ('{"body": "..."}', "no url"),
        ('{"url": 7, "body": "..."}', "url is not a string"),
        ('{"url": "https://a.example/", "body": {"$gt": ""}}', "body is not a string"),
        ('{"url": "javascript:alert(1)", "body": "..."}', "not a web address"),
        ('{"url": "https://a.example:port/", "body": "..."}', "not a web address"),
        ("[" * 100_000, "not JSON"),
        (
            f'{{"url": "https://a.example/", "body": "{"a" * (MOST_BYTES + 1)}"}}',
            "a body of more than 14,000,000 bytes",
        ),
    ],
)
def test_a_line_that_is_no_article_is_named_and_the_rest_goes_on(
    project: Project, archive: Path, bad: str, complaint: str
) -> None:
    texts = archive.read_text(encoding="utf-8").splitlines()
    archive.write_text("\n".join((texts[0], bad, *texts[1:])), encoding="utf-8")
    done = project.scrapy("syndicate", str(archive))
    assert done.returncode == Exit.DEGRADED
    assert f"{archive}:2: " in done.stderr
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr
    assert [each["kind"] for each in results(done.stdout)] == ["edge", "story"]


def test_odd_articles_have_a_named_outcome(project: Project, archive: Path) -> None:
    future = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    odd = (
        line("https://a.example/empty", (), "2026-03-01"),
        line("https://a.example/word", ("كلمة",), "2026-03-01"),
        line("https://a.example/future", OTHER, future),
        line("https://a.example/when", ("نص \ud800 \0 قصير",), "yesterday or so"),
        line("https://a.example/never", WIRE[2:], None, outlet=None, title=None),
        line("https://a.example/long", (" ".join(f"كلمة{n}" for n in range(600_000)),), "2026-03-01"),
        line("https://other.example/2", WIRE[:2], "2026-03-01T10:00:00Z"),
    )
    with archive.open("a", encoding="utf-8") as file:
        file.write("\n".join(odd).replace("\ud800", "\\ud800") + "\n\n\n")
    done = project.scrapy("syndicate", str(archive))
    assert done.returncode == 0, done.stderr
    assert f"{archive}:6: published '{future}' is in the future" in done.stderr
    assert f"{archive}:7: published 'yesterday or so' cannot be read" in done.stderr
    assert f"{archive}:10: the address of line 2 with another text, which counts" in done.stderr
    assert "10 lines: 9 articles (1 repeated, 1 cut, 1 no_text, 2 short, 2 undated)" in done.stderr
    assert {each["url"] for each in results(done.stdout) if each["kind"] == "edge"} >= {"https://other.example/2"}


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        ((), Exit.USAGE, "name one file"),
        (("nowhere.jsonl",), Exit.NOTHING_FOUND, "nowhere.jsonl: No such file or directory"),
        (("/dev/null",), Exit.NOTHING_FOUND, "0 lines: 0 articles"),
        (("/dev/null", "-o", "/nowhere/stories.jsonl"), Exit.NOTHING_FOUND, "No such file or directory"),
        (("/dev/null", "--days", "0"), Exit.USAGE, "--days"),
    ],
)
def test_a_command_that_cannot_work_says_so(
    project: Project, arguments: tuple[str, ...], code: Exit, complaint: str
) -> None:
    done = project.scrapy("syndicate", *arguments)
    assert done.returncode == code, done.stderr
    assert complaint in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_a_database_that_is_not_there(project: Project, archive: Path) -> None:
    done = project.scrapy("syndicate", str(archive), MONGODB_URI="mongodb://127.0.0.1:1/")
    assert done.returncode == Exit.DATABASE
    assert "no answer" in done.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopped_it_leaves_neither_a_database_nor_a_file(project: Project, how: signal.Signals) -> None:
    place = project.folder / "many.jsonl"
    invented = Press(2000).articles()
    place.write_text("\n".join(line(each.url, [each.body], each.time.isoformat()) for each in invented))
    before = temporary_databases(project)
    process = project.start("syndicate", str(place), "-o", str(project.folder / "stories.jsonl"))
    deadline = time.monotonic() + 60
    while not temporary_databases(project) - before:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    os.kill(process.pid, how)
    _, log = process.communicate(timeout=60)
    assert process.returncode == Exit.UNFINISHED, log
    assert "stopped before the end" in log
    assert temporary_databases(project) == before
    assert {each.name for each in project.folder.iterdir()} == {"many.jsonl"}


def test_the_same_stories_whatever_the_order_of_lines(project: Project) -> None:
    texts = [line(each.url, [each.body], each.time.isoformat()) for each in Press(300, days=5).articles()]
    told = []
    for order in (texts, texts[::-1]):
        place = project.folder / "some.jsonl"
        place.write_text("\n".join(order), encoding="utf-8")
        done = project.scrapy("syndicate", str(place))
        found = [each for each in results(done.stdout) if each["kind"] == "story"]
        told.append({frozenset(each["members"]): (each["origin"], each["why"]) for each in found})
    assert told[0] == told[1]
    assert len(told[0]) > 10


def test_a_line_without_end_is_cut_and_counted_as_one() -> None:
    file = BytesIO(b"a\n" + b"b" * (2 * LONGEST_LINE + 5) + b"\n\nc")
    found = [(number, len(text)) for number, text in lines(file)]
    assert found == [(1, 2), (2, LONGEST_LINE + 1), (4, 1)]
