"""JSON-LD as sites really write it: several blocks, graphs, CDATA wrappers, repeated keys, control characters."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser

_WRAPPER = re.compile(
    r"\A\s*(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?|(?://|/\*)?\s*\]\]>\s*(?:\*/)?\s*\Z|\A\s*<!--|-->\s*\Z"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_DECODER = json.JSONDecoder(strict=False)
_HALF = re.compile("[\ud800-\udfff]")
_MAX_DEPTH = 6


def article_node(tree: LexborHTMLParser) -> Mapping[str, Any]:
    """The first NewsArticle (or Article, BlogPosting, ...) that the page declares; empty where there is none."""
    for script in tree.css('script[type="application/ld+json"]'):
        for node in _nodes(_load(script.text(deep=True)), 0):
            if any(name.endswith(("Article", "BlogPosting", "Report")) for name in _types(node)):
                return node
    return {}


def names(value: object) -> tuple[str, ...]:
    """The names in an author, section or keyword value: a string, an object with a name, or a list of those."""
    if isinstance(value, str):
        return (html.unescape(value).strip(),) if value.strip() else ()
    if isinstance(value, Mapping):
        return names(value.get("name") or value.get("@list") or "")
    if isinstance(value, list):
        return tuple(dict.fromkeys(name for item in value for name in names(item)))
    return ()


def address(value: object) -> str | None:
    """The URL in an image or page value: a string, an object with url or @id, or a list of those."""
    if isinstance(value, list):
        return address(value[0]) if value else None
    if isinstance(value, Mapping):
        return address(value.get("url") or value.get("@list") or value.get("contentUrl"))
    return value.strip() or None if isinstance(value, str) else None


def _load(text: str) -> object:
    """The value a script holds: as it is, else without a wrapper around it, else without commas that end a list."""
    for mend in (str.strip, _unwrapped, _without_commas):
        text = mend(text)
        try:
            found = _DECODER.decode(text)
            return _whole(found) if "\\ud" in text or "\\uD" in text else found
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(text: str) -> str:
    return _WRAPPER.sub("", text)


def _without_commas(text: str) -> str:
    return _TRAILING_COMMA.sub("", text)


def _whole(value: object) -> object:
    """The value without half characters, which JSON can name and nothing can encode."""
    text = json.dumps(value, ensure_ascii=False)
    return json.loads(text.encode("utf-8", "replace")) if _HALF.search(text) else value


def _nodes(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, Mapping):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(key), depth + 1)


def _types(node: Mapping[str, Any]) -> tuple[str, ...]:
    kinds = node.get("@type")
    return (kinds,) if isinstance(kinds, str) else tuple(k for k in kinds or () if isinstance(k, str))
