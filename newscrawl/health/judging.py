"""The one question: what is wrong with this run, given what is expected and what the runs before were like?"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from newscrawl.health.access import judge_access, judge_end
from newscrawl.health.outside import unreadable
from newscrawl.health.pages import judge_pages, last_right
from newscrawl.health.problem import Cause, Expectations, Problem, Severity
from newscrawl.health.reading import BrokenRun, Document, Seen, read, read_all
from newscrawl.health.volume import judge_volume


def judge(run: Document, expectations: Expectations, history: Sequence[Document]) -> list[Problem]:
    """What is wrong, the gravest first. `history`: earlier runs of the outlet, those far back may be in short;
    what of it cannot be read is passed over. A run that did nothing leaves things as the one before saw them."""
    try:
        seen = read(run)
    except BrokenRun as error:
        return [unreadable(run, error)]
    earlier = read_all(history, seen)
    found = list(_all(seen, expectations, earlier))
    return _ordered(_dated(each, seen, earlier) for each in (*found, *_carried(seen, earlier, found)))


def _all(run: Seen, expected: Expectations, history: Sequence[Seen]) -> Iterable[Problem]:
    found = [*judge_access(run, history), *judge_volume(run, expected, history)]
    for problem in judge_pages(run, expected, history):
        is_field = problem.cause is Cause.MARKUP and problem.about in run.fields
        found.append(replace(problem, evidence=last_right(problem, run, history)) if is_field else problem)
    return _once([*found, *judge_end(run, found)])


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """The gravest of a kind."""
    kept: dict[tuple[str, str], Problem] = {}
    for problem in _ordered(problems):
        kept.setdefault(problem.key, problem)
    return list(kept.values())


def _carried(run: Seen, history: Sequence[Seen], found: Sequence[Problem]) -> list[Problem]:
    """What the run before saw and this one could not have seen: it asked nothing, or not that source."""
    if not history:
        return []
    asked = {str(each.get("url")) for each in run.sources}
    known = {problem.key for problem in found}
    old = [problem for each in history[-1].problems if (problem := Problem.read(each)) and problem.key not in known]
    if not run.asked and not run.read:
        return old
    return [each for each in old if each.about.startswith("http") and each.about not in asked]


def _dated(problem: Problem, run: Seen, history: Sequence[Seen]) -> Problem:
    """Since when: as the run before said, where it saw the same."""
    same = [each for each in (history[-1].problems if history else ()) if _key(each) == problem.key]
    since = same[0].get("since") if same else None
    return replace(problem, since=since if isinstance(since, datetime) else run.started)


def _key(document: Document) -> tuple[object, object]:
    return (document.get("cause"), document.get("about", ""))


def _ordered(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda each: (each.severity is not Severity.ERROR, list(Cause).index(each.cause)))
