"""What a command spends, with everything that it starts."""

import os
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

from tests.crawling import ROOT

EVERY: Final = 0.2  # seconds between two looks at what is running
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PAGE: Final = os.sysconf("SC_PAGESIZE")


@dataclass(frozen=True, slots=True)
class Used:
    """Seconds by the clock and of CPU, and the most memory at a time of all processes together, in MB."""

    wall: float
    cpu: float
    peak: int


def metered(command: Sequence[str], environment: Mapping[str, str], *, parted: bool = False) -> Used:
    """Run a command to its end; raises RuntimeError where it fails. Its processes are found by their session, for not
    everybody waits for his children, and by who started them, for a browser begins a session of its own.

    `parted`: memory that processes share is parted among them, which takes longer to read; else each has all of it.
    """
    began, done = monotonic(), threading.Event()
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as process:
        watch = _Watch(process.pid, parted)
        watching = threading.Thread(target=watch.until, args=(done,))
        watching.start()
        said, _ = process.communicate()
        done.set()
        watching.join()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{said.decode()[-2000:]}")
    return Used(monotonic() - began, sum(watch.ticks.values()) / _TICKS, watch.peak >> 20)


class _Watch:
    """The processes of a session and those they start: what each has spent so far, also of those that have ended."""

    def __init__(self, session: int, parted: bool) -> None:
        self.session, self.parted, self.peak = session, parted, 0
        self.ticks: dict[str, int] = {}

    def until(self, done: threading.Event) -> None:
        while not done.wait(EVERY):
            resident = 0
            for entry in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):  # it has just ended
                    resident += self._look(entry)
            self.peak = max(self.peak, resident)

    def _look(self, entry: Path) -> int:
        """Bytes that a process holds, where it is one of them."""
        fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        if int(fields[3]) != self.session and not {entry.name, fields[1]} & self.ticks.keys():
            return 0
        self.ticks[entry.name] = int(fields[11]) + int(fields[12])
        if self.parted:
            lines = (entry / "smaps_rollup").read_text(encoding="ascii").splitlines()
            return next(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
        return int(fields[21]) * _PAGE
