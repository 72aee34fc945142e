"""Sixty days of invented outlets: what the documents of their runs would be, as the crawler writes them.

What an outlet's sources show is kept apart from what is published, for a judge sees the one and not the other.
"""

import random
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from math import exp, log
from typing import Any, Final

from newscrawl.coverage import Coverage
from tests.newsroom_outlets import BEGIN, Fault, Outlet, Source

# What well runs have of each, too.
STRAY: Final = {"failed/timeout": 0.004, "failed/http_403": 0.0005, "rejected/wall_consent": 0.002}
BREAKS: Final = {"block": "failed/http_403", "wall": "rejected/wall_consent"}
DOWN: Final = {"outage": "failed/timeout", "tls": "failed/tls"}
Document = dict[str, Any]


def runs(outlet: Outlet, days: int) -> Iterator[tuple[Document, Fault | None, float, int]]:
    """Each run's document, the fault that all of its time lies in, the part of its pages that this breaks, and how many
    articles it costs or spoils."""
    chance, mood, desk = outlet.chance, 1.0, Desk(outlet)
    moment, last = BEGIN, BEGIN
    while moment < BEGIN + timedelta(days=days):
        fault = next((each for each in outlet.faults if each.begin <= last and moment <= each.end), None)
        touched = next((each for each in outlet.faults if each.begin < moment and last < each.end), None)
        mood = _moved(mood, outlet, moment - last)
        times = _times(outlet, last, moment, _arrivals(outlet, last, moment, mood))
        part, late = _part(touched, moment, fault is None), len(desk.waiting)
        reason = DOWN.get(touched.kind, "") if touched and part > 0.6 else ""
        sources = desk.ask(moment, times, touched, reason)
        found, spoilt = document(outlet, moment, sources, max(desk.newest), touched, part)
        yield found, fault, part, late + len(times) - sum(each["fresh"] for each in sources) + spoilt
        last, moment = moment, moment + outlet.every + timedelta(minutes=chance.uniform(-3, 3))


def _moved(mood: float, outlet: Outlet, passed: timedelta) -> float:
    """How busy the outlet is now: half a day leaves three quarters of what there was."""
    kept = 0.75 ** (passed / timedelta(hours=12))
    return exp(kept * log(mood) + outlet.chance.gauss(0, outlet.burst * 0.9 * (1 - kept**2) ** 0.5))


def _arrivals(outlet: Outlet, begin: datetime, end: datetime, mood: float) -> int:
    hours = (end - begin) / timedelta(hours=1)
    steps = max(1, round(hours * 2))
    mean = sum(outlet.rate(begin + (end - begin) * (n + 0.5) / steps) for n in range(steps)) * hours / steps * mood
    if outlet.chance.random() < hours / 1200:  # an event: an earthquake, an election night
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


class Desk:
    """An outlet's sources as run after run asks them: who names an article first, how new the newest is that each
    shows, whether its answer is another than before. What nobody could name waits for the next run; a source that lags
    shows an article so much later."""

    def __init__(self, outlet: Outlet) -> None:
        self.outlet, self.newest, self.asked = outlet, [BEGIN for _ in outlet.sources], BEGIN
        self.waiting: list[tuple[datetime, Sequence[int]]] = []
        drawn = [outlet.feeds.uniform(0, outlet.late) if outlet.late else 0.0 for _ in outlet.sources]
        self.lags, self.late = [timedelta(hours=each) for each in drawn], list[tuple[datetime, int]]()

    def ask(self, moment: datetime, times: Sequence[datetime], fault: Fault | None, reason: str) -> list[Document]:
        """The sources' part of a run: `times` are those of the articles since the run before; `reason` is why none
        answers, if none does."""
        feeds, count = self.outlet.feeds, len(self.outlet.sources)
        # A source among others has a bad moment now and then.
        mute = set(range(count)) if reason else {1} if count > 1 and feeds.random() < 0.02 else set[int]()
        order, fresh, coverage = feeds.sample(range(count), count), [0] * count, Coverage()
        left, self.waiting = [*self.waiting, *((time, self._carriers()) for time in times)], []
        moved = self._caught_up(moment, mute)
        for number, (time, every) in enumerate(left):
            carriers = [n for n in every if not _hidden(fault, n, time + self.lags[n])]
            late = [n for n in carriers if time + self.lags[n] > moment]
            shown = [n for n in order if n in carriers and n not in mute and n not in late]
            for n in shown:
                self._show(n, time)
                coverage.note(self._url(n), [f"{number}"], [f"{number}"])
            moved.update(shown)
            if shown:
                fresh[shown[0]] += 1
                self.late += [(time, n) for n in late]
            elif carriers:
                self.waiting.append((time, every))
        missed, passed, self.asked = reason or "failed/timeout", moment - self.asked, moment
        return [
            self._source(n, missed if n in mute else "", fresh[n], n in moved or self._changed(n, passed, fault))
            | coverage.of(self._url(n))
            for n in range(count)
        ]

    def _show(self, n: int, time: datetime) -> None:
        self.newest[n] = max(self.newest[n], time)

    def _caught_up(self, moment: datetime, mute: Collection[int]) -> set[int]:
        """The sources that show by now what others have named before them."""
        shown = [(time, n) for time, n in self.late if time + self.lags[n] <= moment and n not in mute]
        self.late = [each for each in self.late if each not in shown]
        for time, n in shown:
            self._show(n, time)
        return {n for _, n in shown}

    def _carriers(self) -> Sequence[int]:
        feeds, sources = self.outlet.feeds, self.outlet.sources
        if self.outlet.apart:
            return feeds.choices(range(len(sources)), [each.part / (n + 1) for n, each in enumerate(sources)])
        return [n for n, each in enumerate(sources) if feeds.random() < each.part] or [0]

    def _changed(self, n: int, passed: timedelta, fault: Fault | None) -> bool:
        """Whether an answer without news differs from the one before. What is frozen has no edits either."""
        source: Source = self.outlet.sources[n]
        edited = self.outlet.feeds.random() < 1 - exp(-source.edits * (passed / timedelta(hours=1)))
        return source.restless or (edited and not _is_frozen(fault, n))

    def _url(self, n: int) -> str:
        return f"https://{self.outlet.name}.example/{n}"

    def _source(self, n: int, reason: str, fresh: int, changed: bool) -> Document:
        read = changed and not reason
        outcome = reason or ("answered" if changed else "unchanged")
        newest = self.newest[n] if read and self.outlet.sources[n].dated else None
        return {"url": self._url(n), "kind": "Feed", "named": 40 if read else 0,
                "fresh": fresh, "outcomes": {outcome: 1}, "newest": newest}  # fmt: skip


