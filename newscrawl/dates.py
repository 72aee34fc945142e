"""Dates as Arabic, Turkish and English news pages write them.

Day before month always; a time without an offset is the outlet's; what cannot be read is None, never a guess.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final, Literal

Precision = Literal["day", "minute", "second"]

_EARLIEST: Final = 1990
_CLOCK_ERROR: Final = timedelta(days=1)  # how far ahead of `now` a date may lie and still be believed

# By number: Levantine, Egyptian and Gulf, Maghrebi, Turkish, English; folded as _folded() folds.
_MONTHS: Final = (
    "كانون الثاني|يناير|ينائر|جانفي|ocak|oca|january|jan",
    "شباط|فبراير|فيفري|فبرائر|subat|sub|february|feb",
    "اذار|مارس|mart|mar|march",
    "نيسان|ابريل|افريل|نيسان|april|apr|nisan|nis",
    "ايار|مايو|ماي|mayis|may",
    "حزيران|يونيو|يونيه|جوان|haziran|haz|june|jun",
    "تموز|يوليو|يوليه|جويليه|يوليوز|temmuz|tem|july|jul",
    "اب|اغسطس|اوت|غشت|agustos|agu|august|aug",
    "ايلول|سبتمبر|شتنبر|eylul|eyl|september|sept|sep",
    "تشرين الاول|اكتوبر|ekim|eki|october|oct",
    "تشرين الثاني|نوفمبر|نونبر|kasim|kas|november|nov",
    "كانون الاول|ديسمبر|دجنبر|aralik|ara|december|dec",
)
_NUMBER: Final = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split("|")}
_NAME: Final = "|".join(sorted(_NUMBER, key=len, reverse=True))
_MONTH: Final = rf"(?P<month>{_NAME})\.?(?: ?/ ?(?:{_NAME}))?"
_YEAR: Final = r"(?P<year>\d{4})(?: ?م(?![\w]))?"
_CLOCK: Final = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"(?: ?(?P<half>صباحا|مساء|ظهرا|[صم](?!\w)|[ap]\.?m\b\.?))?"
    r"(?: ?(?P<zone>z(?!\w)|(?:gmt|utc)?[+-]\d{2}:?\d{2}(?!\d)|[+-]\d{2}(?!\d)|gmt|utc))?"
)
_WEEKDAY: Final = (
    r"(?:pazartesi|sali|carsamba|persembe|cuma(?:rtesi)?|pazar|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:ال)?(?:سبت|احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه))"
)
_BETWEEN: Final = (
    rf"[ ,،|•·–—-]{{0,4}}(?:{_WEEKDAY}[ ,،|–—-]{{1,4}})?(?:t|saat:?|(?:علي )?الساعه:?|at|في|-)?[ ,،]{{0,2}}"
)
_AFTER: Final = rf"(?:{_BETWEEN}{_CLOCK}(?!\d))?"
_DATES: Final = (
    rf"(?<![\d.])(?P<year>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?![\d/]){_AFTER}",
    rf"(?<![\d.])(?P<day>\d{{1,2}})(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<year>\d{{4}}|\d{{2}}(?![\d:.]))(?!\d){_AFTER}",
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ,.،/-]{{1,3}}{_MONTH}[ ,،./-]{{1,3}}{_YEAR}{_AFTER}",
    rf"(?<!\w){_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?[,،]? {_YEAR}{_AFTER}",
)
_PATTERNS: Final = tuple(map(re.compile, _DATES))
_CLOCK_BEFORE: Final = re.compile(rf"{_CLOCK}[ ,،|•·–—-]{{1,4}}$")
_EPOCH: Final = re.compile(r"1\d{9}(?:\d{3})?")
_AGO: Final = re.compile(
    r"(?:منذ|قبل) (?:(?P<n>\d+) )?(?P<unit>دقيق|دقاىق|ساع|يوم|ايام|اسبوع|اسابيع)"
    r"|(?P<tn>\d+) (?P<tunit>dakika|saat|gun|hafta) once"
)
_UNITS: Final = {
    "دقيق": "minutes", "دقاىق": "minutes", "ساع": "hours", "يوم": "days", "ايام": "days", "اسبوع": "weeks",
    "اسابيع": "weeks", "dakika": "minutes", "saat": "hours", "gun": "days", "hafta": "weeks",
}  # fmt: skip
_DIGITS: Final = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"
# One character for one, so that positions in the folded text are positions in the text.
_FOLD: Final = str.maketrans(
    {digit: str(n % 10) for n, digit in enumerate(_DIGITS)}
    | dict(zip("أإآٱىئةİIıŞşĞğÜüÖöÇçÂâ", "اااايىهiiissgguuooccaa", strict=True))
    | {"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u0640": " ", "\u066b": "."}
)  # fmt: skip
_INVISIBLE: Final = re.compile("[\u064b-\u065f\u0670\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment read from a text, in UTC. A day is its local midnight; `zoned` says that the text named an offset."""

    value: datetime
    precision: Precision
    raw: str
    zoned: bool = False


