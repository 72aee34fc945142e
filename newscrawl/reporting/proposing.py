"""Which Turkish article an Arabic one reports on, as far as citation, time and shared cues can tell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from newscrawl.reporting.cues import weigh

WINDOW: Final = timedelta(hours=72)
TOLERANCE: Final = timedelta(minutes=30)  # clocks differ, and an article's time may be that of its last change
FEWEST: Final = 2.5  # weight that has to be shared
THRESHOLD: Final = 0.5
DOUBT: Final = 2.0  # shared weight at which a pair without any contradiction scores a half
LOST: Final = 0.4  # what a report names and its source does not may be background


@dataclass(frozen=True, slots=True)
class Cued:
    """An article with its cues; `outlets` is whose it is, or whom it cites."""

    id: str
    outlets: tuple[str, ...]
    published: datetime
    cues: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """That the Arabic article `report` reports on the Turkish article `of`: a guess with a score between 0 and 1."""

    report: str
    of: str
    score: float
    lag: timedelta
    evidence: Mapping[str, object]


def propose(report: Cued, candidates: Iterable[Cued]) -> tuple[Proposal, ...]:
    """The candidates that the report is likely to be about, the likeliest first."""
    found = [proposal for each in candidates if (proposal := _compare(report, each))]
    return tuple(sorted(found, key=lambda each: (-each.score, each.lag, each.of)))


def score(report: Mapping[str, str], source: Mapping[str, str]) -> float:
    """How much of what an Arabic text names a Turkish one names too, in doubt of a little."""
    shared = sum(map(weigh, _shared(report, source)))
    lost = sum(weigh(cue) for cue in _lost(report, source))
    return shared / (shared + LOST * lost + DOUBT) if shared >= FEWEST else 0.0


def _compare(report: Cued, source: Cued) -> Proposal | None:
    lag = report.published - source.published
    if not (-TOLERANCE <= lag <= WINDOW and set(report.outlets).intersection(source.outlets)):
        return None
    value = score(report.cues, source.cues)
    if value < THRESHOLD:
        return None
    evidence = {
        "shared": {cue: [source.cues[cue], report.cues[cue]] for cue in _shared(report.cues, source.cues)},
        "lost": _lost(report.cues, source.cues),
    }
    return Proposal(report.id, source.id, round(value, 3), lag, evidence)


def _shared(report: Mapping[str, str], source: Mapping[str, str]) -> list[str]:
    """The cues of both; of names that contain each other the longest."""
    both = sorted(report.keys() & source.keys(), key=lambda cue: (-len(cue), cue))
    spelt = [cue.removeprefix("spelt ") for cue in both if cue.startswith("spelt ")]
    inner = {f"spelt {each}" for at, each in enumerate(spelt) if any(each in other for other in spelt[:at])}
    return sorted(set(both) - inner)


def _lost(report: Mapping[str, str], source: Mapping[str, str]) -> list[str]:
    """What the report names and its source does not; nobody knows which of the "spelt" are names."""
    return sorted(cue for cue in report if cue not in source and not cue.startswith(("spelt ", "common ")))
