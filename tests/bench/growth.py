"""What finding copies costs as the index grows: `scripts/bench growth [--sizes 10000,100000] [--json FILE]`.

The first 20,000 signatures of a size are signed from invented articles. The rest keep the shape of one of these:
its common fingerprints, and random ones for those that it shares with nobody. Indexes are built after the fill, which
packs them; grown in place they are larger. Then new articles arrive, a tenth of them copies, and are placed. Times are
in milliseconds; `CPU` and `mongod` are what our process and MongoDB spend on one, which other work disturbs less.
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient, MongoClient

from newscrawl import mongod
from newscrawl.store.stories import StoryStore
from newscrawl.store.story_documents import to_member
from newscrawl.syndication import ALGORITHM, Signature, Signed, sign
from tests.bench._runs import Bench
from tests.generated import BEGIN, Invented, Press

Document = dict[str, Any]
SIGNED, ARRIVING, BATCH, DAYS = 20_000, 1000, 5000, 30
HEADINGS = ("signatures", "query p50", "p95", "p99", "place p50", "p95", "p99", "single p50", "CPU", "mongod",
            "index MB", "data MB", "docs", "keys")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """The articles that are in the index, with their signatures, and those that arrive."""

    stored: list[tuple[Invented, Signature]]
    arriving: list[Invented]
    common: dict[int, int]


def edition(size: int) -> Edition:
    real = min(size, SIGNED)
    made = list(Press(real + ARRIVING, days=DAYS).articles())
    stored = [(each, sign(each.body)) for each in made[:real]]
    counts = Counter(key for _, signature in stored for key in signature.fingerprints)
    return Edition(stored, made[real:], {key: count for key, count in counts.items() if count > 1})


def signatures(size: int, edition: Edition) -> Iterator[Document]:
    chance = random.Random(size)
    for article, signature in edition.stored:
        yield document(article.id, article.outlet, article.time, signature, signature.fingerprints)
    for number in range(size - len(edition.stored)):
        article, signature = edition.stored[number % len(edition.stored)]
        keys = [key if key in edition.common else chance.getrandbits(64) - (1 << 63) for key in signature.fingerprints]
        moment = BEGIN + timedelta(days=DAYS) * chance.random()
        made = document(f"{chance.getrandbits(64):016x}", article.outlet, moment, signature, keys)
        yield {**made, "exact": f"{chance.getrandbits(160):040x}", "shingles": chance.randbytes(len(made["shingles"]))}


def document(id: str, outlet: str, moment: Any, signature: Signature, keys: Any) -> Document:
    return {
        "_id": id, "algorithm": ALGORITHM, "exact": signature.exact, "outlet": outlet, "time": moment,
        "fingerprints": sorted(keys), "size": len(keys), "shingles": signature.shingles, "lead": signature.lead,
        "numbers": list(signature.numbers), "words": signature.words, "written": moment + timedelta(days=3650),
    }  # fmt: skip


def fill(uri: str, name: str, size: int, edition: Edition) -> None:
    with MongoClient[Document](uri) as client:
        batch = list[Document]()
        for each in signatures(size, edition):
            batch.append(each)
            if len(batch) == BATCH:
                client[name].signatures.insert_many(batch, ordered=False)
                batch = []
        if batch:
            client[name].signatures.insert_many(batch, ordered=False)
        articles = [{**each.document(), "story_state": "done"} for each, _ in edition.stored]
        client[name].articles.insert_many(articles + [each.document() for each in edition.arriving], ordered=False)


async def timed(work: Callable[[], Awaitable[Any]]) -> tuple[float, Any]:
    begin = time.perf_counter()
    result = await work()
    return (time.perf_counter() - begin) * 1000, result


async def measure(place: Bench, name: str, size: int, edition: Edition) -> Document:
    async with AsyncMongoClient[Document](place.uri, tz_aware=True, w="majority", journal=True) as client:
        store = StoryStore(client[name], {}, days=DAYS)
        await store.ensure_indexes()
        sample = random.Random(2).sample(edition.stored, 500)
        known = [Signed(each.id, each.outlet, to_member(each.document()).time, found) for each, found in sample]
        queries = [(await timed(lambda each=each: store.index.around([each])))[0] for each in known]  # type: ignore[misc]
        own, served = time.process_time(), place.served()
        placed = [await timed(lambda each=each: store.place(each.id)) for each in edition.arriving]  # type: ignore[misc]
        own, served = time.process_time() - own, place.served() - served
        work = [await examined(store, each) for each in known[:50]]
        stats = await client[name].command("collStats", "signatures")
    single = [took for took, placement in placed if not placement.relations]
    return {
        "signatures": size,
        **quantiles("query", queries),
        **quantiles("place", [took for took, _ in placed]),
        "single_p50": quantile(single, 0.5),
        "cpu": round(own / len(placed) * 1000, 2),
        "mongod_cpu": round(served / len(placed) * 1000, 2),
        "index_mb": round(stats["totalIndexSize"] / 1e6, 1),
        "data_mb": round(stats["size"] / 1e6, 1),
        "docs_examined": round(sum(docs for docs, _ in work) / len(work), 1),
        "keys_examined": round(sum(keys for _, keys in work) / len(work), 1),
    }


async def examined(store: StoryStore, of: Signed) -> tuple[int, int]:
    """Documents and index keys that one search reads, by the server's own account."""
    command = {"aggregate": "signatures", "pipeline": store.index.search(of), "cursor": {}}
    told = await store.index.database.command("explain", command, verbosity="executionStats")
    return total(told, "totalDocsExamined"), total(told, "totalKeysExamined")


def total(told: Any, name: str) -> int:
    """The sum of a figure over all stages of a plan."""
    if isinstance(told, dict):
        return sum(int(value) if key == name else total(value, name) for key, value in told.items())
    return sum(total(each, name) for each in told) if isinstance(told, list) else 0


def quantile(values: list[float], share: float) -> float:
    return round(sorted(values)[int(share * (len(values) - 1))], 2)


def quantiles(name: str, values: list[float]) -> Document:
    return {f"{name}_p{round(share * 100)}": quantile(values, share) for share in (0.5, 0.95, 0.99)}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench growth", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000", help="signatures in the index (add 1000000: 20 minutes)")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    rows = []
    print("  ".join(f"{heading:>10}" for heading in HEADINGS))
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="newscrawl-growth-") as folder:
            uri = mongod.ensure(Path(folder))
            try:
                made = edition(size)
                fill(uri, "growth", size, made)
                rows.append(asyncio.run(measure(Bench(Path(folder), uri, ""), "growth", size, made)))
            finally:
                mongod.stop(Path(folder))
        print("  ".join(f"{value:>10}" for value in rows[-1].values()), flush=True)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
