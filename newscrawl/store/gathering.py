"""Group commit: single calls that arrive within a moment are done as one batch, and each gets its own answer."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, Generic, TypeVar

from pymongo.errors import AutoReconnect

from newscrawl.store.connection import patiently

T = TypeVar("T")
R = TypeVar("R")

MOMENT: Final = 0.02  # seconds; at the pace of a polite crawl every batch is one article


class Gathered(Generic[T, R]):
    """Calls `work` with the batch; it answers in the batch's order. One batch at a time, while the next one gathers.

    `patience`: seconds in which work is done again while no server takes it; it has to be safe to repeat.
    """

    def __init__(
        self, work: Callable[[Sequence[T]], Awaitable[Sequence[R]]], moment: float = MOMENT, patience: float = 0
    ) -> None:
        self.work, self.moment, self.patience, self.busy = work, moment, patience, asyncio.Lock()
        self.waiting: list[tuple[T, asyncio.Future[R]]] = []
        self.turns = set[asyncio.Task[None]]()

    async def __call__(self, item: T) -> R:
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self.waiting.append((item, answer))
        if len(self.waiting) == 1:
            turn = asyncio.create_task(self._turn())
            self.turns.add(turn)
            turn.add_done_callback(self.turns.discard)
        return await answer

    async def _turn(self) -> None:
        await asyncio.sleep(self.moment)
        async with self.busy:
            batch, self.waiting = self.waiting, []
            try:
                await self._do(batch)
            except AutoReconnect as error:  # no server: asking for each alone would take as many times as long
                _refuse(batch, error)
            except Exception as error:
                await self._one_by_one(batch, error)

    async def _do(self, batch: Sequence[tuple[T, asyncio.Future[R]]]) -> None:
        items = [item for item, _ in batch]
        answers = await patiently(lambda: self.work(items), self.patience)
        for (_, future), answer in zip(batch, answers, strict=True):
            if not future.done():
                future.set_result(answer)

    async def _one_by_one(self, batch: Sequence[tuple[T, asyncio.Future[R]]], error: Exception) -> None:
        """What is wrong with one must not cost the others."""
        if len(batch) == 1:
            _refuse(batch, error)
            return
        for each in batch:
            try:
                await self._do([each])
            except Exception as own:
                _refuse([each], own)


def _refuse(batch: Sequence[tuple[Any, asyncio.Future[Any]]], error: Exception) -> None:
    for _, future in batch:
        if not future.done():
            future.set_exception(error)
