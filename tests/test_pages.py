"""Real pages in, articles out, against truth that was checked by hand. Print the table with `-s`.

The pages belong to their outlets and lie outside the project: without them these tests are skipped.
"""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawl.commands.extract import as_json
from newscrawl.stored import StoredPages

FLOORS = {"F1": 0.985, "title": 1.0, "minute": 1.0}


def extracted(root: Path, entry: dict[str, Any]) -> dict[str, Any]:
    body = gzip.decompress((root / "real" / entry["page"]).read_bytes())
    pages = StoredPages()
    article = pages.article(body, None, entry["url"], datetime.now(UTC))
    fields: dict[str, Any] = json.loads(as_json(article, pages.zone(article)))
    return {"id": entry["id"], **fields}


@pytest.fixture(scope="session")
def predictions(shared: Callable[..., Path]) -> dict[str, dict[str, Any]]:
    root = shared("real/index.json").parent.parent
    index = json.loads((root / "real" / "index.json").read_text(encoding="utf-8"))
    return {entry["id"]: extracted(root, entry) for entry in index}


def test_extraction_keeps_its_floors(
    predictions: dict[str, dict[str, Any]], shared: Callable[..., Path], tmp_path: Path
) -> None:
    lines = "\n".join(json.dumps(each, ensure_ascii=False) for each in predictions.values())
    (tmp_path / "predictions.jsonl").write_text(lines, encoding="utf-8")
    scorer = shared("tools/score_extraction.py")
    command = [
        sys.executable,
        scorer,
        tmp_path / "predictions.jsonl",
        "--pages",
        "--json",
        tmp_path / "scores.json",
    ]
    print(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    scores = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    for name, floor in FLOORS.items():
        assert scores["summary"]["all"][name] >= floor, name
    assert {row["id"]: row["leaked"] for row in scores["rows"] if row["leaked"]} == {}


@pytest.mark.parametrize(
    ("page", "outlet"),
    [
        ("aa_2025_04_05", "aa_tr"),
        ("aa_2026_04_20", "aa_tr"),
        ("ntv_2024_04_30", "ntv"),
        ("ntv_2025_11_10", "ntv"),
        ("haberturk_2024_07_03", "haberturk"),
        ("hurriyet_suriyeli_2016", "hurriyet"),
        ("dha_2016", "dha"),
        ("bbcarabic_2024", "bbc_ar"),
    ],
)
def test_declared_selectors_match_the_outlets_own_pages(
    predictions: dict[str, dict[str, Any]], page: str, outlet: str
) -> None:
    assert predictions[page]["outlet"] == outlet
    assert predictions[page]["provenance"]["body"] == "selector"


def test_agency_copy_is_credited_to_the_agency(predictions: dict[str, dict[str, Any]]) -> None:
    assert ("agency", "aa_tr") in {(c["kind"], c["outlet"]) for c in predictions["ntv_2024_04_30"]["credits"]} or (
        "Anadolu Ajansı" in predictions["haberturk_2024_07_03"]["authors"]
    )


def test_languages_are_told_from_the_text(predictions: dict[str, dict[str, Any]], shared: Callable[..., Path]) -> None:
    index = json.loads(shared("real/index.json").read_text(encoding="utf-8"))
    assert {each["id"]: predictions[each["id"]]["language"] for each in index} == {
        each["id"]: each["language"] for each in index
    }
