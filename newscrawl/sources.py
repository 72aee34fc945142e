"""Where an outlet's articles are named: feeds, sitemaps and section pages, as outlets declare them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from scrapy.http import Response

from newscrawl import discovery
from newscrawl.discovery import Link
from newscrawl.text import Decoded, decode

_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS, Atom or JSON feed. `status` says what public material knows of the URL; see docs/adding-an-outlet.md."""

    url: str
    status: str = "unverified"

    def read(self, response: Response, pattern: re.Pattern[str]) -> Named:
        """The articles that the feed names."""
        return discovery.feed(response.body, response.url), []


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap or sitemap index, gzipped or not."""

    url: str
    status: str = "unverified"

    def read(self, response: Response, pattern: re.Pattern[str]) -> Named:
        """The articles named, and the sitemaps that an index names."""
        found = discovery.sitemap(response.body, response.url)
        return list(found.links), [Sitemap(url) for url in found.children]


@dataclass(frozen=True, slots=True)
class NewsSitemap(Sitemap):
    """A Google News sitemap: the last two days, with titles and times."""


@dataclass(frozen=True, slots=True)
class Section:
    """A page that lists articles."""

    url: str
    status: str = "unverified"

    def read(self, response: Response, pattern: re.Pattern[str]) -> Named:
        """The article links, in the page's order."""
        return discovery.page_links(decode_page(response).text, response.url, pattern), []


@dataclass(frozen=True, slots=True)
class Home:
    """A site's front page, read where the declared sources name no article: its links, and the feeds it names."""

    url: str
    status: str = "fallback"

    def read(self, response: Response, pattern: re.Pattern[str]) -> Named:
        html = decode_page(response).text
        feeds: list[Source] = [Feed(url) for url in discovery.alternates(html, response.url)]
        return discovery.page_links(html, response.url, pattern), feeds


@dataclass(frozen=True, slots=True)
class Robots:
    """A robots.txt, read for the sitemaps that it names."""

    url: str
    status: str = "fallback"

    def read(self, response: Response, pattern: re.Pattern[str]) -> Named:
        return [], [Sitemap(url) for url in discovery.robots_sitemaps(response.body)]


Source = Feed | Sitemap | Section | Home | Robots
Named = tuple[list[Link], list[Source]]
KINDS: Final[Mapping[str, type[Source]]] = {
    kind.__name__: kind for kind in (Feed, Sitemap, NewsSitemap, Section, Home, Robots)
}


def decode_page(response: Response, override: str | None = None) -> Decoded:
    """The page's text and how it was read; the outlet's word on the encoding wins over the page's."""
    declared = _CHARSET.search(response.headers.get(b"Content-Type") or b"")
    return decode(response.body, declared=declared[1].decode("ascii") if declared else None, override=override)
