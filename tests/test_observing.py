"""What a run's document says of its pages and costs."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newscrawl import sample
from newscrawl.article import Article
from newscrawl.observing import Observations, spread
from tests.crawling import ROOT, Project

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def page(number: int, **more: Any) -> Article:
    facts = {"title": "Köprü açıldı", "body": "abc def 12", "published": NOW - timedelta(hours=number), "fetched": NOW}
    provenance = {"title": "generic", "body": "selector", "published": "json-ld"}
    return Article(**{"url": f"https://o.example/{number}", "outlet": "o", "provenance": provenance, **facts, **more})


def test_fields_are_counted_by_their_source_and_the_pages_remembered() -> None:
    seen = Observations(["body"])
    for each in (page(1), page(2), page(3, provenance={"body": "generic", "title": "generic"}), page(4)):
        seen.page(each)
    seen.page(page(5), lost="body")
    told = seen.document()["fields"]
    assert told["title"] == {"found": 5, "missing": 0, "by": {"generic": 5}}
    assert told["published"] == {"found": 4, "missing": 1, "by": {"json-ld": 4}}
    assert {name: told["body"][name] for name in ("found", "missing", "by", "declared")} == {
        "found": 4, "missing": 1, "by": {"selector": 3, "generic": 1}, "declared": True,
    }  # fmt: skip
    assert told["body"]["last"]["selector"] == "https://o.example/4"
    assert told["body"]["first"]["generic"] == "https://o.example/3"
    assert told["body"]["first"]["missing"] == "https://o.example/5"
    assert told["authors"]["missing"] == 5


def test_texts_and_dates() -> None:
    seen = Observations([])
    for each in (
        page(1, body="one two three"),
        page(2, body="one two three", language="tr"),
        page(3, body="1234", published=NOW + timedelta(hours=2)),
        page(4, body="once", published=NOW - timedelta(seconds=5)),
        page(5, body="more", published=NOW - timedelta(days=500)),
    ):
        seen.page(each)
    told = seen.document()
    assert told["texts"]["pages"] == 5
    assert told["texts"]["same"] == 2
    assert told["texts"]["words"]["p50"] == 1
    assert told["texts"]["letters"]["p10"] == pytest.approx(0.4)
    assert told["texts"]["dates"] == {"future": 1, "at_the_fetch": 1, "old": 1}
    assert told["texts"]["languages"] == {"unknown": 4, "tr": 1}
    assert told["newest"] == NOW - timedelta(seconds=5)


def test_quantiles_of_few_values() -> None:
    assert (spread([]), spread([2.0])) == ({}, {"p10": 2.0, "p50": 2.0, "p95": 2.0})
    assert spread(range(101)) == {"p10": 10, "p50": 50, "p95": 95}


def test_a_run_says_what_its_sources_gave_and_what_it_cost(project: Project) -> None:
    archive = project.folder / "newsroom.warc.gz"
    sample.build(archive)
    done = project.scrapy("crawl", "hurriyet", "-s", f"REPLAY={archive}", "-s", "REPLAY_ALL_PAGES=0")
    assert done.returncode == 0, done.stderr
    hurriyet = project.one("runs", {})
    sitemap = next(each for each in hurriyet["sources"] if each["url"].endswith("newssitemap.xml"))
    assert (sitemap["kind"], sitemap["outcomes"]) == ("NewsSitemap", {"answered": 1})
    # Which source names an article first goes by whose answer comes first; each article is new at one of them.
    assert all(each["named"] >= each["fresh"] for each in hurriyet["sources"])
    assert sum(each["fresh"] for each in hurriyet["sources"]) == hurriyet["found"] > 5
    assert f"{sitemap['newest']:%Y-%m}" == "2026-03"
    assert hurriyet["asked"] == {"answered": 4}
    assert hurriyet["fields"]["body"]["by"]["selector"] == hurriyet["fields"]["body"]["found"] > 5
    assert 0.5 < hurriyet["texts"]["letters"]["p50"] <= 1
    assert hurriyet["timing"]["wall"] > 0 < hurriyet["timing"]["cpu"]
    assert 30e6 < hurriyet["memory"] < 1e9
    assert hurriyet["versions"]["scrapy"].startswith("2.")
    assert abs(hurriyet["clock_skew"]) < 60


def test_the_memory_of_a_run_is_not_that_of_who_started_it() -> None:
    large = b"x" * 500_000_000
    code = "from newscrawl.extensions.observer import peak_memory; print(peak_memory())"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert 10e6 < int(told.stdout) < len(large)
