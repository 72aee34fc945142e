"""A text as runs of folded words, and the names of the lexicon found in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from newscrawl.reporting import lexicon
from newscrawl.text import match_key

_MARKS: Final = re.compile("[\u0640\u064b-\u065f\u0670\u200b-\u200f]")
_WORD: Final = re.compile(r"([^\W\d_]+)(?:['’`´]([^\W\d_]+))?")
# Conjunction, preposition and article, as they stand before an Arabic word.
_PREFIX: Final = re.compile("[وف]?(?:[بلك]?ال|لل|[بلك])?")


@dataclass(frozen=True, slots=True)
class Run:
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

    def matches(self, head: str, words: Sequence[str], at: int) -> bool:
        """Whether it is written at a place of a run; `head` is the word there, or what is left of it."""
        (stem, is_open), *others = self.words
        if not head.startswith(stem) if is_open else head != stem:
            return False
        if not others:
            return True
        rest = words[at + 1 : at + 1 + len(others)]
        pairs = zip(rest, others, strict=False)
        return len(rest) == len(others) and all(
            word.startswith(stem) if is_open else word == stem for word, (stem, is_open) in pairs
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A name of the lexicon in a run, and the places of its words there."""

    key: str
    start: int
    end: int


def runs(text: str) -> Iterator[Run]:
    """The runs of a text. A Turkish ending behind an apostrophe is left out and ends the run."""
    written: list[str] = []
    end = -1
    text = _MARKS.sub("", text)
    for match in _WORD.finditer(text):
        if written and text[end : match.start()].strip(" \xa0"):
            yield _run(written)
            written = []
        written.append(match[1])
        end = match.end()
        if match[2]:
            yield _run(written)
            written = []
    if written:
        yield _run(written)


def _run(written: list[str]) -> Run:
    words = match_key(" ".join(written)).split()
    if len(words) != len(written):
        # A lone hamza folds to nothing, a ligature to several words.
        folded = [(each, match_key(each)) for each in written]
        written = [each for each, word in folded if word.isalpha()]
        words = [word for _, word in folded if word.isalpha()]
    return Run(tuple(written), tuple(words))


@lru_cache(maxsize=8192)
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


def named(run: Run, language: str) -> Iterator[Found]:
    """The names of the lexicon in a run, in its order."""
    forms = _forms(COLUMNS[language])
    for at, word in enumerate(run.words):
        for head in bare(word) if language == "ar" else (word,):
            for form in forms.get(head[:3], ()):
                if form.matches(head, run.words, at) and (not form.proper or run.proper(at)):
                    yield Found(form.key, at, at + len(form.words))


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
