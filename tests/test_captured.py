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
from newscrawl.capturing import expectation
from newscrawl.store.articles import from_document
from newscrawl.stored import StoredPages
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
        article = found[registry.outlets()[page.outlet].address(page.answer.url)]
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
        agree(page, found)


def agree(page: Captured, found: dict[str, dict[str, Any]]) -> None:
    """Whether what is stored of a page is what somebody has said that should be."""
    article, expected = found.get(registry.address(urls.canonical(page.answer.url))), page.described["expect"]
    if "rejected" in expected:
        assert article is None, page.name
        return
    assert article is not None, page.name
    assert expectation(from_document(article)) == expected, page.name


def test_a_page_that_is_to_be_rejected_is_kept_as_such(project: Project) -> None:
    """Synthetic, for no page was captured yet: one that is gone with status 200, and one that is there."""
    outlet = registry.outlets()["arabi21"]
    gone = "<title>404</title><h1>الصفحة غير موجودة</h1><p>عذراً، لم نعثر على الصفحة المطلوبة</p>".encode()
    sentences = "".join(f"<p>{each}</p>" for each in fleet.paragraphs(outlet, 0))
    there = f"<h1>{fleet.title(outlet, 0)}</h1><article>{sentences}</article>".encode()
    pages = []
    for number, body in ((1700001, gone), (1700002, there)):
        url = f"https://arabi21.com/story/{number}/slug"
        draft = expectation(StoredPages().article(body, None, url, datetime(2026, 3, 3, tzinfo=UTC)))
        answer = Stored(url, 200, (("Content-Type", "text/html; charset=utf-8"),), body)
        pages.append(Captured("arabi21", answer, {"expect": draft}))
    assert pages[0].described["expect"] == {"rejected": "wall_soft_404"}
    assert pages[1].described["expect"]["title"] == fleet.title(outlet, 0)
    found = stored(project, pages)
    for page in pages:
        agree(page, found)
    turned = [Captured(a.outlet, a.answer, b.described) for a, b in zip(pages, reversed(pages), strict=True)]
    for page in turned:
        with pytest.raises(AssertionError):
            agree(page, found)
