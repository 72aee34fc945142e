"""When an address is visited next: what came of a visit in, a time or None for never again out."""

from datetime import datetime, timedelta
from typing import Final

STORED: Final = ("new", "updated", "unchanged")
GONE: Final = ("failed/http_404", "failed/http_410", "rejected/wall_soft_404")

# After publication: headlines change within the hour, corrections come within the day, the rest within the week.
REVISITS: Final = (timedelta(hours=1), timedelta(days=1), timedelta(days=7))
BACKOFF: Final = timedelta(minutes=15)
LONGEST_BACKOFF: Final = timedelta(days=1)
MOST_ATTEMPTS: Final = 5
FEWER_ATTEMPTS: Final = 2  # at what answered clearly that there is no article
ROBOTS: Final = timedelta(days=7)

# A source is asked more often while it names new articles, less often while it does not.
FIRST_INTERVAL: Final = timedelta(minutes=30)
SHORTEST_INTERVAL: Final = timedelta(minutes=5)
LONGEST_INTERVAL: Final = timedelta(hours=6)
# Due a little before its time, so that a cron job of the same interval does not miss every other turn.
EARLY: Final = 0.9


def after_article(outcome: str, *, appeared: datetime, attempts: int, now: datetime) -> datetime | None:
    """The next visit of an article. `appeared`: when it was published, else when it was found; `attempts`: visits
    since it was last stored, this one included."""
    if outcome in STORED:
        return next((appeared + age for age in REVISITS if appeared + age > now), None)
    if outcome == "rejected/robots":
        return now + ROBOTS
    if outcome in GONE or outcome.startswith("rejected/"):
        return now + LONGEST_BACKOFF if attempts < FEWER_ATTEMPTS else None
    return now + backoff(attempts) if attempts < MOST_ATTEMPTS else None


def after_source(outcome: str, *, interval: timedelta, fresh: int, now: datetime) -> tuple[timedelta, datetime]:
    """The new interval of a source and its next visit. `fresh`: new articles that it named.

    One that failed is due at once: the next run must see that it fails still, not that nothing was due.
    """
    if outcome.startswith(("failed/", "rejected/")):
        return interval, now
    longer = interval / 2 if fresh else interval * 1.5
    interval = min(max(longer, SHORTEST_INTERVAL), LONGEST_INTERVAL)
    return interval, now + interval * EARLY


def backoff(attempts: int) -> timedelta:
    """The pause after a number of failures in a row."""
    return min(BACKOFF * 4 ** min(attempts - 1, 10), LONGEST_BACKOFF) if attempts > 0 else BACKOFF
