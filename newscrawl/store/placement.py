"""What placing an article comes to."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from newscrawl.store.connection import Collection, Document
from newscrawl.store.story_documents import PLACED, remark_on
from newscrawl.syndication import ALGORITHM, Relation, Signed


class UnknownArticleError(LookupError):
    """There is no article with this id."""


@dataclass(frozen=True, slots=True)
class Placement:
    """What an article is: `role` is single, origin or copy, `of` the origin's id for a copy."""

    story: str | None
    role: str
    of: str | None
    relations: tuple[Relation, ...]
    remark: str | None = None
    """What was wrong with the article: no_text, short, cut, undated, future."""


def placed_as(document: Document, mine: Signed, place: Document, relations: tuple[Relation, ...]) -> Placement:
    """What an article came to, by its place as it is stored."""
    return _placement(document, mine.signature.words, place, relations)


async def standing(articles: Collection, signatures: Collection, ids: Sequence[str]) -> dict[str, Placement]:
    """Those of these articles that are placed and signed as they are stored, by id, without their relations."""
    if not ids:
        return {}
    known = {"_id": {"$in": list(ids)}}
    placed, signed = await asyncio.gather(
        articles.find({**known, "story_state": "done"}, PLACED).to_list(),
        signatures.find({**known, "algorithm": ALGORITHM}, {"words": 1}).to_list(),
    )
    words = {each["_id"]: each["words"] for each in signed}
    return {each["_id"]: _placement(each, words[each["_id"]], each["story"]) for each in placed if each["_id"] in words}


def _placement(document: Document, words: int, place: Document, relations: tuple[Relation, ...] = ()) -> Placement:
    return Placement(place.get("id"), place["role"], place.get("of"), relations, remark_on(document, words))
