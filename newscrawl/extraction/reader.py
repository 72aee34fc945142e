"""How a page is read: what an outlet declares first, then JSON-LD, meta, and the generic reading as the last resort.

An outlet is a `Reader` with its own selectors; a hard one overrides a `parse_` method. A field's source is kept, so
that a selector that stops matching shows on the first run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import ClassVar, Generic, TypeVar
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborNode

from newscrawl import urls
from newscrawl.discovery.links import absolute
from newscrawl.extraction import jsonld, times
from newscrawl.extraction.blocks import Block, is_running
from newscrawl.extraction.generic import Reading, lead
from newscrawl.extraction.page import Page
from newscrawl.extraction.walls import Wall, wall
from newscrawl.extraction.zones import zone_of
from newscrawl.text import match_key, match_words

T = TypeVar("T")

MOST_LINKS = 20  # a text with more is a list of links

_SITE_SUFFIX = re.compile(r"\s+[|\-–—»:]{1,2}\s+[^|\-–—»]{2,60}$")
_AUTHOR_META = ("articleauthor", "author", "article:author", "dc.creator", "parsely-author")
_SECTION_META = ("article:section", "articlesection", "section", "parsely-section")
_IMAGE_META = ("og:image", "twitter:image", "og:image:url")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A field's value and its source: json-ld, meta, selector, generic, url or feed."""

    value: T
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What a page yielded, field by field; None where it had none. Texts are as on the page, not yet cleaned."""

    headline: Found[str] | None
    paragraphs: Found[tuple[str, ...]] | None
    published: times.Sighting | None
    modified: times.Sighting | None
    authors: Found[tuple[str, ...]] | None
    section: Found[str] | None
    image: Found[str] | None
    canonical: Found[str] | None
    links: tuple[str, ...]
    wall: Wall | None
    """What stands in the article's place."""


