"""The labelled sample of `reports_on`: read it as articles, propose, and count what is right."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newscrawl import editing, registry
from newscrawl.article import Article
from newscrawl.reporting import Cued, Proposal, cues, propose

SAMPLE = Path(__file__).with_suffix(".jsonl")


@dataclass(frozen=True, slots=True)
class Labelled:
    """An Arabic article, the part of the sample it is in, and the Turkish one it reports on, if any."""

    cued: Cued
    part: str
    of: str | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the proposals how many are right, and of the reports how many were found."""

    right: int
    wrong: int
    reports: int

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.right / self.reports


def rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]


def read() -> tuple[tuple[Cued, ...], tuple[Labelled, ...]]:
    """The Turkish articles and the labelled Arabic ones; whom these cite is read from their text."""
    turkish = tuple(_cued(row, (row["outlet"],)) for row in rows() if row["language"] == "tr")
    arabic = [row for row in rows() if row["language"] == "ar"]
    return turkish, tuple(Labelled(_cued(row, cited(row)), row["part"], row["reports_on"]) for row in arabic)


def proposals(turkish: Iterable[Cued], arabic: Iterable[Labelled]) -> dict[str, tuple[Proposal, ...]]:
    sources = tuple(turkish)
    return {each.cued.id: propose(each.cued, sources) for each in arabic}


def count(arabic: Iterable[Labelled], proposed: Mapping[str, tuple[Proposal, ...]]) -> Figures:
    labels = {each.cued.id: each.of for each in arabic}
    hits = [proposal.of == labels[name] for name in labels for proposal in proposed[name]]
    return Figures(sum(hits), len(hits) - sum(hits), sum(of is not None for of in labels.values()))


def cited(row: Mapping[str, str]) -> tuple[str, ...]:
    """The outlets that an Arabic row cites, as the pipelines find them."""
    url = f"https://{row['outlet']}.example/{row['id']}"
    article = Article(url=url, outlet=row["outlet"], title=row["title"], body=row["body"])
    attributed = editing.attribute(editing.clean(article), registry.names())
    return tuple(each.outlet for each in attributed.citations if each.outlet)


def _cued(row: Mapping[str, str], outlets: tuple[str, ...]) -> Cued:
    found = cues(row["title"], row["body"], row["language"])
    return Cued(row["id"], outlets, datetime.fromisoformat(row["published"]), found)
