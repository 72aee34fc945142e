"""Asks an outlet's sources and enters in the frontier what they name: articles, and further sources."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl import discovery, urls
from newscrawl.dates import parse
from newscrawl.declared import Outlet
from newscrawl.discovery import Link, NotASource, Window
from newscrawl.extensions.frontier import frontier
from newscrawl.failures import outcome, reason
from newscrawl.frontier import ARTICLE, BACKLOG, FRESH, SOURCE, Claim, Entry, Found, instead_of
from newscrawl.sources import KINDS, MAX_SOURCE, Home, Robots, Source, depth_of
from newscrawl.validators import conditions

logger = logging.getLogger(__name__)

AT_ONCE: Final = 1000  # of what a source names: some 30 ms, whether articles are among it or not
MOST_SOURCES: Final = 10_000  # that hang on a declared one: twenty years of daily sitemaps have 7,300
PAGED: Final = ("Section", "WordPress")  # followed to the next page while they name new articles
LONGEST_TEXT: Final = 64 * 1024  # characters of a feed's text that are kept; an article has five thousand
STAND_IN_DAYS: Final = timedelta(days=7)  # what stands in is to name the news, not the archive
# Some feeds answer 304 for ever; so each is read in full again after a while.
BELIEVED: Final = timedelta(hours=12)


class Scout:
    """One crawl's way from its outlet's sources to article addresses."""

    def __init__(self, outlet: Outlet, crawler: Crawler, window: Window | None) -> None:
        self.outlet, self.crawler, self.frontier = outlet, crawler, frontier(crawler)
        self.zone, self.window = ZoneInfo(outlet.timezone), window
        self.declared = {source.url: source for source in self._sources()}
        self.rule = _hash(f"{outlet.article_url}\0{outlet.exclude}".encode())

    def _sources(self) -> Iterable[Source]:
        if self.window is None:
            return self.outlet.sources
        window, declared = self.window, (*self.outlet.archives, *self.outlet.sources)
        found = [dated for source in declared for dated in source.between(window)]
        if not found:
            logger.warning("no dated source is declared: trying the sitemaps that robots.txt names")
        return found or [Robots(urljoin(self.outlet.sources[0].url, "/robots.txt"))]

    async def begin(self, *, awake: bool) -> None:
        """Enter the declared sources; `awake` has every one asked now."""
        await self.frontier.store.declare([entry(each) for each in self.declared.values()], awake=awake)

    def request(self, claim: Claim) -> Request:
        return Request(
            claim.url,
            self.answered,
            errback=self.failed,
            headers=self.headers(claim),
            meta={"claim": claim, "download_maxsize": MAX_SOURCE, **self.outlet.meta(claim.kind)},
            priority=10,
            dont_filter=True,
        )

    def headers(self, claim: Claim) -> dict[str, str]:
        """The conditions under which a source need not answer in full: not where it is read by another rule now, and
        not for long."""
        same_rule = (claim.digest or "").startswith(self.rule)
        lately = claim.read is not None and self.frontier.now() - claim.read < BELIEVED
        return dict(claim.conditions) if same_rule and lately else {}

    async def answered(self, response: Response) -> None:
        """Enter what a source names; an answer that is no source is counted and said."""
        claim: Claim = response.meta["claim"]
        domains, digest = self.outlet.allowed_domains, f"{self.rule}{_hash(response.body)}"
        if urls.same_site(claim.url, domains) and not urls.same_site(response.url, domains):
            self._settle(response, "rejected/offsite", f"it leads to another site, {response.url}")
        elif digest == claim.digest:
            found = Found(conditions=conditions(response), digest=digest)
            self.frontier.settle(response.request, "unchanged", found)
        else:
            await self._read(response, claim, digest)

    async def _read(self, response: Response, claim: Claim, digest: str) -> None:
        source, answer = KINDS[claim.kind](claim.url), Answer(self, claim)
        try:
            fresh = 0
            for some in in_turns(source.read(response, self.outlet.pattern)):
                fresh += await self.frontier.store.add(answer.entries(some), claim.source)
                await asyncio.sleep(0)  # leases and heartbeats wait meanwhile
        except NotASource as error:
            self._settle(response, f"failed/{error.word}", str(error))
            return
        found = Found(
            named=answer.named, fresh=fresh, newest=answer.newest, conditions=conditions(response), digest=digest
        )
        if answer.children and claim.depth >= depth_of(self.declared.get(claim.source or "")):
            if not answer.links and claim.kind == "Sitemap":
                self._settle(response, "failed/too_deep", f"an index {claim.depth} indexes deep is not followed")
                return
        elif answer.children and (claim.kind not in PAGED or fresh or claim.attempts > 1 or self.window):
            await self._enter(claim, answer.children)
        self._tell(claim, answer, fresh)
        self.frontier.settle(response.request, "answered" if answer.links or answer.children else "empty", found)

    async def _enter(self, claim: Claim, children: list[Source]) -> None:
        root = claim.source or claim.url
        room = max(0, MOST_SOURCES - await self.frontier.store.hanging_on(root))
        if len(children) > room:
            logger.warning("Source %s: more than %d sources hang on it, the rest is left out", root, MOST_SOURCES)
        await self.frontier.store.add(entry(child, root, claim.depth + 1) for child in children[:room])

    def _tell(self, claim: Claim, answer: Answer, fresh: int) -> None:
        logger.info("Source %s: %d links, %d new articles", claim.url, answer.named, fresh)
        if self.window and (answer.elsewhere or answer.undated):
            left_out = (self.window, answer.elsewhere, answer.undated)
            logger.info("Source %s: outside %s %d links, without a date %d", claim.url, *left_out)
            self._count("source/undated", answer.undated)

    def failed(self, failure: Failure) -> None:
        request = failure.request  # type: ignore[attr-defined]
        self.frontier.settle(request, outcome(failure))
        logger.warning("Source %s: %s", request.url, reason(failure))

    def _settle(self, response: Response, outcome: str, why: str) -> None:
        self.frontier.settle(response.request, outcome)
        logger.warning("Source %s: %s", response.meta["claim"].url, why)

    async def stand_in(self) -> bool:
        """Ask the home page and robots.txt for others in the place of declared sources that fail or name nothing."""
        lost = self.frontier.mute()
        well = (root for root, what in self.frontier.heard.items() if "/" not in what and root not in lost)
        await self.frontier.store.dismiss(well)
        for root, what in lost.items():
            site = urljoin(root, "/")
            logger.warning("Source %s (%s): trying what %s and its robots.txt name instead", root, what, site)
            self._count("source/fallback")
            places = (Robots(f"{site}robots.txt"), *(() if self.window else (Home(site),)))
            await self.frontier.store.add(entry(place, instead_of(root)) for place in places)
        return bool(lost)

    def _count(self, name: str, number: int = 1) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"newscrawl/{name}", number)


class Answer:
    """What one answer of a source names, counted while it is read."""

    def __init__(self, scout: Scout, claim: Claim) -> None:
        self.scout, self.claim = scout, claim
        self.stands_in = (claim.source or "").startswith(instead_of(""))
        self.window = scout.window
        if self.stands_in and self.window is None:
            today = scout.frontier.now().astimezone(scout.zone).date()
            self.window = Window(today - STAND_IN_DAYS, today + timedelta(days=1))
        self.around = KINDS[claim.kind](claim.url).days()
        self.children: list[Source] = []
        self.links = self.named = self.elsewhere = self.undated = 0
        self.newest: datetime | None = None
        """The latest time that the source gives one of its articles and that is not ahead of us."""

    def entries(self, named: Iterable[Link | Source]) -> Iterator[Entry]:
        """Entries for the articles among what is named; further sources are kept in `children`."""
        rank = BACKLOG if self.claim.kind == "Sitemap" else FRESH
        for each in named:
            if isinstance(each, Source):
                if len(self.children) <= MOST_SOURCES and self._may_hold(each):
                    self.children.append(each)
                continue
            self.links += 1
            if self.scout.outlet.is_article(each.url) and self._is_of_these_days(each):
                self.named += 1
                self._note_time(each)
                yield article(each, self.scout.outlet.address(each.url), self.claim.url, rank)

    def _may_hold(self, source: Source) -> bool:
        return self.window is None or source.may_hold(self.window, self.scout.zone)

    def _note_time(self, link: Link) -> None:
        dated = parse(link.published, self.scout.zone) if link.published else None
        if dated and (self.newest is None or self.newest < dated.value) and dated.value <= self.scout.frontier.now():
            self.newest = dated.value

    def _is_of_these_days(self, link: Link) -> bool:
        if self.window is None:
            return True
        within = discovery.dated_within(link, self.around, self.window, self.scout.zone)
        self.undated += within is None
        self.elsewhere += within is False
        return within or (within is None and self.stands_in and self.scout.window is None)


def in_turns(named: Iterable[Link | Source]) -> Iterator[list[Link | Source]]:
    """What a source names, a little at a time: a sitemap may name millions, and not one article among them."""
    left = iter(named)
    while some := list(islice(left, AT_ONCE)):
        yield some


def article(link: Link, address: str, source: str, rank: int) -> Entry:
    """A link as the frontier keeps it, by the address it will be stored under, with the text that a feed gives it."""
    told = None
    if link.body_html and len(link.body_html) <= LONGEST_TEXT:
        named = {"title": link.title, "published": link.published, "html": link.body_html}
        told = {name: text for name, text in named.items() if text}
    return Entry(urls.article_id(address), link.url, ARTICLE, rank, source, told=told)


def entry(source: Source, root: str | None = None, depth: int = 0) -> Entry:
    """A source as the frontier keeps it; `root` is the declared source that it hangs on, itself if None."""
    kind = type(source).__name__
    return Entry(f"{kind} {source.url}", source.url, kind, SOURCE, root or source.url, depth)


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=12).hexdigest()
