"""OutletSpider: everything that outlets have in common, and the vocabulary in which one declares itself."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, ClassVar, Self
from urllib.parse import urljoin

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl import discovery, urls
from newscrawl.archive import Archive
from newscrawl.article import Article
from newscrawl.discovery import Link
from newscrawl.editing import compose
from newscrawl.extraction import Page, Reader
from newscrawl.failures import reason
from newscrawl.sources import Feed, NewsSitemap, Section, Sitemap, Source, decode_page

__all__ = ["Expect", "Feed", "NewsSitemap", "OutletSpider", "Section", "Sitemap"]

# Stats that show the site to be there: without one of them there is nobody to ask for other sources.
_ANSWERED = ("newscrawl/source/answered", "newscrawl/source/failed/http", "newscrawl/source/failed/unreadable")
_DOCUMENTS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"RIFF")


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
    sources: ClassVar[tuple[Source, ...]] = ()
    article_url: ClassVar[str]
    exclude: ClassVar[str] = ""
    taglines: ClassVar[tuple[str, ...]] = ()
    encoding: ClassVar[str | None] = None
    expect: ClassVar[Expect] = Expect(per_day=(1, 5000))

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.seen: set[str] = set()
        self.fell_back = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.fall_back, signals.spider_idle)
        return spider

    @classmethod
    def is_article(cls, url: str) -> bool:
        """Whether a URL is one of this outlet's articles, by its form as named or as stored."""
        if not urls.same_site(url, cls.allowed_domains) or (cls.exclude and re.search(cls.exclude, url)):
            return False
        try:
            return any(re.search(cls.article_url, form) for form in (url, urls.canonical(url)))
        except ValueError:
            return False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.article_url)

    async def start(self) -> AsyncIterator[Request]:
        for source in self.sources:
            yield self.source_request(source)
        archive: Archive | None = self.settings.get("REPLAY_ARCHIVE")
        if archive is None or not self.settings.getbool("REPLAY_ALL_PAGES"):
            return
        # Pages that no archived feed names are read as well: that is how a mended selector is tried.
        for url in archive.urls():
            for request in self.article_requests([Link(url, None, None)], "archive"):
                yield request

    def source_request(self, source: Source) -> Request:
        self.count("source/asked")
        return Request(
            source.url,
            self.parse_source,
            errback=self.source_failed,
            cb_kwargs={"source": source},
            priority=10,
            dont_filter=True,
        )

    def parse_source(self, response: Response, source: Source) -> Iterator[Request]:
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

    def fall_back(self) -> None:
        """Where the declared sources named no article, ask the home page and robots.txt for others, once."""
        stats = self.crawler.stats.get_stats()
        answered = any(name.startswith(_ANSWERED) for name in stats)
        if self.fell_back or stats.get("newscrawl/found") or not answered or not self.crawler.engine:
            return
        self.fell_back = True
        self.count("source/fallback")
        site = urljoin(self.sources[0].url, "/")
        self.logger.warning("The declared sources named no article: trying what %s names", site)
        for url, reader in ((site, self.parse_home), (f"{site}robots.txt", self.parse_robots)):
            self.crawler.engine.crawl(Request(url, reader, errback=self.source_failed, dont_filter=True))
        raise DontCloseSpider

    def parse_home(self, response: Response) -> Iterator[Request]:
        """Articles that the home page links, and the feeds that it names."""
        html = decode_page(response).text
        yield from self.article_requests(discovery.page_links(html, response.url, self.pattern), response.url)
        for url in discovery.alternates(html, response.url):
            yield self.source_request(Feed(url))

    def parse_robots(self, response: Response) -> Iterator[Request]:
        for url in discovery.robots_sitemaps(response.body):
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
            if self.is_full():
                self.count("beyond_limit")
                continue
            self.count("found")
            # Fetched as named, stored as canonical: a site may redirect its own canonical form.
            yield Request(link.url, errback=self.article_failed, cb_kwargs={"source": source}, dont_filter=True)

    def is_full(self) -> bool:
        """Whether this run has found all that it may: a sitemap may name every article since the outlet began."""
        most = self.settings.getint("ARTICLES_PER_RUN")
        return bool(most) and self.crawler.stats.get_value("newscrawl/found", 0) >= most

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


def _may_be_html(response: Response) -> bool:
    """Pictures and documents that answer in a page's place are known by their first bytes; an empty page is a page."""
    start = response.body[:1024]
    return not start or (not start.startswith(_DOCUMENTS) and b"\0" not in start and b"<" in response.body[:8192])
