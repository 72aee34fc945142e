"""One source of several has nothing new while the others have.

What a source names of the articles that the others found is asked first: it needs no calendar, for on a feast the
others have found little, too. What it alone names is missed as an outlet's articles are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median
from typing import Final

from newscrawl.health.arrivals import DAY, Arrivals
from newscrawl.health.problem import Cause, Problem, Severity
from newscrawl.health.reading import Seen
from newscrawl.health.silence import MANY_RUNS, begun
from newscrawl.health.statistics import none_of, steadiness

WRONG: Final = 0.3  # a month: alarms of one well source among several, were each look a new chance of one
SURE: Final = 0.05  # what is less likely than that has to have a reason
RARE, KNOWN = 0.2, 20  # a source that nothing is known of paused in so many runs of so many
ARCHIVE: Final = 10  # times the usual number of new articles, which is an archive and no news


def judge_sources(run: Seen, worked: Sequence[Seen]) -> Iterator[Problem]:
    """`worked`: the runs whose sources answered, this one the last."""
    if len(run.sources) < 2:
        return
    arrivals = Arrivals(worked)
    for url in [str(each.get("url")) for each in run.sources]:
        looks = _known([*_looks(worked, url)])
        row = next((n for n, each in enumerate(reversed(looks)) if each.moved), len(looks))
        if row and looks[-1].run is run and len(looks) - row >= MANY_RUNS:
            yield from _one(url, arrivals, *_comparable(looks[:-row], looks[-row:]))


@dataclass(frozen=True, slots=True)
class _Look:
    """What a run saw of one source that answered: the new articles that it `alone` named, those `shared` with others,
    how many the `others` named (None in runs that did not count it); those that it was the `first` to name; its newest
    where that is newer than before; whether it was `known` to be stale, which says nothing of its habits."""

    run: Seen
    alone: int
    shared: int
    others: int | None
    first: int
    newest: datetime | None
    known: bool

    @property
    def new(self) -> int:
        return self.alone + (self.others or 0)

    @property
    def moved(self) -> bool:
        return bool(self.first or self.shared or self.newest)


def _looks(worked: Sequence[Seen], url: str) -> Iterator[_Look]:
    latest: datetime | None = None
    for run in worked:
        found = next((each for each in run.sources if each.get("url") == url), {})
        if {"answered", "unchanged"} & set(found.get("outcomes") or {}):
            newest = found.get("newest")
            if not isinstance(newest, datetime) or newest > run.started or (latest and newest <= latest):
                newest = None
            latest, others = newest or latest, found.get("others")
            alone, shared, first = (int(found.get(name, 0)) for name in ("alone", "shared", "fresh"))
            known = run.has((Cause.STALE.value, url))
            yield _Look(run, alone, shared, None if others is None else int(others), first, newest, known)


def _known(looks: Sequence[_Look]) -> list[_Look]:
    """A silence that was told in the end, known from its beginning."""
    found, known = [], False
    for each in reversed(looks):
        known = each.known or (known and not each.moved)
        found.append(replace(each, known=known))
    return found[::-1]


def _comparable(before: Sequence[_Look], since: Sequence[_Look]) -> tuple[list[_Look], list[_Look]]:
    """The looks that counted alike: those that counted what sources share, if they are enough; else all, by what the
    source was the first to name, as if nobody else named it."""
    counted = [each for each in before if each.others is not None]
    if len(counted) >= MANY_RUNS and all(each.others is not None for each in since):
        return counted, list(since)
    return [_by_first(each) for each in before], [_by_first(each) for each in since]


def _by_first(look: _Look) -> _Look:
    return replace(look, alone=look.first, shared=0, others=look.run.fresh - look.first)


def _one(url: str, arrivals: Arrivals, before: Sequence[_Look], since: Sequence[_Look]) -> Iterator[Problem]:
    part = _Part(before)
    since = [each for each in since if part.is_news(each)]
    if not since:
        return
    named, alone = [each.others or 0 for each in since], _chance_alone(part, arrivals, before, since)
    chance = max(part.none_shared(*named) * alone, _pause(part, before, since))
    if chance < arrivals.limit(WRONG):
        shares = {"shared": round(part.shared[0], 3), "alone": round(part.alone[0], 3)}
        says = _says(f"{since[0].run.started:%Y-%m-%d %H:%M}", sum(named), **shares)
        evidence = {"others": sum(named), **shares, "chance": chance}
        yield Problem(cause=Cause.STALE, severity=Severity.WARNING, says=f"{url} {says}", about=url, evidence=evidence)


def _says(since: str, others: int, shared: float, alone: float) -> str:
    if shared > alone:
        return f"names none of the {others} new articles that other sources name since {since}; {shared:.0%} is usual"
    return f"has named nothing new since {since}, the others {others}; usually {alone:.0%} of all are its own"


def _chance_alone(part: _Part, arrivals: Arrivals, before: Sequence[_Look], since: Sequence[_Look]) -> float:
    """The chance of nothing of what the source alone names: what the others named says how busy the time was."""
    named, now = [each.others or 0 for each in since], since[-1].run.started
    begin = begun([(each.run.started, each.newest) for each in before])
    share = 1 - part.none_alone(*named) ** (1 / max(1, sum(named)))
    found = arrivals.nothing(max(begin, now - DAY), now, share, sum(named))
    return found[1] if found else part.none_alone(*named)


class _Part:
    """The part of the others' articles that a source shares, and the part of all that it alone names, each with how
    steady it is from run to run."""

    def __init__(self, before: Sequence[_Look]) -> None:
        looks = [each for each in before if not each.known]
        self.most = ARCHIVE * median([each.new for each in looks if each.new] or [0])
        news = [each for each in looks if self.is_news(each)]
        self.shared = _share([(each.shared, each.others or 0) for each in news])
        self.alone = _share([(each.alone, each.new) for each in news])

    def is_news(self, look: _Look) -> bool:
        """Whether what a run named is the news: a source that has been added names years at once."""
        return look.new <= self.most

    def none_shared(self, *named: int) -> float:
        """The chance that of so many articles of the others, run by run, it names none."""
        return none_of(named, *self.shared)

    def none_alone(self, *named: int) -> float:
        return none_of(named, *self.alone)

    def none(self, *named: int) -> float:
        """The chance that it names nothing new while others name so many."""
        return self.none_shared(*named) * self.none_alone(*named)


def _share(draws: Sequence[tuple[int, int]]) -> tuple[float, float]:
    size = sum(of for _, of in draws)
    return sum(hits for hits, _ in draws) / (size + 1), min(steadiness(draws), size + 1)


def _pause(part: _Part, before: Sequence[_Look], since: Sequence[_Look]) -> float:
    """The chance of such a row by how often the source named nothing while the others named so much that it should
    have, half of what they named now at least."""
    told, now = list(_due(part, before)), list(_due(part, since))
    alike = sum(chance <= max(now, default=SURE) ** 0.5 for chance in told)
    return float(((alike + RARE) / (len(told) + KNOWN)) ** max(1, len(now))) if told else 0.0


def _due(part: _Part, looks: Sequence[_Look]) -> Iterator[float]:
    """Each time that so much came that the source had to have some of it: how likely it was that it had nothing, as it
    had, or 1."""
    named = 0
    for each in looks:
        named += 0 if each.known else each.new
        chance = part.none(named)
        if chance < SURE:
            yield 1.0 if each.moved else chance
        if chance < SURE or each.known or each.moved:
            named = 0
