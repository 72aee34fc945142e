"""Where an outlet's articles are named: feeds, sitemaps, section pages and WordPress, as outlets declare them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Final

from scrapy.http import Response

from newscrawl import discovery
from newscrawl.discovery import Child, Link, Window
from newscrawl.text import Decoded, decode

_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """An address that names articles. `status` says what public material knows of it; see docs/adding-an-outlet.md.

    In an outlet's `archives` {yyyy}, {mm} or {m} and {dd} or {d} stand for the days of a backfill.
    """

    url: str
    status: str = "unverified"

    def read(self, response: Response, pattern: re.Pattern[str]) -> Iterator[Link | Source]:
        """The articles and the further sources that an answer names, in its order. NotASource where it is none."""
        raise NotImplementedError

    def between(self, days: Window) -> Iterator[Source]:
        """What to ask for the articles of these days; nothing where it names the latest alone."""
        if discovery.is_dated(self.url):
            yield from (replace(self, url=url) for url in discovery.expand(self.url, days))

    def days(self) -> Window | None:
        """The days that its address says it is of."""
        return discovery.source_days(self.url)

    def may_hold(self, days: Window, zone: tzinfo) -> bool:
        """Whether it may name articles of these days, as far as is known before it is asked."""
        return True


@dataclass(frozen=True, slots=True)
class Feed(Source):
    """An RSS, Atom or JSON feed."""

    def read(self, response: Response, pattern: re.Pattern[str]) -> Iterator[Link | Source]:
        yield from discovery.feed(response.body, response.url)


@dataclass(frozen=True, slots=True)
class Sitemap(Source):
    """A sitemap or sitemap index, gzipped or not; `changed` is what the index says of it."""

    changed: str | None = None

    def read(self, response: Response, pattern: re.Pattern[str]) -> Iterator[Link | Source]:
        for each in discovery.sitemap(response.body, response.url):
            yield Sitemap(each.url, changed=each.changed) if isinstance(each, Child) else each

    def between(self, days: Window) -> Iterator[Source]:
        # Not super(): slots make a class anew, which it would not know.
        yield from Source.between(self, days) if discovery.is_dated(self.url) else (self,)

    def may_hold(self, days: Window, zone: tzinfo) -> bool:
        return discovery.may_hold(self.url, self.changed, days, zone)


@dataclass(frozen=True, slots=True)
class NewsSitemap(Sitemap):
    """A Google News sitemap: the last two days, with titles and times."""

    def between(self, days: Window) -> Iterator[Source]:
        yield from Source.between(self, days)


@dataclass(frozen=True, slots=True)
class Section(Source):
    """A page that lists articles, and up to `pages` - 1 that follow it, as long as they name new ones."""

    pages: int = 1

    def read(self, response: Response, pattern: re.Pattern[str]) -> Iterator[Link | Source]:
        html = decode_page(response).text
        yield from discovery.page_links(html, response.url, pattern)
        if following := discovery.next_page(html, response.url):
            yield Section(following)


@dataclass(frozen=True, slots=True)
class WordPress(Source):
    """WordPress's REST interface, .../wp-json/wp/v2/posts?per_page=50; `pages` as of a section."""

    pages: int = 2

    def read(self, response: Response, pattern: re.Pattern[str]) -> Iterator[Link | Source]:
        yield from discovery.posts(response.body, response.url)
        total = (response.headers.get("X-WP-TotalPages") or b"").decode("latin-1")
        if following := discovery.page_after(response.url, total):
            yield WordPress(following)

    def between(self, days: Window) -> Iterator[Source]:
        yield replace(self, url=discovery.posts_between(self.url, days), pages=MOST_PAGES)

    def days(self) -> Window | None:
        """None: the days in its address are those that it is asked for."""
        return None


@dataclass(frozen=True, slots=True)
class Home(Source):
    """A site's front page, read where declared sources fail: its links, and the feeds it names."""

    status: str = "fallback"

    def read(self, response: Response, pattern: re.Pattern[str]) -> Iterator[Link | Source]:
        html = decode_page(response).text
        yield from discovery.page_links(html, response.url, pattern)
        yield from map(Feed, discovery.alternates(html, response.url))


@dataclass(frozen=True, slots=True)
class Robots(Source):
    """A robots.txt, read for the sitemaps that it names."""

    status: str = "fallback"

    def read(self, response: Response, pattern: re.Pattern[str]) -> Iterator[Link | Source]:
        yield from map(Sitemap, discovery.robots_sitemaps(response.body))


MAX_SOURCE: Final = 64 * 1024 * 1024  # bytes; sitemaps.org lets a sitemap have 50 MB
MOST_PAGES: Final = 1000
MOST_DEPTH: Final = 4  # an index of indexes has 2
KINDS: Final[Mapping[str, type[Source]]] = {
    kind.__name__: kind for kind in (Feed, Sitemap, NewsSitemap, Section, WordPress, Home, Robots)
}


def depth_of(source: Source | None) -> int:
    """How many further answers may lead from a declared source to one that it hangs on."""
    return source.pages - 1 if isinstance(source, Section | WordPress) else MOST_DEPTH


def decode_page(response: Response, override: str | None = None) -> Decoded:
    """The page's text and how it was read; the outlet's word on the encoding wins over the page's."""
    declared = _CHARSET.search(response.headers.get(b"Content-Type") or b"")
    return decode(response.body, declared=declared[1].decode("ascii") if declared else None, override=override)


def header_values(response: Response) -> dict[str, list[str]]:
    """The values of an answer's headers, by lower-case name."""
    return {
        name.decode("latin-1").lower(): [value.decode("latin-1") for value in values]
        for name, values in response.headers.items()
    }
