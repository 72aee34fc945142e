"""Other crawlers on the same pages: `scripts/bench crawlers [--pages 300] [--rounds 3] [--json FILE]`.

The generated pages of `scripts/bench crawl`, from a server on this machine in another process. Each tool finds them by
itself, by the sitemap or by what the front page names, and crawls without a pause, in the environment of its own that
`scripts/bench peers` makes; goose3 only fetches what it is told to. CPU of the crawling process, milliseconds for each
page that it read, medians over rounds in which every row has its turn; beside Scrapy's bare download, and beside ours
with everything stored in MongoDB and with nothing stored but the frontier. `body F1` is the mean over all pages of the
site: 4-word shingles against what was printed, 0 for a page that was not read. A tool that cannot be installed, fails
or reads nothing leaves its row out by name.
"""

import argparse
import json
import os
import platform
import random
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from statistics import mean, median
from typing import Any, Final

from tests.bench._pages import bodies
from tests.bench._runs import DIRECT, Bench, Spent, bench
from tests.bench._site import site
from tests.bench.crawl import BARE, STORED, Row, checked
from tests.bench.peers import PINS, environment

DRIVER: Final = Path(__file__).with_name("_peer_crawl.py")
LONGEST: Final = 1800  # seconds that a tool may take
OURS: Final = (
    Row(BARE, "bare"),
    Row("newscrawl, everything stored"),
    Row("newscrawl, everything stored, no selectors", "undeclared"),
    Row("newscrawl, nothing stored", without=STORED),
    Row("newscrawl, nothing stored, no selectors", "undeclared", without=STORED),
)
TOOLS: Final[Mapping[str, tuple[str, ...]]] = {
    "Fundus": PINS["Fundus"],
    "goose3": PINS["goose3"],
    "newspaper4k": PINS["newspaper4k, language given"],
    "news-please": PINS["news-please"],
    "trafilatura": PINS["trafilatura"],
    "trafilatura, fast": PINS["trafilatura, fast"],
}

Crawl = Callable[[], Spent]


class Failed(Exception):
    """A tool that is left out, with the reason."""


def ours(row: Row, place: Bench, pages: int) -> Spent:
    return checked(place, row, pages, row.options(pages, place.folder) | {"BODIES": 1})[0]


def other(name: str, address: str, pages: int) -> Spent:
    """A crawl by a tool in its own environment, in a folder and with caches of its own. Raises Failed."""
    with tempfile.TemporaryDirectory(prefix="newscrawl-bench-") as folder:
        figures, port = Path(folder) / "figures.json", address.rpartition(":")[2]
        command = [environment(TOOLS[name]), "-P", DRIVER, name, port, str(pages), figures]
        own = os.environ | DIRECT | dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), folder)
        try:
            subprocess.run(
                command, cwd=folder, env=own, check=True, capture_output=True, encoding="utf-8", timeout=LONGEST
            )
        except subprocess.TimeoutExpired:
            raise Failed(f"no end after {LONGEST} s") from None
        except subprocess.CalledProcessError as error:
            raise Failed(error.stderr.strip().rpartition("\n")[2] or str(error)) from None
        return spent(json.loads(figures.read_text(encoding="utf-8")))


def spent(figures: Mapping[str, Any]) -> Spent:
    """Raises Failed where nothing was read."""
    if not (read := len(figures["bodies"])):
        raise Failed("it read none of the pages")
    return Spent(
        cpu=figures["cpu"] / read * 1000,
        mongod=0.0,
        commands=0.0,
        pages=read,
        wall=figures["wall"],
        peak=figures["peak_mb"],
        bodies=figures["bodies"],
    )


def crawls(place: Bench, pages: int) -> Iterator[tuple[str, Crawl]]:
    """Every crawl that there can be; tools that cannot be installed are named."""
    for row in OURS:
        yield row.name, partial(ours, row, place, pages)
    for name, pins in TOOLS.items():
        try:
            environment(pins)
            yield name, partial(other, name, place.address, pages)
        except subprocess.CalledProcessError as error:
            print(f"{name} left out: {(error.stderr or str(error)).strip().splitlines()[-1]}")


def measured(pages: int, rounds: int) -> dict[str, list[Spent]]:
    """What each row spent, round by round; a tool that has failed has no further turn and no row."""
    found: dict[str, list[Spent]] = {}
    with site(pages) as address, bench(address) as place:
        running = dict(crawls(place, pages))
        for number in range(rounds):
            for name in random.Random(number).sample(list(running), len(running)):
                try:
                    found.setdefault(name, []).append(running[name]())
                    print(f"round {number + 1} of {rounds}: {name}: {found[name][-1].cpu:.2f} ms a page", flush=True)
                except Failed as error:
                    print(f"{name} left out: {error}", flush=True)
                    del running[name], found[name]
    return {name: found[name] for name in running}


def quality(read: Mapping[str, str], pages: int) -> float:
    """The mean F1 of the bodies over all pages of the site."""
    return mean(max(f1(read.get(str(number), ""), true) for true in bodies(number)) for number in range(pages))


def f1(body: str, truth: str) -> float:
    """Of shingles of four words, each counted as often as it is there."""
    said, true = shingles(body), shingles(truth)
    return 2 * (said & true).total() / max(1, said.total() + true.total())


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(zip(*(words[start:] for start in range(4)), strict=False))


def figures(found: Mapping[str, list[Spent]], pages: int) -> Iterator[dict[str, Any]]:
    """A row's medians; `ratio` is to the bare download of the same round, the median of those."""
    for name, rounds in found.items():
        yield {
            "name": name,
            "cpu_ms": round(median(each.cpu for each in rounds), 3),
            "ratio": round(median(each.cpu / bare.cpu for each, bare in zip(rounds, found[BARE], strict=True)), 1),
            "mongod_ms": round(median(each.mongod for each in rounds), 3),
            "read": min(each.pages for each in rounds),
            "f1": None if name == BARE else round(min(quality(each.bodies, pages) for each in rounds), 3),
            "pages_per_second": round(median(each.pages / each.wall for each in rounds), 1),
            "peak_mb": round(median(each.peak for each in rounds), 1),
        }


def table(rows: list[dict[str, Any]]) -> str:
    lines = [f"{'CPU ms a page':44}  median   ratio  mongod   read  body F1  pages/s     MB"]
    for row in rows:
        quality = " " * 9 if row["f1"] is None else f"{row['f1']:9.3f}"
        lines.append(
            f"{row['name']:44}{row['cpu_ms']:8.2f}{row['ratio']:8.1f}{row['mongod_ms']:8.2f}{row['read']:7}{quality}"
            f"{row['pages_per_second']:9.1f}{row['peak_mb']:7.0f}"
        )
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench crawlers", description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    rows = list(figures(measured(options.pages, options.rounds), options.pages))
    print(table(rows))
    if options.json:
        result = {"pages": options.pages, "rounds": options.rounds, "python": platform.python_version(), "rows": rows}
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
