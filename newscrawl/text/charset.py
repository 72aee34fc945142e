"""From the bytes of a page to its text, though what it says about its encoding may be missing or wrong."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from newscrawl.text.plausibility import plausibility

_META: Final = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_XML: Final = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]{2,40})", re.IGNORECASE)
_HEAD: Final = 4096

# What browsers make of a label (whatwg.org/encoding); the rest of that list Python knows by the same names.
_ALIASES: Final = {
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "latin1": "windows-1252",
    "iso-8859-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "cp1252": "windows-1252",
    "latin5": "windows-1254",
    "iso-8859-9": "windows-1254",
    "iso8859-9": "windows-1254",
    "cp1254": "windows-1254",
    "cp1256": "windows-1256",
    "x-cp1256": "windows-1256",
    "arabic": "iso-8859-6",
    "asmo-708": "iso-8859-6",
    "iso8859-6": "iso-8859-6",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-6-e": "iso-8859-6",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
# Python knows "encodings" that run or unpack what they read; only those of web pages are taken.
_WEB: Final = re.compile(
    r"utf-8|windows-\d{3,4}|iso-8859-\d{1,2}|koi8-[ru]|gbk|gb18030|big5|euc-(?:jp|kr)|shift_jis|macintosh"
)
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first of equals wins: French reads the same as windows-1254 and as windows-1256.
_CANDIDATES: Final = ("utf-8", "windows-1254", "windows-1256", "iso-8859-6")
# Labels that pages of this region carry by mistake; any other label was chosen by somebody and stands.
_DOUBTED: Final = frozenset((*_CANDIDATES, "windows-1252"))
_MARGIN: Final = 0.3

_SUSPECT_WORD: Final = re.compile(rb"[A-Za-z]{0,2}[\x80-\xff][\x80-\xffA-Za-z]{0,60}")
_SAMPLE: Final = 600


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, the encoding it was read with, who named that ("override", "bom", "content", "declared",
    "meta", "detected" or "default") and how many characters could not be read (U+FFFD)."""

    text: str
    encoding: str
    source: str
    replaced: int
    utf8: bytes | None = None
    """The bytes that were read, where they are this text in UTF-8: a parser takes them as they are."""

    @property
    def html(self) -> str | bytes:
        """What a parser reads soonest."""
        return self.text if self.utf8 is None else self.utf8


def normalise(label: str | None) -> str | None:
    """The encoding a label means on the web; None for none and for an unknown one."""
    name = (label or "").strip().strip("\"'").lower().replace("_", "-")
    name = _ALIASES.get(name, name)
    if not _WEB.fullmatch(name):
        return None
    try:
        codecs.lookup(name)
    except LookupError:
        return None
    return name


def _meta_charset(body: bytes) -> str | None:
    head = body[:_HEAD]
    found = _META.search(head) or _XML.search(head)
    return normalise(found[1].decode("ascii", "replace")) if found else None


def _is_utf8(body: bytes) -> bool:
    """Whether the bytes are UTF-8, but for a few broken ones among many good."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return not broken or broken * 20 < len(text) - len(text.encode("ascii", "ignore"))


def _sample(body: bytes) -> bytes:
    """Words with a byte beyond ASCII: the only ones in which encodings differ."""
    words = []
    for match in _SUSPECT_WORD.finditer(body):
        words.append(match[0])
        if len(words) == _SAMPLE:
            break
    return b" ".join(words)


def _choose(body: bytes, named: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """The encoding and who named it: the first name, unless another encoding reads clearly better."""
    if named and named[0][0] not in _DOUBTED:
        return named[0]
    sample = _sample(body)
    score = {name: plausibility(sample.decode(name, "replace")) for name in _CANDIDATES}
    best = max(_CANDIDATES, key=lambda name: score[name])
    for name, source in named:
        if name in _DOUBTED and plausibility(sample.decode(name, "replace")) >= score[best] - _MARGIN:
            return name, source
    return best, "detected"


def _name(body: bytes, declared: str | None) -> tuple[str, str]:
    claims = ((normalise(declared), "declared"), (_meta_charset(body), "meta"))
    named = tuple((name, source) for name, source in claims if name)
    if body.isascii():
        return named[0] if named else ("utf-8", "default")
    if _is_utf8(body):
        return "utf-8", "content"
    return _choose(body, named)


def decode(body: bytes, *, declared: str | None, override: str | None = None) -> Decoded:
    """The text of a page.

    `override` is the outlet's word and ends the question; then a byte order mark, the bytes themselves where
    they are UTF-8, what the server and the page declare, and at last what reads best as Arabic or Turkish.
    """
    if name := normalise(override):
        return _read(body, name, "override")
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _read(body[len(mark) :], encoding, "bom")
    if not body.isascii() and (found := _valid(body, "content")):
        return found
    return _read(body, *_name(body, declared))


def _valid(body: bytes, source: str) -> Decoded | None:
    """The text of what is UTF-8 without a fault, as most pages are; None for all else."""
    try:
        return Decoded(text := body.decode(), "utf-8", source, _unread(text), body)
    except UnicodeDecodeError:
        return None


def _read(body: bytes, encoding: str, source: str) -> Decoded:
    if encoding == "utf-8" and (found := _valid(body, source)):
        return found
    text = body.decode(encoding, "replace")
    return Decoded(text, encoding, source, _unread(text))


def _unread(text: str) -> int:
    # Most pages have none, and to see that takes a thirtieth of counting.
    return text.count("\ufffd") if "\ufffd" in text else 0
