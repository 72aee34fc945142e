"""The processes that a process has started, as Linux shows them in /proc."""

import time
from collections.abc import Callable
from pathlib import Path


def descendants(root: int) -> dict[int, str]:
    """The command line of each process below `root`, by id."""
    parents = {pid: parent for pid in _running() if (parent := _parent(pid)) is not None}
    found: dict[int, str] = {}
    grown = True
    while grown:
        grown = False
        for pid, parent in parents.items():
            if pid not in found and (parent == root or parent in found):
                found[pid] = command(pid)
                grown = True
    return found


def command(pid: int) -> str:
    """A process's command line; empty for one that has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
    except OSError:
        return ""


def wait(what: Callable[[], object], seconds: float = 30.0) -> None:
    """Until something holds."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def _running() -> list[int]:
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]


def _parent(pid: int) -> int | None:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None
