"""Every index of every collection, for whoever sets a database up before its first crawl."""

from collections.abc import Mapping
from contextlib import suppress

from pymongo.errors import OperationFailure

from newscrawl.store.articles import ArticleStore
from newscrawl.store.connection import Database
from newscrawl.store.letters import LetterStore
from newscrawl.store.lines import LineStore
from newscrawl.store.runs import RunStore
from newscrawl.store.stories import StoryStore

# Others have taken their place.
REPLACED = {"articles": ("published",)}


async def ensure_indexes(database: Database, kinds: Mapping[str, str]) -> None:
    """Build what is missing, beside running crawls, and drop what another index has taken the place of."""
    for store in (ArticleStore(database), StoryStore(database, kinds), RunStore(database), LineStore(database)):
        await store.ensure_indexes()
    await LetterStore(database).ensure_indexes()
    for collection, names in REPLACED.items():
        for name in names:
            with suppress(OperationFailure):  # it is gone already
                await database[collection].drop_index(name)
