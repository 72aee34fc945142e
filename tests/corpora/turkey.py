"""Articles labelled by reading: about Turkey, naming it in passing, or neither. The texts stay in their corpora."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newscrawl.text import display
from tests.bench.pairs import articles

LABELS = Path(__file__).with_name("about_turkey.jsonl")


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article and its label; `held` ones were not looked at while the rules were written."""

    id: str
    title: str
    body: str
    about: bool
    held: bool


def labelled(shared: Path) -> Iterator[Labelled]:
    """The labelled articles; `shared` is the folder of the corpora."""
    labels = {each["id"]: each for each in map(json.loads, LABELS.read_text(encoding="utf-8").splitlines())}
    for id, title, body in _texts(shared):
        if label := labels.get(id):
            yield Labelled(id, display(title), body, label["label"] == "about", label["held"])


def _texts(shared: Path) -> Iterator[tuple[str, str, str]]:
    for source in ("BBC", "CNN"):
        with gzip.open(shared / "corpora/ant" / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for each in map(json.loads, lines):
                yield f"ant-{source.lower()}:{each['docno']}", each["title"] or "", each["text"] or ""
    for each in articles(shared):
        yield f"saudinewsnet:{each['url']}", each["title"] or "", each["content"]
