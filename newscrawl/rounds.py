"""The line that lives while a round of crawls goes, where a person watches: what is done and left, and how fast."""

import asyncio
import shutil
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final

from pymongo.errors import PyMongoError

from newscrawl.extensions.progress import CLEAR, EVERY, shortened

ASKED: Final = 4  # drawings between two questions to MongoDB


class Round:
    """How far a round is. `addresses` tells how many its runs are done with; without it nothing is drawn."""

    def __init__(self, outlets: int, addresses: Callable[[], Awaitable[int]] | None = None) -> None:
        self.outlets, self.addresses = outlets, addresses
        self.running, self.ended, self.done = list[str](), 0, 0
        self.began = time.monotonic()
        self.watched = sys.stderr.isatty()

    def say(self, text: str) -> None:
        """A line that stays, above the one that lives."""
        print(f"{CLEAR if self.watched else ''}{text}", file=sys.stderr, flush=True)  # noqa: T201

    def ends(self, outlet: str) -> None:
        self.running.remove(outlet)
        self.ended += 1

    @asynccontextmanager
    async def drawn(self) -> AsyncIterator[None]:
        """Draw meanwhile; nothing where standard error is no terminal."""
        task = asyncio.create_task(self._draw_on(self.addresses)) if self.watched and self.addresses else None
        try:
            yield
        finally:
            if task:
                task.cancel()
                print(CLEAR, end="", file=sys.stderr, flush=True)  # noqa: T201

    async def _draw_on(self, addresses: Callable[[], Awaitable[int]]) -> None:
        turn = 0
        while True:
            if turn % ASKED == 0:
                with suppress(PyMongoError):  # the crawls say what is wrong with it
                    self.done = await addresses()
            told = line(self.ended, self.outlets, self.running, self.done, time.monotonic() - self.began)
            sys.stderr.write(CLEAR + shortened(told, shutil.get_terminal_size().columns - 1))
            sys.stderr.flush()
            turn += 1
            await asyncio.sleep(EVERY)


def line(ended: int, outlets: int, running: Sequence[str], done: int, seconds: float) -> str:
    """What the terminal shows. `done`: addresses, as of each crawl's latest heartbeat."""
    left = f"{ended} of {outlets} outlets done  {outlets - ended} left"
    return f"{left}  {done} addresses  {done / max(seconds, 1):.1f}/s  {seconds:.0f} s  {', '.join(running)}"
