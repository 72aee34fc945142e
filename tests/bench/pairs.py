"""How well copies are told on labelled pairs of real articles: `scripts/bench pairs [--labelled] [--json FILE]`.

SaudiNewsNet in order of arrival, each article compared with those before it: the same pure functions as the store,
over an index in memory that answers as `newscrawl.store.signatures` does. D and E are copies, T and U are not; E may
be found as `contains`. Pairs are split in two by hash: thresholds were chosen on half 0 alone; that a replaced number
asks for more was decided with half 1 in sight, so half 1 is no blind test of that.
"""

import argparse
import json
import os
import zipfile
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xxhash

from newscrawl.store.signatures import (
    FEWEST_SHARED,
    HISTORY,
    LEAST_SHARE,
    MOST_NEIGHBOURS,
    NEAREST,
    NEAREST_OLDER,
)
from newscrawl.syndication import (
    RECENT,
    Member,
    Relation,
    Signed,
    Story,
    alike,
    in_length,
    relate,
    sign,
    stories,
)

SHARED = Path(os.environ.get("NEWSCRAWL_SHARED", Path(__file__).parents[3] / "shared"))
CORPUS = "corpora/saudinewsnet"
COPIES = "DE"
LABELS = "DETU"
LARGE = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair, by URL. `half` is 0 for choosing constants, 1 for checking them."""

    label: str
    a: str
    b: str

    @property
    def key(self) -> frozenset[str]:
        return frozenset((self.a, self.b))

    @property
    def half(self) -> int:
        return xxhash.xxh3_64_intdigest(" ".join(sorted(self.key)).encode()) % 2


@dataclass(slots=True)
class Index:
    """Signatures that have arrived, by fingerprint, the latest last."""

    known: dict[str, Signed] = field(default_factory=dict)
    postings: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    times: defaultdict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    exact: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def put(self, each: Signed) -> None:
        self.known[each.id] = each
        self.exact[each.signature.exact].append(each.id)
        for key in each.signature.fingerprints:
            self.postings[key].append(each.id)
            self.times[key].append(each.time)

    def candidates(self, of: Signed) -> list[Signed]:
        size = len(of.signature.fingerprints)
        shared = self._shared(of, of.time + RECENT, NEAREST)
        sizes = {name: len(self.known[name].signature.fingerprints) for name in shared}
        enough = {
            name: count
            for name, count in shared.items()
            if count >= FEWEST_SHARED and count >= LEAST_SHARE * min(size, sizes[name])
        }
        same = [name for name in self.exact[of.signature.exact] if name != of.id]
        return self._most(enough, MOST_NEIGHBOURS, same[:MOST_NEIGHBOURS])

    def history(self, of: Signed, before: datetime) -> list[Signed]:
        return self._most(self._shared(of, before, NEAREST_OLDER), HISTORY)

    def _shared(self, of: Signed, until: datetime, nearest: int) -> Counter[str]:
        counts: Counter[str] = Counter()
        for key in of.signature.fingerprints:
            end = bisect_right(self.times[key], until)
            counts.update(self.postings[key][max(0, end - nearest) : end])
        del counts[of.id]
        return counts

    def _most(self, counts: dict[str, int], limit: int, more: Iterable[str] = ()) -> list[Signed]:
        first = sorted(counts, key=lambda name: (-counts[name], name))[:limit]
        return [self.known[name] for name in dict.fromkeys([*first, *more])]


def articles(shared: Path) -> list[dict[str, Any]]:
    """All with a text, once each, in order of arrival; `time` is added."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((shared / CORPUS).glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for each in (each for name in archive.namelist() for each in json.loads(archive.read(name))):
                if each["content"].strip() and each["url"] not in found:
                    time = datetime.strptime(each["date_extracted"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
                    found[each["url"]] = {**each, "time": time}
    return sorted(found.values(), key=lambda each: (each["time"], each["url"]))


def pairs(shared: Path) -> list[Pair]:
    rows = (line.split("\t") for line in (shared / CORPUS / "labelled_pairs.tsv").read_text("utf-8").splitlines()[1:])
    return [Pair(label, a, b) for label, _, a, b in rows if label in LABELS]


def signatures(arrived: Iterable[dict[str, Any]]) -> Iterator[Signed]:
    return (Signed(each["url"], each["source"], each["time"], sign(each["content"])) for each in arrived)


def stream(arriving: Iterable[Signed], only: set[str] | None = None) -> Iterator[Relation]:
    """What each article is to those before it; with `only`, those are searched for and the others put in the index."""
    index = Index()
    for new in arriving:
        index.put(new)
        for other in index.candidates(new) if only is None or new.id in only else ():
            if alike(new, other):
                shorter = in_length(new, other)[0]
                history = index.history(shorter, min(new.time, other.time) - RECENT)
                if relation := relate(new, other, history):
                    yield relation


def scores(labelled: Iterable[Pair], found: dict[frozenset[str], Relation]) -> dict[str, Any]:
    """Precision, recall and F1 of all relations but `related`, and how many pairs that are no copies would merge."""
    told = [(pair.label in COPIES, found.get(pair.key)) for pair in labelled]
    accepted = [(copy, edge) for copy, edge in told if edge and edge.kind != "related"]
    right = sum(copy for copy, _ in accepted)
    precision, recall = right / max(1, len(accepted)), right / max(1, sum(copy for copy, _ in told))
    return {
        "pairs": len(told),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 4),
        "wrong": len(accepted) - right,
        "merged": sum(edge.merges for copy, edge in accepted if not copy),
    }


def grouped(arrived: Iterable[Signed], relations: Iterable[Relation]) -> tuple[Story, ...]:
    members = [Member(id=each.id, outlet=each.outlet, first_seen=each.time, published=each.time) for each in arrived]
    return stories(members, relations)


def table(labelled: list[Pair], found: dict[frozenset[str], Relation]) -> dict[str, Any]:
    halves = {f"half {half}": [pair for pair in labelled if pair.half == half] for half in (0, 1)}
    parts = {**halves, "all": labelled, **{name: [p for p in labelled if p.label == name] for name in LABELS}}
    return {name: scores(part, found) for name, part in parts.items()}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench pairs", description=__doc__)
    parser.add_argument("--labelled", action="store_true", help="search for the labelled articles only, no stories")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    labelled = pairs(SHARED)
    wanted = {url for pair in labelled for url in pair.key}
    arrived = list(signatures(articles(SHARED)))
    found = {frozenset((r.shorter, r.longer)): r for r in stream(arrived, wanted if options.labelled else None)}
    figures = table(labelled, found)
    for name, row in figures.items():
        print(f"{name:8}", "  ".join(f"{column} {value:<6}" for column, value in row.items()))
    if not options.labelled:
        told = sorted(grouped(arrived, found.values()), key=lambda story: -len(story.members))
        figures["stories"] = {"count": len(told), "largest": [len(story.members) for story in told[:10]]}
        print("stories", len(told), "largest", figures["stories"]["largest"])
        for story in told:
            if len(story.members) > LARGE:
                print(f"{len(story.members):4} {story.head}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
