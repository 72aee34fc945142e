"""Where the article lies on a page nobody described: the element that holds its paragraphs, and the lead above them."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from selectolax.lexbor import LexborNode

from newscrawl.extraction.blocks import HEADINGS, Block, blocks, is_noise, is_skipped
from newscrawl.text import match_key

_SENTENCE_MARKS = re.compile(r"[.,،؛;:!؟?…»”\"]")
_SHARES = (1.0, 0.5, 0.25, 0.12, 0.06)  # what a paragraph gives its parent, grandparent, ...
_WHOLE_ARTICLE = 1500.0  # weight of prose below which an <article> may be but a headline and its lead
_GROWTH = 1.15  # a wider element wins when it brings this much more running text
_SENTENCE_WORDS = 8
_BYLINE_WORDS = 16  # a shorter line that names a date is a byline
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\b(?:19|20)\d\d\b.{0,12}\d{1,2}:\d\d")


def reads(block: Block) -> bool:
    """Whether a line is a sentence or more: some words, few of them links."""
    return block.words >= _SENTENCE_WORDS and block.link_share < 0.4


def is_running(block: Block) -> bool:
    """Whether a line is prose of the kind articles are made of."""
    return reads(block) and block.node.tag not in HEADINGS


def weight(block: Block) -> float:
    return len(block.text) + 20.0 * len(_SENTENCE_MARKS.findall(block.text))


class Reading:
    """A page read once: which elements hold its prose, and which of the rest is not the article."""

    def __init__(
        self, page: LexborNode, lines: Callable[[], Iterable[Block]], headline: LexborNode | None = None
    ) -> None:
        """`lines` gives all of the page's; where an outlet says which element is the article, few pages need them."""
        self.page, self.lines_of_page, self.headline = page, lines, headline

    @cached_property
    def held(self) -> Mapping[int, float]:
        return _prose_held(self.lines_of_page())

    @cached_property
    def root(self) -> LexborNode:
        return self._scope(self.headline) or self.page

    @cached_property
    def prose(self) -> float:
        return self.held.get(self.root.mem_id, 0.0)

    def _scope(self, headline: LexborNode | None) -> LexborNode | None:
        """The <article> that the headline stands in: pages that scroll on hold other articles in full."""
        for node in ancestors(headline) if headline is not None else ():
            if node.tag == "article" and self.held.get(node.mem_id, 0.0) >= _WHOLE_ARTICLE:
                return node
        return None

    def left_out(self, node: LexborNode) -> bool:
        """An element that holds half of the prose is the article, whatever its class says."""
        return is_skipped(node) or (is_noise(node) and self._is_slight(node))

    def _is_slight(self, node: LexborNode) -> bool:
        """Whether an element holds less than half of the prose. What holds none is seen without reading the page."""
        if "held" not in self.__dict__ and not any(map(is_running, blocks(node))):
            return True
        return self.held.get(node.mem_id, 0.0) < 0.5 * self.prose

    def container(self) -> LexborNode | None:
        """The element whose paragraphs are the article; None where the page has no running text."""
        scores: dict[int, float] = {}
        nodes: dict[int, LexborNode] = {}
        for block in filter(is_running, blocks(self.root, self.left_out)):
            for share, node in zip(_SHARES, ancestors(block.node), strict=False):
                nodes[node.mem_id] = node
                scores[node.mem_id] = scores.get(node.mem_id, 0.0) + weight(block) * share
        if not scores:
            return None
        return self._widened(nodes[max(scores, key=scores.__getitem__)])

    def _widened(self, node: LexborNode) -> LexborNode:
        """Climb to a parent that holds clearly more prose: an article laid in several boxes side by side."""
        best = node
        for child, parent in pairwise(ancestors(node)):
            if child.tag in ("article", "main") or parent.tag in ("body", "html"):
                break
            if self.held[parent.mem_id] >= self.held[best.mem_id] * _GROWTH:
                best = parent
        return best

    def lines(self, node: LexborNode, after: LexborNode | None = None, dropped: Collection[int] = ()) -> list[Block]:
        """The lines below `node` that may be the article; those up to the headline `after` are left out.

        `dropped` holds the memory ids of elements that the outlet wants out.
        """
        lines = blocks(node, lambda each: each.mem_id in dropped or self.left_out(each))
        if after is not None:
            start = next((i for i, line in enumerate(lines) if line.node.mem_id == after.mem_id), -1)
            lines = lines[start + 1 :]
        return [line for line in lines if line.link_share <= 0.8 and line.node.tag != "h1"]


def _prose_held(lines: Iterable[Block]) -> dict[int, float]:
    """How much prose each element holds, by its memory id."""
    held: dict[int, float] = {}
    for line in filter(is_running, lines):
        for node in ancestors(line.node):
            held[node.mem_id] = held.get(node.mem_id, 0.0) + weight(line)
    return held


def lead(lines: Sequence[Block], headline: LexborNode | None, body: Sequence[Block]) -> list[Block]:
    """The standfirst shown between the headline and the body, where it lies outside the body's element.

    `lines` are all of the page's.
    """
    if headline is None or not body:
        return []
    begin = next((i for i, line in enumerate(lines) if _same(line.node, headline)), None)
    first = body[0].node.mem_id
    end = next((i for i, line in enumerate(lines) if line.node.mem_id == first), len(lines))
    if begin is None or end <= begin:
        return []
    said = match_key(" ".join(line.text for line in body))
    between = (line for line in lines[begin + 1 : end] if _may_lead(line))
    return [line for line in between if match_key(line.text) not in said]


def _may_lead(line: Block) -> bool:
    noisy = any(is_noise(node) for _, node in zip(range(3), ancestors(line.node), strict=False))
    dated = line.words < _BYLINE_WORDS and _DATE.search(line.text)
    return reads(line) and not noisy and not dated and line.node.tag != "li"


def ancestors(node: LexborNode) -> Iterable[LexborNode]:
    """The node itself, then its parents up to the root."""
    current: LexborNode | None = node
    while current is not None and current.is_element_node:
        yield current
        current = current.parent


def _same(one: LexborNode, other: LexborNode) -> bool:
    return one.mem_id == other.mem_id