class Reader:
    """Reads pages by the CSS selectors declared on it; an empty selector leaves the field to the shared order."""

    headline: ClassVar[str] = ""
    lead: ClassVar[str] = ""
    body: ClassVar[str] = ""
    published: ClassVar[str] = ""
    modified: ClassVar[str] = ""
    authors: ClassVar[str] = ""
    section: ClassVar[str] = ""
    image: ClassVar[str] = ""
    drop: ClassVar[tuple[str, ...]] = ()
    timezone: ClassVar[str] = ""

    def read(self, page: Page, *, now: datetime | None = None) -> Extract:
        """Every field of the page; `now` bounds dates (none is believed that lies ahead of it)."""
        paragraphs = self.parse_body(page)
        return Extract(
            headline=self.parse_headline(page),
            paragraphs=paragraphs,
            wall=wall(page, paragraphs.value if paragraphs else ()),
            published=self.parse_published(page, now),
            modified=self.parse_modified(page, now),
            authors=self.parse_authors(page),
            section=self.parse_section(page),
            image=self.parse_image(page),
            canonical=self.parse_canonical(page),
            links=self.parse_links(page),
        )

    def zone(self, page: Page) -> ZoneInfo:
        """Whose clock a date without an offset goes by: the outlet's, else that of the site's country."""
        return ZoneInfo(self.timezone) if self.timezone else zone_of(page.url, page.locales)

    def parse_headline(self, page: Page) -> Found[str] | None:
        """The headline as shown: metadata loses its quotation marks and gains the site's name."""
        if declared := _by_selector(page, self.headline):
            return declared
        shown = page.shown_title
        if shown and (not page.declared_title or _share_words(shown, page.declared_title)):
            return Found(shown, "generic")
        title = _without_site(page.declared_title, page.meta.get("og:site_name", ""))
        return Found(title, "meta") if title else None

    def parse_body(self, page: Page) -> Found[tuple[str, ...]] | None:
        """The paragraphs, a displayed lead first."""
        parts = list(_outermost(page.css(self.body)))
        declared = self._lines(page, Reading(page.root, parts=parts)) if parts else []
        if any(is_running(line) for line in declared):
            return Found(self._with_lead(page, declared), "selector")
        holder = page.reading.container()
        text = self._with_lead(page, self._lines(page, page.reading, holder)) if holder is not None else ()
        return Found(text, "generic") if text else None

    def parse_published(self, page: Page, now: datetime | None) -> times.Sighting | None:
        return times.published(page, self.published, self.zone(page), now)

    def parse_modified(self, page: Page, now: datetime | None) -> times.Sighting | None:
        return times.modified(page, self.modified, self.zone(page), now)

    def parse_authors(self, page: Page) -> Found[tuple[str, ...]] | None:
        if declared := tuple(dict.fromkeys(page.values(self.authors))):
            return Found(declared, "selector")
        if named := jsonld.names(page.article.get("author")):
            return Found(named, "json-ld")
        found = _by_meta(page, _AUTHOR_META)
        return Found((found.value,), "meta") if found and not found.value.startswith("http") else None

    def parse_section(self, page: Page) -> Found[str] | None:
        named = jsonld.names(page.article.get("articleSection"))
        return (
            _by_selector(page, self.section)
            or (Found(named[0], "json-ld") if named else None)
            or _by_meta(page, _SECTION_META)
        )

    def parse_image(self, page: Page) -> Found[str] | None:
        linked = jsonld.address(page.article.get("image"))
        found = (
            _by_selector(page, self.image)
            or (Found(linked, "json-ld") if linked else None)
            or _by_meta(page, _IMAGE_META)
        )
        return _joined(page, found)

    def parse_canonical(self, page: Page) -> Found[str] | None:
        """The address the page gives itself, absolute, exactly as declared."""
        link = next(page.values("link[rel=canonical]"), "")
        return _joined(page, Found(link, "meta") if link else _by_meta(page, ("og:url",)))

    def parse_links(self, page: Page) -> tuple[str, ...]:
        """Pages of other sites that the paragraphs link to, absolute, once each, in their order."""
        places = (absolute(href, page.url) for line in page.body for href in line.hrefs)
        outside = (place for place in places if place and not urls.same_site(place, [page.site]))
        return tuple(islice(dict.fromkeys(place for place in outside if not urls.is_root(place)), MOST_LINKS))

    def lines_of(self, page: Page) -> tuple[str, ...]:
        """Every line of a page that is nothing but an article's text."""
        return tuple(block.text for block in self._lines(page, page.reading))

    def _lines(self, page: Page, reading: Reading, place: int = 0) -> list[Block]:
        return reading.lines(place, page.headline, page.css(", ".join(self.drop)))

    def _with_lead(self, page: Page, body: list[Block]) -> tuple[str, ...]:
        page.body = body
        above = tuple(page.values(self.lead)) or self._lead(page)
        return (*(text for text in above if not _says(body, text)), *(block.text for block in body))

    def _lead(self, page: Page) -> tuple[str, ...]:
        if page.headline is None or not page.body:
            return ()
        lines = page.lines_between(page.headline, page.body[0].node)
        return tuple(block.text for block in lead(lines, page.headline, page.body))


def _says(body: list[Block], text: str) -> bool:
    """Whether one of the lines is this text up to spelling, which changes its length by little."""
    near = [block.text for block in body if len(block.text) < 2 * len(text) < 4 * len(block.text)]
    wanted, *others = match_words([text, *near])
    return wanted in others


def _joined(page: Page, found: Found[str] | None) -> Found[str] | None:
    """An address as declared, absolute; None where it is none: one broken link must not cost the article."""
    try:
        return Found(urljoin(page.url, found.value), found.source) if found else None
    except ValueError:
        return None


def _by_selector(page: Page, selector: str) -> Found[str] | None:
    return next((Found(text, "selector") for text in page.values(selector)), None)


def _by_meta(page: Page, names: tuple[str, ...]) -> Found[str] | None:
    return next((Found(page.meta[name], "meta") for name in names if name in page.meta), None)


def _outermost(nodes: list[LexborNode]) -> Iterator[LexborNode]:
    """The matched elements that lie in no other matched one, so that no line is read twice."""
    matched = {node.mem_id for node in nodes}
    for node in nodes:
        parent = node.parent
        while parent is not None and parent.mem_id not in matched:
            parent = parent.parent
        if parent is None:
            yield node


def _share_words(one: str, other: str) -> bool:
    first, second = set(match_key(one).split()), set(match_key(other).split())
    return len(first & second) >= 0.3 * min(len(first), len(second))


def _without_site(title: str, site: str) -> str:
    """The title without the site's name behind a dash or bar, as long as most of it stays."""
    short = _SITE_SUFFIX.sub("", title)
    if site and title.endswith(site):
        return short
    return short if len(short) >= 0.5 * len(title) else title
