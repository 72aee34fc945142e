"""Sixty outlets, invented: what they write and when, how they are crawled, and the faults planted in them.

Nothing here is the judge's: volumes are log-normal days of Cox arrivals with moving hours, where the judge knows
medians and shifted days; faults have parameters of their own. Everything follows from the seed.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from math import cos, exp, pi

from newscrawl import registry
from newscrawl.health import Expectations

BEGIN = datetime(2026, 2, 1, tzinfo=UTC)  # with Ramadan, the feast after it and Turkey's 23 April within its days
FEASTS = (*(date(2026, 3, 19) + timedelta(days=n) for n in range(4)), date(2026, 4, 23))
FASTING = (date(2026, 2, 18), date(2026, 3, 19))
KINDS = ("outage", "redesign", "rot", "freeze", "one frozen", "block", "wall", "tls")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is broken from the first run after `begin` until `end`."""

    kind: str
    begin: datetime
    end: datetime
    depth: float


@dataclass(frozen=True, slots=True)
class Source:
    """A feed: the part of the articles that it carries, whether it dates them, whether each of its answers differs from
    the one before though nothing is new, and changes an hour of old entries that make it differ."""

    part: float
    dated: bool
    restless: bool
    edits: float


@dataclass(slots=True)
class Outlet:
    """An invented outlet: how much it writes, when, how its pages read, how often it is crawled. `apart`: its sources
    are sections, each article is in one; else each carries a part of all. `late`: by how many hours they may lag."""

    name: str
    chance: random.Random
    daily: float
    every: timedelta
    sources: tuple[Source, ...]
    apart: bool
    weekend: tuple[int, ...]
    weekend_share: float
    feast_share: float
    peak: float
    night: float
    burst: float
    habits: dict[str, float] = field(default_factory=dict)
    words: float = 260
    latency: float = 0.4
    late: float = 0.0
    faults: list[Fault] = field(default_factory=list)
    clock: random.Random = field(default_factory=random.Random)
    feeds: random.Random = field(default_factory=random.Random)

    @property
    def expectations(self) -> Expectations:
        return Expectations(per_day=(max(1, round(self.daily * 0.25)), round(self.daily * 4)))

    def rate(self, moment: datetime) -> float:
        """Articles an hour that are to be expected at a moment, before the day's mood."""
        day = moment.date()
        share = self.weekend_share if moment.weekday() in self.weekend else 1.0
        share *= self.feast_share if day in FEASTS else 1.0
        shift = 3.5 if FASTING[0] <= day <= FASTING[1] else 0.0
        hour = moment.hour + moment.minute / 60
        curve = self.night + (1 - self.night) * max(0.0, cos((hour - self.peak - shift) * pi / 12)) ** 1.5
        return self.daily * share * curve / (24 * (self.night + (1 - self.night) * 0.3))


def outlets(seed: int, count: int, days: int, faults: int = 4) -> Iterator[Outlet]:
    """As large as the fleet's outlets say that they are. `faults` is about how many each outlet has."""
    bands = sorted(outlet.expect.per_day for outlet in registry.outlets().values())
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        feeds = random.Random(f"{seed} {number} feeds")
        low, high = chance.choice(bands)
        daily = (low * high) ** 0.5 * exp(chance.gauss(0, 0.3))
        made = Outlet(
            name=f"outlet{number}",
            chance=chance,
            clock=random.Random(f"{seed} {number} clock"),
            feeds=feeds,
            daily=daily,
            every=timedelta(hours=chance.choice((6, 8, 12, 24) if daily > 60 else (12, 24))),
            sources=tuple(_sources(feeds, chance.choice((1, 2, 3, 4)))),
            apart=feeds.random() < 0.5,
            weekend=chance.choice(((5, 6), (4, 5), (6,))),
            weekend_share=0.0 if chance.random() < 0.1 else chance.uniform(0.3, 1.0),
            feast_share=chance.uniform(0.0, 0.9),
            peak=chance.uniform(9, 16),
            night=chance.uniform(0.05, 0.4),
            burst=chance.uniform(0.1, 0.45),
            words=chance.uniform(120, 600),
            latency=chance.uniform(0.1, 1.5),
            habits={"body": chance.betavariate(1, 60), "published": chance.betavariate(1, 80),
                    "authors": chance.betavariate(1, 6), "image": chance.betavariate(1, 20)},
        )  # fmt: skip
        made.faults = list(_faults(made, days, faults))
        yield made


def _sources(feeds: random.Random, count: int) -> Iterator[Source]:
    """The first carries nearly all of the outlet, the others some part of it; most are feeds with dates, one of four
    is a section page, where none stands and something always moves."""
    for n in range(count):
        page = feeds.random() < 0.25
        part = feeds.uniform(0.85, 1.0) if n == 0 else feeds.uniform(0.15, 0.95)
        yield Source(part, not page, page or feeds.random() < 0.3, feeds.uniform(0.0, 0.03))


def _faults(outlet: Outlet, days: int, count: int) -> Iterator[Fault]:
    """Faults apart from each other, after three weeks without any: a judge needs something to go by."""
    chance, day = outlet.chance, 21.0
    while (day := day + chance.expovariate(1.5 * count / (days - 21)) + 5) < days - 4 and count:
        kind = chance.choice([kind for kind in KINDS if kind != "one frozen" or len(outlet.sources) > 1])
        length = chance.uniform(8, 16) if kind == "rot" else chance.uniform(0.8, 3.5)
        begin = BEGIN + timedelta(days=day)
        yield Fault(kind, begin, begin + timedelta(days=length), chance.uniform(0.75, 1.0))
        day += length
