"""Walls are told from articles: synthetic pages of both, and every real page there is."""

import gzip
import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from newscrawl import registry
from newscrawl.extraction import Page, Reader
from newscrawl.extraction.walls import challenged, wall
from newscrawl.outlet import OutletSpider
from tests import fleet
from tests.bench.walls import DATED, READERS, UNDATED, alarms, lost, recall
from tests.crawling import Project
from tests.walls import NOTICES, WALLS, look_alikes, undated, wall_page

RECALL = 0.99


def told(html: str, url: str = "https://example.org/1") -> str | None:
    page = Page(html, url)
    found = Reader().parse_body(page)
    kind = wall(page, found.value if found else ())
    return kind.kind if kind else None


def test_walls_are_recognised_and_named() -> None:
    kinds = [(each["kind"], told(wall_page(each))) for each in WALLS]
    missed = [WALLS[number]["title"] for number, (_, found) in enumerate(kinds) if found is None]
    named = sum(kind == found for kind, found in kinds)
    print(f"{len(kinds)} walls, {len(missed)} missed {missed}, {named} by their right kind")
    assert len(kinds) >= 60
    assert len(missed) <= (1 - RECALL) * len(kinds)
    assert named >= 0.95 * len(kinds), [pair for pair in kinds if pair[0] != pair[1]]


def test_walls_in_other_words_are_named_and_never_stored() -> None:
    counts = recall()
    rows = [sum((kinds for kinds in counts[name].values()), Counter[str]()) for name in ("plain", "products", "bare")]
    total = sum(rows, Counter[str]())
    print(dict(total))
    assert total["walls"] >= 320
    assert total["some"] >= RECALL * total["walls"]
    assert total["named"] >= 0.98 * total["walls"]
    assert total["kept_out"] == total["walls"]


@pytest.mark.parametrize("url", [DATED, UNDATED])
def test_notices_about_what_walls_speak_of_are_no_walls(url: str) -> None:
    framed = {
        framed: [undated(e["title"], e["text"], e["language"], framed=framed) for e in NOTICES] for framed in (0, 1)
    }
    assert len(NOTICES) >= 80
    assert {
        html for pages in framed.values() for html in pages for reader in READERS if lost(html, url, reader)
    } == set()


def test_no_text_of_the_corpora_is_taken_for_a_wall(shared: Callable[[str], Path]) -> None:
    shared("corpora/ant")
    seen, false = alarms(step=300)
    assert seen["text"] > 200
    assert false == []


@pytest.mark.parametrize(
    ("headers", "challenge"),
    [({"cf-mitigated": ["challenge"]}, True), ({"x-amzn-waf-action": ["captcha"]}, True),
     ({"cf-mitigated": ["block"]}, False), ({"server": ["cloudflare"]}, False)],
)  # fmt: skip
def test_headers_name_a_challenge(headers: dict[str, list[str]], challenge: bool) -> None:
    assert challenged(headers) is challenge


def test_no_article_is_taken_for_a_wall() -> None:
    pages = look_alikes()
    assert len(pages) >= 40
    assert {why: found for why, page in pages if (found := told(page))} == {}


@pytest.mark.parametrize("outlet", [registry.outlets()[key] for key in sorted(fleet.ADDRESSES)], ids=lambda o: o.name)
def test_no_outlets_page_is_taken_for_a_wall(outlet: type[OutletSpider]) -> None:
    url = fleet.ADDRESSES[outlet.name][0]
    assert told(fleet.page(outlet, url), url) is None


def test_no_real_article_is_taken_for_a_wall(shared: Callable[[str], Path]) -> None:
    root = shared("real/index.json").parent
    for entry in json.loads((root / "index.json").read_text(encoding="utf-8")):
        html = gzip.decompress((root / entry["page"]).read_bytes()).decode("utf-8", "replace")
        assert told(html, entry["url"]) is None, entry["id"]


def test_a_wall_is_an_outcome_with_its_kind(project: Project) -> None:
    base = "https://www.turkeyalaan.net/2026/03/02/"
    pages = {f"{base}{number}/": wall_page(each).encode() for number, each in enumerate(WALLS[::9])}
    project.scrapy("crawl", "turkeyalaan", "-s", f"REPLAY={project.pages('walls', pages)}")
    outcomes = project.one("runs", {})["outcomes"]
    assert sum(outcomes.values()) == len(pages)
    assert all(name.startswith("rejected/wall_") for name in outcomes), outcomes
    assert project.find("articles") == []


def test_a_challenge_is_named_behind_its_status(project: Project) -> None:
    base = "https://www.turkeyalaan.net/2026/03/02/"
    challenge = wall_page(WALLS[0]).encode()
    pages = {f"{base}a/": (403, challenge), f"{base}b/": (503, challenge), f"{base}c/": (403, b"<h1>no</h1>")}
    project.scrapy("crawl", "turkeyalaan", "-s", f"REPLAY={project.pages('walls', pages)}")
    assert project.one("runs", {})["outcomes"] == {"failed/challenge": 2, "failed/http_403": 1}


def test_looking_at_a_long_page_costs_little() -> None:
    page = Page(_long(), "https://example.org/1")
    found = Reader().parse_body(page)
    began = time.process_time()
    for _ in range(50):
        assert wall(page, found.value if found else ()) is None
    assert (time.process_time() - began) / 50 < 0.005


@pytest.mark.parametrize(
    "part",
    ["<p>a b.</p>", "<form>please verify you are human</form>", ". ", "..........!"],
    ids=["p", "form", ".", "dots"],
)
def test_looking_at_a_page_that_attacks_costs_little(part: str) -> None:
    page = Page(part * 50_000, "https://example.org/1")
    found = Reader().parse_body(page)
    began = time.process_time()
    wall(page, found.value if found else ())
    assert time.process_time() - began < 1


def _long() -> str:
    text = "".join(f"<p>{paragraph} {n}</p>" for n in range(150) for paragraph in fleet.PARAGRAPHS["tr"])
    return f"<html><title>x</title><body><h1>x</h1><div>{text}</div></body></html>"
