"""What starting costs beside an empty Scrapy project: `scripts/bench startup [--rounds 9] [--json FILE]`.

CPU seconds of `scrapy list` and of `scrapy crawl`, ours over all outlets against a project with one spider and no
settings; medians of rounds in turn. A crawl is measured until its first request reaches the downloader.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench._runs import PROJECT, Bench, bench
from tests.crawling import ROOT

EMPTY: Final = {
    "scrapy.cfg": "[settings]\ndefault = empty.settings\n",
    "empty/__init__.py": "",
    "empty/settings.py": 'SPIDER_MODULES = ["empty.spiders"]\nTELNETCONSOLE_ENABLED = False\n'
    "REMOTE_CONTROL_ENABLED = False\n",
    "empty/spiders/__init__.py": "",
    "empty/spiders/one.py": 'import scrapy\n\n\nclass One(scrapy.Spider):\n    name = "one"\n'
    '    start_urls = ["http://127.0.0.1:9/"]\n',
}
# Runs `scrapy` and ends it at its first request.
CUT: Final = """
import os, sys, time
from scrapy.core import downloader
def fetch(self, request):
    os.write(1, f"{time.process_time()}\\n".encode())
    os._exit(0)
downloader.Downloader.fetch = fetch
from scrapy.cmdline import execute
execute(["scrapy", *sys.argv[1:]])
"""


def listing(folder: Path) -> float:
    """CPU seconds of `scrapy list`, children and all."""
    before = os.times()
    subprocess.run([sys.executable, "-m", "scrapy", "list"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def first_request(folder: Path, arguments: list[str], environment: dict[str, str]) -> float:
    """CPU seconds of `scrapy crawl` up to its first request."""
    command = [sys.executable, "-c", CUT, "crawl", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | environment, check=True, capture_output=True, text=True, timeout=60
    )
    return float(done.stdout.split()[0])


def measured(place: Bench, empty: Path, rounds: int) -> dict[str, dict[str, float]]:
    database = {"MONGODB_URI": place.uri, "MONGODB_DATABASE": "bench_startup", "NEWSCRAWL_DATA": str(place.folder)}
    options = [
        part for key, value in (PROJECT | {"LOOPBACK": place.address}).items() for part in ("-s", f"{key}={value}")
    ]
    # The same way through robots.txt and sources as for an outlet, on a site that is not there.
    ways = {
        "scrapy list": (lambda: listing(ROOT), lambda: listing(empty)),
        "scrapy crawl, to first request": (
            lambda: first_request(ROOT, ["printed", *options], database),
            lambda: first_request(empty, ["one"], {}),
        ),
    }
    figures = {}
    for name, (ours, theirs) in ways.items():
        pairs = [(ours(), theirs()) for _ in range(rounds)]
        mine, other = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
        figures[name] = {"ours_s": round(mine, 3), "empty_s": round(other, 3), "ratio": round(mine / other, 2)}
    return figures


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench startup", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name, bench("http://127.0.0.1:9") as place:
        for path, text in EMPTY.items():
            (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(name) / path).write_text(text, encoding="utf-8")
        figures = measured(place, Path(name), options.rounds)
    print(f"{'CPU seconds':34}{'ours':>8}{'empty':>8}{'ratio':>8}")
    for row, found in figures.items():
        print(f"{row:34}{found['ours_s']:8.2f}{found['empty_s']:8.2f}{found['ratio']:8.2f}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
