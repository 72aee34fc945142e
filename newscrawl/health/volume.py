"""How much an outlet wrote: silence, far too little, far too much, by its own weekdays and hours."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from newscrawl.health.calendar import expected_share
from newscrawl.health.problem import Cause, Expectations, Problem, Severity
from newscrawl.health.reading import Seen, elapsed
from newscrawl.health.statistics import at_most, dispersion

DAY: Final = timedelta(days=1)
REACH: Final = 35  # days back that a time is compared with
ENOUGH: Final = 7  # of such days, before which only what the outlet declares can be gone by
SILENT: Final = 1e-4  # the chance at which silence is none of the outlet's own
ONE_SILENT: Final = 1e-3  # of one source among several, if it named three quarters of what it used to
MANY_RUNS: Final = 8  # before which nobody knows what one source is to the others
FEW: Final = 1e-6
PART: Final = 0.35  # of a usual day; more than that is a slow day


class Arrivals:
    """Articles by time. What a run found came at some time since the run before: it is spread evenly over that."""

    def __init__(self, runs: Sequence[tuple[datetime, int]]) -> None:
        self.moments = [moment for moment, _ in runs]
        self.totals = [0.0]
        for _, count in runs[1:]:
            self.totals.append(self.totals[-1] + count)

    def between(self, begin: datetime, end: datetime) -> float:
        return self._until(end) - self._until(begin)

    def _until(self, moment: datetime) -> float:
        right = bisect_right(self.moments, moment)
        if right == 0:
            return 0.0
        if right == len(self.moments):
            return self.totals[-1]
        begin, end = self.moments[right - 1], self.moments[right]
        part = (moment - begin) / (end - begin)
        return self.totals[right - 1] + part * (self.totals[right] - self.totals[right - 1])

    def usual(self, begin: datetime, end: datetime) -> tuple[float, float] | None:
        """How many are usual between two moments and how widely that varies; None without enough days before."""
        days = [n for n in range(1, REACH + 1) if self.moments and begin - n * DAY >= self.moments[0]]
        days = [n for n in days if end - n * DAY <= begin]
        counts = {n: self.between(begin - n * DAY, end - n * DAY) for n in days}
        if len(counts) < ENOUGH:
            return None
        same = [count for n, count in counts.items() if n % 7 == 0]
        middle = median(counts.values())
        level = median(same) if len(same) >= 3 else min([middle, *same])
        return level * expected_share(begin, end), dispersion(counts)


def silence(moments: Sequence[tuple[datetime, int]], limit: float) -> tuple[datetime, float, float] | None:
    """Since when nothing new came, how much was usual in that time, and the chance of it, where it is below a limit."""
    last = max((n for n, (_, count) in enumerate(moments) if count), default=None)
    if last is None or last == len(moments) - 1:
        return None
    since, now = moments[last][0], moments[-1][0]
    # A silence is the longest wait since; of a long one its last day says enough.
    begin = max(since, now - DAY)
    usual = Arrivals(moments).usual(begin, now)
    if usual is None:
        return None
    chance = at_most(0, *usual)
    return (since, usual[0], chance) if chance < limit else None


def judge_volume(run: Seen, expected: Expectations, history: Sequence[Seen]) -> Iterator[Problem]:
    """Nothing is said where no source answered: that is another's to say."""
    if not run.answered:
        return
    worked = [*(each for each in history if each.answered), run]
    moments = [(each.started, each.fresh) for each in worked]
    if found := silence(moments, SILENT):
        yield _silent(run, worked, *found)
    elif (problem := _stale(run, expected, worked)) or (problem := _few(run, expected, moments)):
        yield problem
    else:
        yield from _sources(run, worked)
    yield from _surge(run, expected, moments)


def _silent(run: Seen, worked: Sequence[Seen], since: datetime, usual: float, chance: float) -> Problem:
    hours = elapsed(since, run.started)
    names = sum(int(each.get("named", 0)) for each in run.sources) or run.asked.get("unchanged")
    evidence = {"hours": round(hours, 1), "usual": round(usual, 1), "chance": chance, "newest": _newest(worked)}
    if names:
        says = f"the sources answer and have named nothing new for {hours:.0f} h; some {usual:.0f} articles are usual"
        return Problem(cause=Cause.STALE, severity=Severity.ERROR, says=says, evidence=evidence)
    says = f"the sources answer and name no article at all; some {usual:.0f} new ones are usual in this time"
    return Problem(cause=Cause.EMPTY, severity=Severity.ERROR, says=says, evidence=evidence)


