"""Pages that sites really gave: those that `scrapy capture` keeps in tests/pages, and the measuring material's."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newscrawl import registry, urls
from newscrawl.archive import Stored

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class Captured:
    """One page of an outlet, and what `scrapy capture` wrote about it; the measuring material has its own truth."""

    outlet: str
    answer: Stored
    described: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.outlet}/{urls.article_id(self.answer.url)}"


def captured() -> list[Captured]:
    """What lies in tests/pages, by outlet and name."""
    found = []
    for place in sorted(PAGES.glob("*/*.json")):
        described = json.loads(place.read_text(encoding="utf-8"))
        body = gzip.decompress((place.parent / described["page"]).read_bytes())
        answer = Stored(described["url"], described["status"], tuple(described["headers"].items()), body)
        found.append(Captured(place.parent.name, answer, described))
    return found


def real(root: Path) -> list[Captured]:
    """The measuring material's pages of outlets that are crawled here; the others show extraction alone."""
    found = []
    for entry in json.loads((root / "index.json").read_text(encoding="utf-8")):
        if outlet := registry.outlet_of(entry["url"]):
            body = gzip.decompress((root / entry["page"]).read_bytes())
            found.append(
                Captured(outlet.name, Stored(entry["url"], 200, (("Content-Type", "text/html"),), body), entry)
            )
    return found
