"""Nothing new from any of an outlet's sources.

The question is always how likely that is while all is well. An outlet that is asked often is also often asked at a
quiet moment, so the limit goes by how often it is asked.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from newscrawl.health.arrivals import DAY, MONTH, Arrivals
from newscrawl.health.calendar import ordinary_until
from newscrawl.health.problem import Cause, Problem, Severity
from newscrawl.health.reading import Seen, elapsed

WRONG: Final = 0.5  # a month: alarms of a well outlet, were each look a new chance of one
MANY_RUNS: Final = 8  # before which nobody knows how late an outlet's dates are


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


def _since(worked: Sequence[Seen], last: int) -> datetime:
    """When an outlet's silence began: with the newest article of the last run that had any."""
    return begun([(each.started, newest([each]) if each.fresh else None) for each in worked[: last + 1]])


def begun(seen: Sequence[tuple[datetime, datetime | None]]) -> datetime:
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
