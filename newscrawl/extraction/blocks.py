"""A page as the reader meets it: lines of text in document order, each with the element that holds it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Block:
    """One line of text: what it says, how much of it is link, where it links to, and the element that holds it."""

    text: str
    linked: int
    node: LexborNode
    order: int
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
    if node.attributes.get("role") == "region":
        return True
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    if names == " ":
        return False
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
    return list(_Lines(root, skip))


class _Lines:
    """One walk over a subtree, without recursion: pages nest deeper than Python does."""

    def __init__(self, root: LexborNode, skip: Callable[[LexborNode], bool]) -> None:
        self.root, self.skip = root, skip
        self.pieces: list[str] = []
        self.linked = 0
        self.hrefs: list[str] = []
        self.links = 0
        self.count = 0
        self.holder = root

    def __iter__(self) -> Iterator[Block]:
        node: LexborNode | None = self.root
        end = self.root.mem_id
        while node is not None:
            entered = self._enter(node)
            if entered is not None:
                yield from self._flush(entered)
            child = node.child if node.is_element_node and not self._closed(node, end) else None
            if child is not None:
                node = child
                continue
            while node is not None:
                if node.is_element_node:
                    yield from self._leave(node)
                if node.mem_id == end:
                    return
                if node.next is not None:
                    node = node.next
                    break
                node = node.parent

    def _closed(self, node: LexborNode, end: int) -> bool:
        return node.mem_id != end and self.skip(node)

    def _enter(self, node: LexborNode) -> LexborNode | None:
        """Take a node's own text; a block element that begins is returned, for it ends the line before it."""
        if node.is_text_node:
            text = node.text_content or ""
            self.pieces.append(text)
            if self.links:
                self.linked += len(text.strip())
        elif node.tag == "a":
            self.links += 1
            self.hrefs.append(node.attributes.get("href") or "")
        elif node.is_element_node and node.tag not in INLINE:
            return node
        return None

    def _leave(self, node: LexborNode) -> Iterator[Block]:
        if node.tag == "a":
            self.links -= 1
        elif node.tag not in INLINE:
            yield from self._flush(node.parent if node.tag == "br" and node.parent else node)
            self.holder = node.parent or self.root

    def _flush(self, holder: LexborNode) -> Iterator[Block]:
        written = "".join(self.pieces)
        for line in written.splitlines() if self.holder.tag == "pre" else (written,):
            if text := _SPACE.sub(" ", line).strip(" "):
                self.count += 1
                yield Block(text, min(self.linked, len(text)), self.holder, self.count, tuple(filter(None, self.hrefs)))
        self.pieces.clear()
        self.hrefs.clear()
        self.linked = 0
        self.holder = holder
