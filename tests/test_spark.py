"""The Spark job over the sample newsroom: each answer has an outcome, and the copies found are those planned, whatever
the archive is in; files that are empty, cut off or another's, and what the job does not begin with."""

import gzip
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from bson.json_util import RELAXED_JSON_OPTIONS, dumps

from newscrawl import registry, sample
from newscrawl.archive import Stored, append
from newscrawl.sample import FETCHED
from newscrawl.sample.site import address
from newscrawl.store.export import SETTLED
from newscrawl.urls import article_id
from tests.crawling import ROOT, Project
from tests.test_crawl import kept

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not shutil.which("java"), reason="no Java"),
    pytest.mark.skipif(not find_spec("pyspark"), reason="no PySpark; requirements-spark.txt has it"),
]


def submit(*arguments: str, uri: str) -> subprocess.CompletedProcess[str]:
    binaries = Path(sys.executable).parent
    command = [str(binaries / "spark-submit"), "--master", "local[2]", "ops/spark/archive.py", *arguments]
    environment = os.environ | {
        "PATH": f"{binaries}:{os.environ['PATH']}",
        "MONGODB_URI": uri,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    return subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1200)


def test_the_sample_newsroom_as_an_archive(project: Project, tmp_path: Path) -> None:
    archive, out = tmp_path / "newsroom.warc.gz", tmp_path / "out"
    answers = sample.build(archive)
    done = submit("--warc", str(archive), "--out", str(out), "--mongodb", project.database, uri=project.uri)
    assert done.returncode == 0, done.stderr[-3000:]
    summary = json.loads(done.stdout)
    assert summary["answers"] == sum(summary["outcomes"].values()) == answers
    printed = {article_id(registry.address(address(each))): each for each in kept()}
    assert summary["articles"] == summary["outcomes"]["article"] == len(printed)
    first = {each.story: key for key, each in sorted(printed.items(), key=lambda e: e[1].published, reverse=True)}
    planned = {key: first[each.story] for key, each in printed.items() if each.story and first[each.story] != key}
    stored = project.find("articles")
    assert {each["_id"]: each["story"]["of"] for each in stored if each["story"]["role"] == "copy"} == planned
    assert len(project.find("stories")) == summary["stories"]
    assert json.loads(next((out / "summary").glob("part-*")).read_text()) == summary
    again = submit("--warc", str(archive), "--out", str(out), "--mongodb", project.database, uri=project.uri)
    assert again.returncode == 78
    assert project.find("articles") == stored
    assert f"{out} already exists; name a new folder" in again.stdout  # where spark-submit puts Python's errors


def test_a_database_with_a_crawls_articles_is_refused(project: Project, tmp_path: Path) -> None:
    project.insert("articles", [{"_id": "a", "url": "https://a.example/1", "run": "arabi21-1"}])
    articles = tmp_path / "articles.jsonl"
    articles.write_text('{"url": "https://a.example/1", "body": "نص"}\n', encoding="utf-8")
    done = submit(
        "--json", str(articles), "--out", str(tmp_path / "out"), "--mongodb", project.database, uri=project.uri
    )
    assert done.returncode == 78
    assert f"{project.database} has a crawl's articles" in done.stdout
    assert not (tmp_path / "out").exists()


# A request and its answer as other tools write them, an answer of DNS, one of which the answer is none.
FOREIGN = b"\r\n\r\n".join(
    (
        b"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 9\r\n\r\nformat: x",
        b"WARC/1.1\r\nWARC-Type: request\r\nWARC-Target-URI: https://example.org/a\r\nContent-Length: 5\r\n\r\nGET /",
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: dns:example.org\r\nContent-Length: 1\r\n\r\n.",
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\nContent-Length: 4\r\n\r\nnone",
        b"WARC/1.1\r\nWARC-Type: revisit\r\nWARC-Target-URI: https://example.org/b\r\nContent-Length: 0\r\n\r\n",
        b"WARC/1.1\r\nWARC-Type: of the future\r\nContent-Length: 0\r\n\r\n",
        b"",
    )
)


def page(*sentences: str) -> str:
    paragraphs = "".join(f"<p>{each}</p>" for each in sentences)
    when = '<meta property="article:published_time" content="2026-03-02T08:00:00Z">'
    return f"<title>Köprü açıldı</title>{when}<article><h1>Köprü açıldı</h1>{paragraphs}</article>"


