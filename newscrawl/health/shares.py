"""What part of the pages went wrong: each kind of wrong beside how often it was so before.

A share is asked of the fewest latest runs that can tell, so that a break shows on the first page that makes it certain
and a mended one is forgotten as soon.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from newscrawl.accounts import BLOCKED
from newscrawl.health.problem import Cause, Severity
from newscrawl.health.reading import Seen
from newscrawl.health.statistics import at_least

WRONG: Final = 0.02  # a month: alarms of a well outlet by one kind of wrong, were each look a new chance of one
SELDOM: Final = 0.0005  # of what comes in bursts by itself, so that pages do not tell independently
MONTH: Final = timedelta(days=30)
SEVERAL: Final = 2  # one page is no pattern
FEW, MANY = 5, 60  # pages that tell whether all is well, and whether something rots slowly
RUNS: Final = 30  # runs back that the many are gathered from
LEAST: Final = 0.15  # a smaller part of the pages is no alarm, however certain
NEARLY_ALL: Final = 0.9  # what it takes to say something of an outlet that is hardly known
WEIGHT: Final = 20  # pages that what is usual anywhere counts as


@dataclass(frozen=True, slots=True)
class Share:
    """A kind of wrong: how many of a run's pages it has, of how many; `prior` is what is usual anywhere,
    `wrong` the alarms a month that may be."""

    name: str
    cause: Cause
    severity: Severity
    hits: Callable[[Seen], int]
    of: Callable[[Seen], int]
    prior: float = 0.02
    about: str = ""
    least: float = LEAST
    wrong: float = SELDOM

    @property
    def key(self) -> tuple[str, str]:
        return (self.cause.value, self.about)


@dataclass(frozen=True, slots=True)
class Excess:
    """A share that is larger than it was: in the latest `runs`, `hits` of `pages`; `before` it was so."""

    share: Share
    runs: Sequence[Seen]
    hits: int
    pages: int
    before: float
    history: int

    @property
    def part(self) -> float:
        return self.hits / self.pages


def excess(share: Share, run: Seen, history: Sequence[Seen]) -> Excess | None:
    """Where the latest pages have more of a kind of wrong than those before: short of a full doubt, nothing."""
    latest, limit = [run, *reversed(history[-RUNS:])], share.wrong / _looks(run, history)
    telling = [each for each in latest if share.of(each)]
    for enough in (FEW, MANY):
        pages = 0
        for count, each in enumerate(telling, 1):
            pages += share.of(each)
            if found := _certain(share, telling[:count], history, limit):
                return found
            if pages >= enough and enough == FEW:
                break
            if pages >= enough:
                return None
    return None


def _looks(run: Seen, history: Sequence[Seen]) -> float:
    """Runs a month: who looks more often has to be surer."""
    lately = [each.started for each in history if run.started - each.started < MONTH]
    known = max(timedelta(days=1), run.started - lately[0]) if lately else MONTH
    return max(1.0, len(lately) * MONTH / known)


def _certain(share: Share, runs: Sequence[Seen], history: Sequence[Seen], limit: float) -> Excess | None:
    hits, pages = sum(map(share.hits, runs)), sum(map(share.of, runs))
    if hits < max(SEVERAL, share.least * pages):
        return None
    new = {each.id for each in runs}
    before = [each for each in history if each.id not in new and not each.has(share.key)]
    old, of = sum(map(share.hits, before)), sum(map(share.of, before))
    if of < max(pages, WEIGHT) and hits < NEARLY_ALL * pages:
        return None
    usual = (old + share.prior * WEIGHT) / (of + WEIGHT)
    if hits < 2 * usual * pages or at_least(hits, pages, usual) > limit:
        return None
    return Excess(share, runs, hits, pages, old / of if of else share.prior, of)


def failures() -> Iterator[Share]:
    """What kept article pages from being read."""
    kinds: tuple[tuple[str, Cause, tuple[str, ...]], ...] = (
        ("were refused", Cause.BLOCKED, BLOCKED),
        ("timed out", Cause.SLOW, ("failed/timeout",)),
        ("had a host that cannot be resolved", Cause.DNS, ("failed/dns",)),
        ("failed in TLS", Cause.TLS, ("failed/tls",)),
        ("found no server that answers", Cause.DOWN,
         ("failed/refused", "failed/unreachable", "failed/cut_off", "failed/http_5")),
        ("are not there", Cause.GONE, ("failed/http_404", "failed/http_410")),
    )  # fmt: skip
    for name, cause, prefixes in kinds:
        wrong = WRONG if cause is Cause.BLOCKED else SELDOM
        yield Share(name, cause, Severity.ERROR, partial(_under, prefixes), lambda run: run.read, wrong=wrong)
    yield Share("showed a wall", Cause.WALL, Severity.ERROR, lambda run: walls(run).total(), lambda run: run.read,
                wrong=WRONG)  # fmt: skip


def texts() -> Iterator[Share]:
    """What was read and cannot be right."""

    def pages(run: Seen) -> int:
        return int(run.texts.get("pages", 0))

    def dated(kind: str) -> Callable[[Seen], int]:
        return lambda run: int((run.texts.get("dates") or {}).get(kind, 0))

    # One text is never the same alone, so that two pages are a double and no pattern yet.
    yield Share("have the same text", Cause.MARKUP, Severity.ERROR, lambda run: int(run.texts.get("same", 0)), pages,
                prior=0.05, about="same text")  # fmt: skip
    for kind, name in (("at_the_fetch", "are dated by the clock of our request"), ("future", "are of the future"),
                       ("old", "are of years ago")):  # fmt: skip
        yield Share(name, Cause.MARKUP, Severity.WARNING, dated(kind), pages, prior=0.05, about=f"date {kind}")
    yield Share("are copies", Cause.COPIES, Severity.WARNING, lambda run: run.copies,
                lambda run: run.under("new", "updated"), prior=0.2)  # fmt: skip


def _under(prefixes: tuple[str, ...], run: Seen) -> int:
    return run.under(*prefixes)


def walls(run: Seen) -> Counter[str]:
    """How many pages showed one, by its kind. A test whether we are a browser is a refusal."""
    kinds = {name.partition("/wall_")[2]: count for name, count in run.outcomes.items() if name not in BLOCKED}
    return Counter({kind: count for kind, count in kinds.items() if kind})
