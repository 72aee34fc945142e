"""Section and front pages: the articles they list, the page that follows, the feeds that they name."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawl import urls
from newscrawl.discovery.links import Link, absolute
from newscrawl.nesting import parse

_FEED_TYPE: Final = re.compile(r"\s*application/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json)", re.IGNORECASE)
_COMMENTS: Final = re.compile(r"/comments?/|[?&]feed=comments|/yorumlar/", re.IGNORECASE)
_PAGER: Final = (
    "[class*=pagina] a[href], [class*=pager] a[href], [class*=page-numbers], [class*=sayfala] a[href], "
    "[role=navigation] a[href], nav a[href]"
)
_NEXT_CLASS: Final = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-])", re.IGNORECASE)
_NEXT_TEXT: Final = re.compile(
    r"[\s«»‹›←→<>.]*(?:next(?: page)?|older posts|sonraki(?: sayfa)?|ileri|التالي|التالية|الصفحة التالية|صفحة تالية)"
    r"[\s«»‹›←→<>.]*",
    re.IGNORECASE,
)


def page_links(html: str, base_url: str, pattern: re.Pattern[str]) -> list[Link]:
    """The links of a page that match `pattern`, one for each article, in the page's order; titles from anchor texts.

    A URL is tried as named and as stored, so a pattern may be written for either; it is given as named.
    """
    tree = parse(html)
    base = _base(tree, base_url)
    places: dict[str, str] = {}
    titles: dict[str, str] = {}
    spares: dict[str, str] = {}
    for anchor in tree.css("a[href]"):
        if named := _matching(anchor, base, pattern):
            place, key = named
            places.setdefault(key, place)
            if key not in titles and (text := _text(anchor)):
                places[key], titles[key] = place, text
            elif described := _description(anchor):
                spares.setdefault(key, described)
    return [Link(place, titles.get(key) or spares.get(key), None) for key, place in places.items()]


def next_page(html: str, base_url: str) -> str | None:
    """The page that follows in a list: what is marked as next, else what pagination calls so. None where unsure."""
    tree = parse(html)
    base = _base(tree, base_url)
    here = _key(base_url)
    for href in _next_candidates(tree):
        place = absolute(href, base)
        if place and urls.same_site(place, [_site(base_url)]) and _key(place) not in (None, here):
            return place
    return None


def alternates(html: str, base_url: str) -> list[str]:
    """The feeds that a page names in its head, once each; feeds of comments are left out."""
    tree = parse(html)
    base = _base(tree, base_url)
    nodes = (node.attributes for node in tree.css("link[rel~=alternate i][href]"))
    named = (absolute(each.get("href"), base) for each in nodes if _FEED_TYPE.match(each.get("type") or ""))
    return list(dict.fromkeys(place for place in named if place and not _COMMENTS.search(place)))


def _base(tree: LexborHTMLParser, base_url: str) -> str:
    declared = tree.css_first("base[href]")
    return (absolute(declared.attributes.get("href"), base_url) if declared else None) or base_url


def _matching(anchor: LexborNode, base: str, pattern: re.Pattern[str]) -> tuple[str, str] | None:
    """The anchor's address and key, where it is an article's."""
    place = absolute(anchor.attributes.get("href"), base)
    if place is None or not (key := _key(place)):
        return None
    return (place, key) if pattern.search(place) or pattern.search(urls.canonical(place)) else None


def _key(place: str) -> str | None:
    try:
        return urls.url_key(place)
    except ValueError:
        return None


def _text(anchor: LexborNode) -> str:
    return " ".join(anchor.text(separator=" ").split())


def _description(anchor: LexborNode) -> str:
    """What an anchor without text, a picture mostly, says of its target."""
    picture = anchor.css_first("img[alt]")
    described = anchor.attributes.get("title") or (picture.attributes.get("alt") if picture else "")
    return " ".join((described or "").split())


def _next_candidates(tree: LexborHTMLParser) -> Iterator[str | None]:
    for node in tree.css("link[rel~=next i][href], a[rel~=next i][href]"):
        yield node.attributes.get("href")
    for node in tree.css(_PAGER):
        # An arrow alone says nothing: in Arabic it points the other way.
        if _NEXT_CLASS.search(node.attributes.get("class") or "") or _NEXT_TEXT.fullmatch(node.text() or ""):
            yield node.attributes.get("href")


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
