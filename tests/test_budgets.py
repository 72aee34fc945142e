"""What a step costs an article, counted: calls made, commands to MongoDB, not time, so that a busy machine gives the
same figure.

A budget is what the step took when it was pinned and a quarter more. Who makes a step dearer for a reason pins it anew.
"""

import asyncio
import cProfile
import pstats
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final

import pytest
from pymongo import AsyncMongoClient

from newscrawl import editing, registry
from newscrawl.article import Article
from newscrawl.extraction import Page, Reader
from newscrawl.reporting import cues
from newscrawl.store.articles import to_document
from newscrawl.syndication import sign
from tests.bench._pages import page
from tests.bench.store import TOGETHER, Counting, Keeping, articles

PAGES: Final = 12
NOW: Final = datetime(2026, 11, 27, tzinfo=UTC)
NAMES: Final = registry.names()


class Declared(Reader):
    """The layout of the generated pages."""

    headline, lead, body = "h1.detail-title", "h2.detail-spot", "div.detail-text"
    published, drop = ".detail-date", (".inline-adv",)
    timezone: ClassVar[str] = "Europe/Istanbul"


def url(number: int) -> str:
    return f"https://loopback.example/story/{number}"


def pages() -> list[Page]:
    return [Page(page(number, url(number)).decode(), url(number)) for number in range(PAGES)]


def extracted() -> list[Article]:
    reader = Declared()
    return [editing.compose(reader.read(each, now=NOW), url=each.url, outlet="ntv") for each in pages()]


def cleaned() -> list[Article]:
    return [editing.clean(each) for each in extracted()]


def linking() -> list[Article]:
    """With as many links to other sites as are kept."""
    links = tuple(f"https://site{number % 7}.example/story/{number}" for number in range(20))
    return [replace(each, links=links) for each in extracted()]


def calls(step: Callable[[Any], object], items: list[Any]) -> float:
    """Calls an item, of Python and of C functions."""
    step(items[0])  # compiles patterns and fills caches
    profile = cProfile.Profile()
    for each in items:
        profile.runcall(step, each)
    return pstats.Stats(profile).total_calls / len(items)  # type: ignore[attr-defined, no-any-return]


STEPS: Final[dict[str, tuple[Callable[[], list[Any]], Callable[[Any], object], int]]] = {
    "read, selectors declared": (pages, lambda each: Declared().read(each, now=NOW), 1540),
    "read, no selectors": (pages, lambda each: Reader().read(each, now=NOW), 11650),
    "clean": (extracted, editing.clean, 920),
    "credits": (cleaned, lambda each: editing.attribute(each, NAMES), 1380),
    "addresses of links": (linking, registry.addressed, 255),
    "relevance": (cleaned, editing.relate, 155),
    "sign": (cleaned, lambda each: sign(each.body), 1540),
    "document": (cleaned, to_document, 405),
    "cues": (cleaned, lambda each: cues(each.title, each.body, each.language), 11000),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_stays_within_its_budget(name: str) -> None:
    make, step, budget = STEPS[name]
    assert calls(step, make()) <= budget


def test_declared_selectors_spare_the_reading_of_the_whole_page() -> None:
    declared = calls(lambda each: Declared().read(each, now=NOW), pages())
    assert declared < 0.4 * calls(lambda each: Reader().read(each, now=NOW), pages())


# Commands that a batch takes, however many articles there are in it; two of these have copies, four are reports.
COMMANDS: Final = {"name": 3, "claim": 6, "learn": 2, "save": 3, "place": 24, "meet": 4, "note": 8, "again": 3,
                   "settle": 1}  # fmt: skip


async def asked(uri: str, name: str, made: Sequence[Article]) -> dict[str, int]:
    counting, found = Counting(), dict[str, int]()
    async with AsyncMongoClient[Any](uri, tz_aware=True, event_listeners=[counting]) as client:
        keeping = Keeping(client[name], made)
        await keeping.open()
        for step in COMMANDS:
            before = counting.commands
            await getattr(keeping, step)()
            found[step] = counting.commands - before
    return found


@pytest.mark.parametrize(("gap", "more"), [(0, 0), (3, 6)], ids=["at once", "the latest first"])
def test_articles_that_come_together_are_asked_for_together(
    mongo_uri: str, database_name: str, gap: int, more: int
) -> None:
    made = [replace(each, published=NOW - timedelta(days=gap * n)) for n, each in enumerate(articles(TOGETHER))]
    found = asyncio.run(asked(mongo_uri, database_name, made))
    budget = {**COMMANDS, "place": COMMANDS["place"] + more}
    assert {name: count for name, count in found.items() if count > budget[name]} == {}
