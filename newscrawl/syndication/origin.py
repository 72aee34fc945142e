"""Which of the articles of a story the others were taken from, and how we know."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

# Who tends to write and who tends to take; a kind that is not named stands between.
RANKS: Final = {"agency": 0, "aggregator": 2}
MIDDLE_RANK: Final = 1
# A published time of exactly midnight in one of the outlets' zones is a day, not a time.
MIDNIGHTS_UTC: Final = (20, 21, 22, 23, 0)


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom a text says it was taken from: the key of an outlet we know, and the words."""

    outlet: str | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What the grouping and the election know of an article. `length` in characters."""

    id: str
    outlet: str
    first_seen: datetime
    published: datetime | None = None
    precision: str | None = None
    length: int = 0
    credits: tuple[Credit, ...] = ()
    canonical: str | None = None
    """Id of the article that its canonical address names."""

    links: tuple[str, ...] = ()
    """Ids of articles that its text links to."""

    @property
    def time(self) -> datetime:
        """When it appeared: the published time unless that lies after we had the page."""
        return min(self.published or self.first_seen, self.first_seen)

    @property
    def trusted(self) -> datetime | None:
        """The published time where it is good enough to say who was first."""
        time = self.published
        if time is None or time > self.first_seen or self.precision == "day":
            return None
        midnight = time.hour in MIDNIGHTS_UTC and time == time.replace(minute=0, second=0, microsecond=0)
        return None if midnight else time

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        return (self.time, self.first_seen, self.id)


def elect(members: Sequence[Member], kinds: Mapping[str, str]) -> tuple[Member, str]:
    """The origin and, in words, what left no other; each rule chooses from those the last one left."""
    left, reasons = sorted(members, key=lambda member: member.order), list[str]()
    for name, rule in RULES:
        best, reason = rule(left, members, kinds)
        if 0 < len(best) < len(left):
            left = best
            reasons.append(f"{name}: {reason}")
        if len(left) == 1:
            break
    return left[0], "; ".join(reasons)


Elected = tuple[list[Member], str]
Rule = Callable[[Sequence[Member], Sequence[Member], Mapping[str, str]], Elected]


def _credited(left: Sequence[Member], members: Sequence[Member], _: Mapping[str, str]) -> Elected:
    """Those another member says it was taken from; of a chain of credits, the end."""
    named = [member for member in left if any(_credits(other, member) for other in members)]
    ends = [member for member in named if not any(_credits(member, other) for other in named)]
    best = ends or named
    saying = [(other, member) for member in best for other in members if _credits(other, member)]
    said = {f"{other.outlet} names {_words(other, member)}": None for other, member in saying}
    return best, ", ".join(said)


def _credits(member: Member, other: Member) -> bool:
    return member.outlet != other.outlet and any(credit.outlet == other.outlet for credit in member.credits)


def _words(member: Member, other: Member) -> str:
    name = next(credit.name for credit in member.credits if credit.outlet == other.outlet)
    return other.outlet if name == other.outlet else f"{other.outlet} («{name}»)"


def _canonical(left: Sequence[Member], members: Sequence[Member], _: Mapping[str, str]) -> Elected:
    """Those whose address another outlet's member declares as its own."""
    return _pointed(left, members, lambda other: (other.canonical,), "{0}'s canonical address is {1}'s")


def _linked(left: Sequence[Member], members: Sequence[Member], _: Mapping[str, str]) -> Elected:
    """Those another outlet's member links to, unless they link back."""
    back = [member for member in left if not any(other.id in member.links for other in members)]
    return _pointed(back, members, lambda other: other.links, "{0} links to {1}'s article")


def _pointed(
    left: Sequence[Member],
    members: Sequence[Member],
    named: Callable[[Member], Collection[str | None]],
    words: str,
) -> Elected:
    """Those whose id another outlet's member names, and each naming in words."""
    pointing = [
        (other, member)
        for member in left
        for other in members
        if member.id in named(other) and other.outlet != member.outlet
    ]
    pointed = {member.id for _, member in pointing}
    best = [member for member in left if member.id in pointed]
    return best, ", ".join(words.format(other.outlet, member.outlet) for other, member in pointing)


def _ranked(left: Sequence[Member], _: Sequence[Member], kinds: Mapping[str, str]) -> Elected:
    def rank(member: Member) -> int:
        return RANKS.get(kinds.get(member.outlet, ""), MIDDLE_RANK)

    top = min(map(rank, left))
    best = [member for member in left if rank(member) == top]
    first = best[0].outlet
    return best, f"{first} ({kinds.get(first, 'unknown kind')}) goes before the others"


def _earliest(left: Sequence[Member], _: Sequence[Member], __: Mapping[str, str]) -> Elected:
    times = [member.trusted for member in left if member.trusted]
    first = min(times, default=None)
    best = [member for member in left if member.trusted == first]
    return best, f"published first, {first.isoformat()}" if first else ""


def _longest(left: Sequence[Member], _: Sequence[Member], __: Mapping[str, str]) -> Elected:
    most = max(member.length for member in left)
    return [member for member in left if member.length == most], f"the longest text, {most} characters"


def _smallest(left: Sequence[Member], _: Sequence[Member], __: Mapping[str, str]) -> Elected:
    return [min(left, key=lambda member: member.id)], "nothing tells them apart; the smallest id"


# What the texts say themselves, then what is likely, then anything that is the same every time.
RULES: Final[tuple[tuple[str, Rule], ...]] = (
    ("credit", _credited),
    ("canonical", _canonical),
    ("link", _linked),
    ("kind", _ranked),
    ("time", _earliest),
    ("length", _longest),
    ("id", _smallest),
)


def unseen(members: Sequence[Member], origin: Member) -> str | None:
    """Whom the origin credits and we have no article of; else whom most of the others do, unless one of them
    names the origin: then it is not unseen that it was taken from."""
    known = {member.outlet for member in members}
    named_origin = any(_credits(member, origin) for member in members)
    for asked in ([origin], [] if named_origin else members):
        names = [credit.outlet or credit.name for member in asked for credit in member.credits]
        counts = Counter(name for name in names if name not in known)
        if counts:
            return min(counts, key=lambda name: (-counts[name], name))
    return None
