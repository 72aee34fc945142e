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


def single(document: Document, mine: Signed) -> Placement:
    """The place of an article that shares its text with no other."""
    return Placement(None, "single", None, (), remark_on(document, mine.signature.words))
