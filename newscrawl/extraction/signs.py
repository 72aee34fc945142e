"""What walls say and leave in their markup: reads walls.toml, and looks for it."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from newscrawl.extraction.page import Page
from newscrawl.text import match_key

_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_CLITICS: Final = "[وفبلك]{0,2}(?:ال)?"
_HEAD: Final = 300  # characters of a script that says whose it is
MOST_PARTS: Final = 200  # scripts, lines and forms of a page; a wall has few, and pages that attack have millions


@dataclass(frozen=True, slots=True)
class Passages:
    """Folded sentences, and rows of them that belong together, each with a space at either end."""

    whole: str
    rows: tuple[str, ...]

    @classmethod
    def single(cls, texts: Iterable[str]) -> "Passages":
        """Texts of which each stands for itself."""
        rows = tuple(f" {text} " for text in texts)
        return cls("".join(rows), rows)


@dataclass(frozen=True, slots=True)
class Rule:
    """Parts that have to be in one row. `anywhere`: the same without where a row begins, for all rows in one look: of
    most texts most rules say nothing, and that is soon known."""

    parts: tuple[re.Pattern[str], ...]
    anywhere: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, written: str) -> "Rule":
        parts = written.split(" + ")
        return cls(tuple(map(_any, parts)), tuple(_any(part.replace("^", "")) for part in parts))

    def may_be_in(self, whole: str) -> bool:
        return all(part.search(whole) for part in self.anywhere)

    def said(self, row: str) -> str:
        """What a row says by it; empty where it does not."""
        hits = []
        for part in self.parts:
            if (hit := part.search(row)) is None:
                return ""
            hits.append(hit[0].strip())
        return " … ".join(hits)


@dataclass(frozen=True, slots=True)
class Signs:
    """Those of one kind. Texts are folded, with a space at either end; what is found is evidence, empty for nothing."""

    kind: str
    rules: tuple[Rule, ...] = ()
    gates: tuple[Rule, ...] = ()
    titles: frozenset[str] = frozenset()
    hints: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    marks: str = ""
    furniture: str = ""
    scripts: tuple[str, ...] = ()
    addresses: re.Pattern[str] | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any], addresses: re.Pattern[str]) -> "Signs":
        return cls(
            row["kind"],
            rules=tuple(map(Rule.of, row.get("said", ()))),
            gates=tuple(map(Rule.of, row.get("gates", ()))),
            titles=frozenset(map(match_key, row.get("titles", ()))),
            hints=tuple(map(match_key, row.get("hints", ()))),
            over=tuple(map(match_key, row.get("over", ()))),
            marks=", ".join(row.get("marks", ())),
            furniture=", ".join(row.get("furniture", ())),
            scripts=tuple(row.get("scripts", ())),
            addresses=addresses if row.get("addressed") else None,
        )

    def said(self, passages: Passages) -> list[str]:
        """What passages say as such walls do, each once."""
        return _found(self.rules, passages)

    def says(self, passages: Passages) -> str:
        """The same in a line."""
        return ", ".join(self.said(passages))

    def gated(self, passages: Passages) -> list[str]:
        """The same of what stands below a text."""
        return _found(self.gates, passages)

    def titled(self, titles: Iterable[str]) -> str:
        return next((title for title in titles if title in self.titles), "")

    def hinted(self, text: str, besides: str = "") -> str:
        """A word that names the kind; not one that the title has said already, where that is given."""
        return next((hint for hint in self.hints if hint in text and hint not in besides), "")

    def is_over(self, passages: Passages) -> bool:
        """Whether what a paywall says is this kind's: who asks for a password or for cookies mentions members too."""
        return any(word in passages.whole for word in self.over) and bool(self.said(passages))

    def turns(self, text: str) -> str:
        """What turns to the reader, for kinds of which articles do not speak so."""
        found = self.addresses.search(text) if self.addresses else None
        return found[0].strip() if found else ""

    def marked(self, page: Page) -> str:
        if found := page.css(self.marks):
            return f"<{found[0].tag}>"
        machinery = _machinery(page) if self.scripts else ""
        return next((part for part in self.scripts if part in machinery), "")

    def furnished(self, page: Page) -> str:
        found = page.css(self.furniture)
        return f"<{found[0].tag}>" if found else ""


@dataclass(frozen=True, slots=True)
class AllSigns:
    """Of every kind, in the order in which they are tried; headers of challenges; words that report what was said."""

    kinds: tuple[Signs, ...]
    headers: Mapping[str, str]
    reported: re.Pattern[str]

    def of(self, kind: str) -> Signs:
        return next(each for each in self.kinds if each.kind == kind)

    def reports(self, text: str) -> bool:
        """Whether a text reports what somebody said."""
        return bool(self.reported.search(text))


@cache
def signs() -> AllSigns:
    """Read when a page first needs it: most processes look at none."""
    data = tomllib.loads(Path(__file__).with_name("walls.toml").read_text(encoding="utf-8"))
    words = "|".join(map(match_key, data["reported"]))
    return AllSigns(
        kinds=tuple(Signs.of(row, _any(data["addresses"])) for row in data["signs"]),
        headers=data["headers"],
        reported=re.compile(rf" [وف]?(?:{words}) "),
    )


def _any(written: str) -> re.Pattern[str]:
    return re.compile("|".join(map(_alternative, written.split("|"))))


def _alternative(written: str) -> str:
    """Of one way to say it, the pattern: where it may begin, its folded words, where it ends."""
    key = re.escape(match_key(written))
    if written.startswith("^"):
        key = f"^ {key}"
    elif written.startswith("="):
        return f" {key} "
    elif not written.startswith("~"):
        key = f" {_CLITICS if _ARABIC.search(key) else ''}{key}"
    return f"{key} " if written.endswith(".") else key


def _found(rules: Sequence[Rule], passages: Passages) -> list[str]:
    likely = [rule for rule in rules if rule.may_be_in(passages.whole)]
    said = (rule.said(row) for row in passages.rows for rule in likely) if likely else ()
    return list(dict.fromkeys(filter(None, said)))


def _machinery(page: Page) -> str:
    """Where a page's scripts and frames come from, and how those begin that stand in it."""
    nodes = page.tree.css("script, iframe")[:MOST_PARTS]
    return " ".join(f"{node.attributes.get('src') or ''} {node.text()[:_HEAD]}" for node in nodes).lower()
