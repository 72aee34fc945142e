"""When an outlet's articles came, by what each run found: what is usual at a time, and how unlikely nothing is."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from newscrawl.health.calendar import alike_since, expected_share, plausible_shares, share_of_day
from newscrawl.health.reading import Seen
from newscrawl.health.statistics import at_most, dispersion, nothing

DAY: Final = timedelta(days=1)
MONTH: Final = 30
REACH: Final = 35  # days back that a time is compared with
GUESSED: Final = 10  # days that what is usual anywhere counts as
VARIES: Final = 0.15  # the variance of a day's level, as a share of its square
OWN: Final = 0.02  # what a weekday's days have to be less likely than by the level of all days
UNLIKE: Final = 0.01  # what a share that fits badly still counts as: tomorrow may be unlike today
OFTEN: Final = 150  # looks a month, five a day: who looks more often can wait for the next
ENOUGH: Final = 7  # of such days, before which only what the outlet declares can be gone by


class Arrivals:
    """Articles by time. What a run found came at some time since the run before: it is spread evenly over that."""

    def __init__(self, runs: Sequence[Seen]) -> None:
        self.moments = [each.started for each in runs]
        self.totals = [0.0]
        for each in runs[1:]:
            self.totals.append(self.totals[-1] + each.fresh)

    def limit(self, wrong: float) -> float:
        """The chance below which something is said, so that at most so many alarms a month are wrong, were each run
        of late a new chance of one. The days of a new outlet are few to go by: of it less is said. Who looks often can
        wait for the next look: less is said at once."""
        now = self.moments[-1]
        known = max(1.0, (now - self.moments[0]) / DAY)
        lately = len(self.moments) - bisect_right(self.moments, now - MONTH * DAY)
        looks = lately * MONTH / min(MONTH, known)
        return wrong / looks * min(1.0, known / REACH) * min(1.0, OFTEN / looks)

    def between(self, begin: datetime, end: datetime) -> float:
        return self._until(end) - self._until(begin)

    def usual(self, begin: datetime, end: datetime) -> tuple[float, float] | None:
        """How many are to be expected at least and how widely that varies; None without enough days before."""
        level = self.level(begin, end)
        return level and (level[0] * expected_share(begin, end), level[1])

    def most(self, begin: datetime, end: datetime) -> float:
        """The most that there was in these hours of a day before."""
        return max(self._before(begin, end).values(), default=0.0)

    def nothing(self, begin: datetime, end: datetime, part: float = 1.0, others: int = 0) -> tuple[float, float] | None:
        """How many are usual from a source with this part of all, and the chance that it names none although it is
        well, while the others named so many; None without enough days before."""
        level = self.level(begin, end)
        if level is None:
            return None
        mean, spread = level
        shares = _reweighed(self._shares(begin, end), others, (1 - part) * mean, spread)
        chances = (weight * nothing(mean * share, spread, part, others) for share, weight in shares.items())
        return part * mean * sum(share * weight for share, weight in shares.items()), sum(chances)

    def _shares(self, begin: datetime, end: datetime) -> Mapping[float, float]:
        """What a day may have of its usual volume, with how likely that is; on a feast, as the last day of it tells."""
        shares, since = dict.fromkeys(plausible_shares(begin, end), 1.0), max(begin - DAY, alike_since(begin))
        told = self.level(since, begin) if share_of_day(begin.date()) < 1 else None
        return _reweighed(shares, self.between(since, begin), *told) if told else shares

    def level(self, begin: datetime, end: datetime) -> tuple[float, float] | None:
        """How many are usual on days like any other, and how widely that varies."""
        counts = self._before(begin, end)
        if len(counts) < ENOUGH:
            return None
        whole, same = median(counts.values()), [count for n, count in counts.items() if n % 7 == 0]
        level = min([whole, *same]) if len(same) < 3 else whole
        if len(same) >= 3 and _differ(same, whole, self._spread(counts, whole)):
            level = median(same)
        return level, self._spread(counts, level)

    def _spread(self, counts: Mapping[int, float], level: float) -> float:
        # A few days say little of how widely days vary: anywhere it is by some two fifths.
        known = len(counts)
        return (known * dispersion(counts) + GUESSED * (1 + VARIES * level)) / (known + GUESSED)

    def _before(self, begin: datetime, end: datetime) -> Mapping[int, float]:
        """How many there were in the same hours, by days back."""
        days = [n for n in range(1, REACH + 1) if self.moments and begin - n * DAY >= self.moments[0]]
        return {n: self.between(begin - n * DAY, end - n * DAY) for n in days if end - n * DAY <= begin}

    def _until(self, moment: datetime) -> float:
        right = bisect_right(self.moments, moment)
        if right == 0:
            return 0.0
        if right == len(self.moments):
            return self.totals[-1]
        begin, end = self.moments[right - 1], self.moments[right]
        part = (moment - begin) / (end - begin)
        return self.totals[right - 1] + part * (self.totals[right] - self.totals[right - 1])


def _differ(same: Sequence[float], level: float, spread: float) -> bool:
    """Whether a weekday has a level of its own: of a small outlet its few days are mostly chance."""
    total, mean = sum(same), len(same) * level
    less = at_most(total, mean, spread)
    return min(less, 1 - less) < OWN


def _reweighed(shares: Mapping[float, float], count: float, mean: float, spread: float) -> Mapping[float, float]:
    """Shares of the usual, by how likely each was and how well it fits a count; together 1."""
    if len(shares) == 1:
        return dict.fromkeys(shares, 1.0)
    fits = {share: _alike(count, mean * share, spread) for share in shares}
    most = max(*fits.values(), 1e-300)
    weights = {share: weight * (UNLIKE + fits[share] / most) for share, weight in shares.items()}
    total = sum(weights.values())
    return {share: weight / total for share, weight in weights.items()}


def _alike(count: float, mean: float, spread: float) -> float:
    """How well a mean fits a count."""
    return at_most(count, mean, spread) - (at_most(count - 1, mean, spread) if count >= 1 else 0.0)
