"""What an export reads: articles outlet by outlet, the newest first, as they stood at one moment.

The moment lies a little back and is the server's: whatever changed up to then is there to be read, and whatever changes
later belongs to the next export. So of one that follows on another nothing is skipped and nothing comes twice.
"""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bson import decode_all

from newscrawl.article import SCHEMA
from newscrawl.columns import INTERNAL
from newscrawl.store.connection import DEFAULT_NAME, DatabaseUnavailable, Document, blocking
from newscrawl.store.schema import KEY, NewerSchema
from newscrawl.store.search import Filters

# Writes are visible in the moment they are dated; the rest is for servers whose clocks differ.
SETTLED: Final = timedelta(seconds=5)
BATCH: Final = 1000


class BadWatermark(ValueError):
    """A watermark that this database did not give; the message says which it is."""


@dataclass(frozen=True, slots=True)
class Watermark:
    """Up to when a database has been exported."""

    database: str
    until: datetime

    def __str__(self) -> str:
        return f"{self.database}@{self.until.isoformat(timespec='milliseconds')}"

    @classmethod
    def read(cls, text: str) -> "Watermark":
        """Raises BadWatermark."""
        database, at, until = text.strip().partition("@")
        try:
            moment = datetime.fromisoformat(until)
        except ValueError:
            moment = None
        if not at or moment is None or moment.tzinfo is None:
            raise BadWatermark(f"{text!r} is no watermark; an export prints one, and keeps it in its export.json")
        return cls(database, moment)


class ExportSource:
    """Reads `articles` for an export; close it."""

    def __init__(self, uri: str, name: str | None) -> None:
        self.client = blocking(uri)
        self.database = self.client[name] if name else self.client.get_default_database(DEFAULT_NAME)
        self.articles = self.database["articles"]

    def close(self) -> None:
        self.client.close()

    def now(self) -> Watermark:
        """The moment up to which an export that begins now reads. Raises DatabaseUnavailable before a migration."""
        found = self.database["schema"].find_one({"_id": KEY}) or {"version": SCHEMA}
        if found["version"] > SCHEMA:
            raise NewerSchema(found["version"])
        if found["version"] < SCHEMA:
            raise DatabaseUnavailable(f"the database has schema {found['version']}: run `scrapy migrate` first")
        told: datetime = self.client.admin.command("hello")["localTime"]
        return Watermark(self._identity(), told.replace(tzinfo=UTC) - SETTLED)

    def _identity(self) -> str:
        """The database's own name, made when it is first asked for: addresses change, and copies have the same."""
        schema = self.database["schema"]
        schema.update_one({"_id": KEY}, {"$setOnInsert": {"version": SCHEMA}}, upsert=True)
        schema.update_one({"_id": KEY, "identity": {"$exists": False}}, {"$set": {"identity": secrets.token_hex(6)}})
        return str((schema.find_one({"_id": KEY}) or {})["identity"])

    def query(self, filters: Filters, since: datetime | None, until: datetime) -> Document:
        after = {"$gt": since} if since else {}
        return {**filters.document(), "changed": {**after, "$lte": until}}

    def count(self, query: Document) -> int:
        return self.articles.count_documents(query)

    def outlets(self, query: Document) -> list[str]:
        return sorted(self.articles.distinct("outlet", query))

    def read(self, query: Document, outlet: str) -> Iterator[Document]:
        """One outlet's articles, the newest first, those without a date last; in constant memory."""
        wanted = query.get("outlet", {}).get("$in", [outlet])
        if outlet in wanted:
            hidden: dict[str, Any] = dict.fromkeys(INTERNAL, 0)
            found = self.articles.find_raw_batches(
                {**query, "outlet": outlet}, hidden, batch_size=BATCH, hint=self._hint(query)
            )
            for batch in _ahead(iter(found.sort([("outlet", 1), ("published", -1)]))):
                yield from decode_all(batch, self.articles.codec_options)

    def _hint(self, query: Document) -> str | None:
        """A whole export follows the index on outlet and time, so that nothing is sorted; a small one what changed."""
        return None if "$gt" in query["changed"] else "outlet_published"


def _ahead(batches: Iterator[Any]) -> Iterator[bytes]:
    """Each batch while MongoDB is at the next one."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = pool.submit(next, batches, None)
            yield batch
