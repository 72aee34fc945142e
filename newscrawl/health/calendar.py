"""Days on which less is written: the feasts of the Islamic year and Turkey's public holidays, and Ramadan's hours.

The months follow the tabular calendar; the moon is sighted up to a day off, so feasts are a day wider.
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final

_EPOCH: Final = date(622, 7, 19).toordinal()
_FIXED: Final = frozenset({(1, 1), (4, 23), (5, 1), (5, 19), (7, 15), (8, 30), (10, 28), (10, 29), (12, 31)})
_RAMADAN, _SHAWWAL, _PILGRIMAGE = 9, 10, 12
_FEAST: Final = 0.05  # what is left of a usual day's volume, at worst
_HOLIDAY: Final = 0.4
_STEPS: Final = 10
_FASTING: Final = 0.5  # Ramadan moves work into the evening: an hour may have half of what it used to


def expected_share(begin: datetime, end: datetime) -> float:
    """The least share of the usual volume that has to be expected of a time between two moments."""
    last = max(begin, end - timedelta(microseconds=1)).date()
    days = {begin.date() + timedelta(days=n) for n in range((last - begin.date()).days + 1)}
    return min(map(share_of_day, days))


def ordinary_until(begin: datetime, end: datetime) -> datetime:
    """How far the days are like any other, from a moment on."""
    while begin < end and share_of_day(begin.date()) == 1:
        begin = datetime.combine(begin.date() + timedelta(days=1), time(), begin.tzinfo)
    return min(begin, end)


def alike_since(moment: datetime) -> datetime:
    """Since when the days are like that of a moment: the feast, the holiday, Ramadan's first days."""
    day = moment.date()
    while share_of_day(day - timedelta(days=1)) == share_of_day(moment.date()) < 1:
        day -= timedelta(days=1)
    return datetime.combine(day, time(), moment.tzinfo)


def plausible_shares(begin: datetime, end: datetime) -> tuple[float, ...]:
    """What a time between two moments may have of the usual volume: outlets differ in how they keep a feast."""
    least = expected_share(begin, end)
    return (1.0,) if least == 1 else tuple(least + (1 - least) * n / _STEPS for n in range(_STEPS + 1))


@cache
def share_of_day(day: date) -> float:
    """The least share of the usual volume on a day."""
    if any(_is_feast(*islamic(day + timedelta(days=shift))) for shift in (-1, 0, 1)):
        return _FEAST
    if (day.month, day.day) in _FIXED:
        return _HOLIDAY
    return _FASTING if _hours_move(*islamic(day)) else 1.0


def islamic(day: date) -> tuple[int, int]:
    """Month and day of month in the tabular Islamic calendar (30-year cycle of 11 leap years)."""
    passed = day.toordinal() - _EPOCH
    year = (30 * passed + 10646) // 10631
    in_year = passed - ((year - 1) * 354 + (3 + 11 * year) // 30)
    month = min(12, (11 * in_year + 330) // 325)
    return month, in_year - (29 * (month - 1) + month // 2) + 1


def _hours_move(month: int, day: int) -> bool:
    """The days in which those before say little of the hours: then the new hours are the usual ones."""
    return day <= 10 and month in (_RAMADAN, _SHAWWAL)


def _is_feast(month: int, day: int) -> bool:
    return (month == _SHAWWAL and day <= 3) or (month == _PILGRIMAGE and 9 <= day <= 13)
