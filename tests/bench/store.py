"""What an article costs MongoDB, by what is asked of it: `scripts/bench store [--articles 2000] [--without]`.

Generated articles, 32 at a time as a busy crawl has them; each step goes over all of them before the next begins.
Commands, what the server enters into records and indexes (counted: load does not disturb it), CPU of the server and of
the asking process, milliseconds an article. `--without` stores them again and again: without each index, without
validators, without waiting for the journal.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from pymongo import AsyncMongoClient, monitoring
from pymongo.asynchronous.database import AsyncDatabase

from newscrawl import editing
from newscrawl.article import Article
from newscrawl.extraction import Page
from newscrawl.frontier import ARTICLE, FRESH, RANKS, Claim, Entry, Found, settle
from newscrawl.report import table
from newscrawl.store.articles import INDEXES, ArticleStore
from newscrawl.store.frontier import FrontierStore
from newscrawl.store.indexes import ensure_indexes, prepare
from newscrawl.store.lines import Edges, LineStore
from newscrawl.store.reports import ReportStore
from newscrawl.store.stories import StoryStore
from newscrawl.stored import StoredPages
from newscrawl.syndication import Signed
from newscrawl.urls import article_id
from tests.bench._outlets import TURKISH, outlet
from tests.bench._pages import page
from tests.bench._runs import Bench, bench
from tests.bench._spiders import Printed

T = TypeVar("T")
Document = dict[str, Any]
Database = AsyncDatabase[Document]
STEPS = ("name", "claim", "learn", "save", "sign", "look", "place", "meet", "note", "again", "settle")
TOGETHER = 32


@dataclass(frozen=True, slots=True)
class Cost:
    """What a step cost an article: commands, entries, milliseconds of CPU."""

    step: str
    commands: float
    entries: float
    mongod: float
    own: float


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way to have the database, and to ask it."""

    name: str
    change: Callable[[Database], Awaitable[object]] = field(default_factory=lambda: nothing)
    options: Mapping[str, Any] = field(default_factory=dict)


class Counting(monitoring.CommandListener):
    """Counts what is asked of the server, by name."""

    def __init__(self) -> None:
        self.names = list[str]()

    @property
    def commands(self) -> int:
        return len(self.names)

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name != "endSessions":  # asked by whoever closes a client
            self.names.append(event.command_name)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


class Keeping:
    """All that a crawl asks of MongoDB for articles, a step at a time."""

    def __init__(self, database: Database, articles: Sequence[Article]) -> None:
        self.database, self.articles, self.now = database, articles, datetime.now(UTC)
        self.frontier = FrontierStore(database, "bench", "run", timedelta(minutes=2))
        self.lines, self.store = LineStore(database), ArticleStore(database)
        self.stories, self.reports = StoryStore(database, {}), ReportStore(database, {TURKISH})
        self.claims, self.signed = list[Claim](), list[Sequence[Signed]]()
        self.ids = [article_id(each.url) for each in articles]

    async def open(self) -> None:
        await prepare(self.database)
        await ensure_indexes(self.database, {}, days=30)
        await self.reports.ensure_indexes()
        await self.frontier.open()

    async def name(self) -> None:
        """Enter the addresses into the frontier."""
        await self.frontier.add(Entry(article_id(each.url), each.url, ARTICLE, FRESH) for each in self.articles)

    async def claim(self) -> None:
        """Claim them."""
        while some := await self.frontier.claim(TOGETHER, RANKS):
            self.claims += some

    async def learn(self) -> None:
        """Count the lines at the edges of texts."""
        found = [Edges(a.outlet, article_id(a.url), self.now.date(), editing.edge_lines(a)) for a in self.articles]
        for some in together(found):
            await self.lines.learn_all(some)

    async def save(self) -> None:
        """Store the articles."""
        for some in together(self.articles):
            await self.store.save_all(some, "run", self.now)

    async def sign(self) -> None:
        """Sign them."""
        for some in together(self.ids):
            self.signed.append([mine for _, mine in await self.stories.sign(some)])

    async def look(self) -> None:
        """Look for copies."""
        for some in self.signed:
            await self.stories.comparing.look(some)

    async def place(self) -> None:
        """Sign, look, compare and place."""
        for some in together(self.ids):
            await self.stories.place_all(some)

    async def meet(self) -> None:
        """Meet them again, unchanged: store and place."""
        for some in together(self.articles):
            same = await self.store.save_all(some, "run", self.now)
            met = zip(some, same, strict=True)
            await self.stories.place_read([(article_id(each.url), what == "unchanged") for each, what in met])

    async def note(self) -> None:
        """Note cues and propose reports."""
        for some in together(self.articles):
            await self.reports.note_all(some, self.now)

    async def again(self) -> None:
        """Meet them again, unchanged: cues and proposals."""
        await self.note()

    async def settle(self) -> None:
        """Settle the claims."""
        done = [settle(each, "new", self.now, Found(article=each.id)) for each in self.claims]
        for some in together(done):
            await self.frontier.settle(some)


