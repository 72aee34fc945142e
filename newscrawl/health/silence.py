"""Nothing new: from all of an outlet's sources, or from one while the others have some.

The question is always how likely that is while all is well. An outlet that is asked often is also often asked at a
quiet moment, so the limit goes by how often it is asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from newscrawl.health.arrivals import DAY, MONTH, Arrivals
from newscrawl.health.calendar import ordinary_until
from newscrawl.health.problem import Cause, Problem, Severity
from newscrawl.health.reading import Seen, elapsed
from newscrawl.health.statistics import STEADY, none_of, steadiness

WRONG: Final = 0.5  # a month: alarms of a well outlet, were each look a new chance of one
ONE_WRONG: Final = 0.3  # of one source among several
MANY_RUNS: Final = 8  # before which nobody knows what one source is to the others
SURE: Final = 0.05  # what is less likely than that has to have a reason
RARE, KNOWN = 0.2, 20  # a source that nothing is known of paused in so many runs of so many


def judge_silence(run: Seen, worked: Sequence[Seen]) -> Iterator[Problem]:
    """`worked`: the runs whose sources answered, this one the last."""
    last = next((n for n in reversed(range(len(worked))) if worked[n].fresh), None)
    if last is None or last == len(worked) - 1:
        return
    arrivals, since = Arrivals(worked), _since(worked, last)
    looks = [each for window in _windows(since, run.started) if (each := arrivals.nothing(*window))]
    found = min(looks, key=lambda each: each[1], default=None)
    if found and found[1] < arrivals.limit(WRONG):
        yield _silent(run, worked, since, *found)


def _windows(since: datetime, now: datetime) -> list[tuple[datetime, datetime]]:
    """The parts of a silence that tell: it is no likelier than any of them. Feasts need more than a day, and before
    them may have been ordinary ones."""
    ordinary = ordinary_until(since, min(now, since + DAY))
    parts = [(max(since, now - DAY), now), (max(since, now - 3 * DAY), now), (since, ordinary)]
    return [(begin, end) for begin, end in parts if begin < end]


def judge_sources(run: Seen, worked: Sequence[Seen]) -> Iterator[Problem]:
    """One of several sources has nothing new while the others have."""
    if len(run.sources) < 2:
        return
    arrivals = Arrivals(worked)
    for url in [str(each.get("url")) for each in run.sources]:
        looks = list(_looks(worked, url))
        row = next((n for n, each in enumerate(reversed(looks)) if each.moved), len(looks))
        if row and looks[-1].run is run and len(looks) - row >= MANY_RUNS:
            yield from _one(run, url, arrivals, looks[:-row], looks[-row:])


@dataclass(frozen=True, slots=True)
class _Look:
    """What a run saw of one source that answered: how many articles it was the first to name, its newest where that is
    newer than before, and whether none has a newer one: a source that named something and dates nothing may have."""

    run: Seen
    fresh: int
    newest: datetime | None
    leads: bool

    @property
    def moved(self) -> bool:
        return bool(self.fresh or self.newest)


def _looks(worked: Sequence[Seen], url: str) -> Iterator[_Look]:
    latest: dict[str, datetime] = {}
    for run in worked:
        before = latest.get(url)
        for each in run.sources:
            newest, name = each.get("newest"), str(each.get("url"))
            if isinstance(newest, datetime) and newest <= run.started:
                latest[name] = max(newest, latest.get(name, newest))
        found = next((each for each in run.sources if each.get("url") == url), {})
        if {"answered", "unchanged"} & set(found.get("outcomes") or {}):
            shown = latest.get(url)
            undated = any(each.get("fresh") and not each.get("newest") for each in run.sources)
            leads = shown is not None and shown >= max(latest.values()) and not undated
            yield _Look(run, int(found.get("fresh", 0)), shown if shown != before else None, leads)


def _one(run: Seen, url: str, arrivals: Arrivals, before: Sequence[_Look], since: Sequence[_Look]) -> Iterator[Problem]:
    begin, part = _begin([(each.run.started, each.newest) for each in before]), _Part(before)
    named = [each.run.fresh - each.fresh for each in since]
    others = sum(named)
    share = 1 - part.none(*named) ** (1 / max(1, others))
    found = arrivals.nothing(max(begin, run.started - DAY), run.started, share, others)
    chance = max(found[1] if found else part.none(*named), _pause(url, part, before, since))
    if chance < arrivals.limit(ONE_WRONG):
        says = f"{url} has named nothing new since {since[0].run.started:%Y-%m-%d %H:%M}; the others {others}"
        evidence = {"others": others, "share": round(share, 3), "chance": chance}
        yield Problem(cause=Cause.STALE, severity=Severity.WARNING, says=says, about=url, evidence=evidence)


class _Part:
    """The part of an outlet's articles that a source carries, and how steady it is from run to run: those that it was
    the first to name, or, where others name them too, how often the newest of all was among its own."""

    def __init__(self, before: Sequence[_Look]) -> None:
        seen = [each for each in before if each.run.fresh]
        first = [(each.fresh, each.run.fresh) for each in seen]
        leads = sum(each.leads for each in seen)
        self.known = [
            (sum(hits for hits, _ in first) / max(1, sum(of for _, of in first)), steadiness(first)),
            ((leads + 0.5) / (len(seen) + 1), min(STEADY, len(seen) + 1)),
        ]

    def none(self, *named: int) -> float:
        """The chance that in runs with so many new articles it has none."""
        return min(none_of(named, part, steady) for part, steady in self.known)


def _pause(url: str, part: _Part, before: Sequence[_Look], since: Sequence[_Look]) -> float:
    """The chance of such a row by how often the source named nothing while the others named so much that it should
    have. One without dates has all that it shares with them or nothing of it, as it is asked before them or after."""
    told, now = list(_due(url, part, before)), list(_due(url, part, since))
    return float(((sum(told) + RARE) / (len(told) + KNOWN)) ** max(1, len(now))) if told else 0.0


def _due(url: str, part: _Part, looks: Sequence[_Look]) -> Iterator[bool]:
    """Each time that so much came that the source had to have some of it: whether it had nothing."""
    named = 0
    for each in looks:
        known = each.run.has((Cause.STALE.value, url))
        named += 0 if known else each.run.fresh
        due = part.none(named) < SURE
        if due:
            yield not each.moved
        if due or known or each.moved:
            named = 0


def _since(worked: Sequence[Seen], last: int) -> datetime:
    """When an outlet's silence began: with the newest article of the last run that had any."""
    return _begin([(each.started, newest([each]) if each.fresh else None) for each in worked[: last + 1]])


