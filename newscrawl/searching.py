"""What is searched for, and where it stands in a text: both sides folded to the match key, so that spelling is no
matter.

A query is words that must all be there: `أنقرة köprü`. "In quotes" they must stand together; `ملييت|ميليت|Milliyet`
asks for one of several; `köprü*` for every word that begins so; `-spor` for texts without it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from newscrawl.text import match_key
from newscrawl.text.matchkey import WRITTEN

MOST_WORDS: Final = 4000  # of one article; none in the corpora has more different ones
LONGEST_WORD: Final = 40
FEWEST_LETTERS: Final = 3  # of a word before which letters are looked for: shorter ones would be other words
SNIPPET: Final = 200
# What Arabic writes together with the word after it; before the article, ل swallows its alef.
_BEFORE: Final = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")
_ARTICLE: Final = "ال"
_BEFORE_ARTICLE: Final = ("ال", "وال", "فال", "بال", "كال", "لل", "وبال", "ولل")
_TERM: Final = re.compile(r'(-?)("[^"]*"?|[^\s"|]+)(?:\|("[^"]*"?|[^\s"|]+))*')
_ALTERNATIVE: Final = re.compile(r'"([^"]*)"?|([^\s"|]+)')

Spans = list[tuple[int, int]]


class BadQuery(ValueError):
    """A query that asks for nothing; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word asked for: the folded forms it may have, or what it begins with."""

    forms: frozenset[str]
    prefix: str | None = None

    def is_in(self, key: str) -> bool:
        return key.startswith(self.prefix) if self.prefix else key in self.forms


Phrase = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One of these phrases has to be there."""

    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """Every wanted term has to be there, and no unwanted one."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()

    @property
    def has_phrases(self) -> bool:
        """Whether it is not enough to know which words a text has."""
        return any(len(phrase) > 1 for term in (*self.wanted, *self.unwanted) for phrase in term.phrases)

    def fits(self, title: str, body: str) -> bool:
        key = f" {match_key(f'{title} {body}')} "
        return all(_has(key, term) for term in self.wanted) and not any(_has(key, term) for term in self.unwanted)

    def spans(self, text: str) -> Spans:
        """Where a text, as it is shown, has what is asked for."""
        written = list(_keys(text))
        keys = [key for _, _, key in written]
        phrases = [phrase for term in self.wanted for phrase in term.phrases]
        places = sorted({place for phrase in phrases for place in _places(keys, phrase)})
        return _joined((written[begin][0], written[end - 1][1]) for begin, end in places)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text around the first place found, with the places in it."""

    text: str
    spans: Spans


def words(title: str, body: str) -> list[str]:
    """The different words of an article, folded and sorted: what is indexed."""
    return sorted({word[:LONGEST_WORD] for text in (title, body) for word in match_key(text).split()})[:MOST_WORDS]


def parse(text: str) -> Query:
    """Read a query; raises BadQuery where it asks for no word."""
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for match in _TERM.finditer(text):
        phrases = tuple(filter(None, (_phrase(*found) for found in _ALTERNATIVE.findall(match[0].removeprefix("-")))))
        if phrases:
            (unwanted if match[1] else wanted).append(Term(phrases))
    if not wanted:
        raise BadQuery(f"{text!r} names no word to look for")
    return Query(tuple(wanted), tuple(unwanted))


def snippet(text: str, spans: Spans, length: int = SNIPPET) -> Snippet:
    """About so many characters around the first place, cut between words."""
    start = max(0, (spans[0][0] if spans else 0) - length // 3)
    if start:
        start = text.find(" ", start, spans[0][0]) + 1 or spans[0][0]
    end = start + length
    end = len(text) if end >= len(text) else max(text.rfind(" ", start, end), spans[0][1] if spans else start)
    inside = [(begin - start, close - start) for begin, close in spans if begin >= start and close <= end]
    return Snippet(text[start:end], inside)


def _phrase(quoted: str, plain: str) -> Phrase:
    """The words of one alternative. Only the first of them may have letters before it; all but the last are whole."""
    keys = [key[:LONGEST_WORD] for key in match_key(quoted or plain).split()]
    if not keys:
        return ()
    *rest, last = (Word(frozenset((key,))) for key in keys)
    if plain.endswith("*"):
        return (*rest, Word(frozenset(), keys[-1]))
    first = Word(forms(keys[0]))
    return (first, *rest[1:], last) if rest else (first,)


def forms(key: str) -> frozenset[str]:
    """A folded word with whatever Arabic writes before it; a word in other letters as it is."""
    if not "ا" <= key[0] <= "ي":
        return frozenset((key,))
    bare = key.removeprefix(_ARTICLE)
    if len(bare) < FEWEST_LETTERS:
        return frozenset((key,))
    return frozenset(before + bare for before in (*_BEFORE, *_BEFORE_ARTICLE)) | {key}


def _keys(text: str) -> Iterator[tuple[int, int, str]]:
    """Each word as written: where it stands, and its key."""
    for match in WRITTEN.finditer(text):
        for key in _folded(match[0]):
            yield match.start(), match.end(), key


@lru_cache(maxsize=100_000)  # few words make most of every text
def _folded(word: str) -> tuple[str, ...]:
    return tuple(key[:LONGEST_WORD] for key in match_key(word).split())


def _has(key: str, term: Term) -> bool:
    return any(_stands(key, phrase) for phrase in term.phrases)


def _stands(key: str, phrase: Phrase) -> bool:
    """Whether a phrase is in a whole text's key. Beyond its first word it has one form of each."""
    first, last = phrase[0], phrase[-1]
    rest = [next(iter(word.forms), word.prefix or "") for word in phrase[1:]]
    end = "" if last.prefix else " "
    return any(f" {' '.join((form, *rest))}{end}" in key for form in first.forms or (first.prefix or "",))


def _places(keys: Sequence[str], phrase: Phrase) -> Iterator[tuple[int, int]]:
    size = len(phrase)
    for begin, key in enumerate(keys[: len(keys) - size + 1]):
        if phrase[0].is_in(key) and all(word.is_in(keys[begin + n]) for n, word in enumerate(phrase)):
            yield begin, begin + size


def _joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """Spans in their order, those that overlap as one."""
    joined: Spans = []
    for begin, end in spans:
        if joined and begin < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined
