"""How a command puts a question to the database."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from scrapy.settings import BaseSettings

from newscrawl.store import connection
from newscrawl.store.connection import Database

T = TypeVar("T")


def ask(settings: BaseSettings, question: Callable[[Database], Awaitable[T]]) -> T:
    """The answer of the database that the settings name. Raises DatabaseUnavailable, in words that name the way out."""
    uri = connection.resolve(settings.get("MONGODB_URI"), Path(settings["MONGODB_FOLDER"]))
    connection.check(uri)

    async def asked() -> T:
        client = connection.connect(uri)
        try:
            return await question(connection.database(client, settings.get("MONGODB_DATABASE")))
        finally:
            await client.close()

    return asyncio.run(asked())
