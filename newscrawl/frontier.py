"""What a crawl knows of an address: an entry to visit, a claim on it, and what came of the visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from newscrawl.schedule import GONE, after_article, after_source

ARTICLE: Final = "article"
# What is claimed first: sources, then articles that were never read, revisits, and what old sitemaps name.
SOURCE, FRESH, REVISIT, BACKLOG = RANKS = range(4)
# Nothing came of it, for it was not asked for: the claim is let go when the run ends, as if never taken on.
LET_GO: Final = "failed/let_go"
# What a site may give in a source's place while it is there.
NOT_SOURCES: Final = ("html", "no_content", "entities", "unreadable", "too_large", "too_deep")


def instead_of(root: str) -> str:
    """What the sources hang on that stand in for a declared one."""
    return f"instead of {root}"


def is_lost(outcome: str) -> bool:
    """Whether a source failed in a way that says that its site is there, and others may do."""
    area, _, word = outcome.partition("/")
    return area in ("empty", "rejected") or word.startswith("http_") or word in NOT_SOURCES


@dataclass(frozen=True, slots=True)
class Entry:
    """An address to be visited. `source`: where it was named; for a source, the declared one that it hangs on.

    `depth`: how many sources lie between a source and the declared one. `told`: what a feed says of an article, by
    `title`, `published` and `html`, each where given.
    """

    id: str
    url: str
    kind: str
    rank: int
    source: str | None = None
    depth: int = 0
    told: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """An entry that a run has taken on, until it settles it or the lease runs out."""

    id: str
    token: str
    url: str
    kind: str
    source: str | None
    added: datetime
    attempts: int
    interval: timedelta
    conditions: Mapping[str, str]
    """Request headers that let the server say that nothing has changed."""

    depth: int = 0
    told: Mapping[str, str] | None = None
    digest: str | None = None
    """A source's answer when it was last read, hashed."""

    read: datetime | None = None
    """When a source last sent its whole answer."""

    @property
    def is_article(self) -> bool:
        return self.kind == ARTICLE


@dataclass(frozen=True, slots=True)
class Found:
    """What a visit found: at a source the articles `named` and those of them that were `fresh`, at an article its
    `published` time and the id of the `article` stored."""

    named: int = 0
    fresh: int = 0
    article: str | None = None
    published: datetime | None = None
    newest: datetime | None = None
    """The latest publication time that a source gives."""
    conditions: Mapping[str, str] | None = None
    """Request headers for the next visit, from this one's answer; None keeps those there are."""

    digest: str | None = None
    told: bool = False
    """Whether the article stands on what its feed told, which is kept for its next visit."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What came of a claim, and when the address is visited next (None: never again)."""

    claim: Claim
    outcome: str
    due: datetime | None
    interval: timedelta
    found: Found


@dataclass(frozen=True, slots=True)
class Tally:
    """What MongoDB has acknowledged of a run: outcomes of articles and of sources, and what it let go."""

    outcomes: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, int] = field(default_factory=dict)
    named: int = 0
    released: int = 0
    waiting: int = 0
    missing: int = 0
    """Visits that ended in an article which is not there."""
    yields: Sequence[Mapping[str, Any]] = ()
    """Of each declared source: `url`, `kind`, `outcomes`, `named`, `fresh`, `newest`, and what `Coverage` tells; what
    hangs on it included."""


def settle(claim: Claim, outcome: str, now: datetime, found: Found) -> Settlement:
    """What came of a claim, with its next visit."""
    if claim.is_article:
        appeared = found.published if found.published and found.published <= now else claim.added
        if outcome in GONE:  # were it there again as it was, the headers of before would hide that
            found = replace(found, conditions={})
        due = after_article(outcome, appeared=appeared, attempts=claim.attempts, now=now)
        return Settlement(claim, outcome, due, claim.interval, found)
    interval, next_time = after_source(outcome, interval=claim.interval, fresh=found.fresh, now=now)
    return Settlement(claim, outcome, next_time, interval, found)
