"""What two texts have to do with each other, measured on their signatures."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Final

from newscrawl.syndication.signature import Signature, size, unpack

# Only these make two articles one story. The other kinds are kept as edges and merge nothing.
MERGING: Final = ("exact", "copy", "abridged")

# A text of fewer words ("details follow") says nothing about where it was taken from.
FEWEST_WORDS: Final = 8
SHORT_WORDS: Final = 30
LEAST_CONTAINMENT: Final = 0.30
RECENT: Final = timedelta(hours=48)
NEXT_DAY: Final = timedelta(hours=20)  # when a daily notice may be expected again
DISTANT: Final = timedelta(days=7)
# How much of the shorter's own text has to be there. An outlet repeats its own formulas where others do not.
THRESHOLD_RECENT: Final = 0.36
THRESHOLD_RECENT_OWN: Final = 0.45
# Embedded in a longer text it merges nothing, so less will do.
THRESHOLD_LATER_CONTAINED: Final = 0.50
THRESHOLD_LATER: Final = 0.60
# More than a week apart, the same outlet again or with another number: only nearly the whole text is the text again.
THRESHOLD_ALL: Final = 0.75
# A formula of few words with two names in it is as like yesterday's as a copy would be.
SHORT_OWN: Final = 60
THRESHOLD_LATER_SHORT: Final = 0.85
# In the same words, so many numbers that stand in for others make it another event.
MOST_REPLACED: Final = 1
LEAST_AGREEMENT: Final = 2 / 3
# Half a text is in a copy that goes on otherwise and in a follow-up alike. The copy begins as the text does, and its
# other numbers belong to what it has of its own.
SURE: Final = 0.55
LEAST_LEAD: Final = 0.1
LED: Final = 0.8
LEAST_AGREEMENT_LED: Final = 1 / 3
COPY_RATIO: Final = 0.60
ABRIDGED_RATIO: Final = 0.35

HISTORY: Final = 10
# Damps the score of a text of which little is left without its template.
PRIOR: Final = 3
FEWEST_OWN: Final = 10

_unpacked: Final = lru_cache(maxsize=32)(unpack)  # an article is compared with many in a row


@dataclass(frozen=True, slots=True)
class Signed:
    """An article as the comparison sees it. `time`: published if that can be believed, else first seen."""

    id: str
    outlet: str
    time: datetime
    signature: Signature

    @property
    def shingles(self) -> frozenset[int]:
        """Unpacked when they are asked for: they weigh ten times what the rest does, and hundreds are read at once."""
        return _unpacked(self.signature.shingles)

    @property
    def size(self) -> int:
        """How many shingles it has."""
        return size(self.signature.shingles)


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge between two articles, by id, with the share of the shorter that the longer holds."""

    kind: str
    """exact, copy, abridged; contains (the longer holds the shorter); version (same outlet); related."""

    score: float
    """0 to 1: the shorter's own text (without template) found in the longer."""

    shorter: str
    longer: str
    evidence: Mapping[str, float]

    @property
    def merges(self) -> bool:
        return self.kind in MERGING


def relate(a: Signed, b: Signed, history: Iterable[Signed]) -> Relation | None:
    """The relation of two articles in either order; None where there is none.

    `history`: neighbours of the shorter of the two, nearest first. Those much older than both show what is
    template; the others are passed over.
    """
    short, long = in_length(a, b)
    if not alike(short, long):
        return None
    shared = short.shingles & long.shingles
    template = _template(short, long, history)
    own = len(short.shingles - template)
    evidence = {
        "containment": len(shared) / short.size,
        "c0": len(shared - template) / (own + PRIOR),
        "ratio": short.size / long.size,
        "gap_hours": abs(a.time - b.time) / timedelta(hours=1),
        "numbers": _agreement(short, long),
        "replaced": _replaced(short, long),
        "lead": _led(a, b, template),
        "background": len(template),
        "own": own,
    }
    return _judge(short, long, {name: round(value, 4) for name, value in evidence.items()})


def alike(a: Signed, b: Signed) -> bool:
    """Whether there is enough in common to be worth a judgement; cheap, and needs no history."""
    short, long = in_length(a, b)
    shared = len(short.shingles & long.shingles)
    return short.signature.words >= FEWEST_WORDS and shared >= LEAST_CONTAINMENT * short.size


