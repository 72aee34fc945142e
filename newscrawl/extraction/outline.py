"""A page walked once: what begins, what it says and what ends, in order."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawl.extraction.blocks import INLINE, SKIPPED, hides, is_noise, is_skipped

TEXT, WITHIN, LINK, BLOCK, NEVER, NOTHING = range(6)


def _kinds() -> dict[int, int]:
    """What a node is by its tag's number, which is asked for at half the cost of its name; all others are blocks."""
    made = LexborHTMLParser("<p>text<!-- comment -->")
    paragraph = made.css("p")[0]
    assert paragraph.first_child is not None
    assert paragraph.last_child is not None
    kinds = {paragraph.first_child.tag_id: TEXT, paragraph.last_child.tag_id: NOTHING}
    kinds |= {made.create_node(tag).tag_id: WITHIN for tag in INLINE}
    kinds |= {made.create_node(tag).tag_id: NEVER for tag in SKIPPED}
    return kinds | {made.create_node("a").tag_id: LINK}


_KINDS: Final = _kinds()


def kind_of(node: LexborNode) -> int:
    return _KINDS.get(node.tag_id, BLOCK)


class Outline:
    """The elements below a root and what stands in them; an element's place is its number in the page's order.

    `events`, in order: a text; the place of an element that begins; ~place of the element that holds what follows,
    where a block has ended; None where a link has. Nothing of what is never read (`is_skipped`) is in it.
    """

    def __init__(
        self, root: LexborNode, *above: LexborNode, first: LexborNode | None, last: int = 0, skips: bool = True
    ) -> None:
        """From the node `first` on, which stands in `root` and, below it, in the elements `above`.

        `last`: the memory id of the element with which it ends; `skips` false: what no reader sees is read too.
        """
        self.nodes = [root, *above]
        self.parents = [place - 1 for place in range(len(self.nodes))]
        self.kinds = list(map(kind_of, self.nodes))
        self.begins, self.ends = [0] * len(self.nodes), [0] * len(self.nodes)
        self.events: list[str | int | None] = []
        self.started, self.last, self.skips = len(self.nodes), last, skips
        self._walk(first, list(range(len(self.nodes))))

    @classmethod
    def of(cls, root: LexborNode, *, skips: bool = True) -> "Outline":
        """All that is below an element."""
        return cls(root, first=root.first_child, skips=skips)

    @classmethod
    def of_parts(cls, root: LexborNode, parts: Iterable[LexborNode]) -> "Outline":
        """What is below some elements of a page, none of which holds another."""
        made = cls(root, first=None)
        for part in parts:
            place = made._enter(part, BLOCK, 0)
            made.events.append(~place)
            made._walk(part.first_child, [place])
        return made

    @classmethod
    def between(cls, root: LexborNode, start: LexborNode, end: LexborNode) -> "Outline | None":
        """The part that begins with the block element `start` and ends with `end`; None where `start` is not shown."""
        above: list[LexborNode] = []
        node = start.parent
        while node is not None and node.mem_id != root.mem_id:
            above.append(node)
            node = node.parent
        if start.tag in INLINE or any(map(is_skipped, (start, *above))):
            return None
        return cls(root, *reversed(above), first=start, last=end.mem_id)

    def _walk(self, node: LexborNode | None, above: list[int]) -> None:
        """From a node on, out of the elements `above` it as they end. Without recursion: pages nest deeper than Python.

        Whatever is asked of a node makes an object, so each is asked once."""
        say, kind_of, skips = self.events.append, _KINDS.get, self.skips
        fresh = True  # nothing was said since a block began or ended: blanks say nothing there, and are half of all
        while node is not None:
            kind, below = kind_of(node.tag_id, BLOCK), None
            if kind == TEXT:
                if not (fresh and node.is_empty_text_node):
                    say(node.text_content or "")
                    fresh = False
            elif kind == NEVER and skips:
                say(~above[-1])
                fresh = True
            elif kind != NOTHING:
                attributes = node.attributes
                say(place := self._enter(node, kind, above[-1]))
                fresh = kind not in (WITHIN, LINK)
                below = None if attributes and skips and hides(attributes) else node.first_child
                if below is not None:
                    above.append(place)
                elif kind != WITHIN:
                    say(None if kind == LINK else ~above[-1])
            following = below or node.next
            if following is None:
                following, fresh = self._out(above, fresh)
            node = following

    def _enter(self, node: LexborNode, kind: int, parent: int) -> int:
        """Take an element up; its place. What is below it begins behind the event that is said next."""
        place = len(self.nodes)
        self.nodes.append(node)
        self.parents.append(parent)
        self.kinds.append(kind)
        self.begins.append(len(self.events) + 1)
        self.ends.append(len(self.events) + 1)
        return place

    def _out(self, above: list[int], fresh: bool) -> tuple[LexborNode | None, bool]:
        """What follows the elements that end here, and whether a block of them has ended last."""
        following = None
        while following is None and above:
            place = above.pop()
            node, kind = self.nodes[place], self.kinds[place]
            self.ends[place] = len(self.events)
            if kind != WITHIN:
                self.events.append(None if kind == LINK else ~max(0, self.parents[place]))
                fresh = kind != LINK
            if not above or (self.last and node.mem_id == self.last):
                break
            following = node.next
        return following, fresh

    @cached_property
    def places(self) -> Mapping[int, int]:
        """The places of elements by their memory ids."""
        return {node.mem_id: place for place, node in enumerate(self.nodes)}

    def above(self, place: int) -> Iterator[int]:
        """The place itself, then those of the elements that hold it, up to the root's."""
        while place >= 0:
            yield place
            place = self.parents[place]

    def is_noise(self, place: int) -> bool:
        return is_noise(self.nodes[place])
