"""Pages that sites really gave, from the outlet's first source to the store, in a replay."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from newscrawl import registry, urls
from newscrawl.archive import Stored, append
from tests import fleet
from tests.captured import Captured, captured, real
from tests.crawling import ROOT, Project

KEPT = captured()
some = pytest.mark.skipif(not KEPT, reason="no page was captured yet: scrapy capture URL")


def stored(project: Project, pages: Sequence[Captured]) -> dict[str, dict[str, Any]]:
    """What a crawl of the outlets stores of the pages, by canonical URL; each outlet's first source names its own."""
    warc, now = project.folder / "captured.warc.gz", datetime(2026, 3, 3, tzinfo=UTC)
    outlets = sorted({page.outlet for page in pages})
    for name in outlets:
        own = [page.answer for page in pages if page.outlet == name]
        url, kind, text = fleet.naming(registry.outlets()[name], [answer.url for answer in own])
        for answer in (Stored(url, 200, (("Content-Type", kind),), text.encode()), *own):
            append(warc, answer, now)
    command = [sys.executable, "-m", "tests.replaying", *outlets]
    environment = project.environment | {"REPLAY": str(warc), "EVERYTHING": "1"}
    done = subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return {each["url"]: each for each in project.find("articles")}


def test_the_measuring_materials_pages_are_stored_as_their_truth_says(
    project: Project, shared: Callable[[str], Path], tmp_path: Path
) -> None:
    pages = real(shared("real"))
    assert {page.outlet for page in pages} == {"aa_tr", "bbc_ar", "dha", "haberturk", "hurriyet", "ntv"}
    found = stored(project, pages)
    lines = []
    for page in pages:
        article = found[urls.canonical(page.answer.url)]
        assert article["outlet"] == page.outlet
        assert article["source"] == registry.outlets()[page.outlet].sources[0].url
        assert article["provenance"]["body"] == "selector"
        fields = {"title": article["title"], "body": article["body"], "published": published(page, article)}
        lines.append(json.dumps({"id": page.described["id"], **fields}, ensure_ascii=False))
    predictions, scores = tmp_path / "predictions.jsonl", tmp_path / "scores.json"
    predictions.write_text("\n".join(lines), encoding="utf-8")
    scorer = [sys.executable, shared("tools/score_extraction.py"), predictions, "--pages", "--json", scores]
    subprocess.run(scorer, check=True, capture_output=True)
    rows = {row["id"]: row for row in json.loads(scores.read_text(encoding="utf-8"))["rows"]}
    for page in pages:
        row = rows[page.described["id"]]
        assert row["F1"] >= 0.985, row
        assert (row["title"], row["day"], row["leaked"]) == (True, True, []), row
        assert row["minute"] in (True, None), row


def published(page: Captured, article: dict[str, Any]) -> str:
    """The time, or the day that it is where the outlet is."""
    if article["published_precision"] != "day":
        return str(article["published"].isoformat())
    zone = ZoneInfo(registry.outlets()[page.outlet].timezone)
    return str(article["published"].astimezone(zone).date())


@some
@pytest.mark.parametrize("page", KEPT or [None], ids=lambda page: page.name if page else "none")
def test_a_captured_page_was_checked_and_is_whole(page: Captured) -> None:
    assert hashlib.sha256(page.answer.body).hexdigest() == page.described["sha256"]
    assert page.described["checked"] is True, f"tests/pages/{page.name}.json is a draft: compare it with the page"
    assert page.outlet in registry.outlets()


@some
def test_captured_pages_are_stored_as_expected(project: Project) -> None:
    found = stored(project, KEPT)
    for page in KEPT:
        article, expected = found.get(urls.canonical(page.answer.url)), page.described["expect"]
        if "rejected" in expected:
            assert article is None, page.name
            continue
        assert article is not None, page.name
        published = article["published"].isoformat().replace("+00:00", "Z") if article.get("published") else None
        assert {
            "title": article["title"],
            "published": published,
            "language": article["language"],
            "authors": article.get("authors", []),
            "paragraphs": article["body"].split("\n\n"),
        } == expected, page.name
