"""What holds for any text: nothing raises, mending is final, removal is accounted for, time is linear."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.text import clean, decode, detect_language, display, match_key, repair

# Characters that the steps look at, so that they meet each other far more often than by chance.
PIECES = st.sampled_from(
    [
        *"اأإآىيةكیکءـ،؛؟ . : 1٢ &;#amp",
        *"aİIıiğşÖ’'\"",
        "\u0307",
        "\u0301",
        "\u0653",
        "\u064e",
        "\u0651",
        "\u200c",
        "\u200d",
        "\u200f",
        "\xa0",
        "\xad",
        "\ufeff",
        "ﻻ",
        "ﺎ",
        "ﷺ",
        "Ø§",
        "Ù„",
        "Ã¼",
        "Ç",
        "á",
        "ط§",
        "ظ„",
        "&amp;",
        "&nbsp;",
        "&#1575;",
        "&rlm;",
        "\n",
    ]
)
TEXT = st.text() | st.lists(PIECES, max_size=40).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXT)
def test_display_is_final(text: str) -> None:
    shown = display(text)
    assert display(shown) == shown
    shown.encode()


@settings(max_examples=400, deadline=None)
@given(TEXT)
def test_match_key_is_final(text: str) -> None:
    key = match_key(text)
    assert match_key(key) == key
    assert key == key.strip()
    assert all(word.isalnum() for word in key.split())


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXT, max_size=12), TEXT)
def test_every_letter_is_kept_or_named(paragraphs: list[str], title: str) -> None:
    cleaned = clean(paragraphs, title=title)
    shown = "".join(map(display, paragraphs))
    left = sum(map(len, cleaned.paragraphs)) + sum(len(removed.text) for removed in cleaned.removed)
    assert left <= len(shown)
    # What trimming drops between a text and its trimmed end is white space.
    assert left >= len(shown) - shown.count(" ")
    assert clean(paragraphs, title=title) == cleaned


@settings(max_examples=300, deadline=None)
@given(TEXT, st.binary())
def test_nothing_raises(text: str, body: bytes) -> None:
    assert detect_language(text) in {"ar", "tr", "en", None}
    repair(text)
    decode(body, declared=text)
    decode(text.encode("utf-8", "surrogatepass"), declared=None, override=text)


MEGABYTE = 1_000_000
HOSTILE = [
    ("&amp;" * (MEGABYTE // 5), "entities"),
    ("&" + "amp;" * (MEGABYTE // 4), "an entity in an entity in an entity"),
    ("&" * MEGABYTE, "ampersands"),
    (" " * MEGABYTE + "،", "spaces before a mark"),
    ("، " * (MEGABYTE // 2), "marks"),
    ("ـ" * MEGABYTE, "tatweel"),
    ("ا" + "ـ" * MEGABYTE + "ا", "tatweel between letters"),
    ("\u200c" * MEGABYTE, "joiners"),
    ("a" + "\u0315\u0300" * (MEGABYTE // 2), "vowel marks out of order"),
    ("ﷺ" * (MEGABYTE // 3), "ligatures"),
    ("Ø§Ù„" * (MEGABYTE // 4), "mojibake"),
    ("ط§ظ„" * (MEGABYTE // 4), "the other mojibake"),
    ("Çá" * (MEGABYTE // 2), "the third mojibake"),
    ("ðý" * (MEGABYTE // 2), "the fourth mojibake"),
    ("—" * MEGABYTE + "(@", "dashes before a name"),
    ("pic.twitter.com/a " * (MEGABYTE // 18), "addresses"),
    ("#a " * (MEGABYTE // 3), "hashtags"),
    ("a" * MEGABYTE, "one word"),
    ("ا ب " * (MEGABYTE // 4), "short words"),
    ("1" * MEGABYTE, "digits"),
    ("\ud800" * (MEGABYTE // 3), "halves of surrogate pairs"),
]
FUNCTIONS: list[Callable[[str], object]] = [
    display,
    match_key,
    detect_language,
    lambda text: clean([text], title=text),
    lambda text: clean(text.split(" ")[:50_000]),
    lambda text: decode(text.encode("utf-8", "surrogatepass"), declared="utf-8"),
    lambda text: decode(text.encode("cp1256", "replace"), declared=None),
]


@pytest.mark.parametrize(("text", "why"), HOSTILE, ids=[why for _, why in HOSTILE])
def test_a_megabyte_takes_linear_time(text: str, why: str) -> None:
    for function in FUNCTIONS:
        started = time.process_time()
        function(text)
        assert time.process_time() - started < 20, why
