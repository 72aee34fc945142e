"""Consonants as both scripts write them: what "Mehmet Şimşek" and "محمد شيمشك" have in common.

Vowels are written in the one and mostly not in the other, v may be waw or feh, and what Turkish hardens or softens
Arabic keeps apart; so one letter stands for all that are found in place of each other.
"""

import re
from collections import defaultdict
from functools import lru_cache
from operator import eq
from typing import Final

_CLASSES: Final = (
    ("b", "bp", "بپ"),
    ("j", "cj", "جچژ"),
    ("t", "dt", "دتط"),
    ("f", "f", "فڤ"),
    ("k", "gkq", "غقكگ"),
    ("h", "h", "هحخ"),
    ("l", "l", "ل"),
    ("m", "m", "م"),
    ("n", "n", "ن"),
    ("r", "r", "ر"),
    ("s", "s", "سشصث"),
    ("z", "z", "زذضظ"),
)
# Letters that stand for no consonant are left out.
_LATIN: Final = defaultdict(str, {ord(letter): key for key, latin, _ in _CLASSES for letter in latin})
_LATIN.update({ord("v"): "v", ord("x"): "ks"})
_ARABIC: Final = defaultdict(str, {ord(letter): key for key, _, arabic in _CLASSES for letter in arabic})
_DOUBLE: Final = re.compile(r"(.)\1")


@lru_cache(maxsize=8192)
def latin(word: str) -> str:
    """The skeleton of a folded Turkish word; a v stays, see `spellings`."""
    return _single(word).removesuffix("h").translate(_LATIN)


def arabic(word: str) -> str:
    """The skeleton of a folded Arabic word."""
    bare = _single(word).replace("تش", "ج")
    return (bare[:-1] if bare.endswith(("ه", "ح")) else bare).translate(_ARABIC)


def _single(word: str) -> str:
    """The word with one letter for two; most have none, and that is seen sooner than replaced."""
    return _DOUBLE.sub(r"\1", word) if any(map(eq, word, word[1:])) else word


def spellings(skeleton: str) -> tuple[str, ...]:
    """What an Arabic text may make of it: v as feh or as waw, which is no consonant here."""
    return (skeleton.replace("v", "f"), skeleton.replace("v", "")) if "v" in skeleton else (skeleton,)