def _stale(run: Seen, expected: Expectations, worked: Sequence[Seen]) -> Problem | None:
    """Without a history to go by: the newest article is older than even a slow outlet's would be."""
    newest, now = _newest(worked), run.started
    known = Arrivals([(each.started, each.fresh) for each in worked]).usual(now - DAY, now)
    if newest is None or known or not expected.per_day[0]:
        return None
    age = elapsed(newest, run.started)
    bound = max(12.0, 8 * 24 / expected.per_day[0]) / expected_share(newest, run.started)
    if age <= bound:
        return None
    says = f"the newest article is {age:.0f} h old; the outlet is expected to write {expected.per_day[0]:g} a day"
    evidence = {"newest": newest, "hours": round(age, 1), "bound": round(bound, 1)}
    return Problem(cause=Cause.STALE, severity=Severity.ERROR, says=says, evidence=evidence)


def _few(run: Seen, expected: Expectations, moments: Sequence[tuple[datetime, int]]) -> Problem | None:
    """A day with far less than such days have; of a new outlet, less than it declares at least."""
    begin, now = run.started - DAY, run.started
    arrivals = Arrivals(moments)
    usual = arrivals.usual(begin, now)
    if moments[0][0] > begin:
        return None
    count = arrivals.between(begin, now)
    if usual is None:
        usual = (expected.per_day[0] * expected_share(begin, now), 3.0)
    level, spread = usual
    if count > PART * level or (chance := at_most(count, level, spread)) > FEW:
        return None
    evidence = {"articles": round(count), "usual": round(level, 1), "chance": chance}
    says = f"{count:.0f} new articles in a day where some {level:.0f} are usual"
    return Problem(cause=Cause.EMPTY, severity=Severity.ERROR, says=says, evidence=evidence)


def _sources(run: Seen, worked: Sequence[Seen]) -> Iterator[Problem]:
    """One of several sources has nothing new while the others have: how busy the day is, they say themselves."""
    for url in [str(each.get("url")) for each in run.sources] if len(run.sources) > 1 else ():
        given = [(each, fresh) for each in worked if (fresh := _fresh(each, url)) is not None]
        row = next((n for n, (_, fresh) in enumerate(reversed(given)) if fresh), len(given))
        before, since = given[: len(given) - row], given[len(given) - row :]
        if not row or since[-1][0] is not run or len(before) < MANY_RUNS:
            continue
        others = sum(each.fresh for each, _ in since)
        share = sum(fresh for _, fresh in before) / max(1, sum(each.fresh for each, _ in before))
        chance = (1 - 0.75 * share) ** others
        # Where sources name the same articles, the one that is asked first has them all: then a zero means nothing.
        if chance < ONE_SILENT and not any(each.fresh >= others / 2 and not fresh for each, fresh in before):
            says = f"{url} has named nothing new since {since[0][0].started:%Y-%m-%d %H:%M}; the others {others}"
            evidence = {"others": others, "share": round(share, 3), "chance": chance}
            yield Problem(cause=Cause.STALE, severity=Severity.WARNING, says=says, about=url, evidence=evidence)


def _surge(run: Seen, expected: Expectations, moments: Sequence[tuple[datetime, int]]) -> Iterator[Problem]:
    """More than the outlet declares, and far more than it usually has."""
    begin = run.started - DAY
    arrivals = Arrivals(moments)
    usual, count = arrivals.usual(begin, run.started), arrivals.between(begin, run.started)
    if usual and count > expected.per_day[1] and count > 5 * usual[0]:
        says = f"{count:.0f} new articles in a day; at most {expected.per_day[1]:g} are expected, {usual[0]:.0f} usual"
        evidence = {"articles": round(count), "usual": round(usual[0], 1), "most": expected.per_day[1]}
        yield Problem(cause=Cause.SURGE, severity=Severity.WARNING, says=says, evidence=evidence)


def _fresh(run: Seen, url: object) -> int | None:
    """New articles of a source in a run; None where it was not asked or did not answer."""
    for each in run.sources:
        if each.get("url") == url:
            outcomes = each.get("outcomes") or {}
            return int(each.get("fresh", 0)) if {"answered", "unchanged"} & set(outcomes) else None
    return None


def _newest(worked: Sequence[Seen]) -> datetime | None:
    """The latest publication time that a source or an article of these runs had; none ahead of the run itself."""
    found = [
        moment
        for run in worked
        for moment in (run.newest, *(each.get("newest") for each in run.sources))
        if isinstance(moment, datetime) and moment <= run.started
    ]
    return max(found, default=None)
