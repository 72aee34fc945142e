"""How a command asks the database, and what operations have declared."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from scrapy.settings import BaseSettings

from newscrawl import registry
from newscrawl.declarations import Declarations, load
from newscrawl.store import connection
from newscrawl.store.connection import Database

T = TypeVar("T")


def ask(settings: BaseSettings, question: Callable[[Database], Awaitable[T]], *, whole: bool = False) -> T:
    """The answer of the database that the settings name; `whole`: it may take reading all of an archive. Raises
    DatabaseUnavailable, in words that name the way out."""
    uri = connection.resolve(settings.get("MONGODB_URI"), Path(settings["MONGODB_FOLDER"]))
    connection.check(uri, name=settings.get("MONGODB_DATABASE"))

    async def asked() -> T:
        client = connection.connect(uri, whole=whole)
        try:
            return await question(connection.database(client, settings.get("MONGODB_DATABASE")))
        finally:
            await client.close()

    return asyncio.run(asked())


def term(settings: BaseSettings) -> timedelta:
    """After so long without a sign of life a run counts as silent."""
    return timedelta(seconds=settings.getfloat("LEASE_SECONDS"))


def declarations(settings: BaseSettings) -> Declarations:
    """What operations declare, in the file that WATCH names."""
    path = settings.get("WATCH")
    return load(Path(path) if path else None, list(registry.outlets()))
