"""Cleaning on hand-written cases: each right, and at least 250 of them; `python -m pytest -s tests/corpora` counts."""

import pytest

from newscrawl.text import clean, display
from tests.corpora import cleaning
from tests.text import test_text_clean, test_text_display

ARABIC = tuple(
    f"أعلن رئيس البلدية أن أعمال الجسر رقم {n} ستنتهي قبل الشتاء، وأن الكلفة لن تزيد على المقرر لها."
    for n in range(21, 27)
)
TURKISH = tuple(
    f"Belediye Başkanı {n} numaralı köprünün kıştan önce biteceğini ve maliyetin artmayacağını açıkladı."
    for n in range(21, 27)
)


@pytest.mark.parametrize(("line", "rule", "why"), cleaning.DROPPED)
def test_a_line_that_is_no_article_is_dropped(line: str, rule: str, why: str) -> None:
    body = TURKISH if line.isascii() or any(letter in line for letter in "ığşçöüİĞŞÇÖÜ") else ARABIC
    cleaned = clean((*body[:1], line, *body[1:]))
    assert cleaned.paragraphs == body, why
    assert [removed.rule for removed in cleaned.removed] == [rule], why


@pytest.mark.parametrize(("line", "why"), cleaning.KEPT)
def test_a_line_that_only_looks_like_one_is_kept(line: str, why: str) -> None:
    assert clean((*ARABIC[:3], line, *ARABIC[3:])).paragraphs == (*ARABIC[:3], line, *ARABIC[3:]), why


@pytest.mark.parametrize(("published", "shown", "why"), cleaning.SHOWN)
def test_what_the_reader_saw(published: str, shown: str, why: str) -> None:
    assert display(published) == shown, why


def test_there_are_enough_cases() -> None:
    older = (test_text_clean.DROPPED, test_text_clean.KEPT, test_text_clean.HEADINGS)
    shown = (test_text_display.SHOWN, test_text_display.MOJIBAKE, test_text_display.INTACT)
    tables = (cleaning.DROPPED, cleaning.KEPT, cleaning.SHOWN, *older, *shown)
    cases = {row[0] for table in tables for row in table}
    print(f"cleaning: {len(cases)} cases")
    assert len(cases) >= 250
