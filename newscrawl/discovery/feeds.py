"""Feeds: RSS 0.9 to 2.0, RDF, Atom and JSON Feed.

feedparser reads the XML: it mends what sites break (bare ampersands, HTML entities, leading blanks, PHP warnings) where
lxml loses text or the feed. It costs 10 ms for 60 entries, lxml 0.3; a run reads some ten feeds, so that is no matter.
Given bytes it fetches nothing. Bytes are decoded here, as pages are; declared entities are refused before it sees them.
"""

import json
import re
import sys
from io import BytesIO
from typing import Any, Final

import feedparser
from selectolax.lexbor import LexborHTMLParser

from newscrawl.discovery.links import Link, NotAFeed, absolute, refuse_page
from newscrawl.text.charset import decode

MAX_FEED: Final = 8 * 1024 * 1024  # bytes; the largest full-text feeds have one or two million
_ENTITY: Final = re.compile(r"<!ENTITY", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"&#0*(x[0-9a-fA-F]{6,}|[1-9][0-9]{6,});?")
_ROOT: Final = re.compile(r"<(?:\w+:)?(?:rss|rdf|feed|channel)\b", re.IGNORECASE)
_WHOLE: Final = ("text",)  # elements of no standard that hold an article: Hürriyet's
_DECODED: Final = {"content-type": "application/xml; charset=utf-8"}


def feed(body: bytes, base_url: str, *, most: int = MAX_FEED) -> list[Link]:
    """The entries of a feed in its order; none of an empty feed. NotAFeed, with the reason, for anything else.

    `body_html` is what the feed calls content, not its teaser; `published` is the update where no publication is given.
    """
    if len(body) > most:
        raise NotAFeed(f"a feed of more than {most} bytes", "too_large")
    text = decode(body, declared=None).text
    refuse_page(text, NotAFeed, "a feed")
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        links = (_json_link(item, base_url) for item in _json_items(text))
    else:
        links = (_link(entry, base_url) for entry in _entries(text))
    return [link for link in links if link]


def _entries(text: str) -> list[Any]:
    root = _ROOT.search(text)
    if _ENTITY.search(text, 0, root.start() if root else len(text)):
        raise NotAFeed("a feed that declares entities, which no honest feed needs", "entities")
    # feedparser gives up the whole feed for one number that is no character.
    text = _REFERENCE.sub(lambda found: found[0] if _code(found[1]) <= sys.maxunicode else "", text)
    stream = BytesIO(text.encode("utf-8", "replace"))
    try:
        parsed = feedparser.parse(stream, response_headers=_DECODED, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # a damaged feed raises whatever its reader stumbles over
        raise NotAFeed(f"a damaged feed: {type(error).__name__} {error}"[:80]) from error
    if not parsed.entries and not parsed.version:
        raise NotAFeed(f"no feed: {text.strip()[:40]!r}")
    return list(parsed.entries)


def _code(digits: str) -> int:
    return int(digits[1:][:9], 16) if digits.startswith("x") else int(digits[:9])


def _json_items(text: str) -> list[dict[str, Any]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise NotAFeed(f"no feed, and broken JSON: {text.strip()[:40]!r}") from None
    if "jsonfeed.org" not in str(data.get("version")) or not isinstance(data.get("items"), list):
        raise NotAFeed("no feed, but JSON of another kind")
    return [item for item in data["items"] if isinstance(item, dict)]


def _json_link(item: dict[str, Any], base_url: str) -> Link | None:
    fields = {name: value for name, value in item.items() if isinstance(value, str) and value}
    place = absolute(fields.get("url"), base_url)
    published = fields.get("date_published") or fields.get("date_modified")
    return Link(place, _plain(fields.get("title", "")), published, fields.get("content_html")) if place else None


def _link(entry: Any, base_url: str) -> Link | None:
    place = absolute(entry.get("link"), base_url)
    if place is None:
        return None
    contents = [each.get("value") or "" for each in entry.get("content") or ()]
    contents += [text for name in _WHOLE if isinstance(text := entry.get(name), str)]
    # In this order: without an update feedparser gives the publication, with a warning.
    dates = (entry[name] for name in ("published", "updated") if name in entry)
    published = next(filter(None, dates), None)
    return Link(place, _plain(entry.get("title") or ""), published, max(contents, key=len, default="") or None)


def _plain(title: str) -> str | None:
    """A title without the markup and the entities that some feeds put into it."""
    if "<" in title or "&" in title:
        title = LexborHTMLParser(f"<body>{title}").text()
    return " ".join(title.split()) or None
