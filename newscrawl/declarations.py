"""What operations declare, in one TOML file: when each outlet is crawled, what is expected of it, whom to tell.

[outlets.hurriyet]
every = "15 min"           # a run must have begun within one and a half times that
per_day = [200, 800]       # instead of what the outlet's class declares
words = [60, 900]

[alerts]
targets = ["$SLACK_WEBHOOK", "file:/run/secrets/telegram", "exec:/usr/local/bin/page-me"]
quiet = "23:00-07:00"      # problems wait until it ends
timezone = "Europe/Istanbul"
remind = "1 day"           # how often a problem that stays is told again
heartbeat = "$HEARTBEAT_URL"
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from newscrawl.health import Cause, Expectations, Problem, Severity

_SPAN: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(s|sec|min|m|h|hours?|d|days?|weeks?|w)")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_HOURS: Final = re.compile(r"(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerting:
    """Whom to tell, and when not. Targets are as declared: a secret stands for itself nowhere but in its place."""

    targets: tuple[str, ...] = ()
    quiet: tuple[time, time] | None = None
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    remind: timedelta = timedelta(days=1)
    heartbeat: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    """What the file says; whatever of it cannot be understood is a problem, and the rest counts."""

    outlets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    alerts: Alerting = field(default_factory=Alerting)
    problems: tuple[Problem, ...] = ()

    def expectations(self, outlet: str, declared: Expectations) -> Expectations:
        """What is expected of an outlet: as its class declares, but for what the file says."""
        return replace(declared, **self.outlets.get(outlet, {}))


def load(path: Path | None, known: Collection[str]) -> Declarations:
    """Read the file; `known` are the outlets there are. Without a path nothing is declared."""
    if path is None:
        return Declarations()
    try:
        document = read(path)
    except (OSError, ValueError) as error:
        return Declarations(problems=(_problem(f"{path} cannot be read: {error}", str(path)),))
    return _Reader(path, known).read(document)


def read(path: Path) -> dict[str, Any]:
    """The file's tables, as they are written. OSError where it cannot be read, ValueError where it is no TOML."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


class _Reader:
    """Goes through the file once, keeping what is right and noting what is not."""

    def __init__(self, path: Path, known: Collection[str]) -> None:
        self.path, self.known, self.problems = path, known, list[Problem]()

    def read(self, document: Mapping[str, Any]) -> Declarations:
        tables = dict(self._values("", document, {"outlets": _table, "alerts": _table}))
        outlets = {}
        for name, table in tables.get("outlets", {}).items():
            if name in self.known and isinstance(table, dict):
                outlets[name] = dict(self._values(f"outlets.{name}.", table, _OUTLET))
            else:
                self._wrong(f"outlets.{name}", "is no outlet", name, self.known)
        alerts = Alerting(**dict(self._values("alerts.", tables.get("alerts", {}), _ALERTS)))
        return Declarations(outlets=outlets, alerts=alerts, problems=tuple(self.problems))

    def _values(
        self, place: str, table: Mapping[str, Any], readers: Mapping[str, Callable[[Any], Any]]
    ) -> Iterator[tuple[str, Any]]:
        for name, value in table.items():
            if name not in readers:
                self._wrong(f"{place}{name}", "is not known", name, readers)
                continue
            try:
                yield name, readers[name](value)
            except (ValueError, TypeError, KeyError) as error:
                self._wrong(f"{place}{name}", f"is {value!r:.60}: {error}")

    def _wrong(self, place: str, says: str, name: str = "", known: Collection[str] = ()) -> None:
        near = get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]}?" if near else ""
        self.problems.append(_problem(f"{self.path}: {place} {says}{hint}", place))


def span(text: Any) -> timedelta:
    """A length of time, as in "15 min", "2 h" or "1 day"."""
    found = _SPAN.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise ValueError('a time is written as "15 min", "2 h" or "1 day"')
    return timedelta(seconds=float(found[1]) * _SECONDS[found[2][0]])


def secret(reference: str, environment: Mapping[str, str]) -> str:
    """What a value stands for: $NAME is a variable of the environment, file:PATH a file's content.

    Raises ValueError, in words that do not tell it.
    """
    if reference.startswith("$"):
        if not environment.get(reference[1:]):
            raise ValueError(f"the environment has no {reference[1:]}")
        return environment[reference[1:]].strip()
    if not reference.startswith("file:"):
        return reference
    try:
        return Path(reference.removeprefix("file:")).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{reference}: {error}") from None


def _band(value: Any) -> tuple[float, float]:
    low, high = value
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in (low, high)) or low > high:
        raise ValueError("two numbers are wanted, from and to")
    return low, high


def _table(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("a table is wanted")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("a list of texts is wanted")
    return tuple(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is wanted")
    return value


def _hours(value: Any) -> tuple[time, time]:
    found = _HOURS.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError('hours are written as "23:00-07:00"')
    return time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))


def _zone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(_text(value))
    except (KeyError, OSError):
        raise ValueError("no such time zone") from None


def _problem(says: str, about: str) -> Problem:
    return Problem(cause=Cause.DECLARATION, severity=Severity.ERROR, says=says, about=about)


_OUTLET: Final = {"every": span, "per_day": _band, "words": _band}
_ALERTS: Final = {"targets": _texts, "quiet": _hours, "timezone": _zone, "remind": span, "heartbeat": _text}
