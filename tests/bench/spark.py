"""The Spark job beside the crawl's own replay, over the same generated pages: `scripts/bench spark [--pages 20000]`.

Pages of 60 to 120 KB at four outlets, a WARC file each; one in ten repeats another outlet's text, whole or cut. Printed
are pages by second of CPU, the replay's with MongoDB's own, and whether both tell the same: articles with another place
or none on one side, of all. Needs Java and requirements-spark.txt, as `scripts/spark` installs them.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pymongo import MongoClient

from newscrawl.archive import Stored, append
from newscrawl.report import table
from tests.bench._pages import page
from tests.bench._processes import Used, metered
from tests.bench._runs import Bench, bench

NAME: Final = "bench"
CORES: Final = 2
TOLERANCE: Final = 0.005  # of the articles
# Pages in Arabic and in Turkish take turns, and each language has two outlets.
OUTLETS: Final[Mapping[str, str]] = {
    "news_turkey": "https://news-turkey.com/archives/{}",
    "bianet": "https://bianet.org/haber/haber-{}",
    "newturkpost": "https://newturkpost.com/news/{}",
    "evrensel": "https://www.evrensel.net/haber/{}/haber",
}
SETTINGS: Final = ("LOG_LEVEL=WARNING", "ARTICLES_PER_RUN=0")
FIRST: Final = 100_000  # of the numbers in addresses
Places = dict[str, tuple[str | None, ...]]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench spark", description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    submit = Path(sys.executable).with_name("spark-submit")
    if not shutil.which("java") or not submit.exists():
        sys.exit("needs Java and PySpark: run `scripts/spark` once, it says what is missing and installs the rest")
    with bench("") as place:
        archives = build(place.folder, options.pages)
        figures = measure(place, archives, options.pages, str(submit))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    sys.exit(1 if figures["differ"] > TOLERANCE * options.pages else 0)


def build(folder: Path, pages: int) -> dict[str, Path]:
    """A WARC file of each outlet."""
    archives = {outlet: folder / f"{outlet}.warc.gz" for outlet in OUTLETS}
    with ProcessPoolExecutor(CORES) as pool:
        list(pool.map(_write, archives.values(), range(len(OUTLETS)), [pages] * len(OUTLETS)))
    size = sum(each.stat().st_size for each in archives.values())
    print(f"{pages:,} pages, {size / 1e6:,.0f} MB of WARC", flush=True)
    return archives


def _write(path: Path, turn: int, pages: int) -> None:
    address = list(OUTLETS.values())[turn]
    for number in range(turn, pages, len(OUTLETS)):
        url = address.format(FIRST + number)
        answer = Stored(url, 200, (("Content-Type", "text/html; charset=utf-8"),), page(number, url))
        append(path, answer, datetime.now(UTC))


def measure(place: Bench, archives: Mapping[str, Path], pages: int, submit: str) -> dict[str, Any]:
    served, used = replay(place, archives)
    replayed = Used(sum(each.wall for each in used), sum(each.cpu for each in used), max(each.peak for each in used))
    out = place.folder / "spark"
    files = [str(each) for each in archives.values()]
    command = [submit, "--master", f"local[{CORES}]", "ops/spark/archive.py", "--warc", *files, "--out", str(out)]
    binaries = Path(sys.executable).parent
    spark = metered(command, os.environ | {"SPARK_LOCAL_IP": "127.0.0.1", "PATH": f"{binaries}:{os.environ['PATH']}"})
    rows = [
        ("replay, one process", replayed.wall, replayed.cpu + served, replayed.peak),
        ("  without MongoDB's", replayed.wall, replayed.cpu, replayed.peak),
        (f"Spark, local[{CORES}]", spark.wall, spark.cpu, spark.peak),
    ]
    head = ("", "seconds", "CPU s", "pages a core-second", "peak MB")
    print(table(head, [(name, f"{wall:.0f}", f"{cpu:.0f}", f"{pages / cpu:.1f}", mb) for name, wall, cpu, mb in rows]))
    with MongoClient[dict[str, Any]](place.uri) as client:
        crawled = places(client[NAME].articles.find({}, {"story": 1}))
    batch = places(_read(out / "articles"))
    differ = sorted(each for each in crawled.keys() | batch.keys() if crawled.get(each) != batch.get(each))
    copies = sum(each[0] == "copy" for each in crawled.values())
    print(f"{len(crawled):,} and {len(batch):,} articles, {copies:,} of them copies; {len(differ)} in another place")
    print(f"load average {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores", flush=True)
    for each in differ[:5]:
        print(f"  {each}: replay {crawled.get(each)}, Spark {batch.get(each)}")
    told = [{"name": name.strip(), "wall": wall, "cpu": cpu, "peak_mb": mb} for name, wall, cpu, mb in rows]
    return {"pages": pages, "rows": told, "articles": [len(crawled), len(batch)], "differ": len(differ)}


def replay(place: Bench, archives: Mapping[str, Path]) -> tuple[float, list[Used]]:
    """One crawl after another into one database; what MongoDB spent on it, and each crawl."""
    where = {"MONGODB_URI": place.uri, "MONGODB_DATABASE": NAME, "NEWSCRAWL_DATA": str(place.folder)}
    settings = [part for each in SETTINGS for part in ("-s", each)]
    before = place.served()
    used = []
    for outlet, archive in archives.items():
        command = [sys.executable, "-m", "scrapy", "crawl", outlet, "-s", f"REPLAY={archive}", *settings]
        used.append(metered(command, os.environ | where))
        print(f"{outlet} replayed in {used[-1].wall:.0f} s", flush=True)
    return place.served() - before, used


def places(articles: Any) -> Places:
    """Role, origin and story of each article."""
    return {
        each["_id"]: tuple((each.get("story") or {}).get(name) for name in ("role", "of", "id")) for each in articles
    }


def _read(folder: Path) -> Iterator[dict[str, Any]]:
    from pyarrow import dataset

    for batch in dataset.dataset(folder, format="parquet").to_batches(columns=["_id", "story"]):
        yield from batch.to_pylist()
