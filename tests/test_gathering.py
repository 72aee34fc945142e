"""Group commit: calls that come together are one batch, and what is wrong with one costs no other its answer."""

import asyncio
from collections.abc import Sequence

import pytest
from pymongo.errors import AutoReconnect

from newscrawl.store.gathering import Gathered


class Work:
    """Doubles numbers; refuses batches that hold a bad one, and everything while `down`."""

    def __init__(self) -> None:
        self.batches, self.down = list[list[int]](), False

    async def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.batches.append(list(numbers))
        await asyncio.sleep(0.01)
        if self.down:
            raise AutoReconnect("no server")
        if 13 in numbers:
            raise ValueError("bad luck")
        return [number * 2 for number in numbers]


async def asked(work: Work, *numbers: int) -> list[int | BaseException]:
    gathered = Gathered(work)
    return await asyncio.gather(*map(gathered, numbers), return_exceptions=True)


def test_calls_of_one_moment_are_one_batch_and_each_has_its_own_answer() -> None:
    work = Work()
    assert asyncio.run(asked(work, 1, 2, 3)) == [2, 4, 6]
    assert work.batches == [[1, 2, 3]]


def test_what_is_wrong_with_one_costs_the_others_nothing() -> None:
    work = Work()
    first, bad, last = asyncio.run(asked(work, 1, 13, 3))
    assert (first, last) == (2, 6)
    assert isinstance(bad, ValueError)


def test_without_a_server_nobody_is_asked_again() -> None:
    work = Work()
    work.down = True
    assert [type(each) for each in asyncio.run(asked(work, 1, 2, 3))] == [AutoReconnect] * 3
    assert work.batches == [[1, 2, 3]]


def test_what_comes_while_a_batch_is_under_way_is_the_next_one() -> None:
    work = Work()

    async def twice() -> None:
        gathered = Gathered(work, moment=0)
        first = asyncio.create_task(gathered(1))
        await asyncio.sleep(0.005)
        assert await asyncio.gather(gathered(2), gathered(3)) == [4, 6]
        assert await first == 2

    asyncio.run(twice())
    assert work.batches == [[1], [2, 3]]


@pytest.mark.parametrize("number", [1, 13])
def test_who_stops_waiting_stops_nobody_else(number: int) -> None:
    async def left() -> int:
        gathered = Gathered(Work())
        gone, stays = asyncio.create_task(gathered(number)), asyncio.create_task(gathered(4))
        await asyncio.sleep(0)
        gone.cancel()
        return await stays

    assert asyncio.run(left()) == 8
