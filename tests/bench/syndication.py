"""The table of copies: our engine beside the usual presets. `scripts/bench syndication [--bases N] [--json FILE]`.

Real pairs: SaudiNewsNet's labelled ones, as `scripts/bench pairs` finds them. SemEval-2022 Task 8, Arabic and Turkish:
one event is not one text, and pairs of grade 3.5 to 4 (nothing in common) must not merge. Invented texts, from
tests/corpora: nineteen ways to change a text, follow-ups, bulletins of thirty days. Ours sees articles as they arrive.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any, Final

from newscrawl.syndication import MERGING, Relation, Signed, sign
from tests.bench import pairs
from tests.corpora.invented import LANGUAGES, SERIES, Text, Writer, writer
from tests.corpora.perturbations import FOLLOW_UPS, WAYS, Way

BEGIN: Final = datetime(2026, 3, 1, 6, tzinfo=UTC)
DAYS: Final = 30
WARM: Final = 7  # days of a series after which there is a history of it
# What is a story of its own or only an edge is no member of its base's story.
OUTSIDE: Final = ("embedded 1/3", "embedded 1/5", "half and half", "teaser", "rewrite 30 %")


@dataclass(frozen=True, slots=True)
class Made:
    """An invented article; `of` is the id of the text it was made from, `way` how, `story` the gold cluster."""

    id: str
    outlet: str
    time: datetime
    text: Text
    of: str | None
    way: str
    story: str

    def signed(self) -> Signed:
        return Signed(self.id, self.outlet, self.time, sign(self.text.body))


def made(language: str, bases: int) -> list[Made]:
    """Texts over a month, each with everything that is made of it within a day, and the bulletins."""
    writes = writer(language)
    articles = [each for number in range(bases) for each in _family(writes, number)]
    articles += [each for number in range(len(SERIES[language])) for each in _series(writes, number)]
    return sorted(articles, key=lambda each: (each.time, each.id))


def _family(writes: Writer, number: int) -> Iterator[Made]:
    base, time, text = f"{writes.language}{number}", BEGIN + timedelta(hours=6 * number), writes.text()
    yield Made(base, "agency", time, Text(base, "\n".join(text)), None, "", base)
    ways: Mapping[str, Way] = {**WAYS, **FOLLOW_UPS}
    for place, (way, change) in enumerate(ways.items()):
        name = f"{base} {way}"
        story = base if way in WAYS and way not in OUTSIDE else name
        changed = Text(name, "\n".join(change(writes, text)))
        yield Made(name, f"outlet{place}", time + timedelta(minutes=30 * (place + 1)), changed, base, way, story)


def _series(writes: Writer, number: int) -> Iterator[Made]:
    frame = SERIES[writes.language][number]
    for day in range(DAYS):
        name = f"{writes.language} series {number} day {day}"
        time = BEGIN + timedelta(days=day, minutes=number)
        yield Made(name, f"daily{day % 2}", time, Text(name, writes.bulletin(frame)), None, f"series {number}", name)


Judge = Callable[[Made, Made], bool]
Edges = Mapping[frozenset[str], Relation]
Preset = Callable[[Text, Text], bool]


def judges(
    articles: Iterable[Made], presets: Mapping[str, Preset]
) -> tuple[Mapping[str, Judge], Mapping[frozenset[str], Relation]]:
    """A judge of pairs for each row of the table, and our relations."""
    found = {frozenset((each.shorter, each.longer)): each for each in pairs.stream(each.signed() for each in articles)}

    def ours(one: Made, other: Made) -> bool:
        relation = found.get(frozenset((one.id, other.id)))
        return relation is not None and relation.kind != "related"

    rows: dict[str, Judge] = {"newscrawl": ours}
    rows.update({name: _of_texts(preset) for name, preset in presets.items()})
    return rows, found


def _of_texts(preset: Preset) -> Judge:
    return lambda one, other: preset(one.text, other.text)


def recalls(articles: list[Made], judge: Judge) -> dict[str, float]:
    """Per cent of the texts made in each way that count as the copy of their base."""
    by_id, told = {each.id: each for each in articles}, defaultdict[str, list[bool]](list)
    for each in articles:
        if each.of:
            told[each.way].append(judge(by_id[each.of], each))
    return {way: round(100 * sum(found) / len(found), 1) for way, found in told.items()}


def bulletins(articles: list[Made], judge: Judge) -> dict[str, float]:
    """Per cent of the pairs of a series that count as copies, with its history and in its first week."""
    series = defaultdict[str, list[Made]](list)
    for each in articles:
        if each.way.startswith("series"):
            series[f"{each.id[:2]} {each.way}"].append(each)
    told = Counter[tuple[str, bool]]()
    for days in series.values():
        for one, other in combinations(days, 2):
            warm = max(one.time, other.time) - BEGIN >= timedelta(days=WARM)
            told["warm" if warm else "cold", judge(one, other)] += 1
    return {
        f"templates {name}": round(100 * told[name, True] / max(1, told[name, True] + told[name, False]), 2)
        for name in ("warm", "cold")
    }


def adjusted_rand(gold: Mapping[str, str], found: Mapping[str, str]) -> float:
    """Agreement of two clusterings of the same ids (Hubert and Arabie 1985): 1 for equal, 0 for chance."""
    both = sum(comb(n, 2) for n in Counter((gold[each], found[each]) for each in gold).values())
    ours, theirs = (sum(comb(n, 2) for n in Counter(side.values()).values()) for side in (gold, found))
    expected = ours * theirs / comb(len(gold), 2)
    return (both - expected) / ((ours + theirs) / 2 - expected)


def ari(articles: list[Made], relations: Iterable[Relation]) -> float:
    """Stories against the families they were made as; what belongs to no family for certain is left out."""
    inside = [each for each in articles if each.way not in OUTSIDE and each.way not in FOLLOW_UPS]
    story = {each.id: each.id for each in inside}
    for told in pairs.grouped([each.signed() for each in inside], relations):
        story.update(dict.fromkeys(told.members, told.id))
    return adjusted_rand({each.id: each.story for each in inside}, {each.id: story[each.id] for each in inside})


def invented(bases: int, presets: Mapping[str, Preset]) -> dict[str, Any]:
    """Every row's figures on the invented texts, both languages together; ours with the languages apart."""
    articles = [each for language in LANGUAGES for each in made(language, bases)]
    rows, found = judges(articles, presets)
    figures: dict[str, Any] = {
        name: {**recalls(articles, row), **bulletins(articles, row)} for name, row in rows.items()
    }
    for language in LANGUAGES:
        some = [each for each in articles if each.id.startswith(language)]
        figures[f"newscrawl, {language}"] = {**recalls(some, rows["newscrawl"]), **bulletins(some, rows["newscrawl"])}
    inside = {each.id for each in articles if each.way not in OUTSIDE and each.way not in FOLLOW_UPS}
    within = (each for key, each in found.items() if key <= inside)
    figures["newscrawl"]["ARI"] = round(ari(articles, within), 3)
    merged = {key for key, each in found.items() if each.kind in MERGING}
    for way in FOLLOW_UPS:
        made_so = [each for each in articles if each.way == way]
        share = sum(frozenset((each.id, each.of or "")) in merged for each in made_so) / len(made_so)
        figures["newscrawl"][f"{way}, merged"] = round(100 * share, 1)
    return figures


