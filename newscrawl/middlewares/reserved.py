"""Articles that a site reserves in /.well-known/tdmrep.json are not fetched."""

import asyncio
from typing import Any, Final, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.frontier import ARTICLE
from newscrawl.reservations import WELL_KNOWN, Rule, is_reserved_at, site_rules

MAX_SIZE: Final = 1024 * 1024  # bytes


class Reserved:
    """Asks each site once a run, before its first article; what cannot be had reserves nothing."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.sites: dict[str, asyncio.Task[tuple[Rule, ...]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        # What an archive holds was fetched when its site was asked.
        if not crawler.settings.getbool("RESERVATIONS_OBEY") or crawler.settings.get("REPLAY"):
            raise NotConfigured
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("kind") != ARTICLE:
            return
        parts = urlparse_cached(request)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self.sites:
            self.sites[site] = asyncio.ensure_future(self.rules(site))
        rules = await asyncio.shield(self.sites[site])
        if is_reserved_at(f"{parts.path}?{parts.query}" if parts.query else parts.path, rules):
            raise IgnoreRequest(f"{request.url} is reserved in {site}{WELL_KNOWN}")

    async def rules(self, site: str) -> tuple[Rule, ...]:
        meta: dict[str, Any] = {"dont_retry": True, "download_maxsize": MAX_SIZE}
        assert self.crawler.engine is not None
        try:
            answer = await self.crawler.engine.download_async(Request(f"{site}{WELL_KNOWN}", meta=meta))
        except Exception:
            return ()
        return site_rules(answer.body) if answer.status == 200 else ()
