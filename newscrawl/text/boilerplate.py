"""The paragraphs of an article without the lines of its page that are no part of it, each removal named."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from newscrawl.text import rules_arabic, rules_common, rules_turkish
from newscrawl.text.matchkey import match_key, match_words
from newscrawl.text.rules import Matcher, Rule, beginning
from newscrawl.text.surface import display

RULES: Final = (*rules_arabic.RULES, *rules_turkish.RULES, *rules_common.RULES)

_SLIDER: Final = re.compile(r"\.? ?Next Previous ")
# A plain hyphen signs only after a space: "Al-Bayan (@AlBayan)" is text.
_SIGNED: Final = re.compile(
    r"\s*(?:pic\.twitter\.com/\w+\s*)?(?:—|\s[–-]) ?[^()@—–]{1,60}\(@\w{1,20}\)[^()؟?!]{0,40}\d{4}$"
    r"|(?:\s*pic\.twitter\.com/\w+)+$"
)
_TAIL: Final = 180
_LONGEST: Final = 400  # characters of a line that is the title or one of the outlet's own
_SURE: Final = 32  # of a beginning's key; a mark behind the cut may belong to its last letter
_VERSE: Final = 60  # characters of the longest line of a poem
SENTENCE_END: Final = re.compile('(?<!\\.)[.؟?!»"”:؛]$')


@dataclass(frozen=True, slots=True)
class Removed:
    """A line taken out, as displayed, and the name of the rule that took it."""

    text: str
    """The line, as displayed."""

    rule: str
    """What took it out: the name of a rule, or "learned"."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is left of the paragraphs and, in their order, what was removed."""

    paragraphs: tuple[str, ...]
    removed: tuple[Removed, ...]


def _is_running(text: str) -> bool:
    """Whether a paragraph is told text, not a headline, a button or a tag."""
    return text.count(" ") >= 11 and SENTENCE_END.search(text, len(text) - 1) is not None


def _end_of(rule: Rule, lines: Sequence[str], position: int) -> int:
    """Where what the rule removes ends; a quotation early in an article never takes the rest with it."""
    if rule.action == "line" or position < 0.4 * len(lines):
        return position + 1
    if rule.action == "rest":
        return len(lines)
    below = range(position + 1, len(lines))
    return next((index for index in below if _is_running(lines[index])), len(lines))


def _trim(line: str) -> tuple[str, tuple[Removed, ...]]:
    """A kept paragraph without what clings to it: a picture slider's buttons, a message's signature."""
    removed = []
    if slider := _SLIDER.match(line):
        removed.append(Removed(slider[0].strip(), "furniture"))
        line = line[slider.end() :]
    if "(@" in line or "pic.twitter.com" in line:
        signed = _SIGNED.search(line, max(0, len(line) - _TAIL))
        if signed and signed.start() > 0:
            removed.append(Removed(signed[0].strip(), "tweet"))
            line = line[: signed.start()]
    return line, tuple(removed)


@cache
def _matcher() -> Matcher:
    """Compiled when the first text is cleaned, not for every `scrapy list`."""
    return Matcher(RULES)


def _says(line: str, key: str, wanted: Collection[str]) -> bool:
    """Whether a line's folded words are one of these. Few begin like it, so that few are folded whole."""
    if not key or len(line) >= _LONGEST:
        return False
    return any(each.startswith(key[:_SURE]) and match_key(line) == each for each in wanted)


class _Sweep:
    """One pass over the displayed paragraphs of one article."""

    def __init__(self, lines: Sequence[str], title: str, drop_lines: Collection[str]) -> None:
        self.lines = lines
        self.keys = [" ".join(words) for words in match_words(list(map(beginning, lines)))]
        self.title = match_key(title)
        self.dropped = frozenset(map(match_key, drop_lines))
        self.kept: list[str] = []
        self.removed: list[Removed] = []

    def run(self) -> Cleaned:
        position = 0
        while position < len(self.lines):
            position = self._take(position)
        return Cleaned(tuple(self.kept), tuple(self.removed))

    def _take(self, position: int) -> int:
        """Keeps or removes the line here; the position after it, or after all that went with it."""
        line, trimmed = _trim(self.lines[position])
        self.removed.extend(trimmed)
        key = match_key(beginning(line)) if trimmed else self.keys[position]
        if name := self._own_reason(line, key, position):
            self.removed.append(Removed(line, name))
            return position + 1
        if rule := _matcher().find(line, key, position):
            end = _end_of(rule, self.lines, position)
            gone = (line, *self.lines[position + 1 : end])
            self.removed.extend(Removed(text, rule.name) for text in gone)
            return end
        self.kept.append(line)
        return position + 1

    def _own_reason(self, line: str, key: str, position: int) -> str | None:
        """Why this line has no place in this article, whatever it says."""
        if not any(map(str.isalnum, line.replace("ـ", ""))):
            return "punctuation"
        # Fewer words are a refrain, or a table's heading.
        if self.kept and line == self.kept[-1] and line.count(" ") >= 3:
            return "repeated"
        if len(self.kept) < 2 and _says(line, key, (self.title,)):
            # A poem is called by its first line, which is a verse among verses.
            return None if all(len(below) <= _VERSE for below in self.lines[position + 1 : position + 4]) else "title"
        if _says(line, key, self.dropped):
            return "outlet"
        return None


def clean(paragraphs: Iterable[str], *, title: str = "", drop_lines: Collection[str] = ()) -> Cleaned:
    """The article's own paragraphs, displayed.

    `title` is taken out where it is repeated above the text; `drop_lines` are lines the outlet puts on every
    page, compared folded.
    """
    lines = [line for paragraph in paragraphs if (line := display(paragraph))]
    return _Sweep(lines, title, drop_lines).run()