# A text that two sites carry which no outlet is declared for.
BRIDGE = (
    "Şehrin iki yakasını bağlayan yeni asma köprü bu sabah kalabalık bir törenle açıldı ve araçlar geçmeye başladı.",
    "Belediye başkanı, köprünün günde kırk bin araca hizmet vereceğini ve eski güzergâhın yayalara kalacağını söyledi.",
    "Törene katılan esnaf, yıllardır bekledikleri yolun çarşıya yeniden canlılık getireceğini umduklarını anlattı.",
)


def test_files_that_are_empty_cut_off_or_anothers(project: Project, tmp_path: Path) -> None:
    whole, cut, foreign, empty, sites = (
        tmp_path / name for name in ("whole.warc.gz", "cut.warc.gz", "foreign.warc", "empty.warc.gz", "sites.warc.gz")
    )
    answers = sample.build(whole)
    cut.write_bytes(whole.read_bytes()[:-100])
    foreign.write_bytes(FOREIGN)
    empty.touch()
    for site in ("a", "b"):
        url = f"https://{site}.example/haber/kopru-acildi"
        html = (("Content-Type", "text/html; charset=utf-8"),)
        append(sites, Stored(url, 200, html, page(*BRIDGE).encode()), FETCHED)
    files = [str(each) for each in (cut, foreign, empty, sites)]
    done = submit("--warc", *files, "--out", str(tmp_path / "out"), "--mongodb", project.database, uri=project.uri)
    assert done.returncode == 0, done.stderr[-3000:]
    summary = json.loads(done.stdout)
    assert summary["damaged"] == {str(cut): 1}
    assert summary["outcomes"]["failed/malformed"] == 1
    # The last record of one file is gone; one answer is another tool's, two are those sites'.
    assert summary["answers"] == sum(summary["outcomes"].values()) == answers - 1 + 3
    (story,) = project.find("stories", {"outlets": "a.example"})
    assert (story["outlets"], story["size"]) == (["a.example", "b.example"], 2)


@pytest.mark.parametrize("made", ["parquet", "jsonl", "mongoexport"])
def test_an_export_says_the_same_as_the_crawl(newsroom: Project, project: Project, tmp_path: Path, made: str) -> None:
    given = ("--json", str(tmp_path / "export.jsonl"))
    if made == "mongoexport":
        lines = [dumps(each, json_options=RELAXED_JSON_OPTIONS) for each in newsroom.find("articles")]
        (tmp_path / "export.jsonl").write_text("\n".join(lines), encoding="utf-8")
    else:
        time.sleep(SETTLED.total_seconds() + 1)  # an export reads what had changed by then
        assert newsroom.scrapy("export", str(tmp_path / "export"), "--format", made).returncode == 0
        kind, place = ("--parquet", "articles") if made == "parquet" else ("--json", "articles.jsonl")
        given = (kind, str(tmp_path / "export" / place))
    done = submit(*given, "--out", str(tmp_path / "out"), "--mongodb", project.database, uri=project.uri)
    assert done.returncode == 0, done.stderr[-3000:]
    crawled, told = newsroom.find("articles"), project.find("articles")
    assert list(map(identity, told)) == list(map(identity, crawled))
    stories = [[each["members"] for each in place.find("stories")] for place in (newsroom, project)]
    assert stories[0] == stories[1]


def identity(article: Mapping[str, Any]) -> tuple[Any, ...]:
    """What has to come through an export: types of times and nested fields included."""
    place = article["story"]
    named = tuple((each["outlet"], each["kind"]) for each in article.get("credits", ()))
    fields = ("_id", "outlet", "title", "published", "modified", "first_seen", "fetched")
    return *(article.get(name) for name in fields), named, place["role"], place.get("of")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("packed.warc.gz", gzip.compress(FOREIGN + FOREIGN), "packed.warc.gz: a WARC file with all records in one"),
        ("none.warc.gz", b"", "the archive holds no answers and no articles"),
        ("text.warc", b"no archive at all", "the archive holds no answers and no articles; damaged: "),
    ],
)
def test_an_archive_without_an_answer(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    done = submit("--warc", str(tmp_path / name), "--out", str(tmp_path / "out"), uri="")
    assert (done.returncode, told in done.stdout) == (78, True), done.stdout[-2000:]
    assert not list((tmp_path / "out").glob("*"))


def test_a_folder_that_cannot_be_made_is_refused_first(tmp_path: Path) -> None:
    sample.build(tmp_path / "newsroom.warc.gz")
    (tmp_path / "file").touch()
    done = submit("--warc", str(tmp_path / "newsroom.warc.gz"), "--out", str(tmp_path / "file" / "out"), uri="")
    assert (done.returncode, "cannot write to" in done.stdout) == (78, True), done.stdout[-2000:]
