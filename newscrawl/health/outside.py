"""What only somebody outside a run can see: that it died, hangs, found the outlet taken, or never began."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from newscrawl.health.access import judge_end
from newscrawl.health.problem import Cause, Problem, Severity
from newscrawl.health.reading import BrokenRun, Seen, read

GRACE: Final = timedelta(minutes=5)
AHEAD: Final = timedelta(minutes=10)  # a run that begins so far in the future has the wrong clock


def judge_outside(outlet: Mapping[str, Any], every: timedelta | None, now: datetime) -> list[Problem]:
    """What is wrong with an outlet now, the gravest first. `outlet`: its `last` run, the latest `judged` one, since
    when it is `held`, whether the last run's process `lives` (None: not to be seen); `every`: the schedule."""
    found = list(_judged(outlet.get("judged")))
    try:
        last = read(outlet.get("last") or {})
    except BrokenRun as error:
        broken = unreadable(outlet.get("last") or {}, error)
        return [broken, *(each for each in found if each.key != broken.key)]
    found = [*_unended(last, outlet), *_late(last, every, outlet.get("held"), now), *found]
    return sorted(found, key=lambda each: each.severity is not Severity.ERROR)


def never_run(every: timedelta) -> Problem:
    """Of an outlet that the schedule has and the ledger has not."""
    says = f"it was never crawled; a run every {_words(every)} is declared"
    return Problem(cause=Cause.MISSED, severity=Severity.ERROR, says=says, evidence={"every": every.total_seconds()})


def unreadable(document: Mapping[str, Any], error: BrokenRun) -> Problem:
    """Of a run whose document is none."""
    name = str(document.get("_id"))
    says = f"the document of run {name} is broken: {error}"
    return Problem(cause=Cause.DOCUMENT, severity=Severity.ERROR, says=says, about=name)


def _judged(document: Mapping[str, Any] | None) -> Iterator[Problem]:
    """What the latest run that came to its end said of the outlet."""
    if document is None:
        return
    if isinstance(document.get("problems"), list):
        yield from (found for each in document["problems"] if (found := Problem.read(each)))
        return
    try:
        yield from judge_end(read(document), ())
    except BrokenRun as error:
        yield unreadable(document, error)


def _unended(last: Seen, outlet: Mapping[str, Any]) -> Iterator[Problem]:
    """A run that is over and did not say so, or that goes on and does nothing."""
    evidence = {"run": last.id, "heartbeat": outlet["last"].get("heartbeat")}
    lives = outlet.get("lives")
    if last.state == "died" or (last.state in ("running", "silent") and lives is False):
        says = "its process ended before the run did; the next run goes on where it was cut"
        yield Problem(cause=Cause.DIED, severity=Severity.ERROR, says=says, evidence=evidence, since=last.started)
    elif last.state == "silent":
        there = "is there and has" if lives else "has"
        process = f"process {outlet['last'].get('pid')} on {outlet['last'].get('host')}"
        says = f"{process} {there} shown no sign of life for more than a lease"
        yield Problem(cause=Cause.HUNG, severity=Severity.ERROR, says=says, evidence=evidence, since=last.started)


def _late(last: Seen, every: timedelta | None, held: datetime | None, now: datetime) -> Iterator[Problem]:
    if last.started > now + AHEAD:
        says = f"the latest run began {_words(last.started - now)} from now: a clock is off"
        yield Problem(cause=Cause.CLOCK, severity=Severity.WARNING, says=says, evidence={"started": last.started})
    if every is None or now - last.started <= every * 1.5 + GRACE or last.state == "running":
        return
    evidence = {"last": last.started, "every": every.total_seconds(), "held": held}
    since = last.started + every
    if held:
        says = f"no run worked since {last.started:%Y-%m-%d %H:%M}: they found the outlet held by another"
        yield Problem(cause=Cause.SKIPPED, severity=Severity.ERROR, says=says, evidence=evidence, since=since)
    else:
        says = f"no run since {last.started:%Y-%m-%d %H:%M}; one every {_words(every)} is declared"
        yield Problem(cause=Cause.MISSED, severity=Severity.ERROR, says=says, evidence=evidence, since=since)


def _words(span: timedelta) -> str:
    seconds = span.total_seconds()
    for size, unit in ((86400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.0f} s"
