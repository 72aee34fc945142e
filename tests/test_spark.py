"""The Spark job over the sample newsroom: each answer has an outcome, and the copies found are those planned."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from newscrawl import registry, sample
from newscrawl.sample.site import address
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
    assert "already exists" in again.stdout  # where spark-submit puts the errors of Python


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