def together(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + TOGETHER] for start in range(0, len(items), TOGETHER))


def articles(count: int) -> list[Article]:
    pages, reader, now = StoredPages(), Printed(), datetime.now(UTC)
    urls = [f"https://www.milliyet.com.tr/story/{number}" for number in range(count)]
    read = (reader.read(Page(page(number, url).decode(), url), now=now) for number, url in enumerate(urls))
    composed = (
        editing.compose(each, url=urls[number], outlet=outlet(number), fetched=now) for number, each in enumerate(read)
    )
    return [pages.edited(each) for each in composed]


async def costs(place: Bench, made: Sequence[Article], variant: Variant, only: str = "") -> list[Cost]:
    """Each step's, in a fresh database that a variant changes first; `only`: the name of the one that is taken."""
    counting, found = Counting(), list[Cost]()
    options: Document = {"w": "majority", "journal": True} | variant.options
    async with AsyncMongoClient[Document](place.uri, tz_aware=True, event_listeners=[counting], **options) as client:
        await client.drop_database("bench")
        keeping = Keeping(client["bench"], made)
        await keeping.open()
        await variant.change(client["bench"])
        for name in (only,) if only else STEPS:
            step = getattr(keeping, name)
            commands, entries = counting.commands, await entered(client)
            served, own = place.served(), time.process_time()
            await step()
            spent = counting.commands - commands - 1, await entered(client) - entries
            cpu = place.served() - served, time.process_time() - own
            each = (*(value / len(made) for value in spent), *(value / len(made) * 1e3 for value in cpu))
            found.append(Cost(step.__doc__, *(round(value, 4) for value in each)))
    return found


async def entered(client: AsyncMongoClient[Document]) -> int:
    """How many records and index entries the server has written so far."""
    told = await client.admin.command("serverStatus")
    return int(told["wiredTiger"]["cursor"]["cursor insert calls"])


async def nothing(database: Database) -> None: ...


async def unchecked(database: Database) -> None:
    await database.command("collMod", "articles", validator={})


async def bare(database: Database) -> None:
    await database.articles.drop_indexes()


def without(index: str) -> Variant:
    async def dropped(database: Database) -> None:
        await database.articles.drop_index(index)

    return Variant(f"without {index}", dropped)


def variants() -> Iterator[Variant]:
    yield Variant("without validators", unchecked)
    yield Variant("not waiting for the journal", options={"w": 1, "journal": False})
    yield from (without(index.document["name"]) for index in INDEXES)
    yield Variant("without any index", bare)


def shown(found: Sequence[Cost]) -> str:
    rows = [
        (each.step, f"{each.commands:.2f}", f"{each.entries:.1f}", f"{each.mongod:.2f}", f"{each.own:.2f}")
        for each in found
    ]
    return table(("an article", "commands", "entries", "MongoDB ms", "own ms"), rows)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench store", description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--without", action="store_true", help="store them without one thing after the other as well")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    made = articles(options.articles)
    with bench("") as place:
        found = asyncio.run(costs(place, made, Variant("as it is")))
        print(shown(found), flush=True)
        for each in variants() if options.without else ():
            (stored,) = asyncio.run(costs(place, made, each, "save"))
            found.append(replace(stored, step=f"Store the articles {each.name}."))
            print(shown(found[-1:]).splitlines()[-1], flush=True)
    if options.json:
        options.json.write_text(json.dumps([asdict(each) for each in found], indent=2) + "\n", encoding="utf-8")
