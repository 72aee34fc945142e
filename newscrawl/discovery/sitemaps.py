"""Sitemaps after sitemaps.org and Google News, and the robots.txt that names them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from newscrawl.discovery.links import Link, NotASitemap, absolute, refuse_page
from newscrawl.discovery.unpacking import Unpacked

MAX_SITEMAP: Final = 256 * 1024 * 1024  # bytes unpacked; sitemaps.org allows 50 MB, and one of a million URLs has 100
MOST_ENTRIES: Final = 2_000_000  # sitemaps.org allows 50,000; so many take a minute of CPU
MOST_NODES: Final = 100_000  # from one entry to the next; one with a thousand images has 6,000
_ROOTS: Final = ("urlset", "sitemapindex")
_WHOLE: Final = re.compile(rb"</(?:\w+:)?(?:urlset|sitemapindex|url|sitemap)\s*>\s*(?:<!--[^>]{0,200}-->\s*)?$")
_ROBOTS: Final = re.compile(r"^[ \t\ufeff]*sitemap[ \t]*:[ \t]*([^\s#]+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Child:
    """A sitemap that an index names, and when that says it changed, as written."""

    url: str
    changed: str | None


def sitemap(
    body: bytes, base_url: str, *, most: int = MAX_SITEMAP, entries: int = MOST_ENTRIES
) -> Iterator[Link | Child]:
    """What a sitemap or sitemap index names, gzipped or not, one by one: memory stays flat however many they are.

    `published` is what the news extension says, else lastmod; a file that ends too soon gives what it has.
    NotASitemap, with the reason, for anything else, for an entity bomb, at `most` bytes unpacked and behind so many
    `entries`.
    """
    file = Unpacked(body, most)
    refuse_page(file.head.decode("utf-8", "replace"), NotASitemap, "a sitemap")
    held: list[Link | Child] = []  # the last entry of a file that is cut off may have half of its address
    for number, (kind, fields) in enumerate(_entries(file)):
        if number >= entries:
            raise NotASitemap(f"a sitemap of more than {entries} entries", "too_large")
        yield from held
        place = absolute(fields.get("loc"), base_url)
        held = [_named(kind, place, fields)] if place else []
    if _WHOLE.search(file.tail[-300:]):
        yield from held


def _named(kind: str, place: str, fields: dict[str, str]) -> Link | Child:
    if kind == "sitemap":
        return Child(place, fields.get("lastmod"))
    return Link(place, fields.get("title"), fields.get("publication_date") or fields.get("lastmod"))


def robots_sitemaps(text: str | bytes) -> list[str]:
    """The sitemaps that a robots.txt names, once each, in its order."""
    lines = (text if isinstance(text, str) else text.decode("utf-8", "replace")).replace("\r", "\n")
    named = (absolute(place, "") for place in _ROBOTS.findall(lines))
    return list(dict.fromkeys(place for place in named if place))


def _entries(file: Unpacked) -> Iterator[tuple[str, dict[str, str]]]:
    """Each <url> or <sitemap>, forgotten once read, so that memory stays flat."""
    events = etree.iterparse(
        file,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    root, kept = None, 0
    try:
        for event, node in events:
            if root is None:
                root = _checked(node)
            kept += 1
            if kept > MOST_NODES:
                raise NotASitemap(f"a sitemap with more than {MOST_NODES} nodes and no entry", "too_large")
            if event == "end" and (kind := _name(node)) in ("url", "sitemap"):
                yield kind, _fields(node)
                _forget(node)
                kept = 0
    except etree.XMLSyntaxError:
        pass  # what was read before has been given
    if root is None:
        raise NotASitemap("no XML in place of a sitemap")


def _checked(root: etree._Element) -> etree._Element:
    if _name(root) not in _ROOTS:
        raise NotASitemap(f"no sitemap: its root is <{_name(root)}>, neither urlset nor sitemapindex")
    declared: Any = root.getroottree().docinfo.internalDTD
    # Entities are not resolved, but those made of entities are a bomb, and the parser gives up within it.
    if declared is not None and any("&" in (entity.content or "") for entity in declared.entities()):
        raise NotASitemap("a sitemap with entities made of entities", "entities")
    return root


def _forget(entry: etree._Element) -> None:
    entry.clear()
    parent = entry.getparent()
    while parent is not None and entry.getprevious() is not None:
        del parent[0]


def _fields(entry: etree._Element) -> dict[str, str]:
    """The entry's own fields and those of the news extension; an image's or a video's have the same names."""
    news = [field for child in entry if _name(child) == "news" for field in child]
    # A field with a node inside has an entity, which is not resolved: half of an address is none.
    nodes = (node for node in (*entry, *news) if not len(node))
    return {_name(node): text for node in nodes if (text := " ".join((node.text or "").split()))}


def _name(node: etree._Element) -> str:
    """The name without its namespace, of which sites write many."""
    return str(node.tag).rpartition("}")[2]
