"""The vocabulary of health: what can be wrong, how badly, and what is expected of an outlet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self


class Cause(StrEnum):
    """Why something is wrong, by what has to be done about it; each has its lines in docs/operations.md."""

    DATABASE = "database"
    BUG = "bug"
    DIED = "died"
    HUNG = "hung"
    MISSED = "missed"
    SKIPPED = "skipped"
    UNFINISHED = "unfinished"
    DNS = "dns"
    TLS = "tls"
    DOWN = "down"
    SLOW = "slow"
    BLOCKED = "blocked"
    WALL = "wall"
    GONE = "feed gone"
    STALE = "feed stale"
    EMPTY = "empty"
    MARKUP = "markup changed"
    SURGE = "surge"
    COPIES = "copies"
    CLOCK = "clock"
    DOCUMENT = "document"
    DECLARATION = "declaration"
    ALERTING = "alerting"


class Severity(StrEnum):
    """An error costs articles or makes them wrong; a warning may come to that."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong. `about` tells two of one cause apart: a field, a feed's address."""

    cause: Cause
    severity: Severity
    says: str
    about: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    since: datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        return (self.cause.value, self.about)

    @property
    def runbook(self) -> str:
        """Where it says what to do."""
        return f"docs/operations.md#{self.cause.value.replace(' ', '-')}"

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self | None:
        """A problem as stored; None where it is of another version."""
        try:
            return cls(
                cause=Cause(document["cause"]), severity=Severity(document["severity"]), says=str(document["says"]),
                about=str(document.get("about", "")), evidence=document.get("evidence") or {},
                since=document.get("since"),
            )  # fmt: skip
        except (KeyError, ValueError, TypeError):
            return None

    def document(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in ("says", "about", "since")}
        return {"cause": self.cause.value, "severity": self.severity.value, **told, "evidence": dict(self.evidence)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """What a healthy outlet gives: articles a day, from and to; words of its median article, from and to; how often
    it is to be crawled (None: nobody said)."""

    per_day: tuple[float, float] = (1, 5000)
    words: tuple[float, float] = (20, 5000)
    every: timedelta | None = None
