"""How much a text looks like Arabic or Turkish: what tells the right table for bytes from the wrong ones."""

import re
import unicodedata
from collections import Counter
from typing import Final

# What one character says, from the letter frequencies of news; a wrong table turns frequent into rare.
_WEIGHTS: Final = (
    ("اليمنورتبةعدسفهكقأح", 1.0),
    ("جشطصخىضئثزإذغ", 0.4),
    ("ءؤظآ", 0.0),
    ("پچژگٹڈڑںھکے", -1.5),
    ("çğıöşüÇİÖŞÜ", 1.0),
    ("Ğâîû", 0.5),
    ("ðþýÐÞÝ", -1.0),
    ("،؛؟", 0.3),
    ("«»“”‘’–—…•·°\xa0", 0.1),
    ("ـًٌٍَُِّْ", 0.0),
    ("\u200c\u200d\u200e\u200f", -1.0),
)
_WEIGHT: Final = {char: weight for chars, weight in _WEIGHTS for char in chars}
_UNREADABLE: Final = -3.0
_OTHER_LETTER: Final = -0.5
_SYMBOL: Final = -0.7

_ARABIC: Final = "؛-ۓ"
_LATIN: Final = "A-Za-zÀ-ÖØ-öø-ɏ"
_MIXED: Final = re.compile(f"[{_LATIN}][{_ARABIC}]|[{_ARABIC}][{_LATIN}]")
_LOOSE_MARK: Final = re.compile(r"(?<![ء-يً-ْ])[ً-ْ]")
_CAPITAL_INSIDE: Final = re.compile("(?<=[a-zçğıöşü])[ÇĞİÖŞÜ]")
_SEAM: Final = 2.0


def _weight(char: str) -> float:
    known = _WEIGHT.get(char)
    if known is not None:
        return known
    if char == "\ufffd" or unicodedata.category(char) in {"Cc", "Cn", "Co"}:
        return _UNREADABLE
    return _OTHER_LETTER if char.isalpha() else _SYMBOL


def plausibility(text: str) -> float:
    """About 1 for Arabic or Turkish read rightly, 0 and less for anything else; 0 for plain ASCII.

    Counted per character beyond ASCII; linear in the text's length.
    """
    counts = Counter(char for char in text if char > "\x7f")
    total = counts.total()
    if not total:
        return 0.0
    sense = sum(_weight(char) * count for char, count in counts.items())
    seams = sum(len(pattern.findall(text)) for pattern in (_MIXED, _LOOSE_MARK, _CAPITAL_INSIDE))
    return (sense - _SEAM * seams) / total
