"""What a rule about lines that are no article says, and the one matcher that applies them all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from newscrawl.text.matchkey import match_key

_SHORT: Final = 140  # characters; above it only the beginning of a line is looked at
_HEAD: Final = 64


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of line: its name in the audit, its language, and why it is no part of an article.

    A line is of this kind when it is one of `lines`, begins with one of `starts` (both compared folded, by
    whole words) or is a short line that `pattern` describes from end to end as displayed; and when it has
    at most `within` words. `first` limits it to that many paragraphs at the top.

    `action` says what goes: the "line" alone; the "block", i.e. the lines below up to the next running text;
    the "rest" of the page. Block and rest go only from the last part of a page, elsewhere it is the line.
    """

    name: str
    language: str
    reason: str
    lines: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    pattern: str = ""
    within: int = 12
    first: int | None = None
    action: Literal["line", "block", "rest"] = "line"


def phrases(text: str) -> tuple[str, ...]:
    """The phrases that bars and line ends part, as rules are easiest to read."""
    return tuple(phrase.strip() for line in text.splitlines() for phrase in line.split("|") if phrase.strip())


def _any(alternatives: Iterable[str]) -> re.Pattern[str]:
    # An empty alternation would match everything.
    return re.compile("|".join(alternatives) or "(?!)", re.IGNORECASE)


def _folded(phrases: Iterable[str]) -> list[str]:
    return [re.escape(match_key(phrase)) for phrase in phrases]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A rule's three ways to know a line; two of them look at its folded words."""

    rule: Rule
    start: re.Pattern[str]
    line: re.Pattern[str]
    shape: re.Pattern[str]

    def fits(self, text: str, key: str, whole: bool) -> bool:
        if self.start.match(key):
            return True
        return whole and bool(self.line.fullmatch(key) or self.shape.fullmatch(text))

    def allows(self, words: int, position: int) -> bool:
        return words <= self.rule.within and (self.rule.first is None or position < self.rule.first)


def _compile(rule: Rule) -> _Compiled:
    return _Compiled(
        rule,
        _any(f"{phrase}(?: |$)" for phrase in _folded(rule.starts)),
        _any(_folded(rule.lines)),
        _any((rule.pattern,) if rule.pattern else ()),
    )


class Matcher:
    """All rules at once: one look tells that a line is none of theirs, which most lines are."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._compiled = tuple(_compile(rule) for rule in rules)
        together = Rule(
            "any",
            "any",
            "the look at all rules at once",
            lines=tuple(phrase for item in self._compiled for phrase in item.rule.lines),
            starts=tuple(phrase for item in self._compiled for phrase in item.rule.starts),
            pattern="|".join(item.rule.pattern for item in self._compiled if item.rule.pattern),
        )
        self._any = _compile(together)

    def find(self, text: str, position: int) -> Rule | None:
        """The first rule that a displayed paragraph at this position falls under."""
        whole = len(text) <= _SHORT
        key = match_key(text if whole else text[:_HEAD])
        if not self._any.fits(text, key, whole):
            return None
        words = text.count(" ") + 1
        fitting = (item.rule for item in self._compiled if item.allows(words, position) and item.fits(text, key, whole))
        return next(fitting, None)
