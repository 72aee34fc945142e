"""Text that was decoded with the wrong table, recognised and read again with the right one.

A repair is never silent: it names what had happened, so that a run can count it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from newscrawl.text.language import detect_language


@dataclass(frozen=True, slots=True)
class Repair:
    """A text after repair and the kind of damage found in it, None where there was none."""

    text: str
    kind: str | None


def _read_backwards(encoding: str) -> dict[int, int]:
    """Characters of a table to the bytes they came from; bytes the table lacks stand for themselves."""
    pairs = ((bytes((byte,)).decode(encoding, "ignore"), byte) for byte in range(0x80, 0x100))
    return {ord(char): byte for char, byte in pairs if char}


_FROM_1252: Final = _read_backwards("cp1252")
_FROM_1256: Final = _read_backwards("cp1256")


def _tail_class(table: dict[int, int]) -> str:
    """The characters that UTF-8 continuation bytes 80..BF turn into, as the inside of a class."""
    shown = "".join(chr(char) for char, byte in sorted(table.items()) if byte < 0xC0)
    return re.escape(shown) + "\x80-\x9f"


_TAIL_1252: Final = _tail_class(_FROM_1252)
_TAIL_1256: Final = _tail_class(_FROM_1256)

# One Ø or Ù before an ellipsis can be French; two pairs in a row cannot be anything but Arabic letters.
_UTF8_AS_1252: Final = re.compile(f"(?:[ØÙ][{_TAIL_1252}]){{2}}|[ÃÄÅ][{_TAIL_1252}]|â€[{_TAIL_1252}]")
_PAIRS_1252: Final = re.compile(f"ï»¿|â[{_TAIL_1252}]{{2}}|[ÂÃÄÅØÙÚÛ][{_TAIL_1252}]")
_UTF8_AS_1256: Final = re.compile(f"(?:[طظ][{_TAIL_1256}]){{3}}")
_PAIRS_1256: Final = re.compile(
    f"(?:[طظعغ][{_TAIL_1256}]){{2,}}|(?<![ء-ي])[طظ][{_TAIL_1256}](?![ء-ي])|â€[{_TAIL_1256}]"
)
_HIGH: Final = re.compile("[À-ÿ]")
_HIGH_RUN: Final = re.compile("[À-ÿ]{3}")
_PLAIN_WORD: Final = re.compile("[A-Za-z]{3,}")
_LETTER: Final = re.compile(r"[^\W\d_]")
_ARABIC: Final = re.compile("[ء-غف-ي]")
_TURKISH_AS_1252: Final = re.compile("[ðýþÐÝÞ]")
_NORDIC: Final = re.compile("[æÆáÁéÉíÍóÓúÚ]")
_TURKISH: Final = str.maketrans("ðýþÐÝÞ", "ğışĞİŞ")
_SUSPECT: Final = re.compile("[ÂÃÄÅØÙÚÛâðýþÐÝÞÇáÑÊ]")


def _reread(table: dict[int, int]) -> Callable[[re.Match[str]], str]:
    """A replacement that takes a match back to its bytes and reads these as UTF-8, or leaves it."""

    def read(match: re.Match[str]) -> str:
        try:
            return match[0].translate(table).encode("latin-1").decode("utf-8")
        except UnicodeError:
            return match[0]

    return read


def _whole(text: str, table: dict[int, int]) -> str | None:
    """All of a text read again as UTF-8; None where it is not damaged throughout."""
    try:
        return text.translate(table).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


_REREAD_1252: Final = _reread(_FROM_1252)
_REREAD_1256: Final = _reread(_FROM_1256)


def _as_1256(text: str) -> str | None:
    """The text read as windows-1256, where it is Latin accents that make up Arabic words."""
    if not _HIGH_RUN.search(text):
        return None
    # Real words in capitals have accents too ("ÜÇÜNCÜ"), but with plain letters in between.
    letters = len(_LETTER.findall(_PLAIN_WORD.sub("", text)))
    if letters < 6 or len(_HIGH.findall(text)) < 0.8 * letters:
        return None
    try:
        arabic = text.translate(_FROM_1252).encode("latin-1").decode("cp1256")
    except UnicodeError:
        return None
    return arabic if len(_ARABIC.findall(arabic)) > 0.6 * letters else None


def _as_1254(text: str) -> str | None:
    """The text with Icelandic letters read as the Turkish ones, where that makes Turkish of it."""
    if not _TURKISH_AS_1252.search(text):
        return None
    # Icelandic and Faroese have the letters for their own, and accents that Turkish has not.
    if _NORDIC.search(text):
        return None
    turkish = text.translate(_TURKISH)
    return turkish if detect_language(turkish) == "tr" else None


def repair(text: str) -> Repair:
    """The text as it was written; text in good order comes back unchanged with kind None."""
    if not _SUSPECT.search(text) and "ط§" not in text and "ظ„" not in text:
        return Repair(text, None)
    # The Arabic table first: it has the signs of the other that damaged quotation marks are made of.
    if _UTF8_AS_1256.search(text):
        mended = _whole(text, _FROM_1256) or _PAIRS_1256.sub(_REREAD_1256, text)
        return Repair(mended, "utf-8 read as cp1256")
    if _UTF8_AS_1252.search(text):
        mended = _whole(text, _FROM_1252) or _PAIRS_1252.sub(_REREAD_1252, text)
        if mended != text:
            return Repair(mended, "utf-8 read as cp1252")
    if (arabic := _as_1256(text)) is not None:
        return Repair(arabic, "cp1256 read as cp1252")
    if (turkish := _as_1254(text)) is not None:
        return Repair(turkish, "cp1254 read as cp1252")
    return Repair(text, None)
