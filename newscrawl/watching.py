"""What the run ledger says to somebody who watches: which outlets did their work, which did not, and why in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from newscrawl.exits import Exit

Run = Mapping[str, Any]
# Exit codes after which nobody has to look: the work was done, or another run is doing it.
WELL: Final = (Exit.OK, Exit.HELD)
_UNITS: Final = ((2 * 86400, 86400, "days"), (2 * 3600, 3600, "h"), (120, 60, "min"))


def trouble(run: Run) -> str | None:
    """What is wrong with an outlet by its latest run, in words; None where nothing is."""
    state = run.get("state")
    if state == "silent":
        return f"silent: no sign of life of process {run.get('pid')} on {run.get('host')} for more than a lease"
    if state == "died":
        return "died before its end; the next run goes on where it was cut"
    if state == "running":
        return None
    code = run.get("exit_code")
    if not isinstance(code, int):
        return f"the run's document is broken: state {state!r}, exit code {code!r}"
    return None if code in WELL else f"exit {code}: {run.get('verdict') or run.get('reason') or 'no word why'}"


def row(outlet: Run, now: datetime) -> tuple[str, ...]:
    """An outlet in a line: its latest run, when it last did its work, what it stored, what is wrong."""
    last = outlet["last"]
    outcomes = last.get("outcomes") or {}
    stored = sum(outcomes.get(name, 0) for name in ("new", "updated"))
    return (
        outlet["_id"], str(last.get("state")), ago(last.get("started"), now), ago(outlet.get("worked"), now),
        str(stored), trouble(last) or "",
    )  # fmt: skip


def run_row(run: Run, now: datetime) -> tuple[str, ...]:
    """A run in a line."""
    outcomes = run.get("outcomes") or {}
    began, ended = run.get("started"), run.get("finished")
    took = f"{(ended - began) / timedelta(seconds=1):.0f} s" if began and ended else ""
    counts = [outcomes.get("new", 0), outcomes.get("updated", 0), outcomes.get("unchanged", 0)]
    counts += [_under("rejected/", outcomes), _under("failed/", outcomes)]
    return (
        str(run.get("outlet")), str(run.get("state")), ago(began, now), took, *map(str, counts), trouble(run) or "",
    )  # fmt: skip


def ago(moment: datetime | None, now: datetime) -> str:
    """How long ago, in the largest unit that says it; "never" where there is no time."""
    if moment is None:
        return "never"
    seconds = (now - moment).total_seconds()
    size, unit = next(((size, unit) for least, size, unit in _UNITS if seconds >= least), (1, "s"))
    return f"{seconds / size:.0f} {unit} ago"


def _under(area: str, outcomes: Mapping[str, int]) -> int:
    return sum(count for name, count in outcomes.items() if name.startswith(area))


def troubled(outlets: Iterable[Run]) -> list[str]:
    """The outlets that somebody has to look at."""
    return [outlet["_id"] for outlet in outlets if trouble(outlet["last"])]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an outlet. `severity`: error or warning."""

    cause: str
    severity: str
    says: str
    evidence: Any = None
    since: Any = None


def problems(run: Run) -> list[Problem]:
    """What is wrong by a run: what was judged of it, and what its end itself says. A broken entry is passed over."""
    judged = run.get("problems")
    found = [_problem(each) for each in judged if isinstance(each, Mapping)] if isinstance(judged, list) else []
    said = trouble(run)
    if said and not any(each.severity == "error" for each in found):
        found.insert(0, Problem("run", "error", said))
    return found


def _problem(each: Mapping[str, Any]) -> Problem:
    severity = "error" if each.get("severity") == "error" else "warning"
    return Problem(str(each.get("cause")), severity, str(each.get("says")), each.get("evidence"), each.get("since"))


def state(run: Run, found: Iterable[Problem]) -> str:
    """An outlet's state in one word: error, warning, running or well."""
    worst = {each.severity for each in found}
    if worst:
        return "error" if "error" in worst else "warning"
    return "running" if run.get("state") == "running" else "well"
