"""One fetched page, parsed once: what every reader of it asks for, found on first use."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from newscrawl.extraction import jsonld, lines
from newscrawl.extraction.blocks import Block, is_skipped
from newscrawl.extraction.generic import Reading, ancestors
from newscrawl.extraction.outline import Outline
from newscrawl.nesting import parse
from newscrawl.text import match_key

_LINES_BEFORE, _LINES_AFTER = 4, 12
_VALUE_ATTRIBUTES = {"meta": ("content", "value"), "time": ("datetime",), "link": ("href",), "img": ("src",)}


class Page:
    """The parsed page. `css` and `text` take CSS selectors; `url` is where it was found."""

    def __init__(self, html: str | bytes, url: str) -> None:
        """`html` as bytes is UTF-8, which is what the parser reads."""
        self.url = url
        self.tree = parse(html)
        self.body: list[Block] = []
        """The lines that were read as the article's; empty until then."""

    @property
    def site(self) -> str:
        """The page's host without www."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

    def css(self, selector: str, within: LexborNode | None = None) -> list[LexborNode]:
        """The elements that match, each once: the parser gives one for every alternative that it matches."""
        root = self.tree if within is None else within
        return list({node.mem_id: node for node in root.css(selector)}.values()) if selector else []

    def values(self, selector: str) -> Iterator[str]:
        """What the elements say: the attribute that carries a meta's, time's or image's value, else the text."""
        for node in self.css(selector):
            text = value(node)
            if text:
                yield text

    @cached_property
    def article(self) -> Mapping[str, Any]:
        """The page's JSON-LD article."""
        return jsonld.article_node(self.tree)

    @cached_property
    def meta(self) -> Mapping[str, str]:
        """Content of the meta elements by lower-cased property, name or itemprop; the first of a name counts."""
        found: dict[str, str] = {}
        for node in self.tree.css("meta"):
            attributes = node.attributes
            key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            if key and (text := _declared(attributes, "meta")):
                found.setdefault(key.lower(), text)
        return found

    @property
    def is_dated(self) -> bool:
        """Whether the page says that it is an article: by JSON-LD or by a publication time in its metadata."""
        return bool(self.article.get("datePublished")) or "article:published_time" in self.meta

    @property
    def locales(self) -> Iterator[str]:
        """What the page calls its locale, best first; "ar" alone names no country."""
        yield self.meta.get("og:locale", "")
        yield (self.tree.root.attributes.get("lang") or "") if self.tree.root is not None else ""

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.root, self.headline)

    @property
    def outline(self) -> Outline:
        return self.reading.outline

    @cached_property
    def lines(self) -> list[Block]:
        """Every line of text that a reader can see, in the page's order."""
        return lines.below(self.outline)

    def lines_between(self, start: LexborNode, end: LexborNode) -> list[Block]:
        """Lines from the first of one element to the first of another; all of the page's where they lie otherwise."""
        part = self.outline if self._is_outlined else Outline.between(self.root, start, end)
        found = lines.between(part, start, end) if part else None
        return self.lines if found is None else found

    @property
    def _is_outlined(self) -> bool:
        """Whether the whole page has been walked: where an outlet says which element is the article, few need it."""
        return "outline" in self.reading.__dict__

    @property
    def root(self) -> LexborNode:
        """The body; the parser makes one for every input."""
        root = self.tree.body or self.tree.root
        assert root is not None
        return root

    @cached_property
    def headline(self) -> LexborNode | None:
        """The h1 that is this article's: the one that says most of what the page's own title says.

        Without a likely h1, a lower heading that says it.
        """
        wanted = set(match_key(self.declared_title).split())
        best, likeness = self._likest("h1", wanted)
        if wanted and likeness < 0.2:
            other, likeness = self._likest("h2, h3, [itemprop=headline]", wanted)
            if likeness >= 0.5:
                return other
        return best

    def _likest(self, selector: str, wanted: set[str]) -> tuple[LexborNode | None, float]:
        headings = [(node, _likeness(node, wanted)) for node in self.tree.css(selector) if node.text(strip=True)]
        return max(headings, key=lambda each: each[1], default=(None, 0.0))

    @cached_property
    def shown_title(self) -> str:
        """What the headline says; empty without one."""
        return value(self.headline) if self.headline is not None else ""

    @cached_property
    def beside_headline(self) -> list[str]:
        """The lines just after the headline, then the few just before it: where a byline stands."""
        headline = self.headline
        if headline is None or any(map(is_skipped, ancestors(headline))):
            return []
        behind = islice(lines.beside(self.root, headline, forward=True), 1, 1 + _LINES_AFTER)
        return [*behind, *islice(lines.beside(self.root, headline, forward=False), _LINES_BEFORE)]

    @cached_property
    def declared_title(self) -> str:
        """The title by the page's metadata, which may carry the site's name."""
        named = self.article.get("headline")
        title = self.tree.css_first("title")
        return (
            (named if isinstance(named, str) else "")
            or self.meta.get("og:title", "")
            or (title.text(strip=True) if title is not None else "")
        )


def value(node: LexborNode) -> str:
    tag = node.tag or ""
    if tag in _VALUE_ATTRIBUTES and (text := _declared(node.attributes, tag)):
        return text
    if tag == "meta":
        return ""
    first = node.first_child
    if first is not None and first.next is None and first.is_text_node:  # most have nothing else
        return lines.even(first.text_content or "")
    return " ".join(line.text for line in lines.below(Outline.of(node, skips=False)))


def _declared(attributes: Mapping[str, str | None], tag: str) -> str:
    for name in _VALUE_ATTRIBUTES[tag]:
        if text := (attributes.get(name) or "").strip():
            return text
    return ""


def _likeness(node: LexborNode, wanted: set[str]) -> float:
    words = set(match_key(value(node)).split())
    return len(words & wanted) / len(words | wanted) if words | wanted else 0.0
