"""Real text, where it is at hand: what the rules and tables do to tens of thousands of articles."""

import gzip
import json
import os
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from html import unescape
from itertools import chain
from pathlib import Path

import pytest

from newscrawl.text import clean, decode, display

ROOT = Path(__file__).resolve().parents[2]
CORPORA = Path(os.environ.get("NEWSCRAWL_SHARED", ROOT.parent / "shared")) / "corpora"
EVERY = int(os.environ.get("NEWSCRAWL_CORPUS_EVERY", "20"))  # 1 reads every article

ENCODINGS = {
    "iso-8859-6-arabic": "iso-8859-6",
    "iso-8859-9-turkish": "windows-1254",
    "windows-1254-turkish": "windows-1254",
    "windows-1256-arabic": "windows-1256",
}
# Lies in the wrong folder: its own name says what it is.
MISPLACED = {"_chromium_windows-1256_with_no_encoding_specified.html": "windows-1256"}
DECLARED = (
    None,
    "utf-8",
    "iso-8859-1",
    "windows-1252",
    "iso-8859-9",
    "windows-1254",
    "windows-1256",
    "iso-8859-6",
)

FOLDED = re.compile("[\ufb50-\ufd3d\ufd50-\ufdf9\ufdfc\ufe70-\ufefc]")
LEFT_OVER = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    r"|&(?:#\d+|#[xX][0-9A-Fa-f]+|amp|quot|nbsp|lt|gt);"
)


def _have(name: str) -> Path:
    folder = CORPORA / name
    if not folder.is_dir():
        pytest.skip(f"no corpus {name} at hand")
    return folder


@pytest.mark.parametrize("declared", DECLARED)
def test_legacy_encodings(declared: str | None) -> None:
    for path in sorted(_have("charsets").glob("*/*")):
        body = path.read_bytes()
        encoding = MISPLACED.get(path.name, ENCODINGS[path.parent.name])
        decoded = decode(body, declared=declared)
        assert decoded.text == body.decode(encoding, "replace"), path


def _articles() -> Iterator[tuple[str, list[str]]]:
    """Title and paragraphs of every EVERY-th article of three corpora."""
    for number, (title, text) in enumerate(chain(_saudi(), _ant())):
        if number % EVERY == 0:
            yield title, text.split("\n")


def _saudi() -> Iterator[tuple[str, str]]:
    for path in sorted(_have("saudinewsnet").glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                for article in json.loads(archive.read(name)):
                    yield article["title"] or "", article["content"]


def _ant() -> Iterator[tuple[str, str]]:
    for path in sorted(_have("ant").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for article in map(json.loads, lines):
                yield article["title"], f"{article['abstract']}\n{article['text']}"


def _letters(text: str) -> list[str]:
    return [char for char in text if char.isalpha() and char != "ـ"]


def _plain(text: str) -> str:
    text = FOLDED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), unescape(unescape(text)))
    return unicodedata.normalize("NFC", text)


def _is_within(part: list[str], whole: list[str]) -> bool:
    """Whether a list is the other with some left out."""
    rest = iter(whole)
    return all(each in rest for each in part)


def test_real_articles() -> None:
    for title, paragraphs in _articles():
        for paragraph in paragraphs:
            shown = display(paragraph)
            assert display(shown) == shown
            assert not LEFT_OVER.search(shown), shown
            assert not FOLDED.search(shown), shown
            assert _letters(_plain(shown)) == _letters(_plain(paragraph)), paragraph
        cleaned = clean(paragraphs, title=title)
        before = _letters("".join(map(display, paragraphs)))
        assert _is_within(_letters("".join(cleaned.paragraphs)), before)
        # Every letter that is gone is in a line that a rule has named.
        parts = [*cleaned.paragraphs, *(removed.text for removed in cleaned.removed)]
        assert sorted(_letters("".join(parts))) == sorted(before)
        assert clean(cleaned.paragraphs).paragraphs == cleaned.paragraphs