def _is_frozen(fault: Fault | None, n: int) -> bool:
    return fault is not None and (fault.kind == "freeze" or (fault.kind == "one frozen" and n == 0))


def _hidden(fault: Fault | None, n: int, time: datetime) -> bool:
    return fault is not None and _is_frozen(fault, n) and fault.begin <= time <= fault.end


def document(
    outlet: Outlet,
    moment: datetime,
    sources: Sequence[Document],
    newest: datetime | None,
    fault: Fault | None,
    part: float,
) -> tuple[Document, int]:
    """A run's document, and how many of its articles the fault spoils. `part`: of what the fault can break."""
    chance, kind = outlet.chance, fault.kind if fault and part else ""
    new = sum(each["fresh"] for each in sources)
    shares = {name: part if name == BREAKS.get(kind) else stray for name, stray in STRAY.items()}
    outcomes = {name: drawn(chance, new, share) for name, share in shares.items()}
    read = max(0, new - sum(outcomes.values()))
    words = outlet.words * exp(chance.gauss(0, 0.5 / max(1, read) ** 0.5))
    asked = Counter(name for each in sources for name in each["outcomes"])
    found: Document = {
        "_id": f"{outlet.name} {moment}", "outlet": outlet.name, "started": moment, "state": "closed",
        "finished": moment + timedelta(minutes=5), "exit_code": 69 if set(asked) <= set(DOWN.values()) else 0,
        "reason": "finished", "sources": sources, "asked": dict(asked),
        "outcomes": {name: count for name, count in {"new": read, **outcomes}.items() if count},
        "fields": _fields(outlet, read, part if kind in ("redesign", "rot") else 0.0),
        "texts": {"pages": read, "words": {"p50": round(words)}, "letters": {"p50": 0.93 + chance.uniform(-0.01, 0.01)},
                  "same": 0, "dates": {}},
        "newest": newest if read else None, "copies": drawn(chance, read, 0.15),
        "timing": {"latency": {"p50": outlet.latency * exp(chance.gauss(0, 0.25))}}, "problems": [],
    }  # fmt: skip
    spoilt = round(read * part) if kind in ("redesign", "rot") else 0
    return found, spoilt + (outcomes[BREAKS[kind]] if kind in BREAKS else 0)


def drawn(chance: random.Random, trials: int, share: float) -> int:
    return sum(chance.random() < share for _ in range(trials))


def _fields(outlet: Outlet, pages: int, broken: float) -> Mapping[str, Document]:
    fields = {"title": {"found": pages, "missing": 0, "by": {"generic": pages}}}
    for name, habit in outlet.habits.items():
        hit = broken if name in ("body", "published") else 0.0
        missed = drawn(outlet.chance, pages, habit + (1 - habit) * hit)
        if name == "body":
            by = {"selector": pages - missed, "generic": missed}
            fields[name] = {"found": pages, "missing": 0, "by": by, "declared": True}
        else:
            fields[name] = {"found": pages - missed, "missing": missed, "by": {"json-ld": pages - missed}}
    return fields if pages else {}
