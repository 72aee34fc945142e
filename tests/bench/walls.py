"""How many walls are told, by kind, and how many articles are taken for one: `scripts/bench walls [--whole]`.

A wall counts as named where its kind is found, as kept out where no article would be stored of it, both at an address
that dates it and at one that does not. Articles are the real pages, the notices of tests/walls.json and the texts of
the corpora, each as an undated page: whole, as its first sentences, with and without a declared body, within a frame
that says all that walls say. Every twentieth text unless --whole, which
takes some five minutes of CPU.
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Final

from newscrawl import editing
from newscrawl.article import Article
from newscrawl.extraction import Page, Reader
from newscrawl.extraction.walls import wall
from tests.bench.pairs import SHARED, articles
from tests.walls import NOTICES, WALLS, sets, undated, wall_page

DATED, UNDATED = "https://example.org/2026/03/02/1", "https://example.org/1"
NOW: Final = datetime(2026, 11, 27, tzinfo=UTC)
FLASH: Final = 30  # words of an article's beginning that make a short one


class Declared(Reader):
    """Of an outlet that says where its text is."""

    body: ClassVar[str] = "div.text"


READERS: Final = (Reader(), Declared())


def read(html: str, url: str, reader: Reader) -> Article:
    return editing.clean(editing.compose(reader.read(Page(html, url), now=NOW), url=url, outlet="example", fetched=NOW))


def stored(article: Article) -> bool:
    try:
        editing.check(article)
    except editing.Rejection:
        return False
    return True


def lost(html: str, url: str, reader: Reader) -> str | None:
    """The kind of wall that keeps an article out which would be stored without it."""
    page = Page(html, url)
    body = reader.parse_body(page)
    if not wall(page, body.value if body else ()):
        return None
    article = read(html, url, reader)
    return article.wall if stored(replace(article, wall=None)) else None


def walls() -> Iterator[tuple[str, str, str, str]]:
    """Set, kind, language and page of every synthetic wall."""
    yield from (("known", each["kind"], each["language"], wall_page(each)) for each in WALLS)
    yield from ((each["set"], each["kind"], each["language"], each["html"]) for each in sets())


def recall(show: str = "") -> dict[str, dict[str, Counter[str]]]:
    """By set and kind: how many there are, are named, named something, kept out. Misses of `show` are printed."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for number, (name, kind, language, html) in enumerate(walls()):
        found = [read(html, url, READERS[0]) for url in (DATED, UNDATED)]
        row = counts[name][kind]
        row.update(walls=1, named=all(each.wall == kind for each in found), some=all(each.wall for each in found))
        row.update(kept_out=not any(map(stored, found)))
        if name == show and any(each.wall != kind for each in found):
            print(number, kind, language, [each.wall for each in found], found[0].title, "|", found[0].body[:120])
    return counts


def texts() -> Iterator[tuple[str, str, str]]:
    """Language, title and text of the corpora's articles."""
    for source in ("BBC", "CNN"):
        with gzip.open(SHARED / f"corpora/ant/{source}.jsonl.gz", "rt", encoding="utf-8") as rows:
            yield from (("ar", each["title"] or "", each["text"] or "") for each in map(json.loads, rows))
    yield from (("ar", each["title"] or "", each["content"]) for each in articles(SHARED))
    for language in ("ar", "tr"):
        path = SHARED / f"corpora/semeval2022-task8/{language}_pairs.jsonl"
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            yield from ((language, row[f"title_{n}"] or "", row[f"text_{n}"] or "") for n in (1, 2))


def pages(step: int) -> Iterator[tuple[str, str, str]]:
    """Name, page and address of what is no wall."""
    root = SHARED / "real"
    for entry in json.loads((root / "index.json").read_text(encoding="utf-8")):
        html = gzip.decompress((root / entry["page"]).read_bytes()).decode("utf-8", "replace")
        yield f"real {entry['id']}", html, entry["url"]
    for each in NOTICES:
        for framed in (False, True):
            html = undated(each["title"], each["text"], each["language"], framed=framed)
            yield from ((f"notice {each['title']}", html, url) for url in (DATED, UNDATED))
    for number, (language, title, text) in enumerate(texts()):
        if number % step == 0:
            yield f"text {title}", undated(title, text, language), DATED
            flash = " ".join(text.split()[:FLASH])
            shown = (undated(title, flash, language, framed=framed) for framed in (False, True))
            yield from ((f"flash {title}", html, DATED) for html in shown)


def alarms(step: int) -> tuple[Counter[str], list[str]]:
    """How many pages of each sort were read, and what was lost."""
    seen, false = Counter[str](), list[str]()
    for name, html, url in pages(step):
        for reader in READERS:
            seen[name.partition(" ")[0]] += 1
            if kind := lost(html, url, reader):
                false.append(f"{kind}: {name}")
    return seen, false


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench walls", description=__doc__)
    parser.add_argument("--whole", action="store_true", help="every text of the corpora, not each twentieth")
    parser.add_argument("--show", default="", help="print what of this set is not named")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    counts = recall(options.show)
    print(f"{'set':10}{'kind':12}{'walls':>7}{'named':>7}{'some':>7}{'kept out':>10}")
    for name, kinds in counts.items():
        for kind, row in [*kinds.items(), ("all", sum(kinds.values(), Counter[str]()))]:
            print(f"{name:10}{kind:12}{row['walls']:7}{row['named']:7}{row['some']:7}{row['kept_out']:10}")
    seen, false = alarms(1 if options.whole else 20)
    print(f"articles read: {dict(seen)}; taken for walls: {len(false)}", *false[:40], sep="\n")
    if options.json:
        figures: dict[str, Any] = {"walls": counts, "articles": seen, "lost": false}
        options.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
