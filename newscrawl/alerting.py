"""What is told: one message a pass, grouped by cause, each problem once, its end too, nothing in quiet hours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from newscrawl.declarations import Alerting
from newscrawl.health import Cause, Problem, Severity
from newscrawl.report import plain
from newscrawl.watching import Standing

FLEET: Final = "newscrawl"  # what is wrong with no outlet but with all of it
OVERDUE: Final = timedelta(hours=1)
_MOST: Final = 8  # outlets of one cause that are told in full
_LONGEST: Final = 300
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What a target is sent."""

    title: str
    body: str


def compose(told: Sequence[Told], now: Sequence[Told], moment: datetime, remind: timedelta) -> Message | None:
    """What is new, what stays and was told long ago, and what is over; None where that is nothing."""
    before, current = {_key(each): each for each in told}, {_key(each): each for each in now}
    new = [each for key, each in current.items() if key not in before]
    again = [
        each
        for key, each in current.items()
        if key in before and each["severity"] == Severity.ERROR and moment - before[key]["told"] >= remind
    ]
    over = [each for key, each in before.items() if key not in current]
    if not new and not again and not over:
        return None
    parts = [*_grouped(new), *_grouped(again, "still "), *_grouped(over, "over: ", brief=True)]
    counts = ((len(new), "new"), (len(again), "still there"), (len(over), "over"))
    title = "newscrawl: " + ", ".join(f"{count} {word}" for count, word in counts if count)
    return Message(title, "\n".join(parts))


def current(standings: Iterable[Standing], besides: Iterable[Problem]) -> list[Told]:
    """What is wrong now, as it is told and remembered: the gravest first."""
    pairs = [(FLEET, each) for each in besides] + [(s.outlet, each) for s in standings for each in s.problems]
    pairs.sort(key=lambda pair: pair[1].severity is not Severity.ERROR)
    return [
        {"outlet": outlet, "cause": each.cause.value, "about": each.about, "says": each.says,
         "severity": each.severity.value, "runbook": each.runbook}
        for outlet, each in pairs
    ]  # fmt: skip


def remembered(told: Sequence[Told], now: Sequence[Told], moment: datetime, remind: timedelta) -> list[Told]:
    """What a target has been told, once it has taken the message."""
    before = {_key(each): each["told"] for each in told}
    due = {key for key, at in before.items() if moment - at >= remind}
    return [{**each, "told": moment if _key(each) in due else before.get(_key(each), moment)} for each in now]


def is_quiet(alerting: Alerting, moment: datetime) -> bool:
    """Whether it is a time to be left in peace, by the clock of the place that is declared."""
    if alerting.quiet is None:
        return False
    begin, end = alerting.quiet
    clock: time = moment.astimezone(alerting.timezone).time()
    return begin <= clock < end if begin <= end else clock >= begin or clock < end


def troubles(targets: Mapping[str, str], states: Iterable[Told], last: datetime | None, now: datetime) -> list[Problem]:
    """What is wrong with telling. `targets`: names by id; `last`: the latest pass."""
    if not targets:
        return []
    found = [_failing(targets[each["_id"]], each["failed"]) for each in states
             if each["_id"] in targets and each.get("failed")]  # fmt: skip
    if last is None or now - last > OVERDUE:
        when = f"since {last:%Y-%m-%d %H:%M}" if last else "yet"
        says = f"alerts are declared and no `scrapy alert` was run {when}"
        found.append(Problem(cause=Cause.ALERTING, severity=Severity.ERROR, says=says, about="pass", since=last))
    return found


def unusable(says: str) -> Problem:
    """Of a target that cannot even be tried."""
    return Problem(cause=Cause.ALERTING, severity=Severity.ERROR, says=says, about=says)


def _failing(name: str, failed: Told) -> Problem:
    says = f"{name} does not take alerts: {failed.get('error')}"
    since = failed.get("since")
    return Problem(cause=Cause.ALERTING, severity=Severity.ERROR, says=says, about=name, since=since)


def _key(told: Told) -> tuple[Any, ...]:
    return (told["outlet"], told["cause"], told["about"])


def _grouped(problems: Sequence[Told], before: str = "", *, brief: bool = False) -> list[str]:
    """A line a cause, with its outlets; below it what each of them says."""
    causes: dict[str, list[Told]] = {}
    for each in problems:
        causes.setdefault(each["cause"], []).append(each)
    lines = []
    for cause, found in causes.items():
        outlets = list(dict.fromkeys(each["outlet"] for each in found))
        lines.append(plain(f"{before}{cause}: {', '.join(outlets)}"))
        if not brief:
            lines += [f"  {plain(each['outlet'])}: {_short(each['says'])}" for each in found[:_MOST]]
            lines.append(f"  what to do: {found[0].get('runbook', '')}")
    return lines


def _short(text: str) -> str:
    said = plain(text)
    return said if len(said) <= _LONGEST else said[:_LONGEST] + " …"
