"""Members, relations and stories as MongoDB holds them, there and back."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from newscrawl.store.connection import Document
from newscrawl.syndication import ALGORITHM, Copy, Credit, Member, Relation, Story
from newscrawl.syndication.relation import FEWEST_WORDS
from newscrawl.syndication.signature import MAX_WORDS
from newscrawl.urls import article_id

# Kinds of attribution that say where a text was taken from.
TAKEN_FROM: Final = ("credit", "agency")
_FIELDS: Final = (
    "outlet", "published", "published_precision", "first_seen", "credits", "canonical_url", "links", "story",
)  # fmt: skip
READ: Final = {**dict.fromkeys(_FIELDS, 1), "length": {"$strLenCP": {"$ifNull": ["$body", ""]}}}
# All that a placement is told by.
PLACED: Final = dict.fromkeys(("published", "first_seen", "story"), 1)

SINGLE: Final = {"role": "single"}
# A date before there were web pages is a machine's zero, no date.
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)


def identify(url: str) -> str | None:
    try:
        return article_id(url)
    except ValueError:
        return None


def to_member(document: Document) -> Member:
    credits = (each for each in document.get("credits", ()) if each["kind"] in TAKEN_FROM)
    canonical = document.get("canonical_url")
    return Member(
        id=document["_id"],
        outlet=document["outlet"],
        first_seen=document["first_seen"],
        published=_dated(document),
        precision=document.get("published_precision"),
        length=document.get("length", 0),
        credits=tuple(Credit(each.get("outlet"), each["name"]) for each in credits),
        canonical=identify(canonical) if canonical else None,
        links=tuple(filter(None, map(identify, document.get("links", ())))),
    )


def _dated(document: Document) -> datetime | None:
    published: datetime | None = document.get("published")
    if published is None:
        return None
    return published if published.replace(tzinfo=published.tzinfo or UTC) >= EARLIEST else None


def remark_on(document: Document, words: int) -> str | None:
    """What was wrong with an article when it was compared, the worst first; None where nothing was."""
    published = _dated(document)
    remarks = (
        (words == 0, "no_text"),
        (words < FEWEST_WORDS, "short"),
        (words > MAX_WORDS, "cut"),
        (published is None, "undated"),
        (published is not None and published > document["first_seen"], "future"),
    )
    return next((remark for holds, remark in remarks if holds), None)


def from_relation(relation: Relation) -> Document:
    articles = sorted((relation.shorter, relation.longer))
    return {
        "_id": "|".join(articles),
        "articles": articles,
        "kind": relation.kind,
        "score": relation.score,
        "shorter": relation.shorter,
        "longer": relation.longer,
        "evidence": dict(relation.evidence),
        "algorithm": ALGORITHM,
    }


def to_relation(edge: Document) -> Relation:
    return Relation(edge["kind"], edge["score"], edge["shorter"], edge["longer"], edge["evidence"])


def other_end(edge: Document, article: str) -> str:
    one, other = edge["articles"]
    return str(other if one == article else one)


def from_story(story: Story, members: Mapping[str, Member]) -> Document:
    inside = [members[each] for each in story.members]
    return {
        "_id": story.id,
        "origin": story.origin,
        "why": story.why,
        "unseen": story.unseen,
        "head": story.head,
        "members": list(story.members),
        "outlets": sorted({member.outlet for member in inside}),
        "size": len(inside),
        "first_published": min(member.time for member in inside),
        "last_published": max(member.time for member in inside),
    }


def alone(article: Document) -> Document:
    """An article that shares its text with no other, in the shape of a story."""
    why = "no other article carries its text"
    name = article["_id"]
    return {"_id": None, "origin": name, "why": why, "members": [name], "articles": [article]}


def roles_in(story: Story) -> list[tuple[str, Document]]:
    return [
        (story.origin, {"id": story.id, "role": "origin"}),
        *((copy.id, _copy(story.id, copy)) for copy in story.copies),
    ]


def _copy(story: str, copy: Copy) -> Document:
    return {
        "id": story,
        "role": "copy",
        "of": copy.of,
        "method": copy.method,
        "score": copy.score,
        "lag_seconds": int(copy.lag.total_seconds()) if copy.lag is not None else None,
        "evidence": dict(copy.evidence),
    }
