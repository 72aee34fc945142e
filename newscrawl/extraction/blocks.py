"""A page as the reader meets it: lines of text in document order, each with the element that holds it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborNode

INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr",
))  # fmt: skip
SKIPPED = frozenset((
    "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "select", "textarea",
    "iframe", "object", "svg", "canvas", "video", "audio", "figure", "figcaption", "picture", "map", "dialog", "menu",
    "head",
))  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SKIPPED_ROLES = frozenset((
    "navigation", "complementary", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar",
    "toolbar",
))  # fmt: skip
_INVISIBLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)

# Words in a class or id that say "not the article", whatever stands beside them.
_NOISE = frozenset((
    "related", "share", "sharing", "shares", "social", "comment", "comments", "respond", "disqus", "sidebar",
    "newsletter", "subscribe", "subscription", "cookie", "cookies", "consent", "gdpr", "breadcrumb", "breadcrumbs",
    "pagination", "poll", "popup", "modal", "advert", "adverts", "advertisement", "ads", "adsbygoogle", "reklam",
    "banner", "sponsor", "sponsored", "outbrain", "taboola", "recommended", "recommendation", "recommendations",
    "trending", "popular", "mostread", "benzer", "ilgili", "etiket", "etiketler", "paylas", "yorum", "yorumlar",
    "yazar-kutusu", "byline", "author", "metadata", "meta", "readmore", "disclaimer", "donotprint", "toolbar",
    "ticker", "breaking", "caption", "credits", "hashtags",
))  # fmt: skip
# Words that say so only where nothing names the element as content ("content-news-tag-selector" is a body).
_WEAK_NOISE = frozenset((
    "tag", "tags", "ad", "adv", "widget", "promo", "header", "footer", "menu", "nav", "tool", "tools", "more", "next",
    "prev", "previous", "hot", "most", "latest", "links", "gallery", "galeri", "video", "player", "rating", "print",
    "hidden", "date", "info",
))  # fmt: skip
_CONTENT = frozenset((
    "content", "body", "text", "entry", "article", "icerik", "metin", "detail", "details", "detay", "articlebody",
    "cms", "story", "main", "news",
))  # fmt: skip
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
# Not str.split(): a no-break space may be half of a mangled letter that is repaired later.
_BLANK = " \t\r\n\f"
_SPACE = re.compile(f"[{_BLANK}]+")
_UNEVEN = re.compile("[\t\r\n\f]|  ")  # anything but single spaces


@dataclass(frozen=True, slots=True)
class Block:
    """One line of text: what it says, how much of it is link, where it links to, and the element that holds it."""

    text: str
    linked: int
    node: LexborNode
    hrefs: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        return self.text.count(" ") + 1

    @property
    def link_share(self) -> float:
        return self.linked / len(self.text)


def is_noise(node: LexborNode) -> bool:
    """Whether the names an element goes by (class, id) call it something other than the article."""
    if node.tag in HEADINGS:
        return False
    attributes = node.attributes
    if attributes.get("role") == "region":
        return True
    return _names_noise(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")


@lru_cache(maxsize=4096)
def _names_noise(names: str) -> bool:
    words = {word.lower() for word in _WORD.findall(names)}
    return bool(words & _NOISE) or (bool(words & _WEAK_NOISE) and not words & _CONTENT)


def is_skipped(node: LexborNode) -> bool:
    """Whether nothing below an element is ever read: machinery, navigation, or hidden from the reader."""
    if node.tag in SKIPPED:
        return True
    attributes = node.attributes
    if not attributes:
        return False
    # Streaming frameworks park finished content in <div hidden id="S:3"> until a script moves it into place.
    if "hidden" in attributes and not (attributes.get("id") or "").startswith("S:"):
        return True
    if (attributes.get("role") or "") in _SKIPPED_ROLES:
        return True
    style = attributes.get("style")
    return bool(style and _INVISIBLE.search(style))


def blocks(root: LexborNode, skip: Callable[[LexborNode], bool] = is_skipped) -> list[Block]:
    """The lines of text below `root`, in document order; subtrees for which `skip` is true are left out."""
    return _Lines(root).read(skip, root, [])


def blocks_between(root: LexborNode, start: LexborNode, end: LexborNode) -> list[Block] | None:
    """The part of `blocks` that begins where the block element `start` does and ends with the first line in `end`.

    None where there is no such part: the one is not shown, or the other not after it.
    """
    above: list[tuple[LexborNode, str]] = []
    node = start.parent
    while node is not None and node.mem_id != root.mem_id:
        if is_skipped(node):
            return None
        above.append((node, node.tag or ""))
        node = node.parent
    if start.tag in INLINE or is_skipped(start):
        return None
    found = _Lines(root, end).read(is_skipped, start, [(root, root.tag or ""), *reversed(above)])
    return found if found and found[-1].node.mem_id == end.mem_id else None


class _Lines:
    """One walk over a subtree, without recursion: pages nest deeper than Python does."""

    def __init__(self, root: LexborNode, last: LexborNode | None = None) -> None:
        self.root = self.holder = root
        self.last = last.mem_id if last is not None else None
        self.found: list[Block] = []
        self.pieces: list[str] = []
        self.linked = self.links = 0
        self.hrefs: list[str] = []
        self.ended = False

    def read(
        self, skip: Callable[[LexborNode], bool], node: LexborNode | None, above: list[tuple[LexborNode, str]]
    ) -> list[Block]:
        """From a node on, out of the elements `above` it as they end. Tags are asked for once: every answer is a new
        string."""
        self.links = sum(tag == "a" for _, tag in above)
        while node is not None and not self.ended:
            child = None
            if node.is_text_node:
                self._say(node.text_content or "")
            elif node.is_element_node:
                tag = node.tag or ""
                self._enter(node, tag)
                child = None if above and skip(node) else node.child
                if child is None:
                    self._leave(node, tag)
                else:
                    above.append((node, tag))
            node = self._next(node, above) if child is None else child
        self._flush(self.root)
        return self.found

    def _next(self, node: LexborNode, above: list[tuple[LexborNode, str]]) -> LexborNode | None:
        """What follows a node that has been read, out of as many elements as end with it."""
        while above:
            if (following := node.next) is not None:
                return following
            node, tag = above.pop()
            self._leave(node, tag)
        return None

    def _say(self, text: str) -> None:
        self.pieces.append(text)
        if self.links:
            self.linked += len(text.strip())

    def _enter(self, node: LexborNode, tag: str) -> None:
        """A block element that begins ends the line before it."""
        if tag == "a":
            self.links += 1
            self.hrefs.append(node.attributes.get("href") or "")
        elif tag not in INLINE:
            self._flush(node)

    def _leave(self, node: LexborNode, tag: str) -> None:
        if tag == "a":
            self.links -= 1
        elif tag not in INLINE:
            self._flush(node.parent or self.root)

    def _flush(self, holder: LexborNode) -> None:
        """End the line; `holder` holds the next one."""
        if self.pieces:
            self._take("".join(self.pieces))
            self.pieces.clear()
        self.hrefs.clear()
        self.linked, self.holder = 0, holder

    def _take(self, written: str) -> None:
        for line in written.splitlines() if self.holder.tag == "pre" else (written,):
            text = line.strip(_BLANK)
            if text:
                if _UNEVEN.search(text):
                    text = _SPACE.sub(" ", text)
                hrefs = tuple(filter(None, self.hrefs))
                self.found.append(Block(text, min(self.linked, len(text)), self.holder, hrefs))
                self.ended = self.ended or self.holder.mem_id == self.last