def parse(text: str, zone: tzinfo, *, now: datetime | None = None) -> Dated | None:
    """The date that a string is: metadata, an attribute, a byline. None where it is none that can be believed."""
    plain = _INVISIBLE.sub("", text).strip()
    if _EPOCH.fullmatch(plain):
        seconds = int(plain[:10])
        return _believed(Dated(datetime.fromtimestamp(seconds, UTC), "second", text, zoned=True), now)
    if len(plain) > 120:
        return None
    return next(_dates(plain, zone, now), None) or _relative(plain, now)


def find(text: str, zone: tzinfo, *, now: datetime | None = None) -> Dated | None:
    """The first date inside running text."""
    return next(_dates(_INVISIBLE.sub("", text), zone, now), None)


def find_all(text: str, zone: tzinfo, *, now: datetime | None = None) -> list[Dated]:
    """Every date inside running text, in order."""
    return list(_dates(_INVISIBLE.sub("", text), zone, now))


def _dates(text: str, zone: tzinfo, now: datetime | None) -> Iterator[Dated]:
    folded = text.translate(_FOLD).lower()
    if len(folded) != len(text):  # a letter whose lower case is two
        folded = "".join(c.lower()[:1] or c for c in text.translate(_FOLD))
    position = 0
    while found := _next(folded, position):
        position = found.end()
        clock = found if found["hour"] else _CLOCK_BEFORE.search(folded, max(0, found.start() - 24), found.start())
        start = clock.start() if clock and clock is not found else found.start()
        dated = _dated(found, clock, zone, text[start : found.end()])
        if dated and (believed := _believed(dated, now)):
            yield believed


def _next(folded: str, position: int) -> re.Match[str] | None:
    """The earliest date of any form from a position on; of two that begin together, the longer."""
    matches = [m for pattern in _PATTERNS if (m := pattern.search(folded, position))]
    return min(matches, key=lambda m: (m.start(), -m.end()), default=None)


def _dated(found: re.Match[str], clock: re.Match[str] | None, zone: tzinfo, raw: str) -> Dated | None:
    groups = found.groupdict()
    month = int(groups["m"]) if groups.get("m") else _NUMBER[groups["month"]]
    year = int(groups["year"])
    offset = _offset(clock["zone"]) if clock and clock["zone"] else None
    try:
        hour, minute, second = _time(clock) if clock and clock["hour"] else (0, 0, 0)
        local = datetime(
            year + 2000 if year < 100 else year,
            month,
            int(groups["day"]),
            hour,
            minute,
            second,
            tzinfo=offset or zone,
        )
    except ValueError:
        return None
    precision: Precision = "day" if not (clock and clock["hour"]) else "second" if clock["second"] else "minute"
    return Dated(local.astimezone(UTC), precision, raw.strip(), zoned=offset is not None)


def _time(clock: re.Match[str]) -> tuple[int, int, int]:
    hour = int(clock["hour"])
    half = clock["half"] or ""
    if half and hour <= 12:
        evening = half.startswith(("م", "ظ", "p"))
        hour = hour % 12 + (12 if evening else 0)
    return hour, int(clock["minute"]), int(clock["second"] or 0)


def _offset(written: str) -> tzinfo:
    sign = re.search(r"([+-])(\d{2}):?(\d{2})?", written)
    if not sign:
        return UTC
    span = timedelta(hours=int(sign[2]), minutes=int(sign[3] or 0))
    return timezone(-span if sign[1] == "-" else span)


def _relative(text: str, now: datetime | None) -> Dated | None:
    """ "Three hours ago", which only means something when the time of reading is known."""
    found = _AGO.search(text.translate(_FOLD).lower()) if now else None
    if not found or not now:
        return None
    unit = _UNITS[found["unit"] or found["tunit"]]
    ago = timedelta(**{unit: int(found["n"] or found["tn"] or 1)})
    moment = (now - ago).replace(second=0, microsecond=0)
    return Dated(moment.astimezone(UTC), "day" if unit in ("days", "weeks") else "minute", text.strip(), zoned=True)


def _believed(dated: Dated, now: datetime | None) -> Dated | None:
    if dated.value.year < _EARLIEST or (now and dated.value > now + _CLOCK_ERROR):
        return None
    return dated
