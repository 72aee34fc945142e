"""How well credits and citations are read: `scripts/bench credits [--wrong] [--json FILE]`.

409 Arabic and Turkish articles of public corpora, labelled by reading them before the rules were asked: 152 drawn at
random, the rest among those with words of crediting or citing. A third, by hash, is held back: no rule was written
with its answers in sight. The byline of a corpus is the article's author, as a page would give it.

An attribution is found where its key is, or, for an outlet that nobody knows, its name. `resolved` is the share of
those found that have the right key, None included.
"""

import argparse
import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newscrawl import editing, registry
from newscrawl.article import Article
from newscrawl.credits import Attribution
from newscrawl.names import Names
from newscrawl.text import match_key
from tests.bench.pairs import SHARED, articles

LABELS = Path(__file__).parents[1] / "corpora" / "credits.jsonl"


@dataclass(frozen=True, slots=True)
class Named:
    """A source as labelled: the names it may be written by, and its key."""

    names: tuple[str, ...]
    key: str | None
    kind: str = "citation"

    def is_(self, found: Attribution) -> bool:
        if self.key and found.outlet == self.key:
            return True
        words = f" {match_key(found.name)} "
        return any(f" {match_key(name)} " in words or words in f" {match_key(name)} " for name in self.names)


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with what it credits and cites; `either` may be named or not."""

    id: str
    article: Article
    credits: tuple[Named, ...]
    citations: tuple[Named, ...]
    either: tuple[Named, ...]
    held: bool


@dataclass(slots=True)
class Score:
    """Counts of one part; `wrong` describes each mistake."""

    right: int = 0
    missed: int = 0
    extra: int = 0
    resolved: int = 0
    kinds: int = 0

    def row(self) -> dict[str, float]:
        precision = self.right / ((self.right + self.extra) or 1)
        recall = self.right / ((self.right + self.missed) or 1)
        f1 = 2 * precision * recall / ((precision + recall) or 1)
        shares = {
            "precision": precision, "recall": recall, "f1": f1,
            "resolved": self.resolved / (self.right or 1), "kind": self.kinds / (self.right or 1),
        }  # fmt: skip
        return {"labelled": self.right + self.missed, **{name: round(share, 3) for name, share in shares.items()}}


def labelled(shared: Path) -> Iterator[Labelled]:
    """The labelled articles, in the order of the corpora."""
    labels = {each["id"]: each for each in map(json.loads, LABELS.read_text(encoding="utf-8").splitlines())}
    for id, byline, title, body in texts(shared):
        if (label := labels.get(id)) is None:
            continue
        article = Article(
            url=f"https://example.org/{id}",
            outlet=label["outlet"] or "",
            title=title,
            body="\n\n".join(body.split("\n")),
            authors=(byline,) if byline.strip() else (),
        )
        yield Labelled(
            id,
            article,
            tuple(Named(_spelt(name), key, kind) for kind, name, key in label["credits"]),
            tuple(Named(_spelt(name), key) for name, key in label["citations"]),
            tuple(Named(_spelt(name), key) for name, key in label.get("either", ())),
            label["held"],
        )


def read(article: Article, names: Names) -> Article:
    """The way of the pipelines."""
    return editing.attribute(editing.clean(article), names)


def scored(labels: Iterable[Labelled], tell: Callable[[str], object] = lambda line: None) -> dict[str, Score]:
    """The counts for credits and citations; `tell` hears of every mistake."""
    names, scores = registry.names(), {"credits": Score(), "citations": Score()}
    for each in labels:
        found = read(each.article, names)
        for part, wanted, got in (
            ("credits", each.credits, found.credits),
            ("citations", each.citations, found.citations),
        ):
            _count(scores[part], wanted, got, each.either, lambda line, at=f"{each.id} {part}": tell(f"{at}: {line}"))
    return scores


def _count(
    score: Score,
    wanted: tuple[Named, ...],
    got: tuple[Attribution, ...],
    either: tuple[Named, ...],
    tell: Callable[[str], object],
) -> None:
    for name in wanted:
        hits = [found for found in got if name.is_(found)]
        score.missed += not hits
        score.right += bool(hits)
        score.resolved += any(found.outlet == name.key for found in hits)
        score.kinds += any(found.kind == name.kind for found in hits)
        if not hits:
            tell(f"missed {name.names} {name.key}")
        elif not any(found.outlet == name.key for found in hits):
            tell(f"{hits[0].name} is {name.key}, not {hits[0].outlet}")
        elif not any(found.kind == name.kind for found in hits):
            tell(f"{hits[0].name} is {name.kind}, not {hits[0].kind}")
    unknown = {}
    for found in got:
        if not any(name.is_(found) for name in (*wanted, *either)):
            unknown[found.outlet or match_key(found.name)] = found
    score.extra += len(unknown)
    for found in unknown.values():
        tell(f"extra {found.name} {found.outlet} in {found.text!r}")


def _spelt(name: str) -> tuple[str, ...]:
    return tuple(name.split("|"))


def texts(shared: Path) -> Iterator[tuple[str, str, str, str]]:
    """Id, byline, title and text of all articles of the corpora."""
    for each in articles(shared):
        yield f"saudinewsnet:{each['url']}", each.get("author") or "", each["title"] or "", each["content"]
    for source in ("BBC", "CNN"):
        with gzip.open(shared / "corpora/ant" / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for each in map(json.loads, lines):
                yield f"ant-{source.lower()}:{each['docno']}", "", each["title"] or "", each["text"] or ""
    for language in ("ar", "tr"):
        pairs = shared / "corpora/semeval2022-task8" / f"{language}_pairs.jsonl"
        for each in map(json.loads, pairs.read_text(encoding="utf-8").splitlines()):
            for side in "12":
                id = f"semeval-{language}:{each['id']}/{side}"
                yield id, "", each[f"title_{side}"] or "", each[f"text_{side}"] or ""
    for path in sorted((shared / "seed").glob("*.txt")):
        yield f"seed:{path.stem}", "", "", path.read_text(encoding="utf-8")


def table(labels: list[Labelled]) -> dict[str, dict[str, float]]:
    """The rows of the figure, by part of the labels and what was read."""
    halves = {"developed on": [e for e in labels if not e.held], "held": [e for e in labels if e.held], "all": labels}
    return {f"{part} {name}": score.row() for part, some in halves.items() for name, score in scored(some).items()}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench credits", description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="name every mistake of what the rules were developed on")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    labels = list(labelled(SHARED))
    if options.wrong:
        scored([each for each in labels if not each.held], print)
    figures: dict[str, Any] = table(labels)
    for name, row in figures.items():
        print(f"{name:24}" + "  ".join(f"{key} {value}" for key, value in row.items()))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
