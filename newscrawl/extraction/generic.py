"""Where the article lies on a page nobody described: the element that holds its paragraphs, and the lead above them."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import islice, pairwise

from selectolax.lexbor import LexborNode

from newscrawl.extraction import lines
from newscrawl.extraction.blocks import Block, is_noise, is_running, reads
from newscrawl.extraction.outline import Outline
from newscrawl.text import match_key

_SENTENCE_MARKS = re.compile(r"[.,،؛;:!؟?…»”\"]")
_SHARES = (1.0, 0.5, 0.25, 0.12, 0.06)  # what a paragraph gives its parent, grandparent, ...
_WHOLE_ARTICLE = 1500.0  # weight of prose below which an <article> may be but a headline and its lead
_GROWTH = 1.15  # a wider element wins when it brings this much more running text
_BYLINE_WORDS = 16  # a shorter line that names a date is a byline
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\b(?:19|20)\d\d\b.{0,12}\d{1,2}:\d\d")


def weight(block: Block) -> float:
    return len(block.text) + 20.0 * len(_SENTENCE_MARKS.findall(block.text))


class Reading:
    """A page, or the parts of it that an outlet declares, read once: which elements hold its prose, and which of the
    rest is not the article."""

    def __init__(
        self, page: LexborNode, headline: LexborNode | None = None, parts: Sequence[LexborNode] | None = None
    ) -> None:
        self.page, self.headline, self.parts = page, headline, parts
        self._counted: dict[int, bool] = {}

    @cached_property
    def outline(self) -> Outline:
        return Outline.of(self.page) if self.parts is None else Outline.of_parts(self.page, self.parts)

    @cached_property
    def sentences(self) -> list[Block]:
        return lines.sentences(self.outline)

    @cached_property
    def held(self) -> list[float]:
        """How much prose each element of the outline holds."""
        outline = self.outline
        held = [0.0] * len(outline.nodes)
        for line in filter(is_running, self.sentences):
            weighs = weight(line)
            for place in outline.above(line.place):
                held[place] += weighs
        return held

    @cached_property
    def root(self) -> int:
        """The <article> that the headline stands in, or the page: pages that scroll on hold other articles in full."""
        for node in ancestors(self.headline) if self.headline is not None else ():
            if node.tag == "article":
                place = self.outline.places.get(node.mem_id, 0)
                if self.held[place] >= _WHOLE_ARTICLE:
                    return place
        return 0

    @cached_property
    def prose(self) -> float:
        return self.held[self.root]

    def container(self) -> int | None:
        """The place of the element whose paragraphs are the article; None where the page has no running text."""
        scores: dict[int, float] = {}
        for line in filter(is_running, self.sentences):
            if self._counts(line.place):
                weighs = weight(line)
                for share, place in zip(_SHARES, self.outline.above(line.place), strict=False):
                    scores[place] = scores.get(place, 0.0) + weighs * share
        return self._widened(max(scores, key=scores.__getitem__)) if scores else None

    def _counts(self, place: int) -> bool:
        """Whether what stands in an element may be the article: it lies below the root, and in nothing left out."""
        counts, way = False, []
        for each in self.outline.above(place):
            if each == self.root or each in self._counted:
                counts = self._counted.get(each, True)
                break
            way.append(each)
            if self._left_out(each):
                break
        self._counted.update(dict.fromkeys(way, counts))
        return counts

    def _widened(self, place: int) -> int:
        """Climb to a parent that holds clearly more prose: an article laid in several boxes side by side."""
        best = place
        for child, parent in pairwise(self.outline.above(place)):
            if self.outline.nodes[child].tag in ("article", "main") or parent == 0:
                break
            if self.held[parent] >= self.held[best] * _GROWTH:
                best = parent
        return best

    def lines(
        self, place: int = 0, after: LexborNode | None = None, dropped: Collection[LexborNode] = ()
    ) -> list[Block]:
        """The lines below an element that may be the article; those up to the headline `after` are left out, and
        those of the elements that the outlet wants `dropped`."""
        places = self.outline.places if dropped else {}
        gone = {places[node.mem_id] for node in dropped if node.mem_id in places}
        found = lines.below(self.outline, place, lambda each: each in gone or self._left_out(each))
        if after is not None:
            start = next((i for i, line in enumerate(found) if line.node.mem_id == after.mem_id), -1)
            found = found[start + 1 :]
        return [line for line in found if line.tag != "h1" and line.link_share <= 0.8]

    def _left_out(self, place: int) -> bool:
        """An element that holds half of the prose is the article, whatever its class says."""
        if not self.outline.is_noise(place):
            return False
        # What holds none is seen without weighing the rest.
        if "held" not in self.__dict__ and not any(map(is_running, lines.sentences(self.outline, place))):
            return True
        return self.held[place] < 0.5 * self.prose


def lead(above: Sequence[Block], headline: LexborNode | None, body: Sequence[Block]) -> list[Block]:
    """The standfirst shown between the headline and the body, where it lies outside the body's element.

    `above` are all of the page's.
    """
    if headline is None or not body:
        return []
    begin = next((i for i, line in enumerate(above) if _same(line.node, headline)), None)
    first = body[0].node.mem_id
    end = next((i for i, line in enumerate(above) if line.node.mem_id == first), len(above))
    if begin is None or end <= begin:
        return []
    between = [line for line in above[begin + 1 : end] if _may_lead(line)]
    said = match_key(" ".join(line.text for line in body)) if between else ""
    return [line for line in between if match_key(line.text) not in said]


def _may_lead(line: Block) -> bool:
    if line.tag == "li" or not reads(line.text, line.linked):
        return False
    dated = line.words < _BYLINE_WORDS and _DATE.search(line.text)
    return not dated and not any(map(is_noise, islice(ancestors(line.node), 3)))


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """The node itself, then its parents up to the root."""
    current: LexborNode | None = node
    while current is not None and current.is_element_node:
        yield current
        current = current.parent


def _same(one: LexborNode, other: LexborNode) -> bool:
    return one.mem_id == other.mem_id
