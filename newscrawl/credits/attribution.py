"""The one door: paragraphs in, credits and citations out, and the paragraphs without lines that are only a credit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newscrawl.credits import citing, crediting
from newscrawl.credits.plain import Plain
from newscrawl.names import Names

BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source that a text names.

    `kind`: credit (a credit line), agency (an agency's tag or dateline), self, translation or citation. `name` as
    written; `outlet` the key it resolves to, None where nobody knows it; `text` the words that say so; `span` their
    place in the body, None where the line was taken out of it.
    """

    kind: str
    name: str
    outlet: str | None
    text: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Attributed:
    """The paragraphs that are left, whom they credit and whom they cite."""

    paragraphs: tuple[str, ...]
    credits: tuple[Attribution, ...]
    citations: tuple[Attribution, ...]


def attribute(paragraphs: Sequence[str], names: Names, *, outlet: str, language: str | None = None) -> Attributed:
    """Credits and citations of a cleaned text that `outlet` published."""
    kept: list[str] = []
    credits: list[Attribution] = []
    offset = 0
    for position, paragraph in enumerate(paragraphs):
        at_edge = position < 2 or position >= len(paragraphs) - 3
        plain = Plain.of(paragraph)
        found = list(crediting.sightings(plain, names, language, at_edge=at_edge)) if at_edge else []
        whole = any(sighting.whole for sighting in found)
        for sighting in found:
            span = None if whole else _moved(plain.span(*sighting.span), offset)
            text = paragraph if whole else paragraph[slice(*plain.span(*sighting.span))]
            kind = "self" if sighting.outlet == outlet else sighting.kind
            credits.append(Attribution(kind, plain.written(sighting.name), sighting.outlet, text, span))
        if not whole:
            kept.append(paragraph)
            offset += len(paragraph) + len(BREAK)
    return Attributed(tuple(kept), _distinct(credits), _distinct(_citations(kept, names, outlet, language)))


def _citations(paragraphs: Sequence[str], names: Names, outlet: str, language: str | None) -> Iterator[Attribution]:
    offset = 0
    for paragraph in paragraphs:
        plain = Plain.of(paragraph)
        for sighting in citing.sightings(plain, names, language):
            if sighting.outlet != outlet:
                span = plain.span(*sighting.span)
                text = paragraph[slice(*span)]
                name = plain.written(sighting.name)
                yield Attribution("citation", name, sighting.outlet, text, _moved(span, offset))
        offset += len(paragraph) + len(BREAK)


def _moved(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by


def _distinct(found: Sequence[Attribution] | Iterator[Attribution]) -> tuple[Attribution, ...]:
    """Each outlet, or each name that nobody knows, once: where it is named first."""
    first: dict[tuple[str, str], Attribution] = {}
    for each in found:
        first.setdefault((each.kind, each.outlet or each.name), each)
    return tuple(first.values())
