"""A span of days that a backfill is for, and what the addresses of archives and articles say of their day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from functools import partial
from typing import Final

from newscrawl import dates
from newscrawl.discovery.links import Link

FIRST: Final = date(1990, 1, 1)  # before it no outlet had a site
_DAY: Final = timedelta(days=1)
_PLACEHOLDER: Final = re.compile(r"\{(yyyy|mm|m|dd|d)\}")
# The day or month in an article's path; its slug may hold any other number.
_IN_PATH: Final = re.compile(r"/((?:199|20\d)\d)[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=[/-])")
# In a sitemap's address: posts-2024-05.xml, ?yyyy=2024&mm=05&dd=14, 20240514.
_IN_QUERY: Final = re.compile(r"y(?:yyy|ear)?=((?:199|20\d)\d)(?:&m(?:m|onth)?=(\d{1,2}))?(?:&d(?:d|ay)?=(\d{1,2}))?\b")
_ANYWHERE: Final = re.compile(
    r"(?<!\d)((?:199|20\d)\d)(?:[-_/.]?(0[1-9]|1[0-2]|(?<=\D)[1-9])(?:[-_/.]?(0[1-9]|[12]\d|3[01]|(?<=\D)[1-9]))?)?(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Window:
    """Days, the first and the last included."""

    since: date
    until: date

    def __str__(self) -> str:
        return f"{self.since}..{self.until}"

    def meets(self, other: "Window") -> bool:
        return self.since <= other.until and other.since <= self.until


def window(since: str | None, until: str | None, today: date) -> Window:
    """The window that two days name, YYYY-MM-DD. ValueError, with the way out, for what is none."""
    if not since:
        raise ValueError("until= needs a since=YYYY-MM-DD: a backfill has a first day")
    first, last = _day("since", since), _day("until", until) if until else today
    if first > last:
        raise ValueError(f"since={first} lies after until={last}")
    if first < FIRST or first > today:
        raise ValueError(f"since={first} does not lie between {FIRST} and today, {today}")
    return Window(first, min(last, today))


def _day(name: str, text: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f"{name}={text!r} is no day; write it as {name}=2024-01-31")


def expand(pattern: str, days: Window) -> Iterator[str]:
    """The addresses that a pattern with {yyyy}, {mm}, {m}, {dd}, {d} stands for in a window, the latest first."""
    daily = {"dd", "d"} & set(_PLACEHOLDER.findall(pattern))
    found = dict[str, None]()
    day = days.until
    while day >= days.since:
        found[_PLACEHOLDER.sub(partial(_part, day), pattern)] = None
        day = day - _DAY if daily else day.replace(day=1) - _DAY
    yield from found


def _part(day: date, placeholder: re.Match[str]) -> str:
    numbers = {"yyyy": day.year, "mm": day.month, "m": day.month, "dd": day.day, "d": day.day}
    return f"{numbers[placeholder[1]]:0{len(placeholder[1])}}"


def is_dated(pattern: str) -> bool:
    return _PLACEHOLDER.search(pattern) is not None


def article_days(url: str) -> Window | None:
    """The day or month that an article's address names."""
    found = _IN_PATH.search(url)
    return _span(*found.groups()) if found else None


def source_days(url: str) -> Window | None:
    """The day, month or year that a sitemap's or an archive page's address names."""
    found = _IN_QUERY.search(url) or _ANYWHERE.search(url.partition("://")[2].partition("/")[2])
    return _span(*found.groups()) if found else None


def _span(year: str, month: str | None, day: str | None) -> Window | None:
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        return Window(first, first)
    following = date(first.year + 1, 1, 1) if not month else (first.replace(day=28) + 4 * _DAY).replace(day=1)
    return Window(first, following - _DAY)


def written_day(text: str | None, zone: tzinfo) -> date | None:
    """The day of a date as a feed or sitemap writes it, on the outlet's calendar."""
    dated = dates.parse(text, zone) if text else None
    return dated.value.astimezone(zone).date() if dated else None


def dated_within(link: Link, around: Window | None, days: Window, zone: tzinfo) -> bool | None:
    """Whether a link's article is of these days; None where nothing says.

    Its address is believed first, then its sitemap's days (`around`), then the time given with it, which may be that
    of its last change.
    """
    if own := article_days(link.url):
        return own.meets(days)
    written = written_day(link.published, zone)
    if around:
        inside = written is not None and around.since <= written <= around.until
        return Window(written, written).meets(days) if inside and written else around.meets(days)
    return days.since <= written <= days.until if written else None


def may_hold(url: str, changed: str | None, days: Window, zone: tzinfo) -> bool:
    """Whether a sitemap may name articles of these days: by its address, else by its last change."""
    if around := source_days(url):
        return around.meets(days)
    last = written_day(changed, zone)
    return last is None or last >= days.since