def labelled(shared: Path, presets: Mapping[str, Preset]) -> dict[str, Any]:
    """Precision, recall and F1 on the labelled pairs, and how many that are no copies count as such."""
    known = {each["url"]: each for each in pairs.articles(shared)}
    chosen = pairs.pairs(shared)
    wanted = {url for pair in chosen for url in pair.key}
    found = {
        frozenset((each.shorter, each.longer)): each for each in pairs.stream(pairs.signatures(known.values()), wanted)
    }
    texts = {url: Text(known[url]["title"] or "", known[url]["content"]) for url in wanted & known.keys()}
    figures = {"newscrawl": _scored((pair.label, _ours(found.get(pair.key))) for pair in chosen)}
    for name, preset in presets.items():
        there = [(pair, texts.get(pair.a), texts.get(pair.b)) for pair in chosen]
        figures[name] = _scored((pair.label, bool(a and b and preset(a, b))) for pair, a, b in there)
    return figures


def _ours(relation: Relation | None) -> bool:
    return relation is not None and relation.kind != "related"


def _scored(told: Iterable[tuple[str, bool]]) -> dict[str, float]:
    counts = Counter((label in pairs.COPIES, accepted) for label, accepted in told)
    right, wrong, missed = counts[True, True], counts[False, True], counts[True, False]
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"P": round(precision, 3), "R": round(recall, 3), "F1": round(f1, 3), "no copies accepted": wrong}


def semeval(shared: Path) -> dict[str, dict[str, int]]:
    """How many pairs of each grade (1 same event, 4 nothing in common) have which relation."""
    told = defaultdict[str, Counter[str]](Counter)
    for language in LANGUAGES:
        path = shared / "corpora/semeval2022-task8" / f"{language}_pairs.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            pair = json.loads(line)
            texts = [Signed(side, side, BEGIN, sign(pair[f"text_{side}"])) for side in "12"]
            relation = next(pairs.stream(texts), None)
            told[f"{language} {pair['overall']}"][relation.kind if relation else "none"] += 1
    return {grade: dict(kinds) for grade, kinds in sorted(told.items())}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench syndication", description=__doc__)
    parser.add_argument("--bases", type=int, default=100, help="invented texts a language")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    from tests.bench._presets import PRESETS

    figures: dict[str, Any] = {"invented": invented(options.bases, PRESETS)}
    if (pairs.SHARED / pairs.CORPUS).is_dir():
        figures |= {"labelled": labelled(pairs.SHARED, PRESETS), "semeval": semeval(pairs.SHARED)}
    for part, rows in figures.items():
        print(f"\n{part}")
        for name, row in rows.items():
            print(f"  {name:24}", "  ".join(f"{column} {value}" for column, value in row.items()))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
