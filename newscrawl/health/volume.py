"""How much an outlet wrote: nothing, far too little, far too much, by its own weekdays and hours."""

from collections.abc import Iterator, Sequence
from typing import Final

from newscrawl.health.arrivals import DAY, Arrivals
from newscrawl.health.calendar import expected_share
from newscrawl.health.problem import Cause, Expectations, Problem, Severity
from newscrawl.health.reading import Seen, elapsed
from newscrawl.health.silence import judge_silence, newest
from newscrawl.health.sources import judge_sources
from newscrawl.health.statistics import at_most

FEW: Final = 1e-6
PART: Final = 0.35  # of a usual day; more than that is a slow day


def judge_volume(run: Seen, expected: Expectations, history: Sequence[Seen]) -> Iterator[Problem]:
    """Nothing is said where no source answered: that is another's to say."""
    if not run.answered:
        return
    worked = [*(each for each in history if each.answered), run]
    if (
        (problem := next(judge_silence(run, worked), None))
        or (problem := _stale(run, expected, worked))
        or (problem := _few(run, expected, worked))
    ):
        yield problem
    yield from judge_sources(run, worked)
    yield from _surge(run, expected, worked)


def _stale(run: Seen, expected: Expectations, worked: Sequence[Seen]) -> Problem | None:
    """Without a history to go by: the newest article is older than even a slow outlet's would be."""
    latest, now = newest(worked), run.started
    known = Arrivals(worked).usual(now - DAY, now)
    if latest is None or known or not expected.per_day[0]:
        return None
    age = elapsed(latest, run.started)
    bound = max(12.0, 8 * 24 / expected.per_day[0]) / expected_share(latest, run.started)
    if age <= bound:
        return None
    says = f"the newest article is {age:.0f} h old; the outlet is expected to write {expected.per_day[0]:g} a day"
    evidence = {"newest": latest, "hours": round(age, 1), "bound": round(bound, 1)}
    return Problem(cause=Cause.STALE, severity=Severity.ERROR, says=says, evidence=evidence)


def _few(run: Seen, expected: Expectations, worked: Sequence[Seen]) -> Problem | None:
    """A day with far less than such days have; of a new outlet, less than it declares at least."""
    begin, now = run.started - DAY, run.started
    arrivals = Arrivals(worked)
    usual = arrivals.usual(begin, now)
    if worked[0].started > begin:
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


def _surge(run: Seen, expected: Expectations, worked: Sequence[Seen]) -> Iterator[Problem]:
    """More than the outlet declares, and far more than it usually has."""
    begin = run.started - DAY
    arrivals = Arrivals(worked)
    usual, count = arrivals.level(begin, run.started), arrivals.between(begin, run.started)
    if usual and count > expected.per_day[1] and count > max(5 * usual[0], 2 * arrivals.most(begin, run.started)):
        says = f"{count:.0f} new articles in a day; at most {expected.per_day[1]:g} are expected, {usual[0]:.0f} usual"
        evidence = {"articles": round(count), "usual": round(usual[0], 1), "most": expected.per_day[1]}
        yield Problem(cause=Cause.SURGE, severity=Severity.WARNING, says=says, evidence=evidence)
