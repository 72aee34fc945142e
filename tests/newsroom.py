"""The sample newsroom as a database that has been crawled for weeks: its articles placed in stories, invented runs.

Times are moved so that the newsroom's last day is today. `scrapy crawl` writes the same shapes; this is quicker.
"""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from newscrawl import registry
from newscrawl.article import PARAGRAPH_BREAK, Article
from newscrawl.editing import attribute
from newscrawl.sample.edition import Print, prints
from newscrawl.searching import words
from newscrawl.store import connection
from newscrawl.store.articles import ArticleStore, to_document
from newscrawl.store.connection import Database, Document
from newscrawl.store.runs import RunStore
from newscrawl.store.stories import StoryStore

DAYS: Final = 40
# What is wrong with whom: cause, severity, in words. The other outlets are well.
TROUBLES: Final[dict[str, tuple[str, str, str]]] = {
    "milliyet": ("markup changed", "error", "the selector of the body matched none of 14 pages"),
    "ntv": ("feed stale", "error", "the feed has named nothing new for 31 h; it used to every 20 min"),
    "aa_tr": ("blocked", "error", "it turns the crawler away: 403 for every page"),
    "haberturk": ("slow", "warning", "an answer takes 4.1 s, where it used to take 0.6 s"),
}  # fmt: skip


def build(uri: str, name: str) -> None:
    """Fill a database: nine outlets, 215 articles, their stories, 40 days of runs."""
    with ThreadPoolExecutor(1) as pool:  # a loop of its own: Playwright's runs in the thread of the tests
        pool.submit(lambda: asyncio.run(_build(uri, name))).result()


async def _build(uri: str, name: str) -> None:
    async with connection.connect(uri) as client:
        database = connection.database(client, name)
        stories, names = StoryStore(database, registry.kinds()), registry.names()
        for store in (ArticleStore(database), RunStore(database), stories):
            await store.ensure_indexes()
        edition = prints()
        moved = datetime.now(UTC) - timedelta(hours=1) - edition[-1].published
        documents = [_stored(attribute(article(each, moved), names)) for each in edition]
        await database.articles.insert_many(documents)
        for each in documents:
            await stories.place(each["_id"])
        await database.runs.insert_many(list(runs(datetime.now(UTC), sorted({each.outlet for each in edition}))))
        await _frontier(database)


def article(printed: Print, moved: timedelta) -> Article:
    """An article as read from its page."""
    outlet = registry.outlets()[printed.outlet]
    credit = [printed.credit] if printed.credit else []
    published = printed.published + moved
    fields = ("title", "body", "published")
    return Article(
        url=f"https://{outlet.allowed_domains[0]}/news/{printed.number}",
        outlet=printed.outlet,
        title=printed.title,
        body=PARAGRAPH_BREAK.join([printed.lead, *printed.paragraphs, *credit]),
        language=printed.language,
        published=published,
        published_precision="minute",
        fetched=published + timedelta(minutes=9),
        provenance=dict.fromkeys(fields, "json-ld"),
    )


def runs(now: datetime, outlets: list[str]) -> Iterator[Document]:
    """Four runs a day of each outlet; the last ones of the outlets in trouble say what is wrong."""
    for place, outlet in enumerate(outlets):
        for turn in range(DAYS * 4):
            began = now - timedelta(hours=6 * turn, minutes=7 * place + 4)
            yield run(outlet, began, turn, size=6 + (place * 5 + turn * 7) % 11)


def run(outlet: str, began: datetime, turn: int, size: int) -> Document:
    wrong = TROUBLES.get(outlet) if turn < 3 else None
    broken = wrong is not None and wrong[1] == "error"
    dead, blocked = outlet == "dha" and turn == 0, outlet == "aa_tr" and turn < 2
    outcomes = {"new": size, "unchanged": size * 2, "rejected/no_body": size % 3, "failed/timeout": size % 2}
    document: dict[str, Any] = {
        "_id": f"{outlet}-{turn}",
        "outlet": outlet,
        "started": began,
        "heartbeat": began + timedelta(seconds=90),
        "state": "died" if dead else "closed",
        "replay": None,
        "found": sum(outcomes.values()),
        "pages": size * 3,
        "bytes": size * 240_000,
        "memory": 96_000_000,
        "timing": {"wall": 90.0 + size, "cpu": 4.5},
        "outcomes": {"failed/http_403": size} if blocked else {"rejected/no_body": size} if broken else outcomes,
        "fields": _fields(size, broken=outlet == "milliyet" and broken),
        "problems": [_problem(*wrong, began)] if wrong else [],
    }  # fmt: skip
    if dead:
        return document
    code, verdict = (0, f"{size} articles found")
    if blocked:
        code, verdict = 69, "blocked: the outlet turns the crawler away"
    return {**document, "finished": began + timedelta(seconds=90 + size), "exit_code": code, "verdict": verdict}


def _problem(cause: str, severity: str, says: str, since: datetime) -> Document:
    return {"cause": cause, "severity": severity, "says": says, "evidence": {"runs": 3}, "since": since}


def _fields(size: int, *, broken: bool) -> Document:
    body = {"generic": size} if broken else {"selector": size - 1, "generic": 1}
    return {
        "title": {"found": size, "missing": 0, "by": {"json-ld": size - 2, "meta": 2}},
        "body": {"found": size, "missing": 0, "by": body},
        "published": {"found": size - 1, "missing": 1, "by": {"json-ld": size - 1}},
        "authors": {"found": size - 4, "missing": 4, "by": {"json-ld": size - 5, "text": 1}},
    }  # fmt: skip


def _stored(article: Article) -> Document:
    seen = article.fetched
    found = {"words": words(article.title, article.body)}
    return {
        **to_document(article),
        **found,
        "first_seen": seen,
        "last_seen": seen,
        "revision": 1,
        "story_state": "pending",
    }


async def _frontier(database: Database) -> None:
    """A source and a few pages that were not stored, of each outlet."""
    reasons = ("rejected/no_body", "rejected/wall_consent", "failed/timeout", "rejected/not_an_article")
    entries: list[Document] = []
    async for each in database.runs.find({"_id": {"$regex": "-0$"}}):
        queue, at = each["outlet"], each["started"]
        domain = registry.outlets()[queue].allowed_domains[0]
        visit = {"run": each["_id"], "at": at, "outcome": "answered", "named": 40, "fresh": 6}
        source = {"rank": 0, "kind": "Feed", "url": f"https://{domain}/rss", "due": at, "visits": [visit]}
        entries.append({"_id": f"{queue} feed", "queue": queue, **source})
        for n, reason in enumerate(reasons):
            page = {"rank": 1, "kind": "article", "url": f"https://{domain}/news/{n}"}
            visits = [{"run": each["_id"], "at": at, "outcome": reason, "article": None}]
            entries.append({"_id": f"{queue} {n}", "queue": queue, **page, "visits": visits})
    await database.frontier.insert_many(entries)
