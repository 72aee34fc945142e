"""A run's document as health reads it: whatever a later version, a crash or a hand left in it, one clear error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

Document = Mapping[str, Any]
SCHEMA: Final = 1
_COUNTED: Final = ("named", "fresh", "alone", "shared", "others")
STATES: Final = ("running", "silent", "died", "closed")


class BrokenRun(ValueError):
    """A document that is no run; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One run. A mapping that the document lacks is empty: earlier runs are stored in short."""

    id: str
    started: datetime
    finished: datetime | None
    state: str
    exit_code: int | None
    reason: str
    verdict: str
    outcomes: Mapping[str, int]
    asked: Mapping[str, int]
    sources: Sequence[Document]
    fields: Mapping[str, Document]
    texts: Document
    newest: datetime | None
    latency: float | None
    copies: int
    skew: float
    problems: Sequence[Document]

    @property
    def read(self) -> int:
        """Articles that the run has an outcome of."""
        return sum(self.outcomes.values())

    @property
    def answered(self) -> int:
        return sum(self.asked.get(name, 0) for name in ("answered", "unchanged"))

    @property
    def fresh(self) -> int:
        """Articles that its sources named and nobody knew."""
        return sum(int(each.get("fresh", 0)) for each in self.sources)

    def under(self, *prefixes: str) -> int:
        return sum(count for name, count in self.outcomes.items() if name.startswith(prefixes))

    def has(self, key: tuple[str, str]) -> bool:
        return any((each.get("cause"), each.get("about", "")) == key for each in self.problems)


def read(document: Document) -> Seen:
    """Raises BrokenRun."""
    schema = document.get("schema", SCHEMA)
    if not isinstance(schema, int) or schema > SCHEMA:
        raise BrokenRun(f"it was written by a later version of newscrawl (schema {schema!r}, this one knows {SCHEMA})")
    state = _typed(document, "state", str, "")
    if state not in STATES:
        raise BrokenRun(f"its state is {state!r}")
    if state == "closed" and not isinstance(document.get("exit_code"), int):
        raise BrokenRun(f"it is closed and has no exit code ({document.get('exit_code')!r})")
    if state == "closed" and "outcomes" not in document:
        raise BrokenRun("it is closed and has no statistics")
    started = _typed(document, "started", datetime, None)
    if started is None:
        raise BrokenRun("it has no time of its start")
    latency = _typed(_typed(_typed(document, "timing", Mapping, {}), "latency", Mapping, {}), "p50", int | float, None)
    return Seen(
        id=str(document.get("_id", "")), started=started, finished=_typed(document, "finished", datetime, None),
        state=state, exit_code=_typed(document, "exit_code", int, None), reason=_typed(document, "reason", str, ""),
        verdict=_typed(document, "verdict", str, ""), outcomes=_counts(document, "outcomes"),
        asked=_counts(document, "asked"), sources=_sources(document),
        fields={name: _field(name, each) for name, each in _typed(document, "fields", Mapping, {}).items()},
        texts=_typed(document, "texts", Mapping, {}), newest=_typed(document, "newest", datetime, None),
        latency=latency, copies=_typed(document, "copies", int, 0),
        skew=_typed(document, "clock_skew", int | float, 0.0), problems=_documents(document, "problems"),
    )  # fmt: skip


def read_all(documents: Sequence[Document], before: Seen) -> list[Seen]:
    """The earlier runs that can be read, oldest first; those dated after this one are the work of a wrong clock."""
    found = []
    for document in documents:
        try:
            found.append(read(document))
        except BrokenRun:
            continue
    return sorted((each for each in found if each.started < before.started), key=lambda each: each.started)


def elapsed(begin: datetime, end: datetime) -> float:
    """Hours."""
    return (end - begin) / timedelta(hours=1)


def _typed(document: Document, name: str, kind: Any, default: Any) -> Any:
    value = document.get(name)
    if value is None:
        return default
    if not isinstance(value, kind):
        raise BrokenRun(f"its {name!r} is {value!r:.60}")
    return value


def _counts(document: Document, name: str) -> Mapping[str, int]:
    found: Mapping[str, int] = _typed(document, name, Mapping, {})
    wrong = [key for key, value in found.items() if not isinstance(value, int) or value < 0]
    if wrong:
        raise BrokenRun(f"its {name!r} has {wrong[0]!r} at {found[wrong[0]]!r:.60}")
    return found


def _documents(document: Document, name: str) -> Sequence[Document]:
    found: Sequence[Document] = _typed(document, name, list | tuple, ())
    if not all(isinstance(each, Mapping) for each in found):
        raise BrokenRun(f"its {name!r} is {found!r:.60}")
    return found


def _sources(document: Document) -> Sequence[Document]:
    found = _documents(document, "sources")
    for each in found:
        for name in _COUNTED:
            _typed(each, name, int | float, None)
    return found


def _field(name: str, found: Any) -> Document:
    if not isinstance(found, Mapping) or not isinstance(found.get("missing", 0), int):
        raise BrokenRun(f"its field {name!r} is {found!r:.60}")
    _counts(found, "by")
    return found
