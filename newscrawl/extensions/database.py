"""One MongoDB client for all of a crawl's components."""

import logging
from pathlib import Path
from typing import Self

from pymongo import AsyncMongoClient
from scrapy import signals
from scrapy.crawler import Crawler

from newscrawl.store import connection
from newscrawl.store.connection import Database, Document


class MongoDB:
    """Connects on first use, in the crawl's event loop; closes after the ledger has closed the run."""

    def __init__(self, uri: str | None, folder: Path, name: str | None, timeout: float) -> None:
        self.uri, self.folder, self.name, self.timeout = uri, folder, name, timeout
        self.client: AsyncMongoClient[Document] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        # Scrapy's root logger takes everything, and the driver has seven records of DEBUG to say about each command.
        logging.getLogger("pymongo").setLevel(logging.INFO)
        extension = cls(
            settings.get("MONGODB_URI"),
            Path(settings["MONGODB_FOLDER"]),
            settings.get("MONGODB_DATABASE"),
            timeout=max(1.0, patience(crawler)),
        )
        crawler.signals.connect(extension.close, signals.engine_stopped)
        return extension

    def database(self) -> Database:
        if self.client is None:
            self.client = connection.connect(connection.resolve(self.uri, self.folder), self.timeout)
        return connection.database(self.client, self.name)

    async def close(self) -> None:
        if self.client is not None:
            await self.client.close()


def database(crawler: Crawler) -> Database:
    """The crawl's database."""
    extension = crawler.get_extension(MongoDB)
    if extension is None:
        raise RuntimeError("newscrawl.extensions.database.MongoDB is not in EXTENSIONS")
    return extension.database()


def patience(crawler: Crawler) -> float:
    """Seconds for which a server is sought, and in which a write is tried again while none takes it."""
    return crawler.settings.getfloat("DATABASE_PATIENCE")
