"""Which article carries whose text: signatures, the relation of two articles, stories and their origin.

Texts, times and names in, values out; the index that finds what to compare is `newscrawl.store.stories`.
"""

from newscrawl.syndication.origin import Credit, Member, elect
from newscrawl.syndication.relation import MERGING, RECENT, Relation, Signed, alike, in_length, relate
from newscrawl.syndication.signature import ALGORITHM, Signature, pack, sign, unpack
from newscrawl.syndication.story import Copy, Story, stories

__all__ = (
    "ALGORITHM",
    "MERGING",
    "RECENT",
    "Copy",
    "Credit",
    "Member",
    "Relation",
    "Signature",
    "Signed",
    "Story",
    "alike",
    "elect",
    "in_length",
    "pack",
    "relate",
    "sign",
    "stories",
    "unpack",
)
