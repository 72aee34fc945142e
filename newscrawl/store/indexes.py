"""Setting a database up: what a crawl sees to before it stores, and every index of every collection."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from pymongo.errors import OperationFailure

from newscrawl.store.articles import ArticleStore
from newscrawl.store.connection import Database
from newscrawl.store.letters import LetterStore
from newscrawl.store.lines import LineStore
from newscrawl.store.runs import RunStore
from newscrawl.store.schema import SchemaStore
from newscrawl.store.stories import StoryStore
from newscrawl.store.views import ensure_views

# Others have taken their place.
REPLACED = {"articles": ("published",)}
NOT_ALLOWED: Final = 13


async def prepare(database: Database) -> None:
    """Before a crawl stores: the version is known and not newer, the contract is enforced, the views are there.

    A user who may not set validators and views crawls without: `scrapy migrate`, run by one who may, sets them.
    """
    store = SchemaStore(database)
    await store.begin()
    try:
        await store.enforce()
        await ensure_views(database)
    except OperationFailure as error:
        if error.code != NOT_ALLOWED:
            raise


async def ensure_indexes(database: Database, kinds: Mapping[str, str], *, days: int) -> None:
    """Build what is missing, beside running crawls, and drop what another index has taken the place of.

    `days`: how long signatures are kept.
    """
    stories = StoryStore(database, kinds, days=days)
    for store in (ArticleStore(database), stories, RunStore(database), LineStore(database)):
        await store.ensure_indexes()
    await LetterStore(database).ensure_indexes()
    for collection, names in REPLACED.items():
        for name in names:
            with suppress(OperationFailure):  # it is gone already
                await database[collection].drop_index(name)
