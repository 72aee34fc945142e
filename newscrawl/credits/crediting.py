"""Credit lines, agency tags, datelines and translation credits: that the text was taken from someone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newscrawl.credits.plain import Plain
from newscrawl.names import Names

# In folded letters. A colon or slash must follow at once: "the source said:" is a person.
_LINE = re.compile(
    r"^[-–—*• ]*(?:المصدر|مصدر الخبر|(?:haber )?kayna(?:k|ğı)|source)(?: ?[:/]+| [-–]) ?(?P<names>[^\n]{1,60})$",
    re.IGNORECASE,
)
_RELAYED = re.compile(r"^نقلا عن:? (?P<names>[^\n]{2,40}?)\.?$")  # a line of its own; in a sentence it is a citation
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
_SENTENCE = re.compile(r"[.!?؟](?:\s|$)")
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


def sightings(plain: Plain, names: Names, language: str | None, *, at_edge: bool) -> Iterator[Sighting]:
    """What a paragraph near the beginning or end of a text credits."""
    text = plain.text.strip()
    shift = len(plain.text) - len(plain.text.lstrip())
    for reader in (_line, _translation, _bare, _tag, _opening):
        found = list(reader(text, names, language))
        if found:
            for each in found:
                start, end = each.span
                yield Sighting(each.kind, each.name, each.outlet, (start + shift, end + shift), each.whole)
            return


def _line(text: str, names: Names, language: str | None) -> Iterator[Sighting]:
    found, whole = _LINE.match(text), True
    if not found:
        found, whole = _GLUED.search(text), False
    if not found or (whole and _SENTENCE.search(found["names"].rstrip(". "))):
        return
    for name in _named(found["names"]):
        # "Abu Dhabi - Al-Bayan": a place, then who reported from it.
        parts = [part for part in _DASH.split(name) if _known(part, names, language)[1]]
        for source in parts or [name]:
            yield Sighting("credit", source, names.resolve(source, language, marked=True), found.span(), whole)


def _translation(text: str, names: Names, language: str | None) -> Iterator[Sighting]:
    found = _TRANSLATED.match(text)
    if found and len(text.split()) <= 10:
        for name in _named(found["names"]):
            yield Sighting("translation", name, names.resolve(name, language, marked=True), found.span(), True)


def _bare(text: str, names: Names, language: str | None) -> Iterator[Sighting]:
    """A name alone on a line."""
    relayed = _RELAYED.match(text)
    bare = (relayed["names"] if relayed else text).strip('-–—. ()[]"')
    if not bare or len(bare.split()) > _LAST_WORDS:
        return
    # An everyday word that is a name as well, alone on a line, is a line of verse.
    marked = relayed is not None or text.startswith(("(", "[", '"', "-", "–"))
    known = [(name, _known(name, names, language, marked=marked)) for name in _named(bare)]
    if known and all(is_known for _, (_, is_known) in known):
        for name, (outlet, _) in known:
            yield Sighting("agency", name, outlet, (0, len(text)), True)


def _tag(text: str, names: Names, language: str | None) -> Iterator[Sighting]:
    """(AA), (الأناضول) at the end; with nothing but reporters and a city before it, the line is a byline."""
    found = _TAG.search(text)
    if not found:
        return
    before = text[: found.start()]
    byline = len(before.split()) <= _BYLINE_WORDS and not _SENTENCE.search(before) and ("/" in before or "," in before)
    for name in _named(found["names"]):
        outlet, known = _known(name, names, language)
        if known:
            yield Sighting("agency", name, outlet, found.span(), byline or not before.strip("-–— "))


def _opening(text: str, names: Names, language: str | None) -> Iterator[Sighting]:
    """Places, reporters, outlets and agencies before the text or alone on their line, in any order and number."""
    parts, end = _parts(text)
    for name in (name for part in parts for name in _named(part)):
        outlet, known = _known(name, names, language)
        if known:
            yield Sighting("agency", name, outlet, (0, end), end == len(text))


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
    # A single part is a name alone on its line, which is another reader's.
    return (whole, len(text)) if len(whole) > 1 and whole[-1].count(" ") < _PART_WORDS else head


def _known(name: str, names: Names, language: str | None, *, marked: bool = True) -> tuple[str | None, bool]:
    """The key of a name, and whether it is the name of a source at all."""
    outlet = names.resolve(name, language, marked=marked)
    return outlet, outlet is not None or names.is_generic(name)


def _named(text: str) -> list[str]:
    return [name for part in _SPLIT.split(text.strip(" ()[]\"'.-–—")) if (name := part.strip(" ()[]\"'.-–—"))]
