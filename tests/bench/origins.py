"""Whether the article that a copy credits is named as its origin: `scripts/bench origins [--families N] [--json FILE]`.

Invented families, in Arabic and Turkish: a source of a known outlet, takers that credit it in the forms seen in the
press (some credit a taker instead, and mean the source by it), one that credits nobody, often the agency and often the
first by its own clock. Texts are changed on the way, times are wrong, missing or only days. Everything goes the crawl's
way: cleaned, attributed, signed, compared as it arrives. A copy that was not connected to its source counts as wrong.

Real ones: SaudiNewsNet's articles that credit the Saudi agency and share a story with an article of its own.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from newscrawl import editing, registry
from newscrawl.article import PARAGRAPH_BREAK, Article
from newscrawl.store.story_documents import TAKEN_FROM
from newscrawl.syndication import Credit, Member, Signed, Story, sign, stories
from tests.bench import pairs
from tests.corpora.invented import LANGUAGES, Writer, writer
from tests.corpora.perturbations import WAYS

BEGIN: Final = datetime(2026, 3, 1, 6, tzinfo=UTC)
MILD: Final = (
    "re-titled",
    "orthographic",
    "boilerplate left in",
    "intro and outro",
    "drop 30 %",
    "synonyms",
    "typos 2 %",
)
# Forms of a credit as the press writes them, and whether they stand above the text.
FORMS: Final = {
    "ar": (("المصدر/ {}", False), ("المصدر: {}", False), ("المصدر : {}", False), ("المصدر: {}", True)),
    "tr": (("Kaynak: {}", False), ("KAYNAK: {}", False), ("Haber Kaynağı: {}", False), ("Kaynak: {}", True)),
}
AGENCY_OUTLET: Final = "spa"
AGENCY_TAG: Final = "({})"


@dataclass(frozen=True, slots=True)
class Placed:
    """An article as attributed, when it arrived, and the source that its credit means."""

    article: Article
    arrived: datetime
    source: str | None = None


def families(language: str, count: int) -> Iterator[Placed]:
    """Families over a month, each article with the id of the source that it credits."""
    writes = writer(language, seed=7)
    outlets = sorted(key for key, outlet in registry.outlets().items() if outlet.language == language)
    for number in range(count):
        yield from _family(writes, number, outlets)


def _family(writes: Writer, number: int, outlets: list[str]) -> Iterator[Placed]:
    chance, text = writes.chance, writes.text()
    time = BEGIN + timedelta(hours=6 * number)
    source, other = chance.sample(outlets, 2)
    named = f"https://{source}.example/{writes.language}{number}"
    yield Placed(_article(source, named, text, time), time + timedelta(hours=12 * chance.random()))
    takers = [(f"taker{place}", source) for place in range(2)] + [(other, source), ("last", other)]
    for place, (outlet, credited) in enumerate(takers):
        changed = _credited(writes, WAYS[chance.choice(MILD)](writes, text), credited)
        address, published = f"https://{outlet}.example/{writes.language}{number}-{place}", _clock(writes, time)
        yield Placed(_article(outlet, address, changed, published), _arrival(writes, time), named)
    silent = chance.choice([*outlets, "quiet"])
    if silent not in (source, other):
        yield Placed(
            _article(silent, f"https://{silent}.example/{writes.language}{number}-s", text, _clock(writes, time)),
            _arrival(writes, time),
        )


def _article(outlet: str, url: str, text: list[str], published: datetime | None) -> Article:
    midnight = published is not None and published == published.replace(hour=21, minute=0)
    return Article(
        url=url,
        outlet=outlet,
        title="",
        body=PARAGRAPH_BREAK.join(text),
        published=published,
        published_precision="day" if midnight else "second",
    )


def _credited(writes: Writer, text: list[str], outlet: str) -> list[str]:
    """The text with a line that names an outlet, by any of its names."""
    spider, chance = registry.outlets()[outlet], writes.chance
    name = chance.choice([spider.title, *spider.aliases])
    form, above = chance.choice(FORMS[writes.language])
    if spider.kind == "agency" and chance.random() < 0.5:
        form, above = AGENCY_TAG, False
    return [form.format(name), *text] if above else [*text, form.format(name)]


def _clock(writes: Writer, time: datetime) -> datetime | None:
    """When a taker says that it published: up to three hours before the source, a day only, or nothing."""
    drawn = writes.chance.random()
    if drawn < 0.15:
        return None
    if drawn < 0.3:
        return time.replace(hour=21, minute=0)
    return time + timedelta(minutes=writes.chance.randint(-180, 720), seconds=7)


def _arrival(writes: Writer, time: datetime) -> datetime:
    return time + timedelta(hours=12 + 12 * writes.chance.random())


def told(placed: Iterable[Placed], kinds: Mapping[str, str]) -> tuple[Mapping[str, Member], Mapping[str, Story]]:
    """The articles by URL, and the story of each that is in one; credits are read from the text."""
    names = registry.names()
    arrived = sorted(placed, key=lambda each: (each.arrived, each.article.url))
    ready = [(editing.attribute(editing.clean(each.article), names), each.arrived) for each in arrived]
    members = {article.url: _member(article, time) for article, time in ready}
    signatures = [_signed(members[article.url], article) for article, _ in ready]
    found = stories(members.values(), pairs.stream(signatures), kinds)
    return members, {url: story for story in found for url in story.members}


def _member(article: Article, arrived: datetime) -> Member:
    credits = (Credit(each.outlet, each.name) for each in article.credits if each.kind in TAKEN_FROM)
    return Member(
        id=article.url,
        outlet=article.outlet,
        first_seen=arrived,
        published=article.published,
        precision=article.published_precision,
        length=len(article.body),
        credits=tuple(credits),
    )


def _signed(member: Member, article: Article) -> Signed:
    return Signed(member.id, member.outlet, member.time, sign(article.body))


def invented(count: int) -> dict[str, Any]:
    """Per language: credited copies, how many are in a story, in their source's, and with it as the origin."""
    figures = {}
    for language in LANGUAGES:
        made = list(families(language, count))
        _, known = told(made, registry.kinds())
        rows = [(known.get(each.article.url), each.source) for each in made if each.source]
        right = [story is not None and story.origin == source for story, source in rows]
        figures[language] = {
            "credited copies": len(rows),
            "in a story": sum(story is not None for story, _ in rows),
            "with their source": sum(story is not None and source in story.members for story, source in rows),
            "origin right": sum(right),
            "share": round(sum(right) / len(rows), 4),
        }
    return figures


def real(shared: Path) -> dict[str, Any]:
    """The same of the articles that credit the Saudi agency, where one of its own is in their story. By the texts
    alone: nobody is told that it is an agency."""
    members, known = told([Placed(_real(each), each["time"]) for each in pairs.articles(shared)], {})
    right = [
        members[story.origin].outlet == AGENCY_OUTLET
        for url, story in known.items()
        if any(credit.outlet == AGENCY_OUTLET for credit in members[url].credits)
        and any(members[other].outlet == AGENCY_OUTLET for other in story.members)
    ]
    return {"credited copies": len(right), "origin right": sum(right)}


def _real(each: Mapping[str, Any]) -> Article:
    lines = [line.strip() for line in each["content"].splitlines() if line.strip()]
    outlet = AGENCY_OUTLET if each["source"] == "was" else each["source"]
    return _article(outlet, each["url"], lines, each["time"])


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench origins", description=__doc__)
    parser.add_argument("--families", type=int, default=100, help="invented families a language")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    figures: dict[str, Any] = {"invented": invented(options.families)}
    if (pairs.SHARED / pairs.CORPUS).is_dir():
        figures["real"] = real(pairs.SHARED)
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
