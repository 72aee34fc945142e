"""The folded form of a text that stands for it in comparisons and searches and is never shown."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from newscrawl.text.forms import normalise

_TOKEN: Final = re.compile(r"[^\W_]+")

# Spellings one word is found in: hamza seats, dotless yeh, teh marbuta, Persian and Urdu twins, vowel marks.
_COMMON: Final = (
    ("أإآٱ", "ا"),
    ("ىیئ", "ي"),
    ("ؤ", "و"),
    ("ةۀہھە", "ه"),
    ("کڪ", "ك"),
    *(
        (arabic + persian, str(digit))
        for digit, (arabic, persian) in enumerate(zip("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", strict=True))
    ),
    ("ءـًٌٍَُِّْٰ", ""),
    ("İı", "i"),
    ("çÇ", "c"),
    ("ğĞ", "g"),
    ("öÖ", "o"),
    ("şŞ", "s"),
    ("üÜ", "u"),
    ("âÂ", "a"),
)
# str.replace for what every text has is four times as fast as one str.translate for everything.
_REPLACED: Final = tuple((char, folded) for chars, folded in _COMMON for char in chars)

_DELETED: Final = (
    "\xad\u0300-\u036f\u0610-\u061a\u061c\u0653-\u065f\u06d6-\u06ed\u08d3-\u08ff\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
# A word as it is written, with the marks on it: what one word of the key stands for.
WRITTEN: Final = re.compile(rf"[^\W_](?:[^\W_]|[{_DELETED}\u064b-\u0652\u0670])*")
_RARE: Final = re.compile(f"[{_DELETED}]|([À-ÖØ-öø-ɏḀ-ỿ])")

_LONG, _TOO_LONG = 400, 40_000  # characters of what is kept folded: bodies, and none that would fill the memory


def _bare(match: re.Match[str]) -> str:
    """A Latin letter without its marks; nothing for a mark alone and for what cannot be seen."""
    parts = unicodedata.normalize("NFKD", match[1] or "")
    return "".join(part for part in parts if part.isalpha())


def _folded(text: str) -> str:
    """The text with its letters folded and all else where it was."""
    # The two signs that most often keep a text from being in that form already.
    text = normalise("NFKC", text.replace("\xa0", " ").replace("…", " "))
    for char, folded in _REPLACED:
        if char in text:
            text = text.replace(char, folded)
    if _RARE.search(text):
        text = _RARE.sub(_bare, text)
    return text.casefold()


def match_key(text: str) -> str:
    """The text's folded words joined by one space; empty where it has no letter and no digit."""
    return _kept(text) if _LONG <= len(text) <= _TOO_LONG else _key(text)


def _key(text: str) -> str:
    return " ".join(_TOKEN.findall(_folded(text)))


# Relevance, search and signature ask for the same body one after the other, a batch of articles apart.
_kept: Final = lru_cache(maxsize=64)(_key)


def fold_all(texts: Sequence[str]) -> list[str]:
    """Some texts without tabs, their letters folded and all else where it was. All cost little more than one."""
    return _folded("\t".join(texts)).split("\t") if texts else []


def match_words(texts: Sequence[str]) -> list[list[str]]:
    """The folded words of each of some texts without tabs."""
    return list(map(_TOKEN.findall, fold_all(texts)))
