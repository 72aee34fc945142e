"""Robust statistics: how unlikely a count is beside those before. Nothing here is thrown off by a bad week."""

from collections.abc import Mapping, Sequence
from math import exp, lgamma, log, log1p, sqrt
from statistics import median

_FEW = 1.2  # what a median of a few takes from the rests around it
STEADY, UNSTEADY = 50.0, 0.01  # a part that never varied may still: with the hour, the day, the subject
_NORMAL = 1.4826  # the standard deviation of normal values is so many times their median deviation


def deviation(values: Sequence[float]) -> float:
    """The median absolute deviation from the median, as a standard deviation."""
    middle = median(values)
    return _NORMAL * median(abs(value - middle) for value in values)


def dispersion(counts: Mapping[int, float]) -> float:
    """Variance over mean, 1 at least: 1 is Poisson, news comes in bursts. `counts` by days back: each weekday has a
    level of its own. By square roots, whose variance is a quarter of it whatever the mean."""
    weekdays: dict[int, list[float]] = {}
    for day, count in counts.items():
        weekdays.setdefault(day % 7, []).append(sqrt(count))
    if min(map(len, weekdays.values())) < 3:
        return max(1.0, (2 * deviation([sqrt(count) for count in counts.values()])) ** 2)
    rests = [root - median(roots) for roots in weekdays.values() for root in roots]
    return max(1.0, (2 * _FEW * deviation(rests)) ** 2)


def at_most(count: float, mean: float, spread: float) -> float:
    """The chance of so few events or fewer where `mean` are expected and the variance is `spread` times that."""
    if mean <= 0:
        return 1.0
    if spread <= 1.0001:
        terms = (k * log(mean) - mean - lgamma(k + 1) for k in range(int(count) + 1))
    else:
        size = mean / (spread - 1)
        miss, hit = log(1 / spread), log1p(-1 / spread)
        terms = (lgamma(k + size) - lgamma(size) - lgamma(k + 1) + size * miss + k * hit for k in range(int(count) + 1))
    return min(1.0, sum(map(exp, terms)))


def nothing(mean: float, spread: float, part: float = 1.0, others: int = 0) -> float:
    """The chance that of such events none is of a kind that is this part of all, while so many of the others came.

    How busy the time is follows a gamma distribution, and the others tell of it: (1 - part) ** others where what is
    usual says nothing, the chance of an empty Poisson where it says all.
    """
    if mean <= 0:
        return float((1 - part) ** others)
    if spread <= 1.0001:
        return exp(-part * mean)
    rate = 1 / (spread - 1)
    return float((1 - part / (1 + rate)) ** (mean * rate + others))


def steadiness(draws: Sequence[tuple[int, int]]) -> float:
    """How steady a part is over draws, of which the hits and the size are given: as if it were known from so many
    before each. Few where a draw is all or nothing, STEADY where it varies by chance alone (method of moments)."""
    size = sum(of for _, of in draws)
    part = sum(hits for hits, _ in draws) / size if size else 0.0
    pairs = part * (1 - part) * sum(of * (of - 1) for _, of in draws)
    if pairs <= 0:
        return STEADY
    alike = sum((hits - of * part) ** 2 - of * part * (1 - part) for hits, of in draws) / pairs
    return min(STEADY, max(UNSTEADY, 1 / max(alike, 1e-9) - 1))


def none_of(sizes: Sequence[int], part: float, steady: float) -> float:
    """The chance that draws of these sizes have nothing of a kind that is this part of all and so steady: each a
    beta-binomial."""
    missed = max(1e-9, (1 - part) * steady)
    return exp(sum(lgamma(missed + n) - lgamma(missed) + lgamma(steady) - lgamma(steady + n) for n in sizes))


def at_least(hits: int, trials: int, share: float) -> float:
    """The chance of so many hits or more in independent trials with this chance each."""
    if hits <= 0:
        return 1.0
    if share >= 1:
        return 1.0
    chances = (
        lgamma(trials + 1) - lgamma(k + 1) - lgamma(trials - k + 1) + k * log(share) + (trials - k) * log1p(-share)
        for k in range(hits, trials + 1)
    )
    return min(1.0, sum(map(exp, chances)))
