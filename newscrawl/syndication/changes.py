"""What an editor cut from a text and what he added, sentence by sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from newscrawl.syndication.signature import SHINGLE
from newscrawl.text import match_key

# A point between digits or after one letter ends no sentence.
_SENTENCE: Final = re.compile(r"(?<=[^\W\d_]{2}[.؟?!…])[\"»”)]*\s+|\n+")
# Of a sentence that was touched up more is there than not.
_KEPT: Final = 0.5


@dataclass(frozen=True, slots=True)
class Changes:
    """Sentences of the original that the copy has not, and those of the copy that the original has not, in order."""

    cut: tuple[str, ...]
    added: tuple[str, ...]


def changes(original: str, copy: str) -> Changes:
    """What makes a copy out of a text. A sentence that is only spelt or punctuated otherwise, or moved, is the same."""
    return Changes(tuple(_missing(original, copy)), tuple(_missing(copy, original)))


def _missing(text: str, other: str) -> Iterator[str]:
    words = match_key(other).split()
    there = [set(_grams(words, size)) for size in range(1, SHINGLE + 1)]
    for sentence in filter(None, map(str.strip, _SENTENCE.split(text))):
        own = match_key(sentence).split()
        grams = _grams(own, min(SHINGLE, len(own)))
        found = sum(gram in there[len(gram) - 1] for gram in grams)
        if grams and found < _KEPT * len(grams):
            yield sentence


def _grams(words: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + size]) for start in range(len(words) - size + 1)] if size else []
