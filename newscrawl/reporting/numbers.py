"""The numbers of a text as values, however it writes them: digits of any script, thousands, millions, percent."""

import re
from collections.abc import Iterator
from typing import Final

from newscrawl.dates.words import MONTH_NUMBER
from newscrawl.text import fold_all

_DIGITS: Final = tuple(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬٪", "01234567890123456789.,%", strict=True))
_ITEM: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[%.,;:!?()\n،؛؟]")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_MAGNITUDES: Final = {
    "bin": 1e3, "milyon": 1e6, "milyar": 1e9, "trilyon": 1e12,
    "الف": 1e3, "الفا": 1e3, "الاف": 1e3, "مليون": 1e6, "مليونا": 1e6, "ملايين": 1e6, "مليار": 1e9, "مليارا": 1e9,
    "مليارات": 1e9, "تريليون": 1e12, "تريليونا": 1e12, "تريليونات": 1e12,
    "الفين": 1e3, "الفي": 1e3, "مليونين": 1e6, "مليوني": 1e6, "مليارين": 1e9, "ملياري": 1e9,
}  # fmt: skip
_DUALS: Final = ("الفين", "الفي", "مليونين", "مليوني", "مليارين", "ملياري")
# Small numbers are written out, in Arabic more often than in Turkish.
_WORDS: Final = {
    "uc": 3, "dort": 4, "bes": 5, "alti": 6, "yedi": 7, "sekiz": 8, "dokuz": 9,
    "ثلاثه": 3, "ثلاث": 3, "اربعه": 4, "اربع": 4, "خمسه": 5, "خمس": 5, "سته": 6, "ست": 6, "سبعه": 7, "سبع": 7,
    "ثمانيه": 8, "ثماني": 8, "تسعه": 9, "تسع": 9, "عشره": 10, "عشر": 10,
}  # fmt: skip
# What a quantity can begin with where it does not begin with a digit.
_SPELT: Final = frozenset(prefix + word for word in (*_WORDS, *_MAGNITUDES) for prefix in ("", "و"))
_PERCENT_BEFORE: Final = ("%", "yuzde")
_PERCENT_BEHIND: Final = (["%"], ["بالميه"], ["بالمايه"], ["في", "الميه"], ["في", "المايه"])
_YEARS: Final = range(1900, 2041)


def numbers(text: str) -> dict[str, str]:
    """Each number once, as "number 48500" or "percent 4.8", with what stands there; no years and days of a month."""
    for foreign, digit in _DIGITS:
        text = text.replace(foreign, digit)
    items = _ITEM.findall(text)
    return dict(_read(list(zip(items, fold_all(items), strict=True))))


def significant(value: str) -> int:
    """How many digits a value really has: 48500 has three."""
    return len(value.replace(".", "").strip("0")) or 1


def _read(items: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    end = 0
    for at in [at for at, (item, word) in enumerate(items) if word in _SPELT or item[0].isdecimal()]:
        if at < end:
            continue
        end, value = _quantity(items, at)
        if end > at and (key := _key(items, at, end, value)):
            yield key, " ".join(item for item, _ in items[at:end])


def _quantity(items: list[tuple[str, str]], at: int) -> tuple[int, float]:
    """Where the quantity that begins here ends, and its value: "2 milyon 450 bin" and "مليون و250 ألف" are one."""
    total, unit, end = 0.0, float("inf"), at
    while end < len(items):
        start = end + (end > at and items[end][1] == "و")
        value, stop = _part(items, start)
        size = _unit(items[stop - 1][1]) if stop > start else 0
        if stop == start or max(value if size == 1 else size, 1) >= unit:
            break
        total, unit, end = total + value, size, stop
        if size == 1:
            break
    return end, total


def _part(items: list[tuple[str, str]], at: int) -> tuple[float, int]:
    """A number and the unit behind it, and where they end; ends where it begins if there is neither."""
    if at >= len(items):
        return 0, at
    item, word = items[at]
    bare = word.removeprefix("و")
    value = _value(item) if item[0].isdecimal() else _WORDS.get(bare)
    if value is None:
        alone = _MAGNITUDES.get(bare, 0) * (1 + (bare in _DUALS))
        return (alone, at + 1) if alone else (0, at)
    if at + 1 < len(items) and items[at + 1][1] in _MAGNITUDES:
        return value * _MAGNITUDES[items[at + 1][1]], at + 2
    return value, at + 1


def _unit(word: str) -> float:
    return _MAGNITUDES.get(word.removeprefix("و"), 1)


def _value(item: str) -> float:
    """Three digits behind every mark are thousands in either language; anything else is a fraction."""
    if _GROUPED.fullmatch(item):
        return float(re.sub("[.,]", "", item))
    whole, *rest = re.split("[.,]", item)
    return float(f"{whole[:15]}.{''.join(rest)[:6] or 0}")


def _key(items: list[tuple[str, str]], at: int, end: int, value: float) -> str | None:
    written = f"{value:.15g}"
    before = items[at - 1][1] if at else ""
    behind = [word for _, word in items[end : end + 2]]
    if before in _PERCENT_BEFORE or behind[:1] in _PERCENT_BEHIND or behind in _PERCENT_BEHIND:
        return f"percent {written}"
    is_day = bool(behind) and behind[0] in MONTH_NUMBER and value <= 31
    if end == at + 1 and (is_day or value in _YEARS):
        return None
    return f"number {written}"
