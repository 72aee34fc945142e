"""From a text to the moments it names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final, Literal

from newscrawl.dates import patterns
from newscrawl.dates.words import DAYS_BACK, HALF_OF, MONTH_NUMBER, UNITS, ZONE_HOURS, fold

Precision = Literal["day", "minute", "second"]
_Fields = Mapping[str, str | None]
_Span = tuple[int, int]

_YEARS: Final = range(1990, 2100)  # outside of it stand placeholders, Hijri years and misprints
_CLOCK_ERROR: Final = timedelta(days=1)  # how far ahead of `now` a date may lie and still be believed
_OFFSETS: Final = (timedelta(hours=-12), timedelta(hours=14))
_WORDS_BESIDE: Final = 5  # a label and a weekday or two; more is prose that names a date
_LONGEST: Final = 120
_SHORTEST: Final = 6  # 1/1/24
_REACH: Final = 40  # characters before a date in which its month or clock may stand
_DIGIT: Final = re.compile(r"\d")
_DAY: Final = 24 * 60  # minutes
_OFFSET: Final = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment read from a text, in UTC. A day is its local midnight; `zoned` says that the text named an offset,
    `relative` that it counts back from the time of reading."""

    value: datetime
    precision: Precision
    raw: str
    zoned: bool = False
    relative: bool = False


