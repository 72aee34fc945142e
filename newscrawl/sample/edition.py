"""Who prints what, and when: the sample newsroom's stories, their copies and the daily bulletins.

Everything follows from the story files and the plan below, without chance: two builds are the same bytes.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FIRST_DAY = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
DAYS = 12
Story = dict[str, Any]

# Each copier of an outlet's stories: which of them (every nth, from the kth), how (whole, abridged, padded) and
# under which credit line.
COPIERS: dict[str, tuple[tuple[str, int, int, str, str], ...]] = {
    "aa": (
        ("hurriyet", 2, 0, "abridged", "(AA)"),
        ("milliyet", 3, 0, "whole", "Kaynak: AA"),
        ("ntv", 4, 0, "whole", ""),
        ("haberturk", 6, 0, "padded", "Kaynak: AA"),
    ),
    "dha": (
        ("hurriyet", 2, 0, "whole", "(DHA)"),
        ("milliyet", 3, 1, "abridged", "Kaynak: DHA"),
        ("haberturk", 4, 2, "whole", "(DHA)"),
    ),
    "arabi21": (
        ("turkeyalaan", 3, 0, "whole", "المصدر/  arabi21"),
        ("turkeyalaan", 3, 1, "abridged", "المصدر: عربي21"),
        ("turkeyalaan", 3, 2, "padded", ""),
    ),
}
OWN = {
    "ar": ("arabi21", "turkeyalaan", "arabi21", "bbc_ar", "arabi21", "bbc_ar", "arabi21", "turkeyalaan"),
    "paper": ("hurriyet", "milliyet", "ntv", "haberturk", "milliyet", "hurriyet"),
    "aa": ("aa_tr",),
    "dha": ("dha",),
}
BULLETINS = {"ar": ("turkeyalaan", "arabi21", "turkeyalaan"), "tr": ("haberturk", "dha", "ntv")}
_INTRO = {
    "tr": "Günün öne çıkan gelişmelerinden biri bugün öğle saatlerinde duyuruldu; ayrıntılar haberin devamında.",
    "ar": "في ما يلي تفاصيل خبر لفت اهتمام المتابعين للشأن التركي خلال الساعات الماضية كما ورد في المصدر.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """One article as one outlet prints it; `story` is the same in all prints of one text, empty in a bulletin."""

    story: str
    outlet: str
    number: int
    language: str
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    published: datetime
    section: str
    author: str = ""
    city: str = ""
    credit: str = ""
    agency: str = ""
    tags: tuple[str, ...] = field(default=())
    elsewhere: bool = False
    """Not about Turkey: outlets that report on everything leave it out of the crawl."""


def prints() -> tuple[Print, ...]:
    """Every article of the newsroom, numbered, in order of publication."""
    unordered = [*_stories("ar"), *_stories("tr"), *_bulletins("ar"), *_bulletins("tr")]
    ordered = sorted(unordered, key=lambda each: (each.published, each.outlet, each.title))
    return tuple(replace(each, number=10_000_000 + 37 * n) for n, each in enumerate(ordered))


def _stories(language: str) -> Iterator[Print]:
    seats: dict[str, int] = {}
    for n, story in enumerate(_lines(f"stories.{language}.jsonl")):
        style = story.get("style", language)
        seat = seats[style] = seats.get(style, -1) + 1
        outlet = OWN[style][seat % len(OWN[style])]
        original = _original(story, outlet, language, FIRST_DAY + timedelta(hours=4.4 * n, minutes=7 * n % 60))
        yield original
        family = style if style in COPIERS else outlet
        place = seats[outlet] = seats.get(outlet, -1) + 1
        for order, (copier, every, first, how, credit) in enumerate(COPIERS.get(family, ())):
            if place % every == first:
                yield _copy(original, story, (copier, how, credit), order + 1)


def _original(story: Story, outlet: str, language: str, published: datetime) -> Print:
    return Print(
        story=story["id"],
        outlet=outlet,
        number=0,
        language=language,
        title=story["title"],
        lead=story["lead"],
        paragraphs=tuple(story["paragraphs"]),
        published=published,
        section=story["section"],
        author=story.get("author", ""),
        city=story.get("city", "İstanbul"),
        tags=tuple(story.get("tags", ())),
        elsewhere=story.get("elsewhere", False),
    )


def _copy(original: Print, story: Story, plan: tuple[str, str, str], order: int) -> Print:
    outlet, how, credit = plan
    texts = original.paragraphs
    if how == "abridged":
        texts = texts[:2] + texts[3:-1]
    elif how == "padded":
        texts = (_INTRO[original.language], *texts)
    agency = {"aa_tr": "Anadolu Ajansı", "dha": "DHA"}.get(original.outlet, "")
    return replace(
        original,
        outlet=outlet,
        title=story["titles"][order % len(story["titles"])] if order % 3 else story["title"],
        lead=original.lead if outlet in ("milliyet", "ntv", "haberturk", "hurriyet") else "",
        paragraphs=texts,
        published=original.published + timedelta(minutes=25 * order + 10),
        author="",
        credit=credit,
        agency=agency,
    )


def _bulletins(language: str) -> Iterator[Print]:
    templates = json.loads((HERE / f"bulletins.{language}.json").read_text(encoding="utf-8"))
    for outlet, template in zip(BULLETINS[language], templates, strict=True):
        for day in range(DAYS):
            values = {name: _value(spec, day, n) for n, (name, spec) in enumerate(sorted(template["fields"].items()))}
            yield Print(
                story="",
                outlet=outlet,
                number=0,
                language=language,
                title=template["title"].format(**values),
                lead="",
                paragraphs=tuple(text.format(**values) for text in template["paragraphs"]),
                published=FIRST_DAY + timedelta(days=day, hours=2, minutes=len(outlet)),
                section=template["section"],
                city="Ankara",
            )


def _value(spec: dict[str, Any], day: int, n: int) -> str:
    """A figure that moves from day to day, within the bounds that its field declares."""
    kind, step = spec["kind"], (day * 7919 + n * 104_729) % 1000 / 1000
    if kind == "date":
        return f"{FIRST_DAY + timedelta(days=day):%d.%m.%Y}"
    if kind == "time":
        return f"{(6 + n) % 24:02d}:{int(step * 60):02d}"
    if kind == "city":
        cities = spec.get("values") or ("Ankara", "İzmir", "Bursa", "Konya", "Van", "Muğla", "Adana", "Sivas")
        return str(cities[(day + n) % len(cities)])
    low, high = float(spec.get("low", 1)), float(spec.get("high", 100))
    value = low + (high - low) * step
    return f"{value:.0f}" if kind == "int" else f"{value:.4f}"


def _lines(name: str) -> Iterator[Story]:
    with (HERE / name).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
