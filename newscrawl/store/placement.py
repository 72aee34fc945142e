"""What placing an article comes to."""

from dataclasses import dataclass

from newscrawl.store.connection import Document
from newscrawl.store.story_documents import remark_on
from newscrawl.syndication import Relation, Signed


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
    remark = remark_on(document, mine.signature.words)
    return Placement(place.get("id"), place["role"], place.get("of"), relations, remark)
