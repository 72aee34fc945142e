"""The best that a judge could do on the invented years: one that knows the true rates, parts and habits, is told when
an outlet was mended, and sees no more of the runs than ours does. What it misses, the runs do not show."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise, takewhile
from math import exp, lgamma, log, prod
from statistics import NormalDist
from typing import Any, Final

from newscrawl.health.statistics import at_least
from tests.newsroom_outlets import BEGIN, Outlet
from tests.newsroom_years import STRAY

BUDGET: Final = 0.1  # wrong alarms an outlet-month, all kinds together
WINDOWS: Final = (1, 2, 4, 8)  # latest runs whose pages are looked at together
_MOODS: Final = tuple(NormalDist().inv_cdf((n + 0.5) / 15) for n in range(15))
_STEP: Final = timedelta(minutes=30)
Document = Mapping[str, Any]


def ideal(run: Document, outlet: Outlet, history: Sequence[Document]) -> list[str]:
    """What it says of a run."""
    if run["exit_code"]:
        return ["down"]
    looks = [*_silences(run, outlet, history), *_shares(run, outlet, history)]
    kinds = 1 + len(outlet.sources) * (len(outlet.sources) > 1) + len(WINDOWS) * (len(STRAY) + 1)
    limit = BUDGET / (timedelta(days=30) / outlet.every) / kinds
    return [name for name, chance in looks if chance < limit]


def _silences(run: Document, outlet: Outlet, history: Sequence[Document]) -> Iterator[tuple[str, float]]:
    """Of the outlet, and of one source among others: the chance of it while all is well."""
    runs = [*history[-40:], run]
    count = range(len(outlet.sources))
    since = [_latest(runs, n) for n in count]
    yield "silent", _nothing(outlet, max(since), run["started"])
    for n in count if len(count) > 1 else ():
        if "failed/timeout" not in run["sources"][n]["outcomes"]:
            yield f"source {n}", _one(outlet, runs, n, since)


def _one(outlet: Outlet, runs: Sequence[Document], n: int, since: Sequence[datetime]) -> float:
    begin = since[n]
    answered = [
        (before, each) for before, each in pairwise(runs) if "failed/timeout" not in each["sources"][n]["outcomes"]
    ]
    others = sum(_between(outlet, before, each, begin, n) for before, each in answered)
    if outlet.apart:
        return _nothing(outlet, begin, runs[-1]["started"], _part(outlet, n), round(others))
    alone = outlet.sources[n].part * prod(1 - each.part for k, each in enumerate(outlet.sources) if k != n)
    missed = _nothing(outlet, begin, runs[-1]["started"], alone, round(others))
    # The newest of the others tells, too: one at least came after this source's newest.
    later = sum(_named(each, n) for before, each in answered if before["started"] >= begin)
    dated = outlet.sources[n].dated and max(each for k, each in enumerate(since) if k != n) > begin
    return missed * min((1 - outlet.sources[n].part) ** (later + dated), _unshared(outlet, answered, n))


def _unshared(outlet: Outlet, answered: Sequence[tuple[Document, Document]], n: int) -> float:
    """The chance that a source shares so little of what others name, since it last shared any and with that run."""
    looks = [(each["sources"][n]["shared"], each["sources"][n]["others"]) for _, each in reversed(answered)]
    row = list(takewhile(lambda each: not each[0], looks))
    shared, named = map(sum, zip((0, 0), *looks[: len(row) + 1], strict=True))
    fewer = 1 - at_least(shared + 1, named, outlet.sources[n].part)
    return min((1 - outlet.sources[n].part) ** sum(named for _, named in row), fewer) if row else 1.0


def _latest(runs: Sequence[Document], n: int) -> datetime:
    """When a source last had something new, as far as the runs tell: by its own dates, else by the run that saw it."""
    dated = [each["sources"][n]["newest"] for each in runs if each["sources"][n]["newest"]]
    named = [each for each in runs if each["sources"][n]["alone"] + each["sources"][n]["shared"] and not dated]
    return max([*dated, *(each["started"] for each in named), BEGIN])


def _between(outlet: Outlet, before: Document, run: Document, begin: datetime, n: int) -> float:
    """Articles of the other sources in a run that came after a moment, as the outlet's hours have it."""
    if begin >= run["started"]:
        return 0.0
    if begin <= before["started"]:
        return _named(run, n)
    whole = _mean(outlet, before["started"], run["started"])
    return _named(run, n) * _mean(outlet, begin, run["started"]) / whole if whole else 0.0


def _named(run: Document, n: int) -> int:
    """New articles that the others named."""
    return sum(each["fresh"] for k, each in enumerate(run["sources"]) if k != n)


def _part(outlet: Outlet, n: int) -> float:
    if not outlet.apart:
        return outlet.sources[n].part
    weights = [each.part / (k + 1) for k, each in enumerate(outlet.sources)]
    return weights[n] / sum(weights)


def _nothing(outlet: Outlet, begin: datetime, end: datetime, part: float = 1.0, others: int | None = None) -> float:
    """The chance that nothing comes, over how busy the outlet may be; what others named tells of that."""
    moods = [_mean(outlet, begin, end) * exp(0.9 * outlet.burst * each) for each in _MOODS]
    weights = [1.0 if others is None else _poisson(others, (1 - part) * mean) for mean in moods]
    chances = (weight * exp(-part * mean) for weight, mean in zip(weights, moods, strict=True))
    return sum(chances) / (sum(weights) or 1.0)


def _mean(outlet: Outlet, begin: datetime, end: datetime) -> float:
    steps = max(1, round((end - begin) / _STEP))
    span = (end - begin) / steps
    return sum(outlet.rate(begin + span * (n + 0.5)) for n in range(steps)) * (span / timedelta(hours=1))


def _poisson(count: int, mean: float) -> float:
    return exp(count * log(mean) - mean - lgamma(count + 1)) if mean > 0 else float(count == 0)


def _shares(run: Document, outlet: Outlet, history: Sequence[Document]) -> Iterator[tuple[str, float]]:
    """Pages that went wrong, by kind: in the latest runs, but none from before the outlet was last mended."""
    mended = max([each.end for each in outlet.faults if each.end < run["started"]], default=BEGIN)
    runs = [each for each in (*history[-max(WINDOWS) :], run) if each["started"] > mended and not each["exit_code"]]
    for window in WINDOWS:
        latest = runs[-window:]
        pages = sum(sum(each["outcomes"].values()) for each in latest)
        for name, share in STRAY.items():
            yield name, at_least(sum(each["outcomes"].get(name, 0) for each in latest), pages, share)
        yield "markup", _both(_lost(latest, "body", outlet), _lost(latest, "published", outlet))


def _lost(runs: Sequence[Document], name: str, outlet: Outlet) -> float:
    fields = [each["fields"][name] for each in runs if each["fields"]]
    wrong = sum(each["missing"] + each["by"].get("generic", 0) for each in fields)
    pages = sum(each["found"] + each["missing"] for each in fields)
    return at_least(wrong, pages, outlet.habits[name])


def _both(one: float, other: float) -> float:
    """The chance of a product of two chances as small as this."""
    product = one * other
    return product * (1 - log(product)) if product > 0 else 0.0
