"""OutletSpider: everything that outlets have in common, and the vocabulary in which one declares itself."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawl import rendering, urls
from newscrawl.archive import Archive
from newscrawl.article import Article
from newscrawl.dates import parse
from newscrawl.discovery import Link
from newscrawl.editing import compose
from newscrawl.extensions.frontier import conditions, frontier
from newscrawl.extraction import Page, Reader
from newscrawl.failures import reason
from newscrawl.frontier import ARTICLE, BACKLOG, FRESH, SOURCE, Claim, Entry, Found
from newscrawl.health import Expectations as Expect
from newscrawl.sources import KINDS, Feed, Home, NewsSitemap, Robots, Section, Sitemap, Source, decode_page

__all__ = ["Expect", "Feed", "NewsSitemap", "OutletSpider", "Section", "Sitemap"]

PAGES = (ARTICLE, "Section", "Home")
_DOCUMENTS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"RIFF")


class OutletSpider(Reader, Spider):
    """One news site. A subclass declares; only a hard outlet overrides a `parse_` method of `Reader`.

    What it finds goes to the frontier; every claim that it gets from there is settled with exactly one outcome.
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
    javascript: ClassVar[bool] = False
    consent: ClassVar[str] = ""
    on_turkey_only: ClassVar[bool] = False
    licence: ClassVar[str] = ""
    expect: ClassVar[Expect] = Expect(per_day=(1, 5000))

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """A browser is within reach only of an outlet that declares that its pages come by script."""
        super().update_settings(settings)
        if cls.javascript:
            rendering.enable(settings, "spider")

    @classmethod
    def meta(cls, kind: str) -> dict[str, Any]:
        """How a page of a kind is fetched: feeds, sitemaps and robots.txt by HTTP, whatever the pages need."""
        return rendering.rendered(cls.body, cls.consent) if cls.javascript and kind in PAGES else {}

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
        """Requests for whatever is due: sources first, then what they name. `-a due=all` asks every source now."""
        self.frontier = frontier(self.crawler)
        await self.frontier.store.declare(list(map(entry, self.sources)), awake=getattr(self, "due", "") == "all")
        await self.frontier.store.add(self.archived())
        async for claim in self.frontier.claims():
            yield self.request(claim)
        if self.frontier.is_mute():
            await self.fall_back()
            async for claim in self.frontier.claims():
                yield self.request(claim)

    def archived(self) -> Iterator[Entry]:
        """Pages that no archived feed names are read as well: that is how a mended selector is tried."""
        archive: Archive | None = self.settings.get("REPLAY_ARCHIVE")
        if archive is not None and self.settings.getbool("REPLAY_ALL_PAGES"):
            yield from self.articles((Link(url, None, None) for url in archive.urls()), "archive", BACKLOG)

    def request(self, claim: Claim) -> Request:
        """An article is fetched as named, stored as canonical: a site may redirect its own canonical form."""
        return Request(
            claim.url,
            self.parse if claim.is_article else self.parse_source,
            errback=self.article_failed if claim.is_article else self.source_failed,
            headers=dict(claim.conditions),
            meta={"claim": claim, **self.meta(claim.kind)},
            priority=0 if claim.is_article else 10,
            dont_filter=True,
        )

    async def parse_source(self, response: Response) -> None:
        """Enter what a source names; an answer that is no source is counted and said."""
        claim: Claim = response.meta["claim"]
        source = KINDS[claim.kind](claim.url)
        try:
            links, children = source.read(response, self.pattern)
        except ValueError as error:
            self.frontier.settle(response.request, "failed/unreadable")
            self.logger.warning("Source %s: %s", source.url, error)
            return
        rank = BACKLOG if claim.kind == "Sitemap" else FRESH
        articles = list(self.articles(links, source.url, rank))
        fresh = await self.frontier.store.add(articles)
        await self.frontier.store.add(entry(child, claim.source) for child in children)
        newest = self.newest(links)
        found = Found(named=len(articles), fresh=fresh, newest=newest, conditions=conditions(response))
        self.frontier.settle(response.request, "answered", found)
        self.logger.info("Source %s: %d links, %d new articles", source.url, len(links), fresh)

    def articles(self, links: Iterable[Link], source: str, rank: int) -> Iterator[Entry]:
        """Entries for the links that are articles'."""
        for link in links:
            if self.is_article(link.url):
                yield Entry(urls.article_id(link.url), link.url, ARTICLE, rank, source)

    def newest(self, links: Iterable[Link]) -> datetime | None:
        """The latest time that a source gives one of its articles and that is not ahead of us."""
        zone, now = ZoneInfo(self.timezone), self.frontier.now()
        dated = (parse(link.published, zone) for link in links if link.published and self.is_article(link.url))
        return max((each.value for each in dated if each and each.value <= now), default=None)

    async def fall_back(self) -> None:
        """Where the declared sources named no article, ask the home page and robots.txt for others."""
        self.count("source/fallback")
        site = urljoin(self.sources[0].url, "/")
        self.logger.warning("The declared sources named no article: trying what %s names", site)
        places = (Home(site), Robots(f"{site}robots.txt"))
        await self.frontier.store.add(entry(place, "fallback") for place in places)

    def parse(self, response: Response) -> Iterator[Article]:
        """The article on a page, as extracted. The pipelines clean, judge and store it."""
        if not urls.same_site(response.url, self.allowed_domains):
            self.frontier.settle(response.request, "rejected/offsite")
        elif not _may_be_html(response):
            self.frontier.settle(response.request, "rejected/not_html")
        else:
            yield self.article(response, response.meta["claim"].source)

    def article(self, response: Response, source: str | None) -> Article:
        """Read one page. The address that it gives itself wins over the one it was found at, if it is this outlet's."""
        now = self.frontier.now()
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
        self.frontier.settle(failure.request, _outcome(failure))  # type: ignore[attr-defined]
        self.logger.warning("Source %s: %s", failure.request.url, reason(failure))  # type: ignore[attr-defined]

    def article_failed(self, failure: Failure) -> None:
        self.frontier.settle(failure.request, _outcome(failure))  # type: ignore[attr-defined]

    def count(self, name: str) -> None:
        self.crawler.stats.inc_value(f"newscrawl/{name}")


def entry(source: Source, root: str | None = None) -> Entry:
    """A source as the frontier keeps it; `root` is the declared source that it hangs on, itself if None."""
    kind = type(source).__name__
    return Entry(f"{kind} {source.url}", source.url, kind, SOURCE, root or source.url)


def _outcome(failure: Failure) -> str:
    return "unchanged" if reason(failure) == "http_304" else reason(failure, area=True)


def _may_be_html(response: Response) -> bool:
    """Pictures and documents that answer in a page's place are known by their first bytes; an empty page is a page."""
    start = response.body[:1024]
    return not start or (not start.startswith(_DOCUMENTS) and b"\0" not in start and b"<" in response.body[:8192])
