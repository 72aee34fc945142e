"""Whether a crawl's memory stays flat: `scripts/bench memory [--sizes 3000,30000] [--json FILE]`.

Peak resident memory of the crawling process over so many generated pages with everything on, in MB. The larger size
takes some ten minutes; MongoDB and the web server are processes of their own and not counted.
"""

import argparse
import json
from pathlib import Path

from tests.bench._runs import bench
from tests.bench._site import site


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench memory", description=__doc__)
    parser.add_argument("--sizes", default="3000,30000", help="numbers of pages, by comma")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    figures, first = [], 0.0
    print(f"{'pages':>8}{'peak MB':>10}{'growth':>9}{'CPU ms a page':>15}")
    for size in map(int, options.sizes.split(",")):
        with site(size) as address, bench(address) as place:
            (spent,) = place.crawl("printed", {})
        if spent.pages != size:
            raise RuntimeError(f"{spent.pages} of {size} pages were read")
        first = first or spent.peak
        figures.append({"pages": size, "peak_mb": round(spent.peak, 1), "cpu_ms": round(spent.cpu, 3)})
        print(f"{size:8}{spent.peak:10.1f}{spent.peak / first - 1:9.1%}{spent.cpu:15.2f}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
