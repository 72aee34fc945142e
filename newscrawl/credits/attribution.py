"""The one door: paragraphs in, credits and citations out, and the paragraphs without lines that are only a credit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newscrawl.credits import citing, crediting
from newscrawl.names import Names, Reader
from newscrawl.text.plain import Plain

BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source that a text names."""

    kind: str
    """credit (a credit line), agency (an agency's tag or dateline), self, translation or citation."""

    name: str
    """As written."""

    outlet: str | None
    """The key it resolves to; None where nobody knows it."""

    text: str
    """The words that say so."""

    span: tuple[int, int] | None = None
    """Their place in the body; None for a byline and where the line was taken out of the body. Example: [0, 14]"""


@dataclass(frozen=True, slots=True)
class Attributed:
    """The paragraphs that are left, whom they credit and whom they cite."""

    paragraphs: tuple[str, ...]
    credits: tuple[Attribution, ...]
    citations: tuple[Attribution, ...]


def attribute(
    paragraphs: Sequence[str], names: Names, *, outlet: str, language: str | None = None, bylines: Sequence[str] = ()
) -> Attributed:
    """Credits and citations of a cleaned text that `outlet` published under these bylines."""
    reader = Reader(names, language, outlet)
    kept: list[Plain] = []
    credits: list[Attribution] = []
    for signed in bylines:
        plain = Plain.of(signed)
        credits += [_credit(each, plain, signed, outlet) for each in crediting.byline(plain.text, reader)]
    offset = 0
    for position, plain in enumerate(Plain.all(paragraphs)):
        paragraph, at_edge = plain.original, position < 2 or position >= len(paragraphs) - 3
        found = list(crediting.sightings(plain, reader)) if at_edge else []
        whole = any(sighting.whole for sighting in found)
        for sighting in found:
            span = None if whole else _moved(plain.span(*sighting.span), offset)
            text = paragraph if whole else paragraph[slice(*plain.span(*sighting.span))]
            credits.append(_credit(sighting, plain, text, outlet, span))
        if not whole:
            kept.append(plain)
            offset += len(paragraph) + len(BREAK)
    return Attributed(tuple(plain.original for plain in kept), _distinct(credits), _distinct(_citations(kept, reader)))


def _credit(
    sighting: crediting.Sighting, plain: Plain, text: str, outlet: str, span: tuple[int, int] | None = None
) -> Attribution:
    kind = "self" if sighting.outlet == outlet else sighting.kind
    return Attribution(kind, plain.written(sighting.name), sighting.outlet, text, span)


def _citations(paragraphs: Sequence[Plain], reader: Reader) -> Iterator[Attribution]:
    offset = 0
    for plain in paragraphs:
        for sighting in citing.sightings(plain, reader):
            if sighting.outlet != reader.outlet:
                span = plain.span(*sighting.span)
                text = plain.original[slice(*span)]
                name = plain.written(sighting.name)
                yield Attribution("citation", name, sighting.outlet, text, _moved(span, offset))
        offset += len(plain.original) + len(BREAK)


def _moved(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by


def _distinct(found: Sequence[Attribution] | Iterator[Attribution]) -> tuple[Attribution, ...]:
    """Each outlet, or each name that nobody knows, once: where it is named first."""
    first: dict[tuple[str, str], Attribution] = {}
    for each in found:
        first.setdefault((each.kind, each.outlet or each.name), each)
    return tuple(first.values())
