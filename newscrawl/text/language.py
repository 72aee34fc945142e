"""The language a text is written in, from the text alone: pages are wrong about theirs too often."""

import re
from collections.abc import Sequence
from typing import Final, Literal

Language = Literal["ar", "tr", "en"]

_ARABIC: Final = re.compile("[ء-غف-يٱ-ۓە]+")
_LATIN: Final = re.compile("[A-Za-zÀ-ɏ]+")
# Letters Persian, Urdu and Kurdish write and Arabic does not, against letters only Arabic writes so.
_NEIGHBOURS: Final = "پچژگٹڈڑںےہەێۆڕڵکی"
_ARABIC_ONLY: Final = "كيةأإى"
_AZERBAIJANI: Final = re.compile("[əƏ]")
_WORD: Final = re.compile(r"(?<!['’])\b[^\W\d_]+")
_TURKISH_LETTER: Final = re.compile("[ğışĞİŞ]")

# Words the other language does not have: no "in", "on", "at", which Turkish knows as nouns and endings.
_TURKISH_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "ve bir bu için ile olarak olan olduğu olduğunu çok daha sonra ise gibi kadar göre dedi oldu değil"
        " ancak her diye ama yüzde tarafından üzerine nedeniyle karşı etti eden söyledi belirtti yeni",
    )
)
_ENGLISH_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "the of and to for with that from by was were has have had will would which this these their its"
        " after said says been but not are is it he she they his her who over into about between during",
    )
)
_ENOUGH: Final = 2000  # characters; an article does not change its language


def _arabic_script(text: str) -> Language | None:
    # Counting letter by letter is several times as fast as a pattern.
    neighbours = sum(map(text.count, _NEIGHBOURS))
    return None if neighbours > sum(map(text.count, _ARABIC_ONLY)) else "ar"


def _weight(words: Sequence[str]) -> int:
    """How much words speak for Turkish; below 0 for English."""
    turkish = sum(map(_TURKISH_WORDS.__contains__, words))
    english = sum(map(_ENGLISH_WORDS.__contains__, map(str.lower, words)))
    return 2 * (turkish - english) + sum(_spelling(word) for word in words if not word.isascii())


def _spelling(word: str) -> int:
    """How much a word's letters speak for Turkish, where the word does not by itself."""
    if word in _TURKISH_WORDS or not _TURKISH_LETTER.search(word):
        return 0
    # A capitalised word with a Turkish letter may be a name in an English sentence.
    return 2 if word[0].islower() else 1


def _latin_script(text: str) -> Language | None:
    if _AZERBAIJANI.search(text):
        return None
    weight = _weight(_WORD.findall(text))
    if weight == 0:
        return None
    return "tr" if weight > 0 else "en"


def _size(letters: re.Pattern[str], text: str) -> int:
    return sum(map(len, letters.findall(text)))


def detect_language(text: str) -> Language | None:
    """The language of most letters; None for other languages, for a tie and for text without evidence."""
    text = text[:_ENOUGH]
    has_arabic, has_latin = _ARABIC.search(text), _LATIN.search(text)
    if has_arabic and (not has_latin or _size(_ARABIC, text) >= _size(_LATIN, text)):
        return _arabic_script(text)
    return _latin_script(text) if has_latin else None
