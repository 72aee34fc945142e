"""What a search costs among many articles, beside a text index of MongoDB's: `scripts/bench search [--size 100000]`."""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any

from pymongo import ASCENDING, IndexModel, MongoClient

from newscrawl import mongod
from newscrawl.searching import words
from newscrawl.store import search
from newscrawl.text import match_key
from tests.generated import Press

Document = dict[str, Any]
BATCH, TIMES = 2000, 15
# None is of a language that MongoDB knows, and the field `language` must not be taken for one.
TEXT = IndexModel([("folded", "text")], name="text", default_language="none", language_override="_none")


def documents(press: Press) -> Iterator[Document]:
    for made in press.articles():
        yield {**made.document(), "words": words(made.url, made.body), "folded": match_key(made.body), "language": "ar",
               "story": {"role": "copy" if made.of else "single"}}  # fmt: skip


def fill(database: Any, press: Press) -> None:
    database.articles.create_indexes([search.INDEX, IndexModel([("outlet", ASCENDING), ("published", -1)])])
    batch = list[Document]()
    for each in documents(press):
        batch.append(each)
        if len(batch) == BATCH:
            database.articles.insert_many(batch, ordered=False)
            batch = []
    database.articles.insert_many(batch or [{"_id": "last"}])


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    cut = quantiles(times, n=20)
    return cut[9], cut[18]


def questions(press: Press) -> list[tuple[str, str, Document]]:
    """From the commonest word to one of the rarest."""
    common, second, usual, rare = (press.words[rank] for rank in (0, 1, 300, 15_000))
    return [
        ("in most articles", common, {}),
        ("in some", usual, {}),
        ("in few", rare, {}),
        ("two common words", f"{common} {second}", {}),
        ("a common and a rare one", f"{common} {rare}", {}),
        ("common, one outlet", common, {"outlets": ["outlet7"]}),
        ("common, originals", common, {"originals": True}),
        ("a phrase of two common words", f'"{common} {second}"', {}),
        ("nowhere", "nosuchword", {}),
    ]


def by_text_index(database: Any, text: str) -> list[Document]:
    wanted = " ".join(f'"{word}"' for word in match_key(text).split())
    found = database.articles.find({"$text": {"$search": wanted}}, {"words": 0, "folded": 0})
    return list(found.sort("published", -1).limit(search.LIMIT))


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench search", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    size = parser.parse_args(arguments).size
    with tempfile.TemporaryDirectory() as folder, MongoClient[Document](mongod.ensure(Path(folder))) as client:
        try:
            report(client["bench"], Press(size))
        finally:
            mongod.stop(Path(folder))


def report(database: Any, press: Press) -> None:
    began = time.monotonic()
    fill(database, press)
    print(f"{press.count:,} articles, filled at {press.count / (time.monotonic() - began):,.0f} a second")
    began = time.monotonic()
    database.articles.create_indexes([TEXT])
    print(f"text index built in {time.monotonic() - began:.0f} s")
    sizes = database.command("collStats", "articles")["indexSizes"]
    print(f"index MB: words {sizes['words_published'] / 1e6:,.0f}, text {sizes['text'] / 1e6:,.0f}\n")
    print("| question | matches | p50 ms | p95 | text index p50 | p95 |\n|---|---|---|---|---|---|")
    for name, text, filters in questions(press):
        ours = measured(lambda text=text, filters=filters: search.search(database, text, **filters))
        theirs = ("", "") if filters else measured(lambda text=text: by_text_index(database, text))
        condition = search.condition(search.parse(text), search.Filters(**filters))
        cells = [f"{cell:.1f}" if cell else "" for cell in (*ours, *theirs)]
        print(f"| {name} | {database.articles.count_documents(condition):,} | {' | '.join(cells)} |")
