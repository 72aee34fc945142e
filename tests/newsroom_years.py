"""Sixty outlets for sixty days, invented: what their runs' documents would be, and the faults planted in them.

Nothing here is the judge's: volumes are log-normal days of Cox arrivals with moving hours, where the judge knows
medians and shifted days; faults have parameters of their own. Everything follows from the seed.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from math import cos, exp, log, pi
from typing import Any

from newscrawl import registry
from newscrawl.health import Expectations

BEGIN = datetime(2026, 2, 1, tzinfo=UTC)  # with Ramadan, the feast after it and Turkey's 23 April within its days
FEASTS = (*(date(2026, 3, 19) + timedelta(days=n) for n in range(4)), date(2026, 4, 23))
FASTING = (date(2026, 2, 18), date(2026, 3, 19))
KINDS = ("outage", "redesign", "rot", "freeze", "one frozen", "block", "wall", "tls")
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is broken from the first run after `begin` until `end`."""

    kind: str
    begin: datetime
    end: datetime
    depth: float


@dataclass(slots=True)
class Outlet:
    """An invented outlet: how much it writes, when, how its pages read, how often it is crawled."""

    name: str
    chance: random.Random
    daily: float
    every: timedelta
    sources: int
    weekend: tuple[int, ...]
    weekend_share: float
    feast_share: float
    peak: float
    night: float
    burst: float
    habits: dict[str, float] = field(default_factory=dict)
    words: float = 260
    latency: float = 0.4
    faults: list[Fault] = field(default_factory=list)
    clock: random.Random = field(default_factory=random.Random)

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
        low, high = chance.choice(bands)
        daily = (low * high) ** 0.5 * exp(chance.gauss(0, 0.3))
        made = Outlet(
            name=f"outlet{number}",
            chance=chance,
            clock=random.Random(f"{seed} {number} clock"),
            daily=daily,
            every=timedelta(hours=chance.choice((6, 8, 12, 24) if daily > 60 else (12, 24))),
            sources=chance.choice((1, 2, 3, 4)),
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


def _faults(outlet: Outlet, days: int, count: int) -> Iterator[Fault]:
    """Faults apart from each other, after three weeks without any: a judge needs something to go by."""
    chance, day = outlet.chance, 21.0
    while (day := day + chance.expovariate(1.5 * count / (days - 21)) + 5) < days - 4 and count:
        kind = chance.choice([kind for kind in KINDS if kind != "one frozen" or outlet.sources > 1])
        length = chance.uniform(8, 16) if kind == "rot" else chance.uniform(0.8, 3.5)
        begin = BEGIN + timedelta(days=day)
        yield Fault(kind, begin, begin + timedelta(days=length), chance.uniform(0.75, 1.0))
        day += length


def runs(outlet: Outlet, days: int) -> Iterator[tuple[Document, Fault | None, float, int]]:
    """Each run's document, the fault that all of its time lies in, the part of its pages that this breaks, and how many
    articles it costs or spoils."""
    chance, mood = outlet.chance, 1.0
    moment, last, behind, newest = BEGIN, BEGIN, 0, BEGIN
    while moment < BEGIN + timedelta(days=days):
        fault = next((each for each in outlet.faults if each.begin <= last and moment <= each.end), None)
        touched = next((each for each in outlet.faults if each.begin < moment and last < each.end), None)
        mood = exp(0.75 * log(mood) + chance.gauss(0, outlet.burst * 0.6))
        times = _times(outlet, last, moment, _arrivals(outlet, last, moment, mood))
        part = _part(touched, moment, fault is None)
        if touched and touched.kind == "freeze":
            named = [each for each in times if each < touched.begin or each > touched.end]
        else:
            named = times
        newest = max(named, default=newest)
        arrived = len(times)
        document, cost = _document(outlet, moment, arrived + behind, len(named) + behind, touched, part)
        document["newest"] = newest
        behind = arrived + behind if touched and touched.kind in ("outage", "tls") and part else 0
        yield document, fault, part, cost
        last, moment = moment, moment + outlet.every + timedelta(minutes=chance.uniform(-3, 3))


def _arrivals(outlet: Outlet, begin: datetime, end: datetime, mood: float) -> int:
    hours = (end - begin) / timedelta(hours=1)
    steps = max(1, round(hours * 2))
    mean = sum(outlet.rate(begin + (end - begin) * (n + 0.5) / steps) for n in range(steps)) * hours / steps * mood
    if outlet.chance.random() < 0.01:  # an event: an earthquake, an election night
        mean *= outlet.chance.uniform(1.8, 3.2)
    return _poisson(outlet.chance, mean)


def _times(outlet: Outlet, begin: datetime, end: datetime, count: int) -> list[datetime]:
    """When so many articles came, by the hours in which the outlet writes."""
    steps = [begin + (end - begin) * n / 48 for n in range(48)]
    rates = [outlet.rate(each) + 1e-9 for each in steps]
    return [each + (end - begin) / 48 * outlet.clock.random() for each in outlet.clock.choices(steps, rates, k=count)]


def _poisson(chance: random.Random, mean: float) -> int:
    if mean > 60:
        return max(0, round(chance.gauss(mean, mean**0.5)))
    count, left = -1, 1.0
    limit = exp(-mean)
    while left > limit or count < 0:
        count += 1
        left *= chance.random()
    return count


def _part(fault: Fault | None, moment: datetime, straddles: bool) -> float:
    """What part of what a fault can break is broken: all at once, or in a rot a little more every day."""
    if fault is None:
        return 0.0
    if fault.kind == "rot":
        return min(1.0, fault.depth * max(0.0, (moment - fault.begin) / (fault.end - fault.begin)) ** 1.3)
    return fault.depth * (0.5 if straddles else 1.0)


def _document(
    outlet: Outlet, moment: datetime, real: int, arrived: int, fault: Fault | None, part: float
) -> tuple[Document, int]:
    """`real`: the articles that there were to be found; `arrived`: those that the sources name."""
    chance, kind = outlet.chance, fault.kind if fault and part else ""
    down = kind in ("outage", "tls") and part > 0.6
    shares = [chance.uniform(0.8, 1.2) / (n + 1) for n in range(outlet.sources)]
    named = _split(chance, 0 if down else arrived, shares, 0 if kind == "one frozen" and part > 0.6 else None)
    reason = {"outage": "failed/timeout", "tls": "failed/tls"}.get(kind, "") if down else ""
    blip = not down and outlet.sources > 1 and chance.random() < 0.02  # a source that has a bad moment
    sources = [
        {"url": f"https://{outlet.name}.example/{n}", "kind": "Feed", "named": 0 if reason else 40, "fresh": fresh,
         "outcomes": {reason or ("failed/timeout" if blip and n == 1 else "answered"): 1}, "newest": None}
        for n, fresh in enumerate(named)
    ]  # fmt: skip
    new = sum(named)
    lost = Bin(chance, new, 0.004)
    blocked = Bin(chance, new, part) if kind == "block" else 0
    walls = Bin(chance, new, part) if kind == "wall" else Bin(chance, new, 0.002)
    read = max(0, new - lost - blocked - walls)
    outcomes = {"new": read, "failed/timeout": lost, "failed/http_403": blocked, "rejected/wall_consent": walls}
    words = outlet.words * exp(chance.gauss(0, 0.5 / max(1, read) ** 0.5))
    document: Document = {
        "_id": f"{outlet.name} {moment}", "outlet": outlet.name, "started": moment, "state": "closed",
        "finished": moment + timedelta(minutes=5), "exit_code": 69 if down else 0, "reason": "finished",
        "outcomes": {name: count for name, count in outcomes.items() if count}, "sources": sources,
        "asked": {name: sum(name in each["outcomes"] for each in sources)
                  for name in {name for each in sources for name in each["outcomes"]}},
        "fields": _fields(outlet, read, part if kind in ("redesign", "rot") else 0.0),
        "texts": {"pages": read, "words": {"p50": round(words)}, "letters": {"p50": 0.93 + chance.uniform(-0.01, 0.01)},
                  "same": 0, "dates": {}},
        "newest": None, "copies": Bin(chance, read, 0.15),
        "timing": {"latency": {"p50": outlet.latency * exp(chance.gauss(0, 0.25))}}, "problems": [],
    }  # fmt: skip
    spoilt = round(read * part) if kind in ("redesign", "rot") else 0
    return document, real - new + blocked + (walls if kind == "wall" else 0) + spoilt


def _split(chance: random.Random, total: int, shares: Sequence[float], frozen: int | None) -> list[int]:
    """Who names an article first; what only the frozen source would have named is lost."""
    counts = [0] * len(shares)
    for _ in range(total):
        n = chance.choices(range(len(shares)), shares)[0]
        if n != frozen:
            counts[n] += 1
    return counts


def Bin(chance: random.Random, trials: int, share: float) -> int:
    return sum(chance.random() < share for _ in range(trials))


def _fields(outlet: Outlet, pages: int, broken: float) -> Document:
    fields = {"title": {"found": pages, "missing": 0, "by": {"generic": pages}}}
    for name, habit in outlet.habits.items():
        hit = broken if name in ("body", "published") else 0.0
        missed = Bin(outlet.chance, pages, habit + (1 - habit) * hit)
        if name == "body":
            by = {"selector": pages - missed, "generic": missed}
            fields[name] = {"found": pages, "missing": 0, "by": by, "declared": True}
        else:
            fields[name] = {"found": pages - missed, "missing": missed, "by": {"json-ld": pages - missed}}
    return fields if pages else {}
