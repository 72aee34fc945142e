"""The words of dates, as `fold` leaves them: lower case, one form of alef and ya, no harakat, dotted i for all."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

# A line a month: Levantine, Egyptian and Gulf, Maghrebi, Turkish, English; misspellings that sites print included.
MONTHS: Final = (
    "كانون الثاني|كانون ثاني|كانون ثان|يناير|جانفي|ocak|oca|january|jan",
    "شباط|فبراير|فيفري|subat|sub|february|feb",
    "اذار|مارس|mart|mar|march",
    "نيسان|ابريل|افريل|nisan|nis|april|apr",
    "ايار|مايو|ماي|mayis|may",
    "حزيران|يونيو|يونيه|جوان|haziran|haz|june|jun",
    "تموز|يوليو|يوليه|يوليوز|جويليه|temmuz|tem|july|jul",
    "اب|اغسطس|اوت|غشت|agustos|agu|august|aug",
    "ايلول|سبتمبر|شتنبر|eylul|eyl|september|sept|sep",
    "تشرين الاول|تشرين اول|اكتوبر|ekim|eki|october|oct",
    "تشرين الثاني|تشرين ثاني|تشرين ثان|نوفمبر|نونبر|kasim|kas|november|nov",
    "كانون الاول|كانون اول|ديسمبر|دجنبر|aralik|ara|december|dec",
)
MONTH_NUMBER: Final = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split("|")}

# Halves of the day behind a clock of twelve hours; noon and night are read by the hour.
HALVES: Final = {
    "am": "am|a.m.|a.m|ص|صباحا|صباح|فجرا|oo",
    "pm": "pm|p.m.|p.m|م|مساء|مساءا|مسا|عصرا|بعد الظهر|os",
    "noon": "ظهرا",
    "night": "ليلا",
}
HALF_OF: Final = {word: half for half, words in HALVES.items() for word in words.split("|")}

# Hours east of Greenwich; only names with one meaning, so neither AST (Arabia, Atlantic) nor IST.
ZONE_HOURS: Final = {
    "z": 0, "gmt": 0, "utc": 0, "ut": 0, "بتوقيت غرينتش": 0, "بتوقيت غرينيتش": 0, "بتوقيت جرينتش": 0, "تغ": 0, "ت.غ": 0,
    "tsi": 3, "trt": 3, "eet": 2, "eest": 3, "cet": 1, "cest": 2, "bst": 1, "msk": 3,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip

# What may stand between a date and its clock.
FILLERS: Final = (
    "السبت|الاحد|الاثنين|الثلاثاء|الثلثاء|الاربعاء|الخميس|الجمعه|"
    "pazartesi|sali|carsamba|persembe|cuma|cumartesi|pazar|pzt|sal|car|per|cum|cmt|paz|"
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|"
    "saat|saati|الساعه|ساعه|تمام|في|عند|علي|at|time"
)

# Minutes in a unit, and how many of them the word itself says: a dual says two, a bare plural nothing.
UNITS: Final = {
    "دقيقه": (1, 1), "دقيقتين": (1, 2), "دقايق": (1, 0), "ساعه": (60, 1), "ساعتين": (60, 2), "ساعات": (60, 0),
    "يوم": (1440, 1), "يومين": (1440, 2), "ايام": (1440, 0), "اسبوع": (10080, 1), "اسبوعين": (10080, 2),
    "اسابيع": (10080, 0), "dakika": (1, 0), "dk": (1, 0), "saat": (60, 0), "gun": (1440, 0), "hafta": (10080, 0),
    "minute": (1, 0), "minutes": (1, 0), "mins": (1, 0), "min": (1, 0), "hour": (60, 0), "hours": (60, 0),
    "day": (1440, 0), "days": (1440, 0), "week": (10080, 0), "weeks": (10080, 0),
}  # fmt: skip
DAYS_BACK: Final = {"اليوم": 0, "bugun": 0, "today": 0, "امس": 1, "dun": 1, "yesterday": 1}

_DIGITS: Final = {digit: str(n % 10) for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_LETTERS: Final = dict(zip("أإآٱىیئؤةکİIıŞşĞğÜüÖöÇçÂâÎî", "اااايييوهكiiissgguuooccaaii", strict=True))
# One character for one, so that a position in the folded text is a position in the text.
_FOLD: Final = str.maketrans(_DIGITS | _LETTERS | {"٫": ".", "−": "-", "‐": "-", "‑": "-", "\u2236": ":"})
# Harakat, tatweel, combining accents, soft hyphens and marks of direction stand inside words and dates.
_DROPPED: Final = re.compile(
    "[\u0300-\u036f\u064b-\u065f\u0670\u0640\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def fold(text: str) -> tuple[str, Sequence[int]]:
    """The text as the tables spell it, and for each of its characters (and its end) the position in the text."""
    positions: Sequence[int] = range(len(text) + 1)
    if _DROPPED.search(text):
        positions = [i for i, letter in enumerate(text) if not _DROPPED.match(letter)] + [len(text)]
        text = _DROPPED.sub("", text)
    return text.translate(_FOLD).lower(), positions


def any_of(words: Iterable[str]) -> str:
    """An alternation of words, the longest first, so that none is cut short by its own beginning."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace("\\ ", r"\s{1,3}") for word in ordered)
