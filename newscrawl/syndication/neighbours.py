"""Which articles are compared with which: the bounds that every search keeps, and the search itself over many at once.

`newscrawl.store.signatures` asks MongoDB for the neighbours of one article; a batch engine groups the postings of a
fingerprint and finds those of all.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from operator import attrgetter
from typing import Final, NamedTuple

from newscrawl.syndication.relation import RECENT, Signed

# Two shared fingerprints make a candidate, or a tenth where the shorter has more: a third of it must be shared in the
# end. One is enough for an older article to show what is template.
FEWEST_SHARED: Final = 2
LEAST_SHARE: Final = 0.1
MOST_NEIGHBOURS: Final = 60
# Postings read of one fingerprint: those of a text and its copies lie close in time.
NEAREST: Final = 24
HISTORY: Final = 30
NEAREST_OLDER: Final = 16


class Posting(NamedTuple):
    """An article under one of its fingerprints; `size` is how many it has."""

    time: datetime
    id: str
    size: int


_time: Final = attrgetter("time")


def end_of_history(one: Signed, other: Signed) -> datetime:
    """Two days before both, at midnight, so that the pairs of one day share their history."""
    first = min(one.time, other.time)
    return datetime.combine(first.date(), time(), first.tzinfo) - RECENT


def neighbours(postings: Sequence[Posting]) -> Iterator[tuple[Posting, Posting]]:
    """Each article of a fingerprint with those that it is compared with for it; `postings` are sorted."""
    for mine in postings:
        end = bisect_right(postings, mine.time + RECENT, key=_time)
        for other in postings[max(0, end - NEAREST) : end + NEAREST]:
            if other.id != mine.id:
                yield mine, other


def enough(mine: Posting, other: Posting, shared: int, window: timedelta) -> bool:
    """Whether so many shared fingerprints make the other a candidate; beyond the window half of them must be shared."""
    if abs(mine.time - other.time) <= window and shared >= LEAST_SHARE * min(mine.size, other.size):
        return shared >= FEWEST_SHARED
    return shared >= max(FEWEST_SHARED, mine.size // 2)


def older(postings: Sequence[Posting], since: datetime, before: datetime) -> Sequence[Posting]:
    """The postings of a fingerprint that show what is template in an article, from `since` to `before`."""
    end = bisect_right(postings, before, key=_time)
    return postings[max(bisect_left(postings, since, key=_time), end - NEAREST_OLDER) : end]


def most(counted: Iterable[tuple[str, int]], limit: int) -> list[str]:
    """The ids that share the most, then by id."""
    return [each for each, _ in sorted(counted, key=lambda pair: (-pair[1], pair[0]))[:limit]]
