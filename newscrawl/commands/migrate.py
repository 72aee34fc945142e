"""`scrapy migrate`: bring a database up to this version: indexes, documents, and what MongoDB enforces of them."""

import argparse
import sys
import time
from datetime import UTC, datetime
from functools import partial
from typing import Any, ClassVar

from pymongo.errors import PyMongoError

from newscrawl import registry, report
from newscrawl.article import SCHEMA
from newscrawl.asking import ask
from newscrawl.configured import Configured
from newscrawl.exits import Exit
from newscrawl.store.connection import Database, DatabaseUnavailable, Document
from newscrawl.store.indexes import ensure_indexes
from newscrawl.store.migrations import Migration
from newscrawl.store.moving import Moving
from newscrawl.store.schema import SchemaStore, explained
from newscrawl.store.views import differing, ensure_views

EVERY = 2.0  # seconds between words on the progress


class Command(Configured):
    """Safe beside crawls and to repeat; goes on where it was cut off. Exit code 65: some documents are broken."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Bring the database up to this version, while crawls go on"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument("--json", action="store_true", help="print what was done as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        try:
            days = self.settings.getint("SYNDICATION_DAYS")
            done = ask(self.settings, survey if opts.dry_run else partial(migrate, days=days), whole=True)
        except DatabaseUnavailable as error:
            self._fail(str(error))
            return
        except PyMongoError as error:
            self._fail(f"{explained(error)} (to set validators takes the role dbAdmin)")
            return
        print(report.as_json(done) if opts.json else _told(done, dry=opts.dry_run))  # noqa: T201
        self.exitcode = Exit.DEGRADED if done.get("refused") else Exit.OK

    def _fail(self, message: str) -> None:
        print(f"newscrawl: {message}", file=sys.stderr)  # noqa: T201
        self.exitcode = Exit.DATABASE


async def survey(database: Database) -> Document:
    """What a migration would do."""
    store = SchemaStore(database)
    counts = await Migration(database).counts()
    return {
        "from": await store.version(),
        "to": SCHEMA,
        "articles": {str(schema): count for schema, count in counts.items()},
        "behind": sum(count for schema, count in counts.items() if schema < SCHEMA),
        "moved": await Moving(database, registry.addresses()).count(),
        "validators": await store.differing(),
        "views": await differing(database),
    }


async def migrate(database: Database, days: int) -> Document:
    """Indexes first, documents next, then what holds only once all are there. `days`: how long signatures are kept."""
    store = SchemaStore(database)
    before = await store.begin()
    await ensure_indexes(database, registry.kinds(), days=days)
    result = await Migration(database, Progress()).run()
    moved = await Moving(database, registry.addresses()).run()
    validators, views = await store.enforce(), await ensure_views(database)
    if not result.refused:
        await store.reached(datetime.now(UTC))
    done = {"from": before, "to": SCHEMA, "migrated": result.done, "moved": moved, "refused": result.refused}
    return {**done, "validators": validators, "views": views}


class Progress:
    """Says now and then how far the work is."""

    def __init__(self) -> None:
        self.began = self.told = time.monotonic()

    def __call__(self, done: int) -> None:
        now = time.monotonic()
        if now - self.told >= EVERY:
            self.told = now
            rate = done / (now - self.began)
            print(f"{done:,} articles brought up, {rate:,.0f} a second", file=sys.stderr, flush=True)  # noqa: T201


def _told(done: Document, *, dry: bool) -> str:
    validators, views = (", ".join(done[what]) or "none" for what in ("validators", "views"))
    moved = f"; {done['moved']:,} moved to the address of today" if done["moved"] else ""
    if dry:
        return (
            f"schema {done['from']} -> {done['to']}: {done['behind']:,} of {sum(done['articles'].values()):,} articles "
            f"would be brought up{moved}; validators that would be set: {validators}; "
            f"views that would be made: {views}"
        )
    refused = [f"  {name}: {report.plain(what)}" for name, what in done["refused"].items()]
    head = f"schema {done['from']} -> {done['to']}: {done['migrated']:,} articles brought up{moved}"
    head = f"{head}; validators set: {validators}; views made: {views}"
    return "\n".join(
        [head, *([f"{len(refused)} left as they are, which the contract does not allow:"] if refused else []), *refused]
    )
