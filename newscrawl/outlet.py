"""OutletSpider: everything that outlets have in common, and the vocabulary in which one declares itself."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl import discovery, urls
from newscrawl.archive import Archive
from newscrawl.article import Article
from newscrawl.discovery import Link
from newscrawl.editing import compose
from newscrawl.extraction import Page, Reader
from newscrawl.failures import reason
from newscrawl.text import Decoded, decode

_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_DOCUMENTS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"RIFF")


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS, Atom or JSON feed. `status` says what public material knows of the URL; see docs/adding-an-outlet.md."""

    url: str
    status: str = "unverified"

    def read(self, response: Response, pattern: re.Pattern[str]) -> tuple[list[Link], list[str]]:
        """The articles named, and further sources to read."""
        return discovery.feed(response.body, response.url), []


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap or sitemap index, gzipped or not."""

    url: str
    status: str = "unverified"

    def read(self, response: Response, pattern: re.Pattern[str]) -> tuple[list[Link], list[str]]:
        """The articles named, and the sitemaps that an index names."""
        found = discovery.sitemap(response.body, response.url)
        return list(found.links), list(found.children)


@dataclass(frozen=True, slots=True)
class NewsSitemap(Sitemap):
    """A Google News sitemap: the last two days, with titles and times."""


@dataclass(frozen=True, slots=True)
class Section:
    """A page that lists articles."""

    url: str
    status: str = "unverified"

    def read(self, response: Response, pattern: re.Pattern[str]) -> tuple[list[Link], list[str]]:
        """The article links, in the page's order."""
        return discovery.page_links(decode_page(response).text, response.url, pattern), []


type_of_source = Feed | Sitemap | Section


@dataclass(frozen=True, slots=True)
class Expect:
    """What a healthy outlet gives: articles a day, from and to."""

    per_day: tuple[int, int]


class OutletSpider(Reader, Spider):
    """One news site. A subclass declares; only a hard outlet overrides a `parse_` method of `Reader`.

    Every URL that it finds is counted once as found and ends in exactly one outcome, under newscrawl/ in the stats.
    """

    title: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]] = ()
    kind: ClassVar[str] = "newspaper"
    country: ClassVar[str]
    language: ClassVar[str]
    timezone: ClassVar[str] = "Europe/Istanbul"
    allowed_domains: ClassVar[tuple[str, ...]]
    sources: ClassVar[tuple[type_of_source, ...]] = ()
    article_url: ClassVar[str]
    exclude: ClassVar[str] = ""
    taglines: ClassVar[tuple[str, ...]] = ()
    encoding: ClassVar[str | None] = None
    expect: ClassVar[Expect] = Expect(per_day=(1, 5000))

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.seen: set[str] = set()

    @classmethod
    def is_article(cls, url: str) -> bool:
        """Whether a URL is one of this outlet's articles, by its form."""
        if not urls.same_site(url, cls.allowed_domains) or not re.search(cls.article_url, url):
            return False
        return not (cls.exclude and re.search(cls.exclude, url))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.article_url)

    async def start(self) -> AsyncIterator[Request]:
        for source in self.sources:
            yield self.source_request(source)
        archive: Archive | None = self.settings.get("REPLAY_ARCHIVE")
        # Pages that no archived feed names are read as well: that is how a mended selector is tried.
        for url in archive.urls() if archive else ():
            for request in self.article_requests([Link(url, None, None)], "archive"):
                yield request

    def source_request(self, source: type_of_source) -> Request:
        self.count("source/asked")
        return Request(
            source.url,
            self.parse_source,
            errback=self.source_failed,
            cb_kwargs={"source": source},
            priority=10,
            dont_filter=True,
        )

    def parse_source(self, response: Response, source: type_of_source) -> Iterator[Request]:
        """Requests for what a source names; an answer that is no source is counted and said."""
        try:
            links, children = source.read(response, self.pattern)
        except ValueError as error:
            self.count("source/failed/unreadable")
            self.logger.warning("Source %s: %s", source.url, error)
            return
        requests = list(self.article_requests(links, source.url))
        self.count("source/answered")
        self.logger.info("Source %s: %d links, %d new articles", source.url, len(links), len(requests))
        yield from requests
        for url in children:
            if urls.url_key(url) not in self.seen:
                self.seen.add(urls.url_key(url))
                yield self.source_request(Sitemap(url))

    def article_requests(self, links: list[Link], source: str) -> Iterator[Request]:
        """One request for each link that is an article's and was not found before in this run."""
        for link in links:
            if not self.is_article(link.url):
                continue
            key = urls.url_key(link.url)
            if key in self.seen:
                continue
            self.seen.add(key)
            self.count("found")
            # Fetched as named, stored as canonical: a site may redirect its own canonical form.
            yield Request(link.url, errback=self.article_failed, cb_kwargs={"source": source}, dont_filter=True)

    def parse(self, response: Response, source: str | None = None) -> Iterator[Article]:
        """The article on a page, as extracted. The pipelines clean, judge and store it."""
        if not urls.same_site(response.url, self.allowed_domains):
            self.count("outcome/rejected/offsite")
            return
        if not _may_be_html(response):
            self.count("outcome/rejected/not_html")
            return
        yield self.article(response, source)

    def article(self, response: Response, source: str | None) -> Article:
        """Read one page. The address that it gives itself wins over the one it was found at, if it is this outlet's."""
        now = datetime.now(UTC)
        decoded = decode_page(response, self.encoding)
        extract = self.read(Page(decoded.text, response.url), now=now)
        declared = extract.canonical.value if extract.canonical else ""
        own = declared if declared and self.is_article(declared) else response.url
        article = compose(extract, url=urls.canonical(own), outlet=self.name, fetched=now)
        article.encoding = decoded.encoding
        article.source = source
        article.warc = response.meta.get("warc")
        return article

    def source_failed(self, failure: Failure) -> None:
        self.count(f"source/failed/{reason(failure)}")
        url = failure.request.url  # type: ignore[attr-defined]
        self.logger.warning("Source %s: %s", url, reason(failure))

    def article_failed(self, failure: Failure) -> None:
        self.count(f"outcome/{reason(failure, area=True)}")

    def count(self, name: str) -> None:
        self.crawler.stats.inc_value(f"newscrawl/{name}")


def decode_page(response: Response, override: str | None = None) -> Decoded:
    """The page's text and how it was read; the outlet's word on the encoding wins over the page's."""
    declared = _CHARSET.search(response.headers.get(b"Content-Type") or b"")
    return decode(response.body, declared=declared[1].decode("ascii") if declared else None, override=override)


def _may_be_html(response: Response) -> bool:
    """Pictures and documents that answer in a page's place are known by their first bytes; an empty page is a page."""
    start = response.body[:1024]
    return not start or (not start.startswith(_DOCUMENTS) and b"\0" not in start and b"<" in response.body[:8192])
