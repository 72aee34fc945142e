"""Which Turkish article an Arabic one reports on, as far as citation, time and shared cues can tell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from newscrawl.reporting.cues import weigh

WINDOW: Final = timedelta(hours=72)
TOLERANCE: Final = timedelta(minutes=30)  # clocks differ, and an article's time may be that of its last change
THRESHOLD: Final = 0.6
DOUBT: Final = 2.0  # shared weight at which a pair without any contradiction scores a half
LOST: Final = 0.4  # what a report names and its source does not may be background
MARGIN: Final = 0.05  # by which the best of an outlet has to lead: its follow-up tells the same story


@dataclass(frozen=True, slots=True)
class Cued:
    """An article with its cues; `outlets` is whose it is (one), or whom it cites (any number)."""

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
    """Of each outlet that the report cites the article it is about, where one clearly is; the likeliest first."""
    likely: dict[str, list[tuple[float, Cued]]] = {}
    for each in candidates:
        if _in_reach(report, each) and matters(value := score(report.cues, each.cues)):
            likely.setdefault(each.outlets[0], []).append((value, each))
    found = [_proposal(report, *leading) for scored in likely.values() if (leading := _leading(scored))]
    return tuple(sorted(found, key=lambda each: (-each.score, each.lag, each.of)))


def score(report: Mapping[str, str], source: Mapping[str, str]) -> float:
    """How much of what an Arabic text names a Turkish one names too, in doubt of a little."""
    shared = sum(map(weigh, _shared(report, source)))
    lost = sum(weigh(cue) for cue in _lost(report, source))
    return shared / (shared + LOST * lost + DOUBT)


def matters(value: float) -> bool:
    """Whether a source of that score is proposed, or stands in the way of another."""
    return value >= THRESHOLD - MARGIN


def _in_reach(report: Cued, source: Cued) -> bool:
    lag = report.published - source.published
    return -TOLERANCE <= lag <= WINDOW and set(report.outlets).issuperset(source.outlets)


def _leading(scored: list[tuple[float, Cued]]) -> tuple[float, Cued] | None:
    best, *others = sorted(scored, key=lambda each: -each[0])
    leads = all(best[0] - other[0] >= MARGIN for other in others[:1])
    return best if leads and best[0] >= THRESHOLD else None


def _proposal(report: Cued, value: float, source: Cued) -> Proposal:
    shared = _shared(report.cues, source.cues)
    evidence = {
        "shared": [{"cue": cue, "source": source.cues[cue], "report": report.cues[cue]} for cue in shared],
        "lost": _lost(report.cues, source.cues),
    }
    return Proposal(report.id, source.id, round(value, 3), report.published - source.published, evidence)


def _shared(report: Mapping[str, str], source: Mapping[str, str]) -> list[str]:
    """The cues of both; of names that contain each other the longest."""
    both = sorted(report.keys() & source.keys(), key=lambda cue: (-len(cue), cue))
    spelt = [cue.removeprefix("spelt ") for cue in both if cue.startswith("spelt ")]
    inner = {f"spelt {each}" for at, each in enumerate(spelt) if any(each in other for other in spelt[:at])}
    return sorted(set(both) - inner)


def _lost(report: Mapping[str, str], source: Mapping[str, str]) -> list[str]:
    """What the report names and its source does not; nobody knows which of the "spelt" are names."""
    return sorted(cue for cue in report if cue not in source and not cue.startswith(("spelt ", "common ")))