def _begin(seen: Sequence[tuple[datetime, datetime | None]]) -> datetime:
    """When a silence began, by the runs until the last that had something new: with the newest that each showed, as
    far as dates can be believed. How old the newest usually is when a run begins, sources that are late or off by
    hours included, is no silence; and what was new in the last run came after the run before."""
    started, found = seen[-1]
    dated = [(latest, at) for at, latest in seen if latest]
    if found is None or len(dated) < MANY_RUNS or len(seen) < 2:
        return started
    late = timedelta(hours=median(elapsed(latest, at) for latest, at in dated[-MONTH:]))
    return max(seen[-2][0], min(started, found + late))


def _silent(run: Seen, worked: Sequence[Seen], since: datetime, usual: float, chance: float) -> Problem:
    hours = elapsed(since, run.started)
    names = sum(int(each.get("named", 0)) for each in run.sources) or run.asked.get("unchanged")
    evidence = {"hours": round(hours, 1), "usual": round(usual, 1), "chance": chance, "newest": newest(worked)}
    if names:
        says = f"the sources answer and have named nothing new for {hours:.0f} h; some {usual:.0f} articles are usual"
        return Problem(cause=Cause.STALE, severity=Severity.ERROR, says=says, evidence=evidence)
    says = f"the sources answer and name no article at all; some {usual:.0f} new ones are usual in this time"
    return Problem(cause=Cause.EMPTY, severity=Severity.ERROR, says=says, evidence=evidence)


def newest(worked: Sequence[Seen]) -> datetime | None:
    """The latest publication time that a source or an article of these runs had; none ahead of the run itself."""
    found = [
        moment
        for run in worked
        for moment in (run.newest, *(each.get("newest") for each in run.sources))
        if isinstance(moment, datetime) and moment <= run.started
    ]
    return max(found, default=None)
