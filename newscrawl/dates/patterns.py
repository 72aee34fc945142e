"""The forms of dates over folded text. Each is anchored at a number, bounded, and free of nested repetition."""

import re
from typing import Final

from newscrawl.dates.words import (
    DAYS_BACK,
    FILLERS,
    HALF_OF,
    MONTH_NUMBER,
    UNITS,
    ZONE_HOURS,
    any_of,
)

_NAME: Final = any_of(MONTH_NUMBER)
_FILLER: Final = rf"(?:{any_of(FILLERS.split('|'))})(?!\w)"
_GAP: Final = r"[\s,،؛|•·–—()/\\-]{0,30}"
_NO_LETTER: Final = r"(?![^\W\d_])"
# Two names of one month, «نيسان / أبريل» or «أبريل (نيسان)»; that they agree is checked, for a range looks the same.
_MONTH: Final = rf"(?P<month>{_NAME}){_NO_LETTER}\.?(?:\s?[/(،-]\s?(?P<dual>{_NAME}){_NO_LETTER}\s?\)?)?"
_END: Final = r"(?!\d|[./]\d)(?!\s?ه(?:جري\w*)?(?!\w))(?:\s?(?:م|ميلادي|ميلاديه)(?!\w))?"
_HIJRI: Final = r"(?:\d{1,2}\s[^\d\n]{3,20}1[34]\d\d\s?(?:ه(?!\w))?)?"

_ZONE: Final = (
    rf"(?P<zone>(?:gmt|utc)\s?[+-]\d{{1,2}}(?::?\d{{2}})?|[+-]\d{{2}}:?\d{{2}}|[+-]\d{{2}}|(?:{any_of(ZONE_HOURS)})(?!\w))"
    r"(?!\d|[.:/]\d)"
)
_CLOCK: Final = (
    r"(?P<hour>[01]?\d|2[0-3])(?:\s?:\s?|[.h])(?P<minute>[0-5]\d)(?!\d)(?::(?P<second>[0-5]\d)(?!\d)(?:[.,]\d+)?)?"
    rf"(?:\s?(?P<half>{any_of(HALF_OF)})(?!\w))?(?:[\s(]{{0,2}}{_ZONE})?"
)
CLOCK_AFTER: Final = re.compile(rf"{_GAP}{_HIJRI}{_GAP}(?:{_FILLER}\s?[.:]?{_GAP}){{0,3}}(?:t(?=\d)\s?)?{_CLOCK}")
CLOCK_BEFORE: Final = re.compile(rf"(?<![\d:.]){_CLOCK}{_GAP}(?:{_FILLER}{_GAP})?$")

_SHORT_YEAR: Final = r"\d{2}(?=\s?$|[\s,،|-]{1,5}\d{1,2}:\d{2})"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DATES: Final = (
    rf"(?P<year>\d{{4}})\s?(?P<iso>[-/.])\s?(?P<m>\d{{1,2}})\s?(?P=iso)\s?(?P<day>\d{{1,2}}){_END}",
    rf"(?P<day>\d{{1,2}})\s?(?P<s>[-/.])\s?(?P<m>\d{{1,2}})\s?(?P=s)\s?(?P<year>\d{{4}}|{_SHORT_YEAR}){_END}",
    rf"{_DAY}[\s.,،/-]{{0,4}}(?:(?:من|of)\s)?(?:شهر\s)?{_MONTH}[\s.,،/-]{{0,4}}(?:(?:من\s)?(?:عام|العام|سنه)\s)?"
    rf"(?P<year>\d{{4}}|(?<=[/.-])\d{{2}}(?![:.])|\d{{2}}(?=\s\d{{2}}:\d{{2}}:\d{{2}})){_END}",
)
DATES: Final = tuple(map(re.compile, _DATES))
DAY_AFTER_MONTH: Final = re.compile(rf"{_DAY}(?:\s?[,،]\s?|\s)(?P<year>\d{{4}}){_END}")
MONTH_BEFORE: Final = re.compile(rf"(?<!\w){_MONTH}[\s.,،]{{1,3}}$")
NUMBER: Final = re.compile(r"(?<![\d][./])(?<!\d)\d+")

# Forms that only a machine writes, so only a whole string may have them.
EPOCH: Final = re.compile(r"(?P<seconds>1\d{9})(?:\d{3})?(?:\.\d+)?")
COMPACT: Final = re.compile(
    r"(?P<year>\d{4})(?P<m>\d{2})(?P<day>\d{2})(?:t?(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?"
    r"(?P<zone>z|[+-]\d{2}:?\d{2})?)?"
)
AGO: Final = re.compile(
    rf"(?:منذ|قبل)\s(?:(?P<n>\d{{1,3}})\s)?(?P<unit>{any_of(UNITS)})(?!\w)"
    rf"|(?P<n2>\d{{1,3}}|an?|one|bir)\s(?P<unit2>{any_of(UNITS)})\s(?:ago|once)(?!\w)"
)
DAY_NAMED: Final = re.compile(rf"(?<!\w)(?P<day>{any_of(DAYS_BACK)})(?!\w){_GAP}(?:{_FILLER}:?{_GAP})?{_CLOCK}")
WORD: Final = re.compile(r"[^\W\d_]{2,}")
