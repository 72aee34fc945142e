"""A paragraph or title as its reader saw it: nothing folded that can be seen, nothing kept that cannot."""

import html
import re
from html.entities import html5
from typing import Final

from newscrawl.text.arabic import drop_tatweel, fold_presentation, keep_joiners, space_marks
from newscrawl.text.forms import normalise
from newscrawl.text.mojibake import repair
from newscrawl.text.turkish import drop_stray_dots

_PASSES: Final = 6

# &amp;amp;amp; unwinds in one step; names without a semicolon only where they cannot be part of an address.
_ENTITY: Final = re.compile(
    r"(?P<ampersands>&(?:(?:amp|AMP|#0*38|#[xX]0*26);)+)|&#\d{1,7};|&#[xX][0-9A-Fa-f]{1,6};|&[A-Za-z][A-Za-z0-9]{1,31};"
    r"|&(?:nbsp|quot|amp|lt|gt|laquo|raquo)(?![\w;=])"
)
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffc\ud800-\udfff]"
)
_ODD_SPACE: Final = re.compile("[\t-\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_SPACES: Final = re.compile(" {2,}")
# Whatever the steps between entities and spaces look at; most paragraphs have none of it.
_SPECIAL: Final = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u0300-\u036f\u061c\u0640\u180e\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    "\ufb50-\ufdff\ufe70-\ufeff\ufff9-\ufffc\ud800-\udfff]"
)


def _decode(match: re.Match[str]) -> str:
    entity = match[0]
    if match["ampersands"]:
        return "&"
    if entity[1] == "#":
        return html.unescape(entity)
    return html5.get(entity[1:], entity)


def _plain(text: str) -> str:
    """Invisible characters gone, letters in their usual code points, every space the plain one."""
    text = _INVISIBLE.sub("", text)
    text = keep_joiners(drop_tatweel(fold_presentation(text)))
    return _ODD_SPACE.sub(" ", drop_stray_dots(text))


def _mend(text: str) -> str:
    text = repair(text).text
    if "&" in text:
        text = _ENTITY.sub(_decode, text)
    if _SPECIAL.search(text):
        text = _plain(text)
    text = normalise("NFC", text)
    if "  " in text:
        text = _SPACES.sub(" ", text)
    return space_marks(text.strip(" "))


def display(text: str) -> str:
    """One paragraph or title, mended; what is mended already comes back as it is."""
    text = text.strip()  # else it would cost most paragraphs a second pass
    for _ in range(_PASSES):
        mended = _mend(text)
        if mended == text:
            break
        text = mended
    return text
