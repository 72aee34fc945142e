"""Stories: articles that carry the same text, one of them the origin, the others copies of it.

Everything here is a function of the articles and the edges between them, whatever order they came in.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from newscrawl.syndication.origin import Member, elect, unseen
from newscrawl.syndication.relation import Relation

Edges = Mapping[frozenset[str], Relation]


@dataclass(frozen=True, slots=True)
class Copy:
    """A member that was taken from the origin."""

    id: str
    of: str
    method: str
    """exact, copy, abridged (of the two the copy is the shorter) or extended (it is the longer)."""

    score: float
    lag: timedelta | None
    """How long after the origin; None where one of the two times cannot be trusted."""

    evidence: Mapping[str, float | str]
    """The relation's; `via` names the head of the story where copy and origin were not compared directly."""


@dataclass(frozen=True, slots=True)
class Story:
    """Two articles or more that carry the same text. Its id is that of its head, the earliest, prefixed s."""

    id: str
    origin: str
    why: str
    head: str
    members: tuple[str, ...]
    copies: tuple[Copy, ...]
    unseen: str | None
    """The outlet that is credited as the source and has no article here: its key, or its name as written."""


def stories(
    members: Iterable[Member], edges: Iterable[Relation], kinds: Mapping[str, str] | None = None
) -> tuple[Story, ...]:
    """The stories among the members; `kinds` gives an outlet's kind, which ranks possible origins."""
    ordered = sorted(members, key=lambda member: member.order)
    merging = {frozenset((edge.shorter, edge.longer)): edge for edge in edges if edge.merges}
    stars = (star for star in _stars(ordered, merging) if len(star) > 1)
    return tuple(_story(star, merging, kinds or {}) for star in stars)


def _stars(ordered: list[Member], edges: Edges) -> list[list[Member]]:
    """Everyone joins the earlier head that resembles it most, or becomes a head. Joining a member that is no
    head is not possible, so that nothing chains."""
    near: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for edge in edges.values():
        near[edge.shorter][edge.longer] = near[edge.longer][edge.shorter] = edge.score
    stars: dict[str, list[Member]] = {}
    rank = {member.id: place for place, member in enumerate(ordered)}
    for member in ordered:
        heads = [(score, -rank[other], other) for other, score in near[member.id].items() if other in stars]
        head = max(heads)[-1] if heads else member.id
        stars.setdefault(head, []).append(member)
    return list(stars.values())


def _story(star: list[Member], edges: Edges, kinds: Mapping[str, str]) -> Story:
    head = star[0]
    origin, why = elect(star, kinds)
    copies = (_copy(each, origin, head, edges) for each in star if each is not origin)
    return Story(
        id=f"s{head.id}",
        origin=origin.id,
        why=why,
        head=head.id,
        members=tuple(member.id for member in star),
        copies=tuple(copies),
        unseen=unseen(star, origin),
    )


def _copy(member: Member, origin: Member, head: Member, edges: Edges) -> Copy:
    direct = edges.get(frozenset((member.id, origin.id)))
    edge = direct or edges[frozenset((member.id, head.id))]
    evidence: dict[str, float | str] = {**edge.evidence}
    if direct is None:
        evidence["via"] = head.id
    method = "extended" if edge.kind == "abridged" and edge.longer == member.id else edge.kind
    lag = member.trusted - origin.trusted if member.trusted and origin.trusted else None
    return Copy(member.id, origin.id, method, edge.score, lag, evidence)
