"""What the pages of one run were like, for whoever judges it later: sources of fields, lengths, letters, dates.

Numbers take 32 bytes a page, for a run may be asked for all there is; examples are one address a kind.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from statistics import quantiles
from typing import Any, Final

import xxhash

from newscrawl.article import Article

FIELDS: Final = ("title", "body", "published", "modified", "authors", "section", "image", "canonical_url")
MISSING: Final = "missing"
_AT_THE_FETCH: Final = timedelta(seconds=90)  # a "publication" so near to our own request is the server's clock
_OLD: Final = timedelta(days=400)
_NO_LETTER: Final = re.compile(r"[\W\d_]")  # looking for these few takes a third of looking at each character


class Observations:
    """Counts while a run goes on; `document` is what the run's document says of it.

    `declared` names the fields that the outlet has a selector for: of them the pages are remembered, too.
    """

    def __init__(self, declared: Iterable[str]) -> None:
        self.declared = frozenset(declared)
        self.by: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
        self.first: dict[str, dict[str, str]] = {name: {} for name in FIELDS}
        self.last: dict[str, dict[str, str]] = {name: {} for name in FIELDS}
        self.words, self.letters, self.latencies, self.bodies = array("d"), array("d"), array("d"), array("Q")
        self.languages, self.dates = Counter[str](), Counter[str]()
        self.newest: datetime | None = None

    def page(self, article: Article, lost: str = "") -> None:
        """Note a page that was read as an article. `lost`: the field for want of which it was not stored."""
        for name, by in self.by.items():
            source = MISSING if name == lost else article.provenance.get(name, MISSING)
            by[source] += 1
            if name in self.declared or name == "body":
                self.first[name].setdefault(source, article.url)
                self.last[name][source] = article.url
        if lost != "body":
            self._text(article)
        self._date(article)

    def _text(self, article: Article) -> None:
        words = article.body.split()
        solid = "".join(words)
        self.words.append(len(words))
        self.letters.append(1 - len(_NO_LETTER.findall(solid)) / len(solid) if solid else 0.0)
        self.languages[article.language or "unknown"] += 1
        self.bodies.append(xxhash.xxh3_64_intdigest(article.body.encode()))

    def _date(self, article: Article) -> None:
        published, fetched = article.published, article.fetched
        if published is None or fetched is None:
            return
        age = fetched - published
        kind = "at_the_fetch" if abs(age) < _AT_THE_FETCH else "future" if age < timedelta(0) else "old"
        self.dates[kind] += kind != "old" or age > _OLD
        if published <= fetched and (self.newest is None or published > self.newest):
            self.newest = published

    def document(self) -> dict[str, Any]:
        """`fields`, `texts` and `newest`, the latest publication time that a page had."""
        return {
            "fields": {name: self._field(name, by) for name, by in self.by.items() if by},
            "texts": {
                "pages": len(self.words),
                "words": spread(self.words),
                "letters": spread(self.letters),
                "languages": dict(self.languages),
                "same": sum(count for _, alike in groupby(sorted(self.bodies)) if (count := len(list(alike))) > 1),
                "dates": {kind: count for kind, count in self.dates.items() if count},
            },
            "newest": self.newest,
        }

    def _field(self, name: str, by: Counter[str]) -> dict[str, Any]:
        missing = by[MISSING]
        found = {source: count for source, count in by.items() if source != MISSING}
        told: dict[str, Any] = {"found": sum(found.values()), "missing": missing, "by": found}
        if self.last[name]:
            told |= {"declared": name in self.declared, "first": self.first[name], "last": self.last[name]}
        return told


def spread(values: Iterable[float]) -> Mapping[str, float]:
    """The 10th, 50th and 95th percentile; empty where there is nothing."""
    given = sorted(values)
    if not given:
        return {}
    if len(given) == 1:
        given *= 2
    cuts = quantiles(given, n=20, method="inclusive")
    return {"p10": round(cuts[1], 4), "p50": round(cuts[9], 4), "p95": round(cuts[18], 4)}