def in_length(a: Signed, b: Signed) -> tuple[Signed, Signed]:
    """The shorter, then the longer."""
    return (a, b) if (a.size, a.id) <= (b.size, b.id) else (b, a)


def _template(short: Signed, long: Signed, history: Iterable[Signed]) -> frozenset[int]:
    """The shingles of the shorter that two older articles have as well: formula, not news."""
    before = min(short.time, long.time) - RECENT
    older = (each for each in history if each.time <= before and not _copies(each, (short, long)))
    counts = Counter(shingle for each in islice(older, HISTORY) for shingle in short.shingles & each.shingles)
    return frozenset(shingle for shingle, count in counts.items() if count > 1)


def _copies(older: Signed, texts: tuple[Signed, ...]) -> bool:
    """An older article that carries one of the very texts is no template of them."""
    pairs = (in_length(older, text) for text in texts)
    return any(
        len(short.shingles & long.shingles) >= 0.9 * short.size and _agreement(short, long) >= 0.99
        for short, long in pairs
    )


def _agreement(short: Signed, long: Signed) -> float:
    """The share of the shorter's numbers that the longer has; 1 where it has none."""
    numbers = set(short.signature.numbers)
    return len(numbers.intersection(long.signature.numbers)) / len(numbers) if numbers else 1.0


def _replaced(short: Signed, long: Signed) -> int:
    """Numbers that stand in for others: a number that is only left out contradicts nothing."""
    one, other = set(short.signature.numbers), set(long.signature.numbers)
    return min(len(one - other), len(other - one))


def _led(a: Signed, b: Signed, template: frozenset[int]) -> float:
    """How much of what the later article begins with the earlier one has."""
    earlier, later = sorted((a, b), key=lambda each: each.time)
    lead = unpack(later.signature.lead) - template
    return len(lead & earlier.shingles) / len(lead) if lead else 1.0


def _judge(short: Signed, long: Signed, evidence: dict[str, float]) -> Relation | None:
    score = evidence["c0"]
    if short.signature.exact == long.signature.exact:
        kind, score = "exact", 1.0
    elif short.signature.words < SHORT_WORDS or evidence["own"] < FEWEST_OWN:
        # Too little of its own to measure: the whole of it or nothing.
        if evidence["containment"] < 0.9 or evidence["numbers"] < 0.99:
            return None
        kind, score = _by_length(evidence["ratio"]), evidence["containment"]
    elif score < LEAST_CONTAINMENT:
        return None
    else:
        enough = score >= _threshold(evidence, short.outlet == long.outlet)
        kind = _by_length(evidence["ratio"]) if enough and not _vetoed(evidence) else "related"
    if short.outlet == long.outlet and kind != "related":
        kind = "version"
    return Relation(kind, score, short.id, long.id, evidence)


def _threshold(evidence: Mapping[str, float], same_outlet: bool) -> float:
    gap = timedelta(hours=evidence["gap_hours"])
    if gap > NEXT_DAY and evidence["own"] < SHORT_OWN and evidence["ratio"] >= COPY_RATIO:
        return THRESHOLD_ALL if gap <= RECENT else THRESHOLD_LATER_SHORT
    if gap <= RECENT:
        return THRESHOLD_RECENT_OWN if same_outlet else THRESHOLD_RECENT
    if gap > DISTANT or same_outlet or evidence["replaced"]:
        return THRESHOLD_ALL
    return THRESHOLD_LATER_CONTAINED if evidence["ratio"] < ABRIDGED_RATIO else THRESHOLD_LATER


def _vetoed(evidence: Mapping[str, float]) -> bool:
    """Other numbers in the same words: yesterday's bulletin. A new beginning before the same words: a follow-up."""
    if evidence["c0"] < SURE and evidence["lead"] < LEAST_LEAD and evidence["ratio"] >= ABRIDGED_RATIO:
        return True
    least = LEAST_AGREEMENT_LED if evidence["lead"] >= LED else LEAST_AGREEMENT
    return evidence["replaced"] > MOST_REPLACED and evidence["numbers"] < least


def _by_length(ratio: float) -> str:
    if ratio >= COPY_RATIO:
        return "copy"
    return "abridged" if ratio >= ABRIDGED_RATIO else "contains"
