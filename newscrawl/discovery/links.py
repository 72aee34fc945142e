"""What every source gives: links; and how an answer that is none of them is named."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

_HTML: Final = re.compile(r"<(?:!doctype\s{1,9}html|html|head|body)\b", re.IGNORECASE)
_BEFORE: Final = (("<!--", "-->"), ("<?", "?>"))  # what may stand before a page's or a feed's first element
_HEAD: Final = 4096


class NotASource(ValueError):
    """The answer is not what was asked for; the message says what it is instead, `word` the same for the accounts."""

    def __init__(self, message: str, word: str = "unreadable") -> None:
        super().__init__(message)
        self.word = word


class NotAFeed(NotASource):
    """No feed."""


class NotASitemap(NotASource):
    """No sitemap, or one too large to read."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a source names, absolute, with the title and the time it gives, the time as written."""

    url: str
    title: str | None
    published: str | None
    body_html: str | None = None


def absolute(href: str | None, base_url: str) -> str | None:
    """The http(s) address that a reference means, without its fragment; None where it means none."""
    try:
        place = urldefrag(urljoin(base_url, (href or "").strip())).url
        parts = urlsplit(place)
    except ValueError:
        return None
    return place if href and parts.scheme in ("http", "https") and parts.hostname else None


def refuse_page(text: str, refusal: type[NotASource], wanted: str) -> None:
    """Raise a refusal for an answer that can be no source; `text` is its beginning."""
    start = text[:_HEAD].strip("\ufeff\0 \t\r\n")
    if not start and len(text) < _HEAD:
        raise refusal(f"an empty answer in place of {wanted}", "no_content")
    while end := _end_of_preface(start):
        start = start[end:].lstrip()
    if _HTML.match(start):
        raise refusal(f"an HTML page in place of {wanted}", "html")


def _end_of_preface(start: str) -> int | None:
    """Where a comment or an instruction ends with which a document begins."""
    for opening, closing in _BEFORE:
        if start.startswith(opening) and (at := start.find(closing)) > 0:
            return at + len(closing)
    return None
