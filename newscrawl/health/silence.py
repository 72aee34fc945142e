"""Nothing new: from all of an outlet's sources, or from one while the others have some.

The question is always how likely that is while all is well. An outlet that is asked often is also often asked at a
quiet moment, so the limit goes by how often it is asked.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from newscrawl.health.arrivals import DAY, MONTH, Arrivals
from newscrawl.health.problem import Cause, Problem, Severity
from newscrawl.health.reading import Seen, elapsed

WRONG: Final = 0.5  # a month: alarms of a well outlet, were each look a new chance of one
ONE_WRONG: Final = 0.3  # of one source among several
MANY_RUNS: Final = 8  # before which nobody knows what one source is to the others
DOUBT: Final = 0.75  # of its part of all, which varies with the hour and the day


def judge_silence(run: Seen, worked: Sequence[Seen]) -> Iterator[Problem]:
    """`worked`: the runs whose sources answered, this one the last."""
    last = next((n for n in reversed(range(len(worked))) if worked[n].fresh), None)
    if last is None or last == len(worked) - 1:
        return
    arrivals, since = Arrivals(worked), _since(worked, last)
    # Of a long silence its last day says enough.
    found = arrivals.nothing(max(since, run.started - DAY), run.started)
    if found and found[1] < arrivals.limit(WRONG):
        yield _silent(run, worked, since, *found)


def judge_sources(run: Seen, worked: Sequence[Seen]) -> Iterator[Problem]:
    """One of several sources has nothing new while the others have."""
    if len(run.sources) < 2:
        return
    arrivals = Arrivals(worked)
    for url in [str(each.get("url")) for each in run.sources]:
        given = [(each, fresh) for each in worked if (fresh := fresh_of(each, url)) is not None]
        row = next((n for n, (_, fresh) in enumerate(reversed(given)) if fresh), len(given))
        before, since = given[: len(given) - row], given[len(given) - row :]
        if row and since[-1][0] is run and len(before) >= MANY_RUNS:
            yield from _one(run, url, arrivals, before, since)


def _one(
    run: Seen, url: str, arrivals: Arrivals, before: Sequence[tuple[Seen, int]], since: Sequence[tuple[Seen, int]]
) -> Iterator[Problem]:
    others = sum(each.fresh for each, _ in since)
    share = sum(fresh for _, fresh in before) / max(1, sum(each.fresh for each, _ in before))
    begin = max(before[-1][0].started, run.started - DAY)
    found = arrivals.nothing(begin, run.started, DOUBT * share, others)
    chance = found[1] if found else (1 - DOUBT * share) ** others
    # Where sources name the same articles, the one that is asked first has them all: then a zero means nothing.
    if chance < arrivals.limit(ONE_WRONG) and others > _usual_lead(url, before):
        says = f"{url} has named nothing new since {since[0][0].started:%Y-%m-%d %H:%M}; the others {others}"
        evidence = {"others": others, "share": round(share, 3), "chance": chance}
        yield Problem(cause=Cause.STALE, severity=Severity.WARNING, says=says, about=url, evidence=evidence)


def _usual_lead(url: str, before: Sequence[tuple[Seen, int]]) -> int:
    """The most that the others named before while this source named nothing and nobody saw a fault in it."""
    most = lead = 0
    for each, fresh in before:
        lead = 0 if fresh or each.has((Cause.STALE.value, url)) else lead + each.fresh
        most = max(most, lead)
    return most


def _since(worked: Sequence[Seen], last: int) -> datetime:
    """When the silence began: with the newest article of the last run that had any, as far as its dates can be
    believed. How old the newest usually is when a run begins, sources that are late or off by hours included, is no
    silence; and what was new in that run came after the run before."""
    run, found = worked[last], newest([worked[last]])
    dated = [(each, latest) for each in worked[: last + 1] if each.fresh and (latest := newest([each]))]
    if found is None or len(dated) < MANY_RUNS or not last:
        return run.started
    late = timedelta(hours=median(elapsed(latest, each.started) for each, latest in dated[-MONTH:]))
    return max(worked[last - 1].started, min(run.started, found + late))


def _silent(run: Seen, worked: Sequence[Seen], since: datetime, usual: float, chance: float) -> Problem:
    hours = elapsed(since, run.started)
    names = sum(int(each.get("named", 0)) for each in run.sources) or run.asked.get("unchanged")
    evidence = {"hours": round(hours, 1), "usual": round(usual, 1), "chance": chance, "newest": newest(worked)}
    if names:
        says = f"the sources answer and have named nothing new for {hours:.0f} h; some {usual:.0f} articles are usual"
        return Problem(cause=Cause.STALE, severity=Severity.ERROR, says=says, evidence=evidence)
    says = f"the sources answer and name no article at all; some {usual:.0f} new ones are usual in this time"
    return Problem(cause=Cause.EMPTY, severity=Severity.ERROR, says=says, evidence=evidence)


def fresh_of(run: Seen, url: object) -> int | None:
    """New articles of a source in a run; None where it was not asked or did not answer."""
    for each in run.sources:
        if each.get("url") == url:
            outcomes = each.get("outcomes") or {}
            return int(each.get("fresh", 0)) if {"answered", "unchanged"} & set(outcomes) else None
    return None


def newest(worked: Sequence[Seen]) -> datetime | None:
    """The latest publication time that a source or an article of these runs had; none ahead of the run itself."""
    found = [
        moment
        for run in worked
        for moment in (run.newest, *(each.get("newest") for each in run.sources))
        if isinstance(moment, datetime) and moment <= run.started
    ]
    return max(found, default=None)
