"""What a page costs that comes by script: `scripts/bench rendering [--sizes 25,100] [--json FILE]`.

The same small articles, once as HTML and once filled in by a script in a real Chromium, with another one every
BROWSER_PAGES (50) and with one alone; a page at a time, as a crawl asks for them, from a server on this machine. CPU
of the crawl with the browser and all of its processes, and the most memory of all of them together.
"""

import argparse
import json
import os
import re
import sys
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench._processes import Used, metered
from tests.bench._runs import Bench, bench
from tests.loopback import article, newspaper, options
from tests.scripted import FILL, shell
from tests.webserver import Page, serving


@dataclass(frozen=True, slots=True)
class Row:
    """One way to read the articles: an outlet of tests.scripted or tests.loopback, and settings."""

    name: str
    outlet: str
    settings: Mapping[str, object]


ROWS: Final = (
    Row("by HTTP", "loopback", {}),
    Row("in Chromium, another every 50 pages", "scripted", {"BROWSER_PAGES": 50}),
    Row("in one Chromium", "scripted", {"BROWSER_PAGES": 1_000_000}),
)
QUIET: Final = {"SPIDER_MODULES": "tests.loopback,tests.scripted", "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
                "BROWSER_SANDBOX": 0, "LOG_LEVEL": "ERROR"}  # fmt: skip


def pages(count: int, address: str, scripted: bool) -> dict[str, Page]:
    """A newspaper; scripted, every story is the same shell that asks for its text."""
    found = dict(newspaper(count, address))
    if scripted:
        filling = Page(shell(FILL.replace("'/api/story'", "'/api' + location.pathname") + "fill()"))
        for n in range(1, count + 1):
            found |= {f"/story/{n}": filling, f"/api/story/{n}": told(n)}
    return found


def told(number: int) -> Page:
    """An article's title and text, as the script asks for them."""
    _, title, text = re.split(r"<h1>|</h1>", article(number).decode())
    return Page(json.dumps({"title": title, "body": text}).encode(), headers={"Content-Type": "application/json"})


def spent(place: Bench, row: Row, address: str) -> Used:
    """A crawl with a database of its own."""
    name = f"bench_{uuid.uuid4().hex[:8]}"
    where = {"MONGODB_URI": place.uri, "MONGODB_DATABASE": name, "NEWSCRAWL_DATA": str(place.folder)}
    command = [sys.executable, "-m", "scrapy", "crawl", row.outlet, *options(address, **QUIET | row.settings)]
    return metered(command, os.environ | where, parted=True)


def figures(sizes: list[int]) -> Iterator[dict[str, Any]]:
    for size in sizes:
        for row in ROWS:
            held: dict[str, Page] = {}
            with serving(held) as site, bench(site.address) as place:
                held |= pages(size, site.address, row.outlet == "scripted")
                used = spent(place, row, site.address)
            if (read := sum(path.startswith("/story/") for path in site.asked)) != size:
                raise RuntimeError(f"{row.name}: {read} of {size} pages were asked for")
            yield {"pages": size, "how": row.name, "seconds": used.wall, "cpu_s": used.cpu, "peak_mb": used.peak}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench rendering", description=__doc__)
    parser.add_argument("--sizes", default="25,100", help="numbers of pages, by comma")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    chosen = parser.parse_args(arguments)
    print(f"{'pages':>6}  {'':36}{'seconds':>9}{'pages/s':>9}{'CPU ms a page':>15}{'peak MB':>9}")
    found = []
    for each in figures([int(size) for size in chosen.sizes.split(",")]):
        found.append(each)
        size, rate, cpu = each["pages"], each["pages"] / each["seconds"], each["cpu_s"] / each["pages"] * 1000
        print(f"{size:6}  {each['how']:36}{each['seconds']:9.1f}{rate:9.2f}{cpu:15.0f}{each['peak_mb']:9}", flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