def parse(text: str, zone: tzinfo, *, now: datetime | None = None) -> Dated | None:
    """The date that a string is: metadata, an attribute, a byline. None where it is none that can be believed.

    `zone` is where a time without an offset is meant; `now`, an aware time, bounds dates and gives relative ones sense.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    folded, _ = fold(text)
    if dated := _written_by_machine(folded, text, zone):
        return dated if _believed(dated, now) else None
    found = list(_dates(text, zone))
    if _words_beside(folded, [span for _, span in found]) > _WORDS_BESIDE:
        return None
    if now and not found:
        return _relative(folded, text, zone, now)
    return next((dated for dated, _ in found if _believed(dated, now)), None)


def find(text: str, zone: tzinfo, *, now: datetime | None = None) -> Dated | None:
    """The first date inside running text."""
    return next((dated for dated, _ in _dates(text, zone) if _believed(dated, now)), None)


def find_all(text: str, zone: tzinfo, *, now: datetime | None = None) -> list[Dated]:
    """Every date inside running text, in order."""
    if len(text) < _SHORTEST or not _DIGIT.search(text):
        return []
    return [dated for dated, _ in _dates(text, zone) if _believed(dated, now)]


def _dates(text: str, zone: tzinfo) -> Iterator[tuple[Dated, _Span]]:
    """Each date with its place in the folded text."""
    folded, positions = fold(text)
    end = 0
    for number in patterns.NUMBER.finditer(folded):
        if number.start() < end or not (found := _date_at(folded, number.start(), end)):
            continue
        fields, start, stop = _with_clock(folded, found, end)
        end = stop
        raw = text[positions[start] : positions[stop - 1] + 1].strip()
        if dated := _moment(fields, raw, zone):
            yield dated, (start, stop)


def _date_at(folded: str, at: int, end: int) -> tuple[dict[str, str | None], int, int] | None:
    """The fields of the date whose day or year stands at a position, with its begin and end."""
    for pattern in patterns.DATES:
        if found := pattern.match(folded, at):
            return found.groupdict(), at, found.end()
    if not (found := patterns.DAY_AFTER_MONTH.match(folded, at)):
        return None
    month = patterns.MONTH_BEFORE.search(folded, max(end, at - _REACH), at)
    return (found.groupdict() | month.groupdict(), month.start(), found.end()) if month else None


def _with_clock(folded: str, date: tuple[dict[str, str | None], int, int], end: int) -> tuple[_Fields, int, int]:
    """The date with the clock behind it, or else the one before it."""
    fields, start, stop = date
    if clock := patterns.CLOCK_AFTER.match(folded, stop):
        return fields | clock.groupdict(), start, clock.end()
    if clock := patterns.CLOCK_BEFORE.search(folded, max(end, start - _REACH), start):
        return fields | clock.groupdict(), clock.start(), stop
    return fields, start, stop


def _moment(fields: _Fields, raw: str, zone: tzinfo) -> Dated | None:
    year, month = _year(fields["year"] or ""), _month(fields)
    offset = _offset(fields)
    if year not in _YEARS or month is None:
        return None
    try:
        local = datetime(year, month, int(fields["day"] or 0), *_time(fields), tzinfo=offset or zone)
    except ValueError:
        return None
    precision: Precision = "second" if fields.get("second") else "minute" if fields.get("hour") else "day"
    return Dated(local.astimezone(UTC), precision, raw, zoned=offset is not None)


def _year(written: str) -> int:
    """Two figures are read as POSIX reads them: 69 to 99 lie in the last century."""
    year = int(written)
    return year if len(written) > 2 else year + (2000 if year < 69 else 1900)


def _month(fields: _Fields) -> int | None:
    if written := fields.get("m"):
        return int(written)
    names = [" ".join(name.split()) for name in (fields.get("month"), fields.get("dual")) if name]
    numbers = {MONTH_NUMBER[name] for name in names}
    return numbers.pop() if len(numbers) == 1 else None


def _time(fields: _Fields) -> tuple[int, int, int]:
    hour, minute, second = (int(fields.get(part) or 0) for part in ("hour", "minute", "second"))
    half = HALF_OF.get(" ".join((fields.get("half") or "").split()))
    if half and hour <= 12:
        late = half == "pm" or (half == "noon" and hour not in (10, 11)) or (half == "night" and 6 <= hour < 12)
        hour = hour if half == "noon" and not late else hour % 12 + 12 * late
    return hour, minute, second


def _offset(fields: _Fields) -> tzinfo | None:
    """The offset that a text names; None for none, for one that no place has, and for the end of a span of hours."""
    written = " ".join((fields.get("zone") or "").split())
    if written in ZONE_HOURS:
        return timezone(timedelta(hours=ZONE_HOURS[written]))
    if not (found := _OFFSET.search(written)):
        return None
    # «10:00-12:00» is a span, but where the year comes first or seconds are told a machine wrote an offset.
    machine = fields.get("second") or fields.get("iso")
    if found[1] == "-" and ":" in written and not machine:
        return None
    span = timedelta(hours=int(found[2]), minutes=int(found[3] or 0)) * (-1 if found[1] == "-" else 1)
    return timezone(span) if _OFFSETS[0] <= span <= _OFFSETS[1] else None


def _written_by_machine(folded: str, raw: str, zone: tzinfo) -> Dated | None:
    if epoch := patterns.EPOCH.fullmatch(folded):
        return Dated(datetime.fromtimestamp(int(epoch["seconds"]), UTC), "second", raw, zoned=True)
    compact = patterns.COMPACT.fullmatch(folded)
    return _moment(compact.groupdict(), raw, zone) if compact else None


def _words_beside(folded: str, spans: list[_Span]) -> int:
    for start, stop in spans:
        folded = f"{folded[:start]}{'0' * (stop - start)}{folded[stop:]}"
    return len(patterns.WORD.findall(folded))


def _relative(folded: str, raw: str, zone: tzinfo, now: datetime) -> Dated | None:
    """ "Three hours ago" or "today 10:30", which mean something only when the time of reading is known."""
    if found := patterns.AGO.search(folded):
        minutes, said = UNITS[found["unit"] or found["unit2"]]
        written = found["n"] or found["n2"]
        count = said if not written else int(written) if written.isdecimal() else 1
        return _ago(now - timedelta(minutes=minutes * count), minutes, raw, zone) if count else None
    if found := patterns.DAY_NAMED.search(folded):
        day = now.astimezone(zone) - timedelta(days=DAYS_BACK[found["day"]])
        fields = found.groupdict() | {"year": f"{day.year}", "m": f"{day.month}", "day": f"{day.day}"}
        dated = _moment(fields, raw, zone)
        return replace(dated, relative=True) if dated and _believed(dated, now) else None
    return None


def _ago(moment: datetime, unit: int, raw: str, zone: tzinfo) -> Dated:
    if unit < _DAY:
        return Dated(moment.astimezone(UTC).replace(second=0, microsecond=0), "minute", raw, zoned=True, relative=True)
    day = moment.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return Dated(day.astimezone(UTC), "day", raw, relative=True)


def _believed(dated: Dated, now: datetime | None) -> bool:
    return now is None or dated.value <= now + _CLOCK_ERROR
