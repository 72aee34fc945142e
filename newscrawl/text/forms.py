"""Unicode normal forms in linear time, whatever the text is."""

import re
import unicodedata
from typing import Final, Literal

_MOST_MARKS: Final = 30  # on one letter; the limit of the Stream-Safe Text Format (UAX 15)
_LONG_RUN: Final = re.compile(r"[^\w\s!-~]{31,}")


def _shorten(match: re.Match[str]) -> str:
    kept = []
    marks = 0
    for char in match[0]:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def normalise(form: Literal["NFC", "NFKC"], text: str) -> str:
    """The text in that form, of every letter's marks the first 30."""
    if unicodedata.is_normalized(form, text):
        return text
    # The standard library sorts a run of marks by insertion: a megabyte of them would take an hour.
    return unicodedata.normalize(form, _LONG_RUN.sub(_shorten, text))
