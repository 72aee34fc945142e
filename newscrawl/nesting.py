"""Parsing HTML that may be nested without measure: the parser's time grows with the square of the depth."""

import re
from collections import Counter
from typing import Final

from selectolax.lexbor import LexborHTMLParser

MANY: Final = 30_000  # tags; below, no nesting costs a second
DEEPEST: Final = 1000  # browsers go to 512
_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9:-]{0,30})", re.IGNORECASE)
# Elements that cannot hold elements, and those that the next of their kind ends.
_FLAT: Final = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "tbody", "thead", "tfoot",
))  # fmt: skip


def parse(html: str | bytes) -> LexborHTMLParser:
    """The page's tree; of a page that is nested deeper than any honest one, what comes before."""
    many = html.count(b"<" if isinstance(html, bytes) else "<") >= MANY  # type: ignore[arg-type]
    return LexborHTMLParser(shallow(_text(html)) if many else html)


def _text(html: str | bytes) -> str:
    return html.decode("utf-8", "replace") if isinstance(html, bytes) else html


def shallow(html: str) -> str:
    """The page up to where it is nested too deep, which for all but hostile pages is all of it."""
    if html.count("<") < MANY:
        return html
    depth, opened = 0, Counter[str]()
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name in _FLAT or (tag[1] and not opened[name]):
            continue
        change = -1 if tag[1] else 1
        opened[name] += change
        depth += change
        if depth > DEEPEST:
            return html[: tag.start()]
    return html
