"""OutletSpider: everything that outlets have in common, and the vocabulary in which one declares itself."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawl import rendering, urls
from newscrawl.archive import Archive
from newscrawl.article import Article
from newscrawl.declared import Outlet
from newscrawl.discovery import Link, Window, window
from newscrawl.editing import compose
from newscrawl.extensions.frontier import frontier
from newscrawl.extraction import Page, completed
from newscrawl.extraction.walls import challenged
from newscrawl.failures import outcome
from newscrawl.frontier import BACKLOG, Claim, Entry
from newscrawl.health import Expectations as Expect
from newscrawl.reservations import directives, is_reserved
from newscrawl.scouting import Scout
from newscrawl.scouting import article as article_entry
from newscrawl.sources import Feed, NewsSitemap, Section, Sitemap, WordPress, decode_page, header_values

__all__ = ["Expect", "Feed", "NewsSitemap", "OutletSpider", "Section", "Sitemap", "WordPress"]
_DOCUMENTS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"RIFF")


class OutletSpider(Outlet, Spider):
    """One news site. A subclass declares; only a hard outlet overrides a `parse_` method of `Reader`.

    What it finds goes to the frontier; every claim that it gets from there is settled with exactly one outcome.
    """

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """A browser is within reach only of an outlet that declares that its pages come by script."""
        super().update_settings(settings)
        if cls.javascript:
            rendering.enable(settings, "spider")

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        """Arguments are those of `-a`. ValueError, with the way out, for days that are none."""
        super().__init__(name, **arguments)
        self.window = window_of(arguments, datetime.now(ZoneInfo(self.timezone)).date())

    async def start(self) -> AsyncIterator[Request]:
        """Requests for whatever is due: sources first, then what they name. `-a due=all` asks every source now."""
        self.frontier = frontier(self.crawler)
        self.scout = Scout(self, self.crawler, self.window)
        await self.scout.begin(awake=getattr(self, "due", "") == "all")
        await self.frontier.store.add(self.archived())
        async for claim in self.frontier.claims():
            yield self.request(claim)
        if await self.scout.stand_in():
            async for claim in self.frontier.claims():
                yield self.request(claim)

    def archived(self) -> Iterator[Entry]:
        """Pages that no archived feed names are read as well: that is how a mended selector is tried."""
        archive: Archive | None = self.settings.get("REPLAY_ARCHIVE")
        if archive is not None and self.settings.getbool("REPLAY_ALL_PAGES"):
            links = (Link(url, None, None) for url in archive.urls() if self.is_article(url))
            yield from (article_entry(link, self.address(link.url), "archive", BACKLOG) for link in links)

    def request(self, claim: Claim) -> Request:
        """An article is fetched as named, stored as canonical: a site may redirect its own canonical form."""
        if not claim.is_article:
            return self.scout.request(claim)
        return Request(
            claim.url,
            self.parse,
            errback=self.article_failed,
            headers=dict(claim.conditions),
            meta={"claim": claim, **self.meta(claim.kind)},
            dont_filter=True,
        )

    def parse(self, response: Response) -> Iterator[Article]:
        """The article on a page, as extracted. The pipelines clean, judge and store it."""
        if wrong := instead(response, response.meta["claim"].url, self.allowed_domains):
            self.frontier.settle(response.request, f"rejected/{wrong}")
        else:
            yield from self.article(response, response.meta["claim"])

    def article(self, response: Response, claim: Claim) -> Iterator[Article]:
        """Read one page. The address that it gives itself wins over the one it was found at, if it is this outlet's."""
        now = self.frontier.now()
        decoded = decode_page(response, self.encoding)
        page, headers = Page(decoded.html, response.url), header_values(response)
        obeyed = self.settings.getbool("RESERVATIONS_OBEY")
        if obeyed and is_reserved(headers, page.meta):
            self.frontier.settle(response.request, "rejected/reserved")
            return
        if challenged(headers):
            self.frontier.settle(response.request, "rejected/wall_challenge")
            return
        extract = self.read(page, now=now)
        if claim.told:
            extract = completed(extract, claim.told, self, response.url, now)
        declared = extract.canonical.value if extract.canonical else ""
        own = declared if declared and self.is_article(declared) else response.url
        article = compose(extract, url=self.address(own), outlet=self.name, fetched=now)
        article.encoding = decoded.encoding
        article.source = claim.source
        article.warc = response.meta.get("warc")
        if obeyed and "noimageai" in directives(headers, page.meta):
            article.image = None
        yield article

    def article_failed(self, failure: Failure) -> None:
        self.frontier.settle(failure.request, outcome(failure))  # type: ignore[attr-defined]


def window_of(arguments: Mapping[str, str], today: date) -> Window | None:
    """The days that `-a since=... -a until=...` ask for; None for a crawl of what is new."""
    since, until = arguments.get("since"), arguments.get("until")
    return window(since, until, today) if since is not None or until is not None else None


def instead(response: Response, named: str, domains: Iterable[str]) -> str | None:
    """What came in the place of the page at a named address, where that is seen without reading it."""
    if not urls.same_site(response.url, domains):
        return "offsite"
    if not _may_be_html(response):
        return "not_html"
    return "home_page" if urls.is_root(response.url) and not urls.is_root(named) else None


def _may_be_html(response: Response) -> bool:
    """Pictures and documents that answer in a page's place are known by their first bytes; an empty page is a page."""
    start = response.body[:1024]
    return not start or (not start.startswith(_DOCUMENTS) and b"\0" not in start and b"<" in response.body[:8192])
