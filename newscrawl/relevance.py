"""Whether an article is about Turkey: a score with its evidence, from where Turkish things are named in it.

News says first what it is about: the title counts most, the beginning more than the rest, and what stands in the last
part not at all, for there sites hang the headlines of other articles.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from newscrawl.reporting.lexicon import PLACES
from newscrawl.text import match_key

LEAST: Final = 2.4
LEAD_WORDS: Final = 40
READ: Final = 0.6  # of the body
MOST_LEAD, MOST_DENSITY = 2, 6.0
TITLE, LEAD, DENSITY, FILED = 2.0, 0.75, 0.6, 2.0  # weights; density is in names a hundred words
SPORT_WORDS: Final = 2  # of them in title and lead make it sport, where a camp in Turkey is no news of Turkey
SPORT_PENALTY: Final = 3.5

# What is Turkish wherever it is named, in Arabic, Turkish and English; not the lira, which Syria has too, nor the
# Justice and Development Party, which Morocco has.
NAMES: Final = (
    "تركيا", "التركية", "تركية", "الأتراك", "أتراك", "تركيين", "تركيان", "للأتراك", "أنقرة", "إسطنبول", "استانبول",
    "أردوغان", "إردوغان", "أوغلو", "غولن", "دميرتاش", "كليتشدار", "باباجان", "أكشنر", "يلدريم", "بهتشلي", "قالن",
    "ألبيرق", "البيراق", "أوجلان", "العمال الكردستاني", "بي كي كي", "أتاتورك", "العثمانية الجديدة", "إنجرليك",
    "إنجيرليك", "سروج", "سوروج", "بحر مرمرة", "البوسفور", "بيرقدار", "أسيلسان", "حزب الشعوب", "حزب الشعب الجمهوري",
    "حزب الحركة القومية", "حزب الجيد", "درع الفرات", "غصن الزيتون", "نبع السلام", "فنربخشة",
    "فنرباهتشه", "غلطة سراي", "غلاطة سراي", "بشكتاش", "بيشكتاش", "الأناضول",
    # What a state has and no man's name follows.
    "الرئيس التركي", "الجيش التركي", "البرلمان التركي", "المنتخب التركي", "الدوري التركي", "الشعب التركي",
    "رئيس الوزراء التركي", "وزير الدفاع التركي", "وزير الخارجية التركي", "وزير الداخلية التركي", "وزير المالية التركي",
    "وزير الاقتصاد التركي", "وزير التجارة التركي", "وزير الطاقة التركي", "البنك المركزي التركي",
    "القضاء التركي", "الاقتصاد التركي", "القانون التركي", "الدستور التركي", "الإعلام التركي", "الموقف التركي",
    "التدخل التركي", "النفوذ التركي", "الوجود التركي", "الجانب التركي",
    "تركي الجنسية", "تركي الأصل", "تركي الصنع", "تركي المنشأ", "تركي المولد",
    "Türkiye", "Türkiye'de", "Türkiye'nin", "Türk", "Türkler", "Ankara", "İstanbul", "İzmir", "Erdoğan", "TBMM",
    "Turkey", "Turkish", "Turks", "Turkiye", "Istanbul", "Erdogan",
)  # fmt: skip
# Provinces that are something else as well, a film, a Libyan town, a stock exchange: they count where others do.
UNSURE_PLACES: Final = (
    "باتمان", "بطمان", "سيرت", "سعرت", "سيعرت", "أوردو", "موش", "كارس", "بولو", "ريزا", "ريزه", "ريزة", "بورصة",
    "كلس", "كليس", "سينوب", "قرمان", "أيدن", "قيصرية", "عثمانية", "أفيون", "مرمرة",
)  # fmt: skip
SEAS: Final = ("البحر الأسود", "البحر المتوسط", "البحر الأبيض المتوسط", "شرق المتوسط")  # others lie on them too
# Of the Turkish forms of places, what is a word, a name or another's as well.
TURKISH_WORDS: Final = (
    "Ağrı", "Aydın", "Batman", "Boğaz*", "Bolu", "Ege", "Karaman", "Kars", "Muş", "Ordu", "Tokat", "Uşak", "Van",
    "Karadeniz", "Akdeniz", "Marmara",
)  # fmt: skip
# What is called Turkish wherever it is made.
THINGS: Final = (
    "القهوة", "قهوة", "الحمام", "حمام", "حماما", "الحمامات", "حمامات", "الشاورما", "شاورما", "الكباب", "كباب",
    "الحلويات", "حلويات", "البقلاوة", "بقلاوة", "الشاي", "شاي",
)  # fmt: skip
# Of the same spelling: a man's name, a family's, a party in Morocco. They count behind a definite noun alone.
ADJECTIVES: Final = ("التركي", "الترك", "تركي")
GIVEN_BEFORE: Final = (
    "الأمير", "العقيد", "الركن", "اللواء", "الدكتور", "الأستاذ", "الشيخ", "المستشار", "العميد", "بن", "الإمام",
)  # fmt: skip
# Sport: clubs go to camps and friendlies in Turkey by the dozen.
SPORT: Final = (
    "معسكر", "معسكره", "معسكرها", "ودية", "ودياته", "ودي", "الودية", "تدريباته", "بنادي", "نادي", "الفريق", "فريق",
    "لكرة", "مدرب", "المدرب", "اللاعب", "لاعب", "الدوري", "مباراة", "مباريات", "هدفين", "الودي",
)  # fmt: skip
TURKISH_CLUBS: Final = ("فنربخشة", "فنرباهتشه", "غلطة سراي", "غلاطة سراي", "بشكتاش", "بيشكتاش", "طرابزون")
SECTIONS: Final = ("تركيا", "تركية", "turkey", "turkiye", "türkiye")
# A woman is called so: behind a definite noun stands no indefinite adjective («المعلمة تركية»), behind an adjective no
# family («تركية الحربي»; «تركية الصنع» ends otherwise). Read before folding, which takes the stops away: «صحيفة تركية:
# القحطاني» is a newspaper; and «الأولى» ends in another letter.
_HER: Final = re.compile(
    r"(?:\b[أادم][./]\s?|\bال\w+ة\s)تركي[ةه]\b(?!\s+ال)"
    r"|\b[وفبل]?تركي[ةه]\s+(?:(?:بنت|بن|ابنة|آل)\b|عبد"
    r"|(?!ال(?:ذي|تي|ماضي|حالي|تالي|جاري|ثاني)\b)ال\w{2,}ي\b)"
)
_TURKISH: Final = "تركي"  # is in all of that
_CLITICS: Final = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب")


@dataclass(frozen=True, slots=True)
class Relevance:
    """The decision, what it rests on, and the Turkish names found in title and lead."""

    about: bool
    """Whether it is."""

    score: float
    """How clearly, from 0; from THRESHOLD on it is."""

    evidence: dict[str, float | str]
    """The Turkish names found in title and lead, and how many there are in 100 words of the text."""


def about_turkey(title: str, body: str, *, section: str | None = None, url: str = "") -> Relevance:
    """Whether an article is about Turkey. Linear in the length of the body."""
    words = match_key(body).split()
    heading = match_key(title).split()
    read = words[: max(LEAD_WORDS, round(len(words) * READ))]
    woman = any(_TURKISH in text and _HER.search(text) for text in (title, body))
    parts = [list(_named(part, woman)) for part in (heading, read[:LEAD_WORDS], read)]
    # What may be a name or a drink as well says nothing where nothing else is Turkish.
    if not any(sure for part in parts for _, sure in part):
        parts = [[], [], []]
    in_title, in_lead, in_read = ([name for name, _ in part] for part in parts)
    density = 100 * len(in_read) / max(len(read), LEAD_WORDS)
    filed = _filed(section or "", url)
    sport = _is_sport([*heading, *read[:LEAD_WORDS]]) and not _CLUBS.intersection(heading)
    score = (
        TITLE * bool(in_title)
        + LEAD * min(len(in_lead), MOST_LEAD)
        + DENSITY * min(density, MOST_DENSITY)
        + FILED * filed
        - SPORT_PENALTY * sport
    )
    evidence: dict[str, float | str] = {
        "title": ", ".join(dict.fromkeys(in_title)),
        "lead": ", ".join(dict.fromkeys(in_lead)),
        "per_100_words": round(density, 2),
        "filed": float(filed),
        "sport": float(sport),
    }
    return Relevance(score >= LEAST, round(score, 2), evidence)


def _named(words: list[str], woman: bool) -> Iterator[tuple[str, bool]]:
    """The Turkish names among folded words, in their order, each with whether it can be nothing else. `woman`: whether
    one is called so."""
    for place in [at for at, word in enumerate(words) if word in _NAMING]:
        word = words[place]
        if word in _SINGLE:
            her = woman and word in _FEMALE
            yield word, not (her or (word in _CALLED and place and words[place - 1] in _THINGS))
        elif word in _FIRST and (phrase := _phrase(words, place)):
            yield phrase, True
        elif word in _UNSURE:
            yield word, False
        elif word in _ADJECTIVES and place and _is_adjective(words, place):
            yield f"{words[place - 1]} {word}", _is_of_two(words, place)


def _phrase(words: list[str], place: int) -> str | None:
    """The name of several words that begins at a place."""
    rests = _FIRST[words[place]]
    return next(
        (" ".join((words[place], *rest)) for rest in rests if words[place + 1 : place + 1 + len(rest)] == rest), None
    )


def _is_adjective(words: list[str], place: int) -> bool:
    """«الرئيس التركي», «مصدر تركي»; not «الأمير تركي», «منصور التركي», «تركي بن», «تركي آل»."""
    before, word = words[place - 1], words[place]
    after = words[place + 1] if place + 1 < len(words) else ""
    if before in _GIVEN_BEFORE:
        return False
    definite = before.startswith(("ال", "وال", "بال", "لل")) or before in _SINGLE
    if word == _BARE:
        return not definite and after not in ("بن", "ال") and not after.startswith("ال")
    return definite


def _is_of_two(words: list[str], place: int) -> bool:
    """«المنتدى التركي العربي»: no family's name stands between a noun and its other adjective."""
    after = words[place + 1] if place + 1 < len(words) else ""
    return words[place] != _BARE and after.startswith("ال") and after.endswith("ي")


