"""What an outlet changed in an article after it was published: which kind of edit it was, and the lines that differ."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Final

from newscrawl.article import PARAGRAPH_BREAK
from newscrawl.text import match_key

# From the most to the least that the outlet says of it.
KINDS: Final = ("correction", "update", "silent", "cleaning", "reprocessed")
MOST_LINES: Final = 200  # of a diff, and
MOST_CHARACTERS: Final = 100_000  # of it
MOST_BODY: Final = 2_000_000  # characters of the text before

# A notice names itself at the beginning of a line; in running text the same words report on others' mistakes.
_NOTICE: Final = tuple(
    f"{match_key(words)} "
    for words in (
        "تصحيح", "تصويب", "تنويه", "توضيح", "استدراك", "اعتذار", "Düzeltme", "Tashih", "Tekzip", "Özür",
        "Editörün notu", "Correction", "Corrected", "Clarification", "Editor's note", "This article was corrected",
        "This article has been corrected", "تم تصحيح", "جرى تصحيح", "Bu haber düzeltilmiştir",
    )
)  # fmt: skip
_SENTENCE: Final = re.compile(r"(?<=[^\W\d_]{2}[.؟?!…])\s+")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of title or body. `diff` has a line each that went ("- ...") or came ("+ ..."), in reading order."""

    kind: str
    """correction: the text says that it was corrected. update: the page claims a later change than before. silent:
    neither. cleaning: our own rules took out other lines, and the outlet changed nothing. reprocessed: the stored page
    was read again by other rules."""

    changed: tuple[str, ...]
    diff: tuple[str, ...]
    cut: bool
    """Whether the diff is longer than what is kept of it."""


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Edit | None:
    """What makes the new version of a stored article another text than the old; None where title and body are equal."""
    changed = tuple(name for name in ("title", "body") if old.get(name) != new.get(name))
    if not changed:
        return None
    before, after = _lines(old), _lines(new)
    diff = tuple(_diff(before, after))
    kept = tuple(_bounded(diff))
    return Edit(_kind(old, new, [line[2:] for line in diff if line[0] == "+"]), changed, kept, len(kept) < len(diff))


def reread(old: Mapping[str, Any], new: Mapping[str, Any], names: Iterable[str]) -> Edit | None:
    """What other rules make of a stored article, over all of these fields; None where all of them are equal."""
    changed = tuple(sorted(name for name in names if old.get(name) != new.get(name)))
    if not changed:
        return None
    edit = compare(old, new) or Edit("reprocessed", (), (), False)
    return replace(edit, kind="reprocessed", changed=changed)


def _kind(old: Mapping[str, Any], new: Mapping[str, Any], came: Collection[str]) -> str:
    if _as_published(old, new) == _as_published(new, old):
        return "cleaning"
    if any(f"{match_key(line)} ".startswith(_NOTICE) for line in came):
        return "correction"
    earlier, later = old.get("modified"), new.get("modified")
    return "update" if later and (earlier is None or later > earlier) else "silent"


def _as_published(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The lines of a version without those that cleaning took out of either."""
    removed = {each["text"] for version in (one, other) for each in version.get("removed", ())}
    return [line for line in (one.get("title", ""), *_paragraphs(one)) if line not in removed]


def _lines(version: Mapping[str, Any]) -> list[str]:
    """The title and every sentence."""
    sentences = (each for paragraph in _paragraphs(version) for each in _SENTENCE.split(paragraph))
    return [version.get("title", ""), *sentences]


def _paragraphs(version: Mapping[str, Any]) -> list[str]:
    return str(version.get("body", "")).split(PARAGRAPH_BREAK)


def _diff(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    start, before_end, after_end = _unequal(before, after)
    matcher = SequenceMatcher(None, before[start:before_end], after[start:after_end], autojunk=True)
    for what, i, j, k, m in matcher.get_opcodes():
        if what != "equal":
            yield from (f"- {line}" for line in before[start + i : start + j])
            yield from (f"+ {line}" for line in after[start + k : start + m])


def _unequal(before: Sequence[str], after: Sequence[str]) -> tuple[int, int, int]:
    """Where two texts begin and end to differ: the rest is not worth a matcher's quadratic time."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    i, j = len(before), len(after)
    while min(i, j) > start and before[i - 1] == after[j - 1]:
        i, j = i - 1, j - 1
    return start, i, j


def _bounded(diff: Sequence[str]) -> Iterator[str]:
    room = MOST_CHARACTERS
    for line in diff[:MOST_LINES]:
        room -= len(line)
        if room < 0:
            return
        yield line
