"""What the pages were like: fields and where they came from, lengths, letters, dates, sameness."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log
from statistics import median
from typing import Any, Final

from newscrawl.health.problem import Cause, Expectations, Problem, Severity
from newscrawl.health.reading import Seen
from newscrawl.health.shares import LEAST, SELDOM, WRONG, Excess, Share, excess, failures, texts, walls
from newscrawl.health.statistics import deviation

MISSING: Final = "missing"
VITAL: Final = ("title", "body", "published")
# Before any history: a selector that misses this often is no slip of a page or two.
_HABIT: Final = 0.8
_SMALL: Final = 0.4  # of what can be done without
_FAR: Final = 6.0  # robust standard deviations
_PAGES: Final = 5
_RUNS: Final = 6


def judge_pages(run: Seen, expected: Expectations, history: Sequence[Seen]) -> Iterator[Problem]:
    """Everything that pages which were fetched can tell."""
    for share in (*failures(), *texts()):
        if found := excess(share, run, history):
            yield _shared(found)
    for name in sorted({name for each in (run, *history[-30:]) for name in each.fields}):
        if problem := _field(name, run, history):
            yield problem
    yield from _measured("words", "words", run, expected.words, history)
    yield from _measured("letters", "letters in all characters", run, (0.5, 1.0), history)


def _shared(found: Excess) -> Problem:
    share = found.share
    kinds = sum(map(walls, found.runs), Counter[str]()).most_common() if share.cause is Cause.WALL else []
    which = f": {', '.join(f'{count} {kind}' for kind, count in kinds)}" if kinds else ""
    says = f"{found.hits} of {found.pages} pages {share.name}{which} ({found.before:.1%} before)"
    severity = share.severity if found.part >= 0.3 else Severity.WARNING
    evidence = {"pages": found.pages, "hits": found.hits, "before": round(found.before, 4), **dict(kinds)}
    return Problem(cause=share.cause, severity=severity, says=says, about=share.about, evidence=evidence)


def _field(name: str, run: Seen, history: Sequence[Seen]) -> Problem | None:
    """A field that is found less often, or not where it used to be."""
    habit = _habit(name, (*history, run))
    vital = name in VITAL
    lost = Share("", Cause.MARKUP, Severity.ERROR if vital else Severity.WARNING,
                 lambda each: _count(each, name, MISSING), lambda each: _pages(each, name), about=name,
                 least=LEAST if vital else _SMALL, wrong=WRONG if vital else SELDOM)  # fmt: skip
    found = excess(lost, run, history)
    if found and (vital or _was_there(found)):
        return _lost(found, name, habit)
    if habit is None or not (vital or any(_by(each, name) for each in (run, *history))):
        return None
    moved = Share("", Cause.MARKUP, lost.severity,
                  lambda each: _pages(each, name) - _count(each, name, habit), lost.of, about=name,
                  least=lost.least, wrong=lost.wrong)  # fmt: skip
    found = excess(moved, run, history)
    return _moved(found, name, habit) if found else None


def _was_there(found: Excess) -> bool:
    """What an outlet never had, nobody misses. Beside a handful of pages the usual share is a guess: theirs counts."""
    return bool(found.history) and 2 * found.before <= found.part


def _lost(found: Excess, name: str, habit: str | None) -> Problem:
    before = f"{found.before:.1%} before" if found.history else "there is nothing to compare with yet"
    says = f"`{name}` is missing on {found.hits} of {found.pages} pages ({before})"
    if habit == "selector":
        says += "; its selector no longer matches"
    severity = found.share.severity if found.history else Severity.WARNING
    return _told(found, name, habit or MISSING, says, severity)


def _moved(found: Excess, name: str, habit: str) -> Problem:
    instead = Counter[str]()
    for each in found.runs:
        instead.update({by: n for by, n in _by(each, name).items() if by != habit})
    where = "the selector of" if habit == "selector" else f"{habit} for"
    before = f"it did on {1 - found.before:.1%} of {found.history}" if found.history else "it never did"
    says = f"{where} `{name}` gave nothing on {found.hits} of {found.pages} pages ({before})"
    if others := ", ".join(by for by, _ in instead.most_common(2)):
        says += f"; read from {others} instead"
    # What the shared reading still finds is right more often than not; a text read by guess is the worst of it.
    severity = found.share.severity if habit == "selector" and found.history else Severity.WARNING
    return _told(found, name, habit, says, severity)


def _told(found: Excess, name: str, habit: str, says: str, severity: Severity) -> Problem:
    """With the last page that was read as usual, and the first that was not."""
    oldest = found.runs[-1].fields.get(name, {}).get("first") or {}
    wrong = next((url for by, url in oldest.items() if by != habit), None)
    evidence: dict[str, Any] = {"pages": found.pages, "misses": found.hits, "first_wrong": wrong}
    return Problem(cause=Cause.MARKUP, severity=severity, says=says, about=name, evidence=evidence)


def last_right(problem: Problem, run: Seen, history: Sequence[Seen]) -> Mapping[str, Any]:
    """The evidence of a field's problem with the last page that was read as usual, in this run or one before."""
    habit = _habit(problem.about, (*history, run))
    for each in (run, *reversed(history)):
        pages = each.fields.get(problem.about, {}).get("last") or {}
        if habit in pages:
            return {**problem.evidence, "last_right": pages[habit]}
    return problem.evidence


