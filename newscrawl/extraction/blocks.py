"""What an element is by its name and its attributes, and a line of text with the element that holds it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

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
_HIDING = frozenset(("hidden", "role", "style"))
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
    "relatedposts", "sharedaddy", "yarpp", "addtoany", "addthis",  # plugins of WordPress
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
_SENTENCE_WORDS = 8
_MOST_LINKED = 0.4
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


class Block(NamedTuple):
    """One line of text: what it says, how much of it is link, the element that holds it (its tag, its place in the
    outline), and where it links to."""

    text: str
    linked: int
    node: LexborNode
    tag: str
    place: int
    hrefs: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        return self.text.count(" ") + 1

    @property
    def link_share(self) -> float:
        return self.linked / len(self.text)


def reads(text: str, linked: int) -> bool:
    """Whether a line is a sentence or more: some words, few of their letters `linked`."""
    return may_read(text, linked) and text.count(" ") >= _SENTENCE_WORDS - 1


def may_read(written: str, linked: int) -> bool:
    """Whether a line that is still as written may be one: most are too short, or a link."""
    return len(written) >= 2 * _SENTENCE_WORDS - 1 and linked < _MOST_LINKED * len(written)


def is_running(block: Block) -> bool:
    """Whether a line is prose of the kind articles are made of."""
    return block.tag not in HEADINGS and reads(block.text, block.linked)


def is_noise(node: LexborNode) -> bool:
    """Whether the names an element goes by (class, id) call it something other than the article."""
    attributes = node.attributes
    if not attributes:
        return False
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return (attributes.get("role") == "region" or _names_noise(names)) and node.tag not in HEADINGS


@lru_cache(maxsize=4096)
def _names_noise(names: str) -> bool:
    words = {word.lower() for word in _WORD.findall(names)}
    return bool(words & _NOISE) or (bool(words & _WEAK_NOISE) and not words & _CONTENT)


def is_skipped(node: LexborNode) -> bool:
    """Whether nothing below an element is ever read: machinery, navigation, or hidden from the reader."""
    return node.tag in SKIPPED or hides(node.attributes)


def hides(attributes: Mapping[str, str | None]) -> bool:
    """Whether attributes hide an element from the reader, or say that it is for finding one's way."""
    if _HIDING.isdisjoint(attributes):
        return False
    # Streaming frameworks park finished content in <div hidden id="S:3"> until a script moves it into place.
    if "hidden" in attributes and not (attributes.get("id") or "").startswith("S:"):
        return True
    if (attributes.get("role") or "") in _SKIPPED_ROLES:
        return True
    style = attributes.get("style")
    return bool(style and _INVISIBLE.search(style))
