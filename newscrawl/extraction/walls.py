"""Pages that stand in an article's place: challenges, consent, logins, paywalls, soft 404s, parked domains, shells.

What they say and leave in their markup is data (walls.toml). The more was read as a page's text, the more has to speak
for a wall: a short text without a date is one only where it turns to its reader as walls do and reports nobody's words.
A page that says it is an article (a date, JSON-LD) is none, whatever hangs around it; a paywall alone may stand there.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from selectolax.lexbor import LexborNode

from newscrawl.extraction import lines
from newscrawl.extraction.blocks import HEADINGS
from newscrawl.extraction.outline import Outline
from newscrawl.extraction.page import Page
from newscrawl.extraction.signs import MOST_PARTS, Passages, Signs, signs
from newscrawl.text import match_key, match_words

# A teaser above a paywall is shorter than this, in words; so is what most other walls say.
TEASER: Final = 80
SHORT: Final = 45
LONGEST: Final = 250
FEWEST: Final = 12  # of an article
EMPTY: Final = 8
MOST_HEADINGS: Final = 5
LINKS: Final = 10  # a wall that leaves so many ways to go is furniture
AROUND: Final = ("consent", "javascript")  # what stands around the texts of articles as well

_WORDS: Final = re.compile(r"(?<!\S)\S*?[a-zA-Zا-غف-ي]\S*")  # each is a word once folded, or several
_SENTENCES: Final = re.compile(r"(?<=[.!?؟…])\s+")
_SEPARATORS: Final = re.compile(r"\s*[|·‹»«—–]\s*|\s+-\s+|:\s+")
_SPEAKING: Final = "form, noscript, dialog, button, [role=dialog], [role=alertdialog]"
_ASIDE: Final = ("header", "nav", "footer", "aside")


@dataclass(frozen=True, slots=True)
class Wall:
    """The kind of page it is, and what says so; not `certain` where that is a title, a word or furniture alone."""

    kind: str
    evidence: str
    certain: bool = True


def wall(page: Page, paragraphs: Sequence[str]) -> Wall | None:
    """What stands in an article's place; None for an article. `paragraphs`: what was read as its body."""
    words = _count(paragraphs, TEASER if page.is_dated else LONGEST)
    if words < TEASER and (found := _paywall(page, paragraphs)):
        return found
    if page.is_dated or words >= LONGEST:
        return None
    return _instead(page) if words < FEWEST else _speaking(page, paragraphs, words)


def challenges(page: Page, headers: Mapping[str, Iterable[str]]) -> bool:
    """Whether an answer is a challenge of one of the known makers, whatever its status says."""
    test = signs().kinds[0]
    said = test.titled(_titles(page)) or test.said(_passages(_spoken(page), 4))
    return challenged(headers) or bool(said or test.marked(page) or test.furnished(page))


def challenged(headers: Mapping[str, Iterable[str]]) -> bool:
    """Whether an answer's headers, by lower-case name, say that it is a challenge."""
    wanted = signs().headers.items()
    return any(value in " ".join(headers[name]).lower() for name, value in wanted if name in headers)


def _count(paragraphs: Sequence[str], most: int) -> int:
    """How many words a text has, until there are so many that no more are asked for. Articles need not be folded."""
    if _reaches(most, (len(_WORDS.findall(paragraph)) for paragraph in paragraphs)) == most:
        return most
    return _reaches(most, (len(match_key(paragraph).split()) for paragraph in paragraphs))


def _reaches(most: int, counts: Iterable[int]) -> int:
    total = 0
    for count in counts:
        total += count
        if total >= most:
            return most
    return total


def _paywall(page: Page, paragraphs: Sequence[str]) -> Wall | None:
    paid = signs().of("paywall")
    free = page.article.get("isAccessibleForFree")
    if str(free).lower() == "false":
        return Wall("paywall", "isAccessibleForFree")
    passages = _passages(paragraphs, 2)
    if said := paid.said(passages):
        return Wall(_meant("paywall", passages), said[0])
    said = paid.gated(_passages(_spoken(page), 1))
    return Wall("paywall", said[0]) if said else None


def _speaking(page: Page, paragraphs: Sequence[str], words: int) -> Wall | None:
    """A wall whose text was read as an article's. One that reports what somebody said is told by its marks alone."""
    text = f" {match_key(' '.join(paragraphs))} "
    titles, passages = _titles(page), Passages("", ()) if signs().reports(text) else _passages(paragraphs, 2)
    kinds, is_short = signs().kinds, words < SHORT
    outright = ((each.kind, each.marked(page) or (each.says(passages) if is_short else "")) for each in kinds)
    entitled = ((each.kind, (_entitled if is_short else _says)(each, titles, passages)) for each in kinds)
    turned = ((each.kind, each.turns(text) and each.hinted(text)) for each in kinds if is_short and passages.rows)
    kind, evidence = next((pair for pair in chain(outright, entitled, turned) if pair[1]), ("", ""))
    if kind in AROUND and _is_crowded(page):
        # A site's furniture was all that could be read: the page has no text of its own.
        return _instead(page) or Wall("shell", evidence)
    return Wall(_meant(kind, passages), evidence) if kind else None