def _habit(name: str, runs: Sequence[Seen]) -> str | None:
    """Where a field comes from: its selector where one is declared, else what gave it nearly always."""
    if any(run.fields.get(name, {}).get("declared") for run in runs[-5:]):
        return "selector"
    by = Counter[str]()
    for run in runs[:-1]:
        by.update(_by(run, name))
        by[MISSING] += _count(run, name, MISSING)
    if not by:
        return None
    source, count = by.most_common(1)[0]
    return source if source != MISSING and count >= _HABIT * by.total() else None


def _by(run: Seen, name: str) -> Mapping[str, int]:
    return run.fields.get(name, {}).get("by") or {}


def _count(run: Seen, name: str, source: str) -> int:
    field = run.fields.get(name, {})
    return int(field.get("missing", 0)) if source == MISSING else int(_by(run, name).get(source, 0))


def _pages(run: Seen, name: str) -> int:
    return sum(_by(run, name).values()) + _count(run, name, MISSING)


def _measured(
    name: str, words: str, run: Seen, band: tuple[float, float], history: Sequence[Seen]
) -> Iterator[Problem]:
    """The median page's length or share of letters, beside those of the runs before and a band."""
    now = _middle(run, name)
    if now is None:
        return
    before = [
        log(value) for each in history if (value := _middle(each, name)) and not each.has(("markup changed", name))
    ]
    evidence: dict[str, Any] = {"median": now, "pages": run.texts.get("pages")}
    if len(before) >= _RUNS and now > 0:
        usual = median(before)
        far = abs(log(now) - usual) / max(deviation(before), 0.05)
        if far < _FAR or not abs(log(now) - usual) > log(1.8 if name == "words" else 1.25):
            return
        evidence |= {"usual": round(2.718281828**usual, 2)}
        says = f"{now:g} {words} in the median page; {evidence['usual']:g} are usual"
        severity = Severity.ERROR if log(now) < usual else Severity.WARNING
    elif len(before) < _RUNS and not band[0] <= now <= band[1]:
        says = f"{now:g} {words} in the median page; {band[0]:g} to {band[1]:g} are expected"
        severity = Severity.ERROR if now < band[0] else Severity.WARNING
    else:
        return
    yield Problem(cause=Cause.MARKUP, severity=severity, says=says, about=name, evidence=evidence)


def _middle(run: Seen, name: str) -> float | None:
    """The median of a run with enough pages to have one."""
    value = (run.texts.get(name) or {}).get("p50")
    enough = int(run.texts.get("pages", 0)) >= _PAGES
    return float(value) if enough and isinstance(value, int | float) else None