def _is_sport(words: list[str]) -> bool:
    return len(_SPORT.intersection(words)) >= SPORT_WORDS


def _filed(section: str, url: str) -> bool:
    """Whether the outlet filed it under Turkey, by its section or its address."""
    places = match_key(" ".join((section, *unquote(url).split("/")[3:-1]))).split()
    return any(place in _SECTIONS for place in places)


def _forms(names: Iterable[str]) -> frozenset[str]:
    """Folded names, each with the letters that Arabic writes together with the word after them."""
    return frozenset(prefix + key for name in names for key in (match_key(name),) for prefix in _CLITICS)


def _by_first_word(names: Iterable[str]) -> dict[str, list[list[str]]]:
    """What must follow, by the first word of a name in each form it may have."""
    rests: dict[str, list[list[str]]] = {}
    for name in names:
        first, *rest = name.split()
        for prefix in _CLITICS:
            rests.setdefault(prefix + first, []).append(rest)
    return rests


_PLACES: Final = [name for _, arabic in PLACES for name in arabic.split(", ") if name not in (*UNSURE_PLACES, *SEAS)]
_TURKISH_PLACES: Final = [
    name for turkish, _ in PLACES for name in turkish.split(", ") if name not in TURKISH_WORDS and "*" not in name
]
_NAMES: Final = sorted({*map(match_key, (*NAMES, *_PLACES, *_TURKISH_PLACES))})
_SINGLE: Final = _forms(name for name in _NAMES if " " not in name)
_FIRST: Final = _by_first_word(name for name in _NAMES if " " in name)
_UNSURE: Final = _forms(UNSURE_PLACES)
_ADJECTIVES: Final = _forms(ADJECTIVES)
_NAMING: Final = _SINGLE.union(_FIRST, _UNSURE, _ADJECTIVES)
_GIVEN_BEFORE: Final = _forms(GIVEN_BEFORE)
_BARE: Final = match_key("تركي")
_FEMALE: Final = _forms(["تركية"])
_THINGS: Final = _forms(THINGS)
_CALLED: Final = frozenset(map(match_key, ("التركية", "تركية", "تركيا")))
_SPORT: Final = _forms(SPORT)
_CLUBS: Final = _forms(TURKISH_CLUBS)
_SECTIONS: Final = frozenset(map(match_key, SECTIONS))
