"""Whether the outlet let us in, and what kept a run from its end."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Final

from newscrawl.exits import Exit
from newscrawl.health.problem import Cause, Problem, Severity
from newscrawl.health.reading import Seen, elapsed

_FAILURES: Final = (
    ("dns", Cause.DNS), ("tls", Cause.TLS), ("timeout", Cause.SLOW), ("challenge", Cause.BLOCKED),
    ("http_401", Cause.BLOCKED), ("http_403", Cause.BLOCKED), ("http_429", Cause.BLOCKED), ("robots", Cause.BLOCKED),
    ("http_404", Cause.GONE), ("http_410", Cause.GONE), ("unreadable", Cause.GONE), ("not_archived", Cause.GONE),
    ("html", Cause.GONE), ("no_content", Cause.GONE), ("offsite", Cause.GONE),
    ("database", Cause.DATABASE), ("bug", Cause.BUG),
)  # fmt: skip
_BY_EXIT: Final[Mapping[int, Cause]] = {
    Exit.DATABASE: Cause.DATABASE, Exit.BUG: Cause.BUG, Exit.NOTHING_FOUND: Cause.EMPTY,
    Exit.UNREACHABLE: Cause.DOWN, Exit.DEGRADED: Cause.MARKUP, Exit.UNFINISHED: Cause.UNFINISHED,
}  # fmt: skip
_BY_REASON: Final = {
    "asked_to_wait": Cause.BLOCKED, "turned_away": Cause.BLOCKED, "site_down": Cause.DOWN,
    "stalled": Cause.SLOW, "closespider_timeout": Cause.SLOW,
}  # fmt: skip
# After these nobody has to look: the work was done, or another run is doing it.
WELL: Final = (Exit.OK, Exit.HELD)
_IN_A_ROW: Final = 3  # failures of one source among others before they are more than a bad moment
_SLOW: Final = 5.0  # times the usual wait, and seconds below which nobody minds


def judge_access(run: Seen, history: Sequence[Seen]) -> Iterator[Problem]:
    """Sources that fail, waits that grow, clocks that are off."""
    failing = [each for each in run.sources if cause_of(each)]
    if failing and len(failing) == len(run.sources):
        yield _nothing_answers(run, failing)
    else:
        yield from (problem for each in failing if (problem := _source(each, history)))
    yield from _slow(run, history)
    if abs(run.skew) > 120:
        says = f"this machine's clock is {run.skew:+.0f} s off MongoDB's"
        yield Problem(cause=Cause.CLOCK, severity=Severity.WARNING, says=says, evidence={"seconds": run.skew})
    if run.finished and run.finished < run.started:
        back = elapsed(run.finished, run.started) * 3600
        says = f"the clock went back by {back:.0f} s at least while the run went on"
        yield Problem(cause=Cause.CLOCK, severity=Severity.WARNING, says=says, evidence={"seconds": -back})


def judge_end(run: Seen, found: Sequence[Problem]) -> Iterator[Problem]:
    """How the run ended, where that says more than what is known already."""
    if run.exit_code is None or run.exit_code in WELL:
        return
    forbidden = {name for name in run.asked if "/" in name} == {"rejected/robots"}
    cause = _BY_REASON.get(run.reason) or _BY_EXIT.get(run.exit_code, Cause.BUG)
    cause = Cause.BLOCKED if cause is Cause.DOWN and forbidden else cause
    ours = (Cause.DATABASE, Cause.BUG, Cause.UNFINISHED)
    if cause not in ours and any(each.severity is Severity.ERROR for each in found):
        return
    says = run.verdict or run.reason or f"the run ended with exit code {run.exit_code}"
    evidence = {"exit_code": run.exit_code, "reason": run.reason}
    yield Problem(cause=cause, severity=Severity.ERROR, says=says, evidence=evidence)


def cause_of(source: Mapping[str, object]) -> Cause | None:
    """Why a source gave nothing; None where it answered, at least in part."""
    outcomes = source.get("outcomes")
    if not isinstance(outcomes, Mapping) or not outcomes:
        return None
    reasons = [name.partition("/")[2] for name in outcomes if "/" in name]
    if len(reasons) < len(outcomes):
        return None
    return next((cause for word, cause in _FAILURES if word in reasons), Cause.DOWN)


def _nothing_answers(run: Seen, failing: Sequence[Mapping[str, object]]) -> Problem:
    causes = Counter(cause for each in failing if (cause := cause_of(each)))
    cause = causes.most_common(1)[0][0]
    counts = ", ".join(f"{count}x {name.partition('/')[2]}" for name, count in sorted(run.asked.items()) if "/" in name)
    says = f"none of {len(failing)} sources answers ({counts})"
    evidence = {"sources": [each.get("url") for each in failing], "asked": dict(run.asked)}
    return Problem(cause=cause, severity=Severity.ERROR, says=says, evidence=evidence)


def _source(source: Mapping[str, object], history: Sequence[Seen]) -> Problem | None:
    """One of several: said at once where it is gone, after some runs where it may be a bad moment, and not at all
    where it never answered, which is the declaration's fault and `scrapy doctor`'s to say."""
    url, cause = str(source.get("url")), cause_of(source)
    before = [each for run in history for each in run.sources if each.get("url") == url]
    if cause is None or all(cause_of(each) for each in before):
        return None
    row = next((n for n, each in enumerate(reversed(before)) if not cause_of(each)), len(before)) + 1
    if cause is not Cause.GONE and row < _IN_A_ROW:
        return None
    outcomes = source.get("outcomes")
    reasons = ", ".join(name.partition("/")[2] for name in outcomes) if isinstance(outcomes, Mapping) else ""
    says = f"{url} fails ({reasons}), for {row} runs; other sources answer" if row > 1 else f"{url} fails ({reasons})"
    evidence = {"url": url, "runs": row, "outcomes": outcomes}
    return Problem(cause=cause, severity=Severity.WARNING, says=says, about=url, evidence=evidence)


def _slow(run: Seen, history: Sequence[Seen]) -> Iterator[Problem]:
    before = [each.latency for each in history if each.latency]
    if run.latency is None or len(before) < 5:
        return
    usual = median(before)
    if run.latency > max(_SLOW, _SLOW * usual):
        says = f"the median answer takes {run.latency:.1f} s; {usual:.2f} s are usual"
        evidence = {"seconds": run.latency, "usual": round(usual, 3)}
        yield Problem(cause=Cause.SLOW, severity=Severity.WARNING, says=says, about="latency", evidence=evidence)
