"""Lines of text, read off a page's outline: all of it or any part."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from selectolax.lexbor import LexborNode

from newscrawl.extraction.blocks import Block, hides, may_read, reads
from newscrawl.extraction.outline import BLOCK, LINK, NEVER, NOTHING, WITHIN, Outline, kind_of

# Not str.split(): a no-break space may be half of a mangled letter that is repaired later.
_BLANK: Final = " \t\r\n\f"
_SPACE: Final = re.compile(f"[{_BLANK}]+")
_UNEVEN: Final = re.compile("[\t\r\n\f]|  ")  # anything but single spaces


def even(text: str) -> str:
    """The text with single spaces, and none at its ends."""
    text = text.strip(_BLANK)
    return _SPACE.sub(" ", text) if _UNEVEN.search(text) else text


def below(outline: Outline, place: int = 0, leaves_out: Callable[[int], bool] | None = None) -> list[Block]:
    """The lines of text below an element, in the page's order, without the elements that are left out."""
    line = _Line(outline, place, (place,) if place else range(outline.started))
    return line.read(outline.begins[place], outline.ends[place] or len(outline.events), leaves_out)


def sentences(outline: Outline, place: int = 0) -> list[Block]:
    """Those of the lines below an element that are sentences; most are a link, or a word or two."""
    line = _Line(outline, place, (place,) if place else range(outline.started), sentences=True)
    return line.read(outline.begins[place], outline.ends[place] or len(outline.events))


def between(outline: Outline, start: LexborNode, end: LexborNode) -> list[Block] | None:
    """The lines from one element's first to another's first; None where they do not lie so."""
    first, last = outline.places.get(start.mem_id), outline.places.get(end.mem_id)
    if first is None or last is None:
        return None
    line = _Line(outline, max(0, outline.parents[first]), outline.above(outline.parents[first]))
    found = line.read(outline.begins[first] - 1, outline.ends[last] + 1)
    stop = next((at for at, each in enumerate(found) if each.place == last), None)
    return None if stop is None else found[: stop + 1]


def beside(root: LexborNode, node: LexborNode, *, forward: bool) -> Iterator[str]:
    """The lines of text from an element on, or those before it, the nearest first; read no further than asked."""
    pieces: list[str] = []
    current, ended = (node, False) if forward else _beyond(node, root, forward)
    while current is not None:
        below: LexborNode | None = current
        while below is not None and not below.is_text_node:
            current, kind = below, kind_of(below)
            ended |= kind not in (WITHIN, LINK, NOTHING)
            is_read = kind not in (NEVER, NOTHING) and not hides(current.attributes)
            below = (current.first_child if forward else current.last_child) if is_read else None
        if ended:
            yield from _line(pieces, forward)
            pieces.clear()
        if below is not None:
            current = below
            pieces.append(below.text_content or "")
        current, ended = _beyond(current, root, forward)
    yield from _line(pieces, forward)


def _line(pieces: list[str], forward: bool) -> Iterator[str]:
    if text := even("".join(pieces if forward else reversed(pieces))):
        yield text


def _beyond(node: LexborNode, root: LexborNode, forward: bool) -> tuple[LexborNode | None, bool]:
    """What comes next or before outside of a node, and whether a block ends on the way there."""
    has_ended = False
    while True:
        beyond = node.next if forward else node.prev
        parent = node.parent
        if beyond is not None or parent is None or parent.mem_id == root.mem_id:
            return beyond, has_ended
        node = parent
        has_ended |= kind_of(node) not in (WITHIN, LINK)


class _Line:
    """What is known of the line that is being read, and the lines before it."""

    def __init__(
        self,
        outline: Outline,
        holder: int,
        above: Iterable[int],
        sentences: bool = False,
    ) -> None:
        """`above`: elements that it stands in, which may be links; `sentences`: whether to keep no others."""
        self.outline, self.holder, self.sentences = outline, holder, sentences
        self.found: list[Block] = []
        self.pieces: list[str] = []
        self.hrefs: list[int] = []
        self.linked = 0
        self.links = sum(outline.kinds[place] == LINK for place in above)

    def read(self, at: int, end: int, leaves_out: Callable[[int], bool] | None = None) -> list[Block]:
        events, kinds, pieces, hrefs = self.outline.events, self.outline.kinds, self.pieces, self.hrefs
        while at < end:
            event = events[at]
            at += 1
            if event is None:
                self.links -= 1
            elif isinstance(event, str):
                pieces.append(event)
                if self.links:
                    self.linked += len(event.strip())
            else:
                kind = kinds[event] if event >= 0 else BLOCK
                if kind == LINK:
                    self.links += 1
                    hrefs.append(event)
                elif kind != WITHIN:
                    if pieces or hrefs:
                        self._end()
                    self.holder = event if event >= 0 else ~event
                if leaves_out and event >= 0 and leaves_out(event):
                    at = self.outline.ends[event]
        self._end()
        return self.found

    def _end(self) -> None:
        written = "".join(self.pieces)
        if not self.sentences or may_read(written, self.linked):
            self._take(written)
        self.pieces.clear()
        self.hrefs.clear()
        self.linked = 0

    def _take(self, written: str) -> None:
        """Keep what was written as a line; it may be several where its breaks are kept."""
        node = self.outline.nodes[self.holder]
        tag = node.tag or ""
        for line in written.splitlines() if tag == "pre" else (written,):
            text = even(line)
            if text and (not self.sentences or reads(text, self.linked)):
                linked = min(self.linked, len(text))
                self.found.append(Block(text, linked, node, tag, self.holder, self._addresses()))

    def _addresses(self) -> tuple[str, ...]:
        linked = (self.outline.nodes[place].attributes.get("href") for place in self.hrefs)
        return tuple(filter(None, linked)) if self.hrefs else ()
