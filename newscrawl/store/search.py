"""Search in `articles`, by the words that each keeps folded; the newest first.

For notebooks: `search(MongoClient(uri)["newscrawl"], "أنقرة", outlets=["arabi21"])`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database as PyMongoDatabase

from newscrawl.searching import Query, Snippet, Spans, Term, Word, parse, snippet
from newscrawl.store.connection import Database, Document

INDEX: Final = IndexModel([("words", ASCENDING), ("published", DESCENDING)], name="words_published")
ORIGINALS: Final = ("single", "origin")
NEWEST: Final = [("published", DESCENDING)]
LIMIT: Final = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """Which articles count: of these outlets, published from `since` on and before `until`, and no copies if
    `originals`."""

    outlets: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    language: str | None = None
    originals: bool = False

    def document(self) -> Document:
        times = {op: time for op, time in (("$gte", self.since), ("$lt", self.until)) if time}
        conditions: Document = {
            "outlet": {"$in": list(self.outlets)} if self.outlets else None,
            "published": times or None,
            "language": self.language,
            "story.role": {"$in": list(ORIGINALS)} if self.originals else None,
        }
        return {name: value for name, value in conditions.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found, without its `words`; where title and body, as shown, have what was asked for."""

    article: Document
    title: Spans
    body: Spans

    @property
    def snippet(self) -> Snippet:
        return snippet(self.article["body"], self.body)


async def find(database: Database, text: str, filters: Filters | None = None, limit: int = LIMIT) -> list[Hit]:
    """The newest articles that a query fits; raises BadQuery."""
    query, hits = parse(text), list[Hit]()
    found = database.articles.find(condition(query, filters), {"words": 0}, batch_size=2 * limit)
    async for article in found.sort(NEWEST):
        if fits(query, article):
            hits.append(_hit(query, article))
            if len(hits) == limit:
                break
    return hits


def search(database: PyMongoDatabase[Any], text: str, *, limit: int = LIMIT, **filters: Any) -> list[Hit]:
    """The same with a PyMongo database; `filters` are those of Filters."""
    query, hits = parse(text), list[Hit]()
    found = database["articles"].find(condition(query, Filters(**filters)), {"words": 0}, batch_size=2 * limit)
    for article in found.sort(NEWEST):
        if fits(query, article):
            hits.append(_hit(query, article))
            if len(hits) == limit:
                break
    return hits


def condition(query: Query, filters: Filters | None = None) -> Document:
    """The filter that finds whatever has the words asked for; where it has phrases, more than fit."""
    wanted = [_having(term) for term in query.wanted]
    # Of an unwanted phrase each word alone may be there.
    unwanted = [_having(term) for term in query.unwanted if all(len(phrase) == 1 for phrase in term.phrases)]
    conditions: Document = {"$and": wanted} | (filters or Filters()).document()
    return conditions | ({"$nor": unwanted} if unwanted else {})


def fits(query: Query, article: Mapping[str, Any]) -> bool:
    """Whether an article that has the words has the phrases."""
    return not query.has_phrases or query.fits(article["title"], article["body"])


def _having(term: Term) -> Document:
    single = [phrase[0] for phrase in term.phrases if len(phrase) == 1 and not phrase[0].prefix]
    others = [phrase for phrase in term.phrases if len(phrase) > 1 or phrase[0].prefix]
    # One $in, so that the index gives all forms in the order of time.
    choices = [_word(Word(frozenset().union(*(word.forms for word in single))))] if single else []
    choices += [{"$and": [_word(word) for word in phrase]} for phrase in others]
    return choices[0] if len(choices) == 1 else {"$or": choices}


def _word(word: Word) -> Document:
    return {"words": {"$regex": f"^{re.escape(word.prefix)}"} if word.prefix else {"$in": sorted(word.forms)}}


def _hit(query: Query, article: Document) -> Hit:
    return Hit(article, query.spans(article["title"]), query.spans(article["body"]))
