"""What feeds, sitemaps and pages name: bytes in, links out. Nothing here fetches anything."""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urljoin

import feedparser
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from newscrawl import urls

MAX_SITEMAP = 50 * 1024 * 1024  # bytes unpacked: the limit that sitemaps.org sets
_FEED_TYPES = re.compile(r"application/(?:rss\+xml|atom\+xml|feed\+json)")
_SITEMAP_ROOT = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b")
_ROBOTS_SITEMAP = re.compile(rb"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class NotASource(ValueError):
    """The answer is no feed or sitemap; the message says what it is instead."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a source names, with the title and time it gives, as written."""

    url: str
    title: str | None
    published: str | None
    body_html: str | None = None


@dataclass(frozen=True, slots=True)
class SitemapContent:
    """Articles that a sitemap names, and further sitemaps that an index names."""

    links: tuple[Link, ...]
    children: tuple[str, ...]


def feed(body: bytes, base_url: str) -> list[Link]:
    """The entries of an RSS, RDF, Atom or JSON feed, in its order. NotASource for anything else."""
    _refuse_html(body, "a feed")
    if b"<!ENTITY" in body[:4096]:
        raise NotASource("a feed that declares entities, which no honest feed needs")
    if body.lstrip()[:1] == b"{":
        return _json_feed(body, base_url)
    parsed = feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries and not parsed.version:
        raise NotASource(f"no feed: {parsed.get('bozo_exception', 'unknown format')}")
    return [_entry(entry, base_url) for entry in parsed.entries if entry.get("link")]


def sitemap(body: bytes, base_url: str, *, most: int = MAX_SITEMAP) -> SitemapContent:
    """The content of a sitemap or sitemap index, gzipped or not. NotASource for anything else or above `most` bytes."""
    data = _unpacked(body, most)
    _refuse_html(data, "a sitemap")
    if not _SITEMAP_ROOT.search(data[:4096]):
        raise NotASource("an answer that is no sitemap: neither urlset nor sitemapindex")
    links: list[Link] = []
    children: list[str] = []
    for entry in _entries(data):
        fields = {etree.QName(node).localname: (node.text or "").strip() for node in entry.iter(etree.Element)}
        if not fields.get("loc"):
            continue
        place = urljoin(base_url, fields["loc"])
        if etree.QName(entry).localname == "sitemap":
            children.append(place)
        else:
            links.append(Link(place, fields.get("title"), fields.get("publication_date") or fields.get("lastmod")))
    return SitemapContent(tuple(links), tuple(children))


def page_links(html: str, base_url: str, pattern: re.Pattern[str]) -> list[Link]:
    """The links of a page that match `pattern`, once each, in the page's order; titles from the anchor text."""
    found: dict[str, Link] = {}
    for anchor in LexborHTMLParser(html).css("a[href]"):
        place = urljoin(base_url, (anchor.attributes.get("href") or "").strip())
        if not place.startswith(("http://", "https://")) or not pattern.search(place):
            continue
        title = " ".join(anchor.text(separator=" ").split()) or None
        key = urls.url_key(place)
        if key not in found or (title and not found[key].title):
            found[key] = Link(place, title, None)
    return list(found.values())


def alternates(html: str, base_url: str) -> list[str]:
    """The feeds that a page names in its head."""
    nodes = LexborHTMLParser(html).css("link[rel~=alternate][href]")
    named = (n.attributes for n in nodes if _FEED_TYPES.match(n.attributes.get("type") or ""))
    return list(dict.fromkeys(urljoin(base_url, each["href"] or "") for each in named))


def robots_sitemaps(body: bytes) -> list[str]:
    """The sitemaps that a robots.txt names."""
    return [place.decode("utf-8", "replace") for place in _ROBOTS_SITEMAP.findall(body)]


def _json_feed(body: bytes, base_url: str) -> list[Link]:
    """https://jsonfeed.org, which feedparser does not read."""
    try:
        items = json.loads(body)["items"]
        named = [item for item in items if item.get("url")]
        return [
            Link(urljoin(base_url, i["url"]), i.get("title"), i.get("date_published"), i.get("content_html"))
            for i in named
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotASource(f"no feed: JSON that is no JSON Feed ({error!r})") from None


def _entry(entry: feedparser.FeedParserDict, base_url: str) -> Link:
    content = entry.get("content") or []
    body = max((each.get("value") or "" for each in content), key=len, default="") or None
    published = entry.get("published") or entry.get("updated")
    return Link(urljoin(base_url, entry["link"]), entry.get("title"), published, body)


def _entries(data: bytes) -> Iterator[etree._Element]:
    """Each <url> or <sitemap>, dropped once read, so that memory stays flat."""
    events = etree.iterparse(
        BytesIO(data),
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        resolve_entities=False,
        no_network=True,
        recover=True,
    )
    for _, node in events:
        yield node
        node.clear()
        while node.getprevious() is not None:
            del node.getparent()[0]


def _unpacked(body: bytes, most: int) -> bytes:
    if body[:2] != b"\x1f\x8b":
        data = body
    else:
        try:
            unpacker = zlib.decompressobj(31)
            data = unpacker.decompress(body, most + 1)
        except zlib.error as error:
            raise NotASource(f"a damaged gzip file ({error})") from None
    if len(data) > most:
        raise NotASource(f"a sitemap of more than {most} bytes")
    return data


def _refuse_html(body: bytes, wanted: str) -> None:
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        raise NotASource(f"an empty answer in place of {wanted}")
    if start.startswith((b"<!doctype html", b"<html")):
        raise NotASource(f"an HTML page in place of {wanted}")
