"""What reading stored articles again costs after a change of rules: `scripts/bench reprocess [--articles 3000]`.

Invented articles of some 220 words, placed as a crawl places them. First by rules that change nothing, then by rules
that take a line out of every one, so that each is kept as a revision, signed and placed anew.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from pymongo import AsyncMongoClient, MongoClient

from newscrawl.article import Article
from newscrawl.report import table
from newscrawl.store.articles import ArticleStore
from newscrawl.store.indexes import ensure_indexes, prepare
from newscrawl.store.stories import StoryStore
from newscrawl.stored import StoredPages
from newscrawl.urls import article_id
from tests.bench._processes import metered
from tests.bench._runs import Bench, bench
from tests.generated import Press

NAME, TOGETHER = "bench", 32
LEFT_IN: Final = "\n\nتابعنا على تويتر"  # what cleaning takes out today


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench reprocess", description=__doc__)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    with bench("") as place:
        asyncio.run(fill(place.uri, options.articles))
        rows = [measure(place, changing) for changing in (False, True)]
    head = ("", "articles a second", "CPU ms an article", "MongoDB's", "revisions", "placed")
    print(table(head, [tuple(each.values()) for each in rows]))
    print(f"load average {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


async def fill(uri: str, count: int) -> None:
    pages, made = StoredPages(), Press(count).articles()
    async with AsyncMongoClient[dict[str, Any]](uri, tz_aware=True) as client:
        await prepare(client[NAME])
        await ensure_indexes(client[NAME], {}, days=30)
        store, stories = ArticleStore(client[NAME]), StoryStore(client[NAME], {})
        while some := [pages.edited(_article(each.url, each.body, each.time)) for each in islice(made, TOGETHER)]:
            await keep(store, stories, some)


async def keep(store: ArticleStore, stories: StoryStore, articles: Sequence[Article]) -> None:
    now = datetime.now(UTC)
    await store.save_all([replace(each, fetched=now) for each in articles], "crawl", now)
    await stories.place_all([article_id(each.url) for each in articles])


def _article(url: str, body: str, published: datetime) -> Article:
    outlet = url.split("/")[2].partition(".")[0]
    return Article(url=url, outlet=outlet, title=body[:60], body=body, published=published)


def measure(place: Bench, changing: bool) -> dict[str, Any]:
    """Articles as other rules had read them, read again by the command."""
    with MongoClient[dict[str, Any]](place.uri) as client:
        articles = client[NAME].articles
        left_in = {"body": {"$concat": ["$body", LEFT_IN]}} if changing else {}
        articles.update_many({}, [{"$set": {"rules": "another", **left_in}}])
        count, before = articles.count_documents({}), place.served()
        where = {"MONGODB_URI": place.uri, "MONGODB_DATABASE": NAME, "NEWSCRAWL_DATA": str(place.folder)}
        used = metered([sys.executable, "-m", "scrapy", "reprocess"], os.environ | where)
        served, revisions = place.served() - before, client[NAME].revisions.count_documents({})
        placed = articles.count_documents({"story_state": "done"}) if changing else 0
    return {
        "rules": "every article changes" if changing else "nothing changes",
        "per_second": round(count / used.wall),
        "cpu_ms": round(used.cpu / count * 1000, 2),
        "mongod_ms": round(served / count * 1000, 2),
        "revisions": revisions,
        "placed": placed,
    }
