"""Every reader of text on every hostile text: nothing raises, and time grows with the length alone."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl import registry
from newscrawl.credits import attribute
from newscrawl.dates import find, find_all, parse
from newscrawl.names import Reader
from newscrawl.text import byline_names, clean, decode, detect_language, display, edge_lines, match_key, read_dateline
from tests.text.test_text_properties import HOSTILE, TEXT

NAMES: Final = registry.names()
ZONE: Final = ZoneInfo("Europe/Istanbul")
NOW: Final = datetime(2026, 3, 10, tzinfo=UTC)
MEGABYTE, FIFTY = 1_000_000, 50_000
LINES: Final = 5_000
PIECES: Final = (
    "وقالت صحيفة ", "قال وكالة الأنباء ", 'صحيفة "', "صحيفة ا ", 'ل"', "قال لرويترز ", "نقلا عن ", "المصدر/ ", "ترجمة ",
    "كتب ", "بقلم: ا، ", "منذ 3 ", "1 مارس ",
    "ا\u064e", '"', "(", "/", " - ", "-", "1", "1:", "2020-01-01 ", "1.1.2020 ",
    "1 Mart 2020 10:30 ", "A'", "A ", "A, b ", "A) b, ", "Çá", "X'in ", "Xa'ın b ", "A b'ye konuşan ", "AA, ", "(AA) ",
    "ANKARA (AA) - ", "Kaynak: ", "Haber Merkezi", "A/", "© ", "<a ",
)  # fmt: skip
TEXTS: Final = {**{repr(piece): piece * (MEGABYTE // len(piece)) for piece in PIECES}, **{why: t for t, why in HOSTILE}}


def read_everything(text: str) -> None:
    """Each public function once, on the text as a whole and as lines."""
    lines = text.split(" ")[:LINES]
    for language in ("ar", "tr", None):
        attribute([text], NAMES, outlet="ntv", language=language, bylines=[text])
    attribute(lines, NAMES, outlet="ntv", language="ar")
    for read in (display, match_key, detect_language, byline_names):
        read(text)
    for date in (find, find_all, parse):
        date(text, ZONE, now=NOW)
    clean([text], title=text)
    clean(lines, title=text)
    edge_lines([text, *lines], text)
    read_dateline([text], Reader(NAMES, "ar", "ntv").knows)
    decode(text.encode("utf-8", "surrogatepass"), declared="utf-8")
    decode(text.encode("cp1256", "replace"), declared=None)


def seconds(read: Callable[[str], None], text: str) -> float:
    began = time.process_time()
    read(text)
    return time.process_time() - began


@pytest.mark.parametrize("why", TEXTS)
def test_fifty_kilobytes_take_no_time(why: str) -> None:
    assert seconds(read_everything, TEXTS[why][:FIFTY]) < 3


@pytest.mark.faults
@pytest.mark.long
@pytest.mark.parametrize("why", TEXTS)
def test_a_megabyte_takes_linear_time(why: str) -> None:
    assert seconds(read_everything, TEXTS[why]) < 60


@settings(max_examples=150, deadline=None)
@given(TEXT | st.text(max_size=200), st.sampled_from(["ar", "tr", "en", None]))
def test_no_text_makes_anything_raise(text: str, language: str | None) -> None:
    read_everything(text)
    found = attribute(text.split("\n"), NAMES, outlet="ntv", language=language, bylines=[text])
    body = "\n\n".join(found.paragraphs)
    assert all(each.span is None or body[slice(*each.span)] == each.text for each in (*found.credits, *found.citations))
