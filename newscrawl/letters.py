"""Dead letters: pages that a fault of ours kept from being stored, with what is needed to try again after a fix."""

import json
import os
import secrets
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from filelock import FileLock

from newscrawl.masking import masked

# What is kept of a traceback: its end names the line at fault.
LONGEST_TRACEBACK: Final = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One page that was fetched and not stored. `warc` is where its raw answer lies: path, offset and length."""

    id: str
    """The frontier's id of the address, so that a page has one letter however often it fails."""

    outlet: str
    url: str
    run: str
    when: datetime
    outcome: str
    """failed/bug or failed/database."""

    error: str
    traceback: str
    warc: dict[str, str | int] | None = None


def told(error: BaseException) -> tuple[str, str]:
    """An exception in one line, and its traceback with those of its causes, cut at the front where it is long."""
    whole = masked("".join(traceback.format_exception(error)))
    return masked(f"{type(error).__name__}: {error}")[:500], whole[-LONGEST_TRACEBACK:]


def spool(folder: Path, letter: Letter) -> None:
    """Keep a letter in an append-only file until the database is there again. OSError where the disk fails.

    Each begins a line of its own, whatever a full disk has left of the one before.
    """
    folder.mkdir(parents=True, exist_ok=True)
    line = json.dumps({**asdict(letter), "when": letter.when.isoformat()}, ensure_ascii=False)
    with _lock(folder), (folder / f"{letter.outlet}.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
        file.flush()
        os.fsync(file.fileno())


def spooled(folder: Path) -> Iterator[tuple[Path, list[Letter]]]:
    """The letters of each spool file, those that a crash left behind included; to be deleted once they are stored.

    A line that a crash cut off is passed over.
    """
    if not folder.exists():
        return
    with _lock(folder):
        for path in folder.glob("*.jsonl"):
            path.rename(path.with_name(f"{path.name}.{secrets.token_hex(4)}"))
    for taken in sorted(folder.glob("*.jsonl.????????")):
        yield taken, [letter for line in taken.read_bytes().splitlines() if (letter := _read(line))]


def _lock(folder: Path) -> FileLock:
    return FileLock(folder / "lock")


def _read(line: bytes) -> Letter | None:
    try:
        fields: dict[str, Any] = json.loads(line)
        return Letter(**{**fields, "when": datetime.fromisoformat(fields["when"]).astimezone(UTC)})
    except (ValueError, TypeError, KeyError):
        return None