def _meant(kind: str, passages: Passages) -> str:
    """Whoever asks for a password or for cookies speaks of members, too."""
    over = (each.kind for each in signs().kinds if each.is_over(passages))
    return next(over, kind) if kind == "paywall" else kind


def _says(each: Signs, titles: Sequence[str], passages: Passages) -> str:
    """What of a text makes a wall of this kind: one thing that it says and the title, or two; empty where nothing.

    Articles tell how to log in, and what to subscribe to: there the title is needed.
    """
    said = each.said(passages)
    enough = each.titled(titles) or (len(said) > 1 and each.addresses)
    return ", ".join(said) if said and enough else ""


def _entitled(each: Signs, titles: Sequence[str], passages: Passages) -> str:
    """What makes a wall of a few words by their title: two things that it says, or a word beside it."""
    spoken, titled = each.says(Passages.single(titles)), each.titled(titles)
    text = " ".join(passages.rows)
    named = (titled or spoken) and each.hinted(text, besides=" ".join(titles))
    return (titled and (spoken or each.turns(text))) or named or ""


def _instead(page: Page) -> Wall | None:
    """What a page is that has next to no text of its own."""
    shown = _spoken(page)
    titles, passages = _titles(page), _passages(shown, 4)
    crowded = _is_crowded(page)
    kinds = [each for each in signs().kinds if not (crowded and each.kind in AROUND)]
    for each in kinds:
        if found := each.says(passages) or each.marked(page):
            return Wall(_meant(each.kind, passages), found)
    for each in kinds:
        if found := each.titled(titles):
            return Wall(each.kind, found, certain=False)
    return _guessed(page, kinds, " ".join(titles if crowded else map(match_key, shown)), crowded) or _shell(page)


def _guessed(page: Page, kinds: Sequence[Signs], text: str, crowded: bool) -> Wall | None:
    """What a page without a text speaks of, where it does not call itself an article."""
    if page.meta.get("og:type") == "article" or len(text.split()) >= TEASER:
        return None
    for each in kinds:
        if found := (not crowded and each.furnished(page)) or each.hinted(f" {text} "):
            return Wall(each.kind, found, certain=False)
    return None


def _is_crowded(page: Page) -> bool:
    """Whether a site's own ways lead on from it."""
    return len(page.css("a[href]")) >= LINKS


def _shell(page: Page) -> Wall | None:
    """A page whose text comes by script, if at all; without a script it may be a picture's."""
    if not page.css("script, body *"):
        return None  # nothing was sent
    shown = _count([line.text for line in page.lines], EMPTY)
    return Wall("shell", f"{shown} words", certain=bool(page.css("script"))) if shown < EMPTY else None


def _titles(page: Page) -> list[str]:
    """The folded title and headings, whole and without the site's name."""
    title = page.tree.css_first("title")
    headings = (line.text for line in page.lines if line.tag in HEADINGS and line.link_share < 0.5)
    given = [title.text() if title is not None else "", *islice(headings, MOST_HEADINGS)]
    parts = [part for each in given for part in (each, *_SEPARATORS.split(each))]
    return list(dict.fromkeys(key for part in parts if (key := match_key(part))))


def _spoken(page: Page) -> list[str]:
    """The lines that a reader sees and that are no mere links, those of forms and for browsers without scripts too."""
    title, speaking = page.tree.css_first("title"), page.css(_SPEAKING)[:MOST_PARTS]
    known = {node.mem_id for node in speaking}
    inner = (node for node in speaking if not _lies_in(node.parent, known))
    found = chain(page.lines, (line for node in inner for line in lines.below(Outline.of(node, skips=False))))
    said = (line.text for line in found if line.link_share < 0.5 and line.tag not in ("script", "style"))
    return [title.text() if title is not None else "", *dict.fromkeys(islice(said, MOST_PARTS))]


def _lies_in(node: LexborNode | None, known: Collection[int]) -> bool:
    """Whether an element is what stands beside a page's text, or lies in that or in one of those known."""
    while node is not None:
        if node.tag in _ASIDE or node.mem_id in known:
            return True
        node = node.parent
    return False


def _passages(texts: Iterable[str], longest: int) -> Passages:
    """Folded sentences, and as many of them in a row as belong together, without those that report what was said."""
    parts = list(islice((part for text in texts for part in _SENTENCES.split(text.replace("\t", " "))), MOST_PARTS))
    sentences = [" ".join(words) for words in match_words(parts) if words]
    rows = (" ".join(row) for size in (1, 2, 4) if size <= longest for row in _rows(sentences, size))
    kept = tuple(f" {row} " for row in rows if not signs().reports(f" {row} "))
    return Passages(f" {' '.join(sentences)} ", kept)


def _rows(sentences: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    yield from (sentences[at : at + size] for at in range(max(1, len(sentences) - size + 1)))
