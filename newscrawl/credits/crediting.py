"""Credit lines, agency tags, datelines and translation credits: that the text was taken from someone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newscrawl.names import Reader
from newscrawl.text.plain import Plain

# In folded letters. A colon or slash must follow at once: "the source said:" is a person.
_LINE = re.compile(
    r"^[-–—*• ]*(?:المصدر|مصدر الخبر|(?:haber )?kayna(?:k|ğı)|source)(?: ?[:/]+| [-–]) ?(?P<names>[^\n]{1,60})$",
    re.IGNORECASE,
)
_RELAYED = re.compile(r"^نقلا عن:? (?P<names>[^\n]{2,40}?)\.?$")  # a line of its own; in a sentence it is a citation
_SITE_TITLE = re.compile(
    r"^(?P<names>[^\n–-]{2,40}) [-–] (?:Son Dakika Haberleri|Son Dakika|Haberler)$"
)  # a page's tail
_GLUED = re.compile(r"(?<=[.!?؟\"])\s*(?:kaynak|المصدر) ?[:/] ?(?P<names>[^\n.:]{1,40})\.?$", re.IGNORECASE)
_TRANSLATED = re.compile(r"^[-–—( ]*(?:[^-–—:]{1,20}[-–—] ?)?ترجمه(?: وتحرير)?(?: ?[:/])? (?P<names>[^\n]{2,50}?)\)?$")
_TAG = re.compile(r"(?:^|[\s.,!?\"'-])\((?P<names>[^()\n]{2,30})\)(?P<end>[\s.–—-]*)$")
# What stands between the parts of an opening: "Ankara / Name Surname / Agency - ", "Outlet – Agency: ".
_BETWEEN = re.compile(r" ?(?:--|[/،,:()]|(?<= )[-–—ـ]|[-–—ـ](?= |$))+ ?")
_CLOSING = re.compile(r"[-–—ـ:]")  # ends an opening; a comma, a slash or a bracket may be the text's own
_DATED = re.compile(r"\d{4} (?:م|ه-) (?P<name>[^\s.]+)$")
_PART_WORDS, _PARTS, _HEAD = 4, 6, 110
_SPLIT = re.compile(r" ?[+/،,;&] ?| و ?(?=وكالات)")
_DASH = re.compile(r" [-–—] ?|[-–—] ")
# Whose the picture is says nothing of the text.
_PICTURE = re.compile(r"[(\[•–-]* ?(?:fotoğraf|foto|photo|görsel|(?:ال)?صور[هة]?|تصوير|عدسه) ?[:/–-]", re.IGNORECASE)
# A byline's parts stand closer together than those of an opening, which is followed by text.
_JOINED = re.compile(r" ?[-–—ـ/:()|\"] ?| من ")
_FIRST_BRACKET = re.compile(r"\((?P<names>[^()\n]{2,40})\)(?= ?\S)")
_MEDIUM_BEFORE = re.compile(r"(?:وكاله|صحيفه|قناه|شبكه|موقع|ajansı|gazetesi)(?: [^\s.؟!]+){0,5} ?$", re.IGNORECASE)
_TIGHT = re.compile(r"(?P<place>[^\W\d_]+(?: [^\W\d_]+){0,2})[-–—](?P<names>\S[^-–—\n]{1,20})")
_SENTENCE = re.compile(r"[.!?؟](?:\s|$)")
_LINE_END = 64  # characters behind a text's last sentence in which its source may be named
_LINE_WORDS = 12  # a name, and what may stand around it on a line
_LAST_WORDS = 4
_BYLINE_WORDS = 16


@dataclass(frozen=True, slots=True)
class Sighting:
    """A source seen in one paragraph; `whole` where the paragraph says nothing else."""

    kind: str
    name: str
    outlet: str | None
    span: tuple[int, int]
    whole: bool


def sightings(plain: Plain, reader: Reader) -> Iterator[Sighting]:
    """What a paragraph near the beginning or end of a text credits."""
    text = plain.text.strip()
    if _PICTURE.match(text):
        return
    shift = len(plain.text) - len(plain.text.lstrip())
    for find in (_line, _translation, _bare, _bracketed, _tag, _opening):
        found = list(find(text, reader))
        if found:
            for each in found:
                start, end = each.span
                yield Sighting(each.kind, each.name, each.outlet, (start + shift, end + shift), each.whole)
            return


def _line(text: str, reader: Reader) -> Iterator[Sighting]:
    found, whole = _LINE.match(text), True
    if not found:
        found, whole = _GLUED.search(text, max(0, len(text) - _LINE_END)), False
    if not found or (whole and _SENTENCE.search(found["names"].rstrip(". "))):
        return
    for name in _named(found["names"]):
        # "Abu Dhabi - Al-Bayan": a place, then who reported from it.
        parts = [part for part in _DASH.split(name) if reader.knows(part)]
        for source in parts or [name]:
            yield Sighting("credit", source, reader.key(source), found.span(), whole)


def _translation(text: str, reader: Reader) -> Iterator[Sighting]:
    found = _TRANSLATED.match(text) if "ترجمه" in text else None
    if found and len(text.split()) <= 10:
        for name in _named(found["names"]):
            yield Sighting("translation", name, reader.key(name), found.span(), True)


def _bare(text: str, reader: Reader) -> Iterator[Sighting]:
    """A name alone on a line."""
    if text.count(" ") > _LINE_WORDS:
        return
    relayed = _RELAYED.match(text) or _SITE_TITLE.match(text) or _TIGHT.fullmatch(text)
    bare = (relayed["names"] if relayed else text).strip('-–—. ()[]"')
    if not bare or len(bare.split()) > _LAST_WORDS:
        return
    # An everyday word that is a name as well, alone on a line, is a line of verse.
    marked = relayed is not None or text.startswith(("(", "[", '"', "-", "–"))
    named = _named(bare)
    if named and all(reader.knows(name, marked=marked) for name in named):
        for name in named:
            yield Sighting("agency", name, reader.key(name, marked=marked), (0, len(text)), True)


def _bracketed(text: str, reader: Reader) -> Iterator[Sighting]:
    """(MENAFN - Youm7) before the text: nothing but sources in brackets."""
    found = _FIRST_BRACKET.match(text)
    named = [name for part in _JOINED.split(found["names"]) for name in _named(part)] if found else []
    if found and all(reader.knows(name) for name in named):
        for name in named:
            yield Sighting("agency", name, reader.key(name), found.span(), False)


def _tag(text: str, reader: Reader) -> Iterator[Sighting]:
    """(AA), (الأناضول) at the end; with nothing but reporters and a city before it, the line is a byline."""
    found = _TAG.search(text) if text.rstrip(" .–—-").endswith(")") else None
    if not found:
        return
    before = text[: found.start()]
    byline = len(before.split()) <= _BYLINE_WORDS and not _SENTENCE.search(before) and ("/" in before or "," in before)
    if _MEDIUM_BEFORE.search(before[-_HEAD:]):
        return  # "according to the Saudi news agency (SPA)" tells the agency's name
    for name in _named(found["names"]):
        if reader.knows(name):
            yield Sighting("agency", name, reader.key(name), found.span(), byline or not before.strip("-–— "))


def _opening(text: str, reader: Reader) -> Iterator[Sighting]:
    """Places, reporters, outlets and agencies before the text or alone on their line, in any order and number."""
    parts, end = _parts(text)
    for name in (name for part in parts for name in _named(part)):
        if reader.knows(name):
            yield Sighting("agency", name, reader.key(name), (0, end), end == len(text))


def byline(text: str, reader: Reader) -> Iterator[Sighting]:
    """Who a byline says reported: an agency or an outlet beside places and people, or alone."""
    text = text.strip()
    if len(text) > _HEAD or _PICTURE.match(text):
        return
    for name in (name for part in _JOINED.split(text) for name in _named(part)):
        if reader.knows(name):
            yield Sighting("agency", name, reader.key(name), (0, len(text)), True)


def _parts(text: str) -> tuple[list[str], int]:
    """The short parts that a line begins with, and where the text behind them begins; none where it does at once."""
    if len(text) <= _HEAD and (dated := _DATED.search(text)):
        return [dated["name"]], len(text)
    parts, start, head = list[str](), 0, (list[str](), 0)
    for mark in _BETWEEN.finditer(text, 0, min(len(text), _HEAD)):
        part = text[start : mark.start()].strip()
        if part.count(" ") >= _PART_WORDS or len(parts) >= _PARTS:
            return head
        parts += [part] if part else []
        start = mark.end()
        if _CLOSING.search(mark[0]):
            head = (list(parts), start)
    if len(text) > _HEAD:
        return head
    whole = [part for part in (*parts, text[start:]) if part]
    last = whole[-1] if whole else ""
    if text.endswith((".", "!", "?", "؟")) and " " in last:
        return head  # a short sentence, no signature
    # A single part is a name alone on its line, which is another reader's.
    return (whole, len(text)) if len(whole) > 1 and last.count(" ") < _PART_WORDS else head


def _named(text: str) -> list[str]:
    return [name for part in _SPLIT.split(text.strip(" ()[]\"'.-–—")) if (name := part.strip(" ()[]\"'.-–—"))]
