"""A text as runs of folded words, and the names of the lexicon found in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from newscrawl.reporting import lexicon
from newscrawl.text import match_key, match_words

_MARKS: Final = re.compile("[\u0640\u064b-\u065f\u0670\u200b-\u200f]")
# Words with nothing but spaces between them, and a Turkish ending behind the last.
_RUN: Final = re.compile(r"([^\W\d_]+(?:[ \xa0]+[^\W\d_]+)*)(?:['’`´][^\W\d_]+)?")
# Conjunction, preposition and article, as they stand before an Arabic word.
_PREFIX: Final = re.compile("[وف]?(?:[بلك]?ال|لل|[بلك])?")


class Run(NamedTuple):
    """Words with nothing but spaces between them; `written` as in the text, `words` folded."""

    written: tuple[str, ...]
    words: tuple[str, ...]

    def proper(self, at: int) -> bool:
        return self.written[at][0].isupper()


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a name of the lexicon: its words, and for each whether any ending may follow."""

    key: str
    words: tuple[tuple[str, bool], ...]
    proper: bool

    def begins(self, head: str) -> bool:
        """Whether a word, or what is left of it, may be its first."""
        return _is(head, *self.words[0])

    def goes_on(self, words: Sequence[str]) -> bool:
        """Whether these are its other words."""
        others = self.words[1:]
        return len(words) == len(others) and all(_is(word, *other) for word, other in zip(words, others, strict=True))


class Found(NamedTuple):
    """A name of the lexicon in a run, and the places of its words there."""

    key: str
    start: int
    end: int


def _is(word: str, stem: str, is_open: bool) -> bool:
    return word.startswith(stem) if is_open else word == stem


def runs(text: str) -> Iterator[Run]:
    """The runs of a text. A Turkish ending behind an apostrophe is left out and ends the run."""
    found = _RUN.findall(_MARKS.sub("", text))
    for written, words in zip(found, match_words(found), strict=True):
        yield _run(written.split(), words)


def _run(written: list[str], words: list[str]) -> Run:
    if len(words) != len(written):
        # A lone hamza folds to nothing, a ligature to several words.
        folded = [(each, match_key(each)) for each in written]
        written = [each for each, word in folded if word.isalpha()]
        words = [word for _, word in folded if word.isalpha()]
    return Run(tuple(written), tuple(words))


def bare(word: str) -> tuple[str, ...]:
    """An Arabic word with and without what is written together with it."""
    match = _PREFIX.match(word)
    prefix = match[0] if match else ""
    rest = word[len(prefix) :]
    cut = [
        word[length:]
        for length in range(len(prefix) + 1)
        if len(word) - length >= 3 or word[:length].endswith(("ال", "لل"))
    ]
    whole = ["ال" + rest] if prefix.endswith("لل") else []
    return tuple(dict.fromkeys(each for each in (word, *cut, *whole) if len(each) > 1))


def named(run: Run, beginning: Iterable[Sequence[Form]]) -> Iterator[Found]:
    """The names of the lexicon in a run, in its order; `beginning` are the forms that each of its words may begin."""
    for at, forms in enumerate(beginning):
        for form in forms:
            end = at + len(form.words)
            if form.goes_on(run.words[at + 1 : end]) and (not form.proper or run.proper(at)):
                yield Found(form.key, at, end)


def forms(heads: Iterable[str], language: str) -> tuple[Form, ...]:
    """The forms that a word may begin, which is any of `heads` without its prefixes: none, for most."""
    known = _forms(COLUMNS[language])
    return tuple(form for head in heads for form in known.get(head[:3], ()) if form.begins(head))


@cache
def _forms(column: int) -> dict[str, tuple[Form, ...]]:
    """The forms of one language by the first three letters of their first word."""
    found: dict[str, tuple[Form, ...]] = {}
    for kind, rows in KINDS:
        for row in rows:
            key = f"{kind} {match_key(row[0].split(',')[0])}"
            for written in row[column].split(", "):
                words = tuple((match_key(word), word.endswith("*")) for word in written.split())
                head = words[0][0][:3]
                found[head] = (*found.get(head, ()), Form(key, words, written[0].isupper()))
    return found


KINDS: Final = (
    ("common", lexicon.COMMON),
    ("place", lexicon.PLACES),
    ("country", lexicon.COUNTRIES),
    ("body", lexicon.BODIES),
    ("person", lexicon.PEOPLE),
    ("subject", lexicon.SUBJECTS),
)
COLUMNS: Final = {"tr": 0, "ar": 1}
