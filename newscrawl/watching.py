"""What the run ledger says to somebody who watches: which outlets did their work, which did not, and why in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from newscrawl.declarations import Declarations
from newscrawl.exits import Exit
from newscrawl.health import Expectations, Problem, Severity, judge_outside, never_run

Run = Mapping[str, Any]
REPLAYS: Final = "that says nothing of a site and is not judged"
_UNITS: Final = ((2 * 86400, 86400, "days"), (2 * 3600, 3600, "h"), (120, 60, "min"))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an outlet stands: its latest run (None if it never ran), when it last did its work, what is wrong."""

    outlet: str
    last: Run | None
    worked: datetime | None
    problems: Sequence[Problem]

    @property
    def needs_a_look(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def replayed(self) -> bool:
        """Whether all that is known comes from an archive."""
        return bool(self.last and self.last.get("replay"))

    def document(self) -> dict[str, Any]:
        told = [problem.document() for problem in self.problems]
        return {"_id": self.outlet, "last": self.last, "worked": self.worked, "problems": told}


def standings(fleet: Iterable[Run], declared: Declarations, now: datetime) -> list[Standing]:
    """Every outlet that ran or should have, by name. `fleet` is as `RunStore.fleet` gives it."""
    found = {}
    for outlet in fleet:
        name = outlet["_id"]
        every = declared.expectations(name, Expectations()).every
        problems = _replayed(every) if outlet["last"].get("replay") else judge_outside(outlet, every, now)
        found[name] = Standing(name, outlet.get("last"), outlet.get("worked"), problems)
    for name, values in declared.outlets.items():
        if name not in found and values.get("every"):
            found[name] = Standing(name, None, None, [never_run(values["every"])])
    return [found[name] for name in sorted(found)]


def _replayed(every: timedelta | None) -> list[Problem]:
    """A replay says nothing of the site, so an outlet that was only ever replayed has never run."""
    return [never_run(every)] if every else []


def state(run: Run, found: Iterable[Problem]) -> str:
    """An outlet's state in one word: error, warning, running, replayed or well."""
    worst = {each.severity.value for each in found}
    if worst:
        return "error" if "error" in worst else "warning"
    if run.get("state") == "running":
        return "running"
    return "replayed" if run.get("replay") else "well"


def row(standing: Standing, now: datetime) -> tuple[str, ...]:
    """An outlet in a line: its latest run, when it last did its work, what it stored, what is wrong."""
    last = standing.last or {}
    outcomes = last.get("outcomes")
    counts = outcomes if isinstance(outcomes, Mapping) else {}
    stored = sum(counts.get(name, 0) for name in ("new", "updated"))
    state = "replayed" if standing.replayed else str(last.get("state") or "never run")
    return (
        standing.outlet, state, ago(last.get("started"), now),
        ago(standing.worked, now), str(stored), in_words(standing.problems),
    )  # fmt: skip


def in_words(problems: Sequence[Problem]) -> str:
    """The gravest problem in words, and how many there are besides."""
    if not problems:
        return ""
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{problems[0].cause}: {problems[0].says}{more}"


def run_row(run: Run, now: datetime) -> tuple[str, ...]:
    """A run in a line."""
    outcomes = run.get("outcomes") or {}
    began, ended = run.get("started"), run.get("finished")
    took = f"{(ended - began) / timedelta(seconds=1):.0f} s" if began and ended else ""
    counts = [outcomes.get("new", 0), outcomes.get("updated", 0), outcomes.get("unchanged", 0)]
    counts += [_under("rejected/", outcomes), _under("failed/", outcomes)]
    return (
        str(run.get("outlet")), str(run.get("state")), ago(began, now), took, *map(str, counts), verdict(run),
    )  # fmt: skip


def verdict(run: Run) -> str:
    """What was wrong with a run, in words; empty where nothing was."""
    stored = run.get("problems")
    problems = [found for each in stored if (found := Problem.read(each))] if isinstance(stored, list) else []
    if problems:
        return in_words(problems)
    if run.get("state") == "closed" and run.get("exit_code") not in (Exit.OK, Exit.HELD):
        return f"exit {run.get('exit_code')}: {run.get('verdict') or run.get('reason') or 'no word why'}"
    return {"died": "died before its end", "silent": "no sign of life"}.get(str(run.get("state")), "")


def ago(moment: datetime | None, now: datetime) -> str:
    """How long ago, in the largest unit that says it; "never" where there is no time. A clock that is off may have
    put it in the future."""
    if moment is None:
        return "never"
    seconds = (now - moment).total_seconds()
    size, unit = next(((size, unit) for least, size, unit in _UNITS if abs(seconds) >= least), (1, "s"))
    return f"in {-seconds / size:.0f} {unit}" if seconds < -1 else f"{max(0, seconds) / size:.0f} {unit} ago"


def _under(area: str, outcomes: Mapping[str, int]) -> int:
    return sum(count for name, count in outcomes.items() if name.startswith(area))
