"""Sitemaps after sitemaps.org and Google News, and the robots.txt that names them."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from lxml import etree

from newscrawl.discovery.links import Link, NotASitemap, absolute, instead

MAX_SITEMAP: Final = 50 * 1024 * 1024  # bytes unpacked: the limit that sitemaps.org sets
_ROOTS: Final = ("urlset", "sitemapindex")
_WHOLE: Final = re.compile(rb"</(?:\w+:)?(?:urlset|sitemapindex|url|sitemap)\s*>\s*(?:<!--[^>]{0,200}-->\s*)?$")
_ROBOTS: Final = re.compile(r"^[ \t\ufeff]*sitemap[ \t]*:[ \t]*([^\s#]+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sitemap:
    """Articles that a sitemap names, and further sitemaps that an index names."""

    links: tuple[Link, ...]
    children: tuple[str, ...]


def sitemap(body: bytes, base_url: str, *, most: int = MAX_SITEMAP) -> Sitemap:
    """The content of a sitemap or sitemap index, gzipped or not.

    `published` is what the news extension says, else lastmod; a file that ends too soon gives what it has.
    NotASitemap, with the reason, for anything else, for more than `most` bytes unpacked and for an entity bomb.
    """
    data = _unpacked(body, most)
    if wrong := instead(data[:4096].decode("utf-8", "replace")):
        raise NotASitemap(f"{wrong} in place of a sitemap")
    links: list[Link] = []
    children: list[str] = []
    entries = list(_entries(data))
    if not _WHOLE.search(data.rstrip()[-300:]):
        del entries[-1:]  # cut off, so that its address may be half of one
    for kind, fields in entries:
        place = absolute(fields.get("loc"), base_url)
        if place and kind == "sitemap":
            children.append(place)
        elif place:
            links.append(Link(place, fields.get("title"), fields.get("publication_date") or fields.get("lastmod")))
    return Sitemap(tuple(links), tuple(children))


def robots_sitemaps(text: str | bytes) -> list[str]:
    """The sitemaps that a robots.txt names, once each, in its order."""
    lines = (text if isinstance(text, str) else text.decode("utf-8", "replace")).replace("\r", "\n")
    named = (absolute(place, "") for place in _ROBOTS.findall(lines))
    return list(dict.fromkeys(place for place in named if place))


def _entries(data: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Each <url> or <sitemap>, forgotten once read, so that memory stays flat."""
    events = etree.iterparse(
        BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    root = None
    try:
        for event, node in events:
            if root is None:
                root = _checked(node)
            if event == "end" and (kind := _name(node)) in ("url", "sitemap"):
                yield kind, _fields(node)
                _forget(node)
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
        raise NotASitemap("a sitemap with entities made of entities")
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


def _unpacked(body: bytes, most: int) -> bytes:
    """The file, out of gzip where it is in it, in as many pieces as it has; never more than `most` bytes."""
    pieces: list[bytes] = []
    size = 0
    while body[:2] == b"\x1f\x8b":
        unpacker = zlib.decompressobj(31)
        try:
            pieces.append(unpacker.decompress(body, most - size + 1))
        except zlib.error as error:
            raise NotASitemap(f"a damaged gzip file ({error})") from None
        size += len(pieces[-1])
        if size > most:
            break
        body = unpacker.unused_data
    data = b"".join(pieces) if pieces else body
    if len(data) > most:
        raise NotASitemap(f"a sitemap of more than {most} bytes")
    return data
