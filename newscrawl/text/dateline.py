"""Where a report was filed from and by whom: the head of a text, beside the source that reported it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

_HEAD: Final = 160  # characters; a dateline stands at the beginning
_FIRST: Final = 3  # paragraphs: a headline or a byline may stand above it
_WORD: Final = r"[^\W\d_][^\W\d_'’\u064b-\u0652]*"
_NAME: Final = rf"{_WORD}(?:[ -]{_WORD}){{0,3}}"
_DASH: Final = r" ?[-–—ـ]{1,2} ?"
_DAY: Final = r"\d{1,2}[ ./][^-–—:()/]{2,60}?"
# ANKARA (AA) -, İstanbul, 5 Mayıs (DHA) –, Ad SOYAD/ÇORUM, (DHA), دبي، الإمارات العربية المتحدة (CNN)--
_BRACKETED: Final = re.compile(
    rf"(?:(?:Haber ?: ?)?(?P<reporters>[^/()\d:]{{3,80}})/ ?)?(?P<place>{_NAME}(?:[،,] ?{_NAME})?)(?:[،,]? {_DAY})?"
    rf"[،,/]? ?\((?P<source>[^()\d]{{2,30}})\)(?:{_DASH}| ?[:/.]| ?$)"
)
# جدة 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م واس
_STAMPED: Final = re.compile(rf"(?P<reporters>)(?P<place>{_NAME}) {_DAY} (?P<source>{_WORD})$")
# الرياض – واس, سبق- الرياض:, أنقرة/ فلان الفلاني/ الأناضول, ANKARA/AA
_PARTED: Final = re.compile(
    rf"(?P<parts>{_NAME}(?:(?:{_DASH}| ?[/،,] ?){_NAME}){{1,2}})(?: ?[:/.]| [-–—]{{1,2}} |[-–—]{{2}}| ?$)"
)
_PART: Final = re.compile(rf"{_DASH}| ?[/،,] ?")
# Two words before a source are a reporter, unless they are one of the places that news comes from.
_PLACES: Final = frozenset(
    (
        "مكة المكرمة", "المدينة المنورة", "أبو ظبي", "الدار البيضاء", "تل أبيب", "القدس المحتلة", "غازي عنتاب",
        "إسلام آباد", "لوس أنجلوس", "سان فرانسيسكو", "أديس أبابا", "شرم الشيخ", "رام الله", "دير الزور", "رأس العين",
        "تل رفعت", "بوينس آيرس", "كوالا لمبور", "نيو دلهي", "حفر الباطن", "تل أبيض", "New York", "Tel Aviv",
    )
)  # fmt: skip
_NEITHER: Final = frozenset(
    ("خاص", "ترجمة", "تقرير", "عاجل", "محرر", "المحرر", "تحرير", "إعداد", "كتب", "صحيفة", "وكالة", "Haber", "Özel")
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place as written, None where only people are named; who reported from it."""

    place: str | None
    reporters: tuple[str, ...]


def read_dateline(paragraphs: Sequence[str], is_source: Callable[[str], bool]) -> Dateline | None:
    """The dateline at the head of a text; None without one. `is_source` knows agencies and outlets by name."""
    read = (_read(text[:_HEAD], is_source) for text in paragraphs[:_FIRST])
    return next(filter(None, read), None)


def _read(head: str, is_source: Callable[[str], bool]) -> Dateline | None:
    for pattern in (_BRACKETED, _STAMPED) if "(" in head else (_STAMPED,):
        found = pattern.match(head)
        if found and is_source(found["source"].strip()):
            return _told(found["place"], _PART.split(found["reporters"] or ""), is_source)
    parted = _PARTED.match(head)
    return _beside(_PART.split(parted["parts"]), is_source) if parted else None


def _beside(parts: Sequence[str], is_source: Callable[[str], bool]) -> Dateline | None:
    """The last part behind a source is the place; before a source it is the first, or a reporter."""
    sources = [position for position, part in enumerate(parts) if is_source(part)]
    if len(sources) != 1:
        return None
    first, last = parts[0], parts[-1]
    others = [part for part in parts if not is_source(part)]
    if sources[0] < len(parts) - 1:
        return _told(last, others[:-1], is_source)
    if len(parts) == 2 and " " in first and first not in _PLACES:
        return _told(None, others, is_source)
    return _told(first, others[1:], is_source)


def _told(place: str | None, people: Sequence[str], is_source: Callable[[str], bool]) -> Dateline | None:
    known = place if place and place not in _NEITHER and not is_source(place) else None
    # One word is a desk or a second place.
    reporters = tuple(name for each in people if " " in (name := each.strip()))
    return Dateline(known, reporters) if known or reporters else None
