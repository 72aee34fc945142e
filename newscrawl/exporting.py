"""Exports that survive being killed: a folder of files, and a journal of what of them is whole.

Articles come outlet by outlet and day by day; each such part is written whole. Once a second what was written is made
durable, then noted. Who is killed goes on behind the last part that was noted: what lies beyond it is removed and
written again, so the result is the same.
"""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Protocol

Document = dict[str, Any]
# An outlet, and what gives its articles, the newest first.
Part = tuple[str, Callable[[], Iterator[Document]]]
JOURNAL: Final = "export.json"
CARD: Final = "README.md"
UNDATED: Final = "undated"
# Between two notes: what a killed export writes again.
SETTLE_SECONDS: Final = 1.0


class ExportError(Exception):
    """An export that cannot be written; the message names the folder and the way out."""


class Writer(Protocol):
    """Writes parts in one format."""

    def write(self, outlet: str, day: str, articles: Iterable[Document]) -> int:
        """Write a part; how many rows it has."""

    def settle(self) -> int:
        """Make what was written stay. How far the file is whole, in bytes; 0 where each part is a file."""

    def go_back(self, position: int, whole: Callable[[str, str], bool]) -> None:
        """Forget what lies behind a position, and the parts, by outlet and day, that are not whole."""

    def close(self) -> None: ...


@dataclass(slots=True)
class Journal:
    """What an export was asked for, and how far it is."""

    asked: dict[str, Any]
    watermark: str
    expected: int
    rows: int = 0
    outlet: str = ""
    day: str = ""
    position: int = 0
    complete: bool = False
    finished_outlets: list[str] = field(default_factory=list)

    def holds(self, outlet: str, day: str) -> bool:
        """Whether a part is noted as whole."""
        return outlet in self.finished_outlets or (outlet == self.outlet and not _is_behind(day, self.day))

    def save(self, folder: Path) -> None:
        draft = folder / f".{JOURNAL}"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / JOURNAL)


def opened(folder: Path, asked: dict[str, Any]) -> Journal | None:
    """The journal of the same export that was cut off here; None where the folder is new. Raises ExportError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, "not writable")
        present = sorted(each.name for each in folder.iterdir())
    except OSError as error:
        raise ExportError(f"cannot write to {folder}: {error.strerror}") from error
    if not present:
        return None
    try:
        journal = Journal(**json.loads((folder / JOURNAL).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise ExportError(f"{folder} holds something else already ({present[0]}); name a new folder") from None
    if journal.complete:
        raise ExportError(f"{folder} holds a finished export; name a new folder")
    if journal.asked != asked:
        raise ExportError(
            f"{folder} holds another export that was cut off; finish it as it was asked for, or remove it"
        )
    return journal


def run(journal: Journal, folder: Path, writer: Writer, parts: Iterable[Part], say: Callable[[int, int], None]) -> None:
    """Write what is not whole yet, outlet by outlet. `say` hears how many rows of how many."""
    journal.save(folder)
    writer.go_back(journal.position, journal.holds)
    settled = time.monotonic()
    for outlet, read in parts:
        if outlet in journal.finished_outlets:
            continue
        for day, articles in groupby(read(), key=_day):
            if journal.holds(outlet, day):
                continue
            journal.rows += writer.write(outlet, day, articles)
            journal.outlet, journal.day = outlet, day
            if time.monotonic() - settled >= SETTLE_SECONDS:
                _settle(journal, folder, writer)
                settled = time.monotonic()
            say(journal.rows, journal.expected)
        journal.finished_outlets.append(outlet)
    _settle(journal, folder, writer)
    writer.close()


def _settle(journal: Journal, folder: Path, writer: Writer) -> None:
    journal.position = writer.settle()
    journal.save(folder)


def _day(article: Document) -> str:
    published = article.get("published")
    return f"{published:%Y-%m-%d}" if published else UNDATED


def _is_behind(day: str, last: str) -> bool:
    """Whether a day comes after another: the newest first, those without a date at the end."""
    return (day == UNDATED, *_reversed(day)) > (last == UNDATED, *_reversed(last))


def _reversed(day: str) -> tuple[int, ...]:
    return () if day == UNDATED else tuple(-int(part) for part in day.split("-"))


class Progress:
    """A bar where somebody looks, a line now and then where nobody does."""

    def __init__(self, out: Any) -> None:
        self.out, self.live = out, out.isatty()
        self.began = self.told = time.monotonic()
        self.first: int | None = None

    def __call__(self, rows: int, expected: int) -> None:
        now = time.monotonic()
        self.first = rows if self.first is None else self.first
        if now - self.told < (0.1 if self.live else 5):
            return
        self.told = now
        share, rate = rows / max(expected, rows, 1), (rows - self.first) / (now - self.began)
        bar = "#" * int(30 * share)
        line = f"[{bar:30}] {share:4.0%} {rows:,} of {expected:,} rows, {rate:,.0f} a second"
        self.out.write(f"\r{line}" if self.live else f"{line}\n")
        self.out.flush()
