"""The version of the rules that make an article of a page; `scrapy reprocess` reads again what another had read."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
# What decides on an article's fields. Of libraries it knows nothing: their versions are pinned and seldom decide.
DECIDING: Final = (
    "newscrawl/text", "newscrawl/extraction", "newscrawl/dates", "newscrawl/credits", "newscrawl/names.py",
    "newscrawl/media.py", "newscrawl/relevance.py", "newscrawl/reporting/lexicon.py", "newscrawl/reservations.py",
    "newscrawl/editing.py", "newscrawl/searching.py", "newscrawl/platforms.py", "spiders",
)  # fmt: skip


@cache
def version() -> str:
    """A digest of their sources, 12 hex digits: the same on every machine that has the same sources."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def sources() -> Iterator[Path]:
    """The files that decide, in a fixed order."""
    for place in (ROOT / name for name in DECIDING):
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield from (path for path in found if path.is_file() and path.suffix != ".pyc")
