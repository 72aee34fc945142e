"""Crawlers that only place: `python -m tests.placing URI DATABASE N` places articles whose ids it reads, N at once."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from pymongo import AsyncMongoClient

from newscrawl.store.stories import StoryStore

Document = dict[str, Any]


class Crowd:
    """Processes that place at the same time, each its share of the articles."""

    def __init__(self, uri: str, name: str, shares: Sequence[Sequence[str]], together: int = 1) -> None:
        command = [sys.executable, "-m", "tests.placing", uri, name, str(together)]
        self.shares = shares
        self.processes = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in shares
        ]

    def start(self) -> None:
        """Once all are ready, so that they begin together."""
        for process in self.processes:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process, share in zip(self.processes, self.shares, strict=True):
            assert process.stdin
            process.stdin.write("\n".join(share))
            process.stdin.close()

    def kill(self, number: int, after: int) -> None:
        """Kill -9 one of them when it has placed so many."""
        process = self.processes[number]
        assert process.stdout
        for _ in range(after):
            process.stdout.readline()
        process.kill()

    def wait(self) -> list[int]:
        """Their exit codes."""
        for process in self.processes:
            assert process.stdout
            for _ in process.stdout:
                pass
            process.stdout.close()
        return [process.wait() for process in self.processes]


async def place(uri: str, name: str, articles: Iterator[str], together: int) -> None:
    async with AsyncMongoClient[Document](uri, tz_aware=True, w="majority", journal=True) as client:
        store = StoryStore(client[name], {})
        await store.ensure_indexes()
        print("ready", flush=True)
        while some := [line.strip() for line in islice(articles, together)]:
            await store.place_all(some)
            print("\n".join(some), flush=True)


async def sweep(uri: str, name: str, limit: int) -> int:
    """What a run does before it begins, until nothing waits; how many articles it placed."""
    placed = 0
    async with AsyncMongoClient[Document](uri, tz_aware=True, w="majority", journal=True) as client:
        store = StoryStore(client[name], {})
        while await store.pending(1):
            async for article in store.waiting(limit):
                await store.place(article)
                placed += 1
    return placed


if __name__ == "__main__":
    asyncio.run(place(sys.argv[1], sys.argv[2], sys.stdin, int(sys.argv[3])))
