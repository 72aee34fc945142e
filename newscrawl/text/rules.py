"""What a rule about lines that are no article says, and the one matcher that applies them all."""

import re
from collections.abc import Sequence
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


def beginning(line: str) -> str:
    """What of a line rules look at: all of a short one, the first words of a longer one."""
    return line if len(line) <= _SHORT else line[:_HEAD]


class _Kind:
    """What one rule, or all of them together, know a line by."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.lines = frozenset(match_key(phrase) for rule in rules for phrase in rule.lines)
        self.starts: dict[str, tuple[str, ...]] = {}
        """The folded phrases by their first word."""
        for start in (match_key(phrase) for rule in rules for phrase in rule.starts):
            first = start.partition(" ")[0]
            self.starts[first] = (*self.starts.get(first, ()), start)
        # An empty alternation would match everything.
        self.shape = re.compile("|".join(rule.pattern for rule in rules if rule.pattern) or "(?!)", re.IGNORECASE)

    def has(self, line: str, key: str) -> bool:
        """Whether it knows a line, whose beginning has that key."""
        phrases = self.starts.get(key.partition(" ")[0], ())
        if any(key == phrase or key.startswith(f"{phrase} ") for phrase in phrases):
            return True
        return len(line) <= _SHORT and (key in self.lines or self.shape.fullmatch(line) is not None)


class Matcher:
    """All rules at once: one look tells that a line is none of theirs, which most lines are."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._kinds = tuple((rule, _Kind((rule,))) for rule in rules)
        self._any = _Kind(rules)

    def find(self, line: str, key: str, position: int) -> Rule | None:
        """The first rule that a displayed paragraph at this position falls under; `key` is that of its beginning."""
        if not self._any.has(line, key):
            return None
        words = line.count(" ") + 1
        allowed = (each for each in self._kinds if _allows(each[0], words, position))
        return next((rule for rule, kind in allowed if kind.has(line, key)), None)


def _allows(rule: Rule, words: int, position: int) -> bool:
    return words <= rule.within and (rule.first is None or position < rule.first)
