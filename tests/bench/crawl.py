"""What a crawl costs beside Scrapy's bare download: `scripts/bench crawl [--pages 3000] [--rounds 5] [--json FILE]`.

The same generated pages, from a server on this machine in another process, and from a WARC file. CPU of the crawling
process, milliseconds a page, from its first request to its end, medians over rounds in which every row has its turn.
Beside it the CPU of MongoDB, commands to it, and the ratio to the bare download. With all rows a round of 3,000 pages
takes some minutes; `--pages 300 --rounds 1` takes one. `--only everything` measures the rows whose name has these
letters.
"""

import argparse
import json
import platform
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final

from newscrawl.archive import Stored, append
from newscrawl.settings import ITEM_PIPELINES
from tests.bench._pages import page
from tests.bench._runs import Bench, Spent, bench
from tests.bench._site import site

BARE: Final = "bare Scrapy download"


@dataclass(frozen=True, slots=True)
class Row:
    """A way to crawl the pages."""

    name: str
    spider: str = "printed"
    without: tuple[str, ...] = ()
    """Pipelines that are left out, by the names of their modules."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    processes: int = 1
    replay: bool = False

    def options(self, pages: int, archive: Path) -> dict[str, Any]:
        left = {path: n for path, n in ITEM_PIPELINES.items() if path.split(".")[1] not in self.without}
        chosen: dict[str, Any] = {"PAGES": pages, **self.settings}
        if self.without:
            chosen["ITEM_PIPELINES"] = json.dumps(left)
        return chosen | ({"REPLAY": archive} if self.replay else {})


MATCHED: Final = ("syndicate", "report")
STORED: Final = ("learn", "store", *MATCHED)
ROWS: Final = (
    Row(BARE, "bare"),
    Row("everything"),
    Row("- proposals across languages", without=("report",)),
    Row("- placing copies", without=("syndicate",)),
    Row("- learned lines", without=("learn",)),
    Row("- relevance", without=("relevance",)),
    Row("- credits", without=("attribute",)),
    Row("- cleaning and language", without=("clean",)),
    Row("- all after the article is stored", without=MATCHED),
    Row("- all that asks MongoDB but the frontier", without=STORED),
    Row("- every pipeline", without=tuple(path.split(".")[1] for path in ITEM_PIPELINES)),
    Row("- extraction and every pipeline", "unread"),
    Row("everything, no selectors declared", "undeclared"),
    Row("everything, each of two processes", settings={"SHARED": 1}, processes=2),
    Row("replay from WARC, everything", replay=True),
    Row("replay, nothing stored", replay=True, without=STORED),
)


def archived(pages: int, address: str, path: Path) -> None:
    """The pages as a WARC file."""
    for number in range(pages):
        url = f"{address}/story/{number}"
        append(
            path,
            Stored(url, 200, (("Content-Type", "text/html; charset=utf-8"),), page(number, url)),
            datetime.now(UTC),
        )


def measured(rows: list[Row], pages: int, rounds: int) -> dict[str, list[list[Spent]]]:
    """What each row spent, round by round, process by process."""
    spent: dict[str, list[list[Spent]]] = {row.name: [] for row in rows}
    with site(pages) as address, bench(address) as place:
        archive = place.folder / "pages.warc.gz"
        if any(row.replay for row in rows):
            archived(pages, address, archive)
        for number in range(rounds):
            for row in random.Random(number).sample(rows, len(rows)):
                found = checked(place, row, pages, row.options(pages, archive))
                spent[row.name].append(found)
                told = f"{_mean(found):.2f} ms a page, MongoDB {found[0].mongod:.2f}"
                print(f"round {number + 1} of {rounds}: {row.name}: {told}", flush=True)
    return spent


def checked(place: Bench, row: Row, pages: int, options: Mapping[str, Any]) -> list[Spent]:
    """What each process spent; raises RuntimeError where not all pages were read."""
    found = place.crawl(row.spider, options, processes=row.processes)
    if (read := sum(each.pages for each in found)) != pages:
        raise RuntimeError(f"{row.name}: {read} of {pages} pages were read")
    return found


def figures(spent: Mapping[str, list[list[Spent]]]) -> Iterator[dict[str, Any]]:
    """A row's medians; `ratio` is to the bare download of the same round, the median of those."""
    for name, rounds in spent.items():
        cpu = [_mean(each) for each in rounds]
        row = {"name": name, "cpu_ms": round(median(cpu), 3), "low": round(min(cpu), 3), "high": round(max(cpu), 3)}
        if BARE in spent:
            bare = [_mean(each) for each in spent[BARE]]
            row["ratio"] = round(median(mine / other for mine, other in zip(cpu, bare, strict=True)), 2)
        row["mongod_ms"] = round(median(each[0].mongod for each in rounds), 3)
        row["commands"] = round(median(each[0].commands for each in rounds), 2)
        row["pages_per_second"] = round(median(_rate(each) for each in rounds), 1)
        row["peak_mb"] = round(median(max(one.peak for one in each) for each in rounds), 1)
        yield row


def _mean(processes: list[Spent]) -> float:
    """CPU a page over all processes."""
    return sum(each.cpu * each.pages for each in processes) / sum(each.pages for each in processes)


def _rate(processes: list[Spent]) -> float:
    return sum(each.pages for each in processes) / max(each.wall for each in processes)


def table(rows: list[dict[str, Any]]) -> str:
    lines = [f"{'CPU ms a page':44}  median     low    high   ratio  mongod  asked  pages/s     MB"]
    for row in rows:
        ratio = f"{row['ratio']:8.2f}" if "ratio" in row else " " * 8
        lines.append(
            f"{row['name']:44}{row['cpu_ms']:8.2f}{row['low']:8.2f}{row['high']:8.2f}{ratio}{row['mongod_ms']:8.2f}"
            f"{row['commands']:7.2f}{row['pages_per_second']:9.0f}{row['peak_mb']:7.0f}"
        )
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench crawl", description=__doc__)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="letters of a row's name; the bare download is always measured")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    chosen = [row for row in ROWS if row.name == BARE or options.only in row.name]
    rows = list(figures(measured(chosen, options.pages, options.rounds)))
    print(table(rows))
    if options.json:
        result = {"pages": options.pages, "rounds": options.rounds, "python": platform.python_version(), "rows": rows}
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
