"""Reaching MongoDB: the named server or the private one, majority and journal for every write."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from bson.errors import BSONError
from pymongo import AsyncMongoClient, MongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import AutoReconnect, ConfigurationError, OperationFailure, PyMongoError

from newscrawl import mongod
from newscrawl.masking import masked

Document = dict[str, Any]
Database = AsyncDatabase[Document]
Collection = AsyncCollection[Document]

T = TypeVar("T")

DEFAULT_NAME = "newscrawl"
RETRY_SECONDS: Final = 0.5
WHOLE_MS: Final = 600_000  # for one answer: a server that has just started counts a million articles for minutes


class DatabaseUnavailable(Exception):
    """MongoDB cannot be used; the message is one line that names the server and the way out."""


def resolve(uri: str | None, folder: Path) -> str:
    """The URI to use: the given one, else that of the private server over `folder`, started where needed."""
    if uri:
        return uri
    try:
        return mongod.ensure(folder)
    except mongod.MongodUnavailable as error:
        raise DatabaseUnavailable(str(error)) from error


def check(uri: str, timeout: float = 5.0, *, name: str | None = None, writing: bool = False) -> None:
    """Raise DatabaseUnavailable unless the server answers within `timeout` seconds and lets us into the database
    `name`, else that of the URI; `writing`: to write, too."""
    try:
        with MongoClient[Document](uri, **_options(timeout)) as client:
            database = client[name] if name else client.get_default_database(DEFAULT_NAME)
            database.command("listCollections", nameOnly=True)
            if writing:  # matches nothing, and is refused where the user may not
                database.runs.update_many({"_id": {"$in": []}}, {"$set": {"state": "closed"}})
    except (PyMongoError, BSONError, ValueError) as error:
        raise DatabaseUnavailable(f"MongoDB at {masked(uri)}: {_cause(error)}") from None


def connect(uri: str, timeout: float = 20.0, *, whole: bool = False) -> AsyncMongoClient[Document]:
    """A client for one event loop: create it where it is used, close it there. `timeout`: seconds to seek it;
    `whole`: it may ask for all of an archive at once, as by a count or an index."""
    return AsyncMongoClient[Document](uri, **_options(timeout, whole=whole))


def blocking(uri: str) -> MongoClient[Document]:
    """A client for work outside an event loop, which may ask for all of an archive at once; close it."""
    return MongoClient[Document](uri, **_options(20.0, whole=True))


def database(client: AsyncMongoClient[Document], name: str | None = None) -> Database:
    """The named database, else the one in the URI, else `newscrawl`; times come back aware, in UTC."""
    return client[name] if name else client.get_default_database(DEFAULT_NAME)


async def patiently(work: Callable[[], Awaitable[T]], seconds: float) -> T:
    """Do what is safe to repeat, again and again while no server takes it, for so long: an election takes a while."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return await work()
        except AutoReconnect:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(RETRY_SECONDS)


def _options(timeout: float, *, whole: bool = False) -> dict[str, Any]:
    return {
        "w": "majority",
        "journal": True,
        "tz_aware": True,
        "appname": f"newscrawl-{os.getpid()}",
        "serverSelectionTimeoutMS": int(timeout * 1000),
        # A frozen primary stalls writers for as long as it is frozen, unless the socket gives up first.
        "connectTimeoutMS": 3000,
        "socketTimeoutMS": WHOLE_MS if whole else 10_000,
    }


def _cause(error: Exception) -> str:
    if isinstance(error, ConfigurationError | ValueError):
        return f"MONGODB_URI is not valid ({masked(str(error))})"
    if isinstance(error, OperationFailure):
        said = error.details.get("errmsg", error) if error.details else error
        return f"refused ({said}); check user and password, and the user's role (ops/role.json)"
    return "no answer; is it running, and is MONGODB_URI right?"
