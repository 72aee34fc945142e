"""The pause between requests to a host, kept by all the processes that share an outlet."""

import asyncio
from functools import partial
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.extensions.database import database, patience
from newscrawl.store.connection import patiently
from newscrawl.store.pace import PaceStore


class SharedPace:
    """With SHARED set, each request waits for its host's next free moment; a process alone needs none of this."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.store: PaceStore | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("SHARED") or crawler.settings.get("REPLAY"):
            raise NotConfigured
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        self.store = self.store or PaceStore(database(self.crawler))
        reserve = partial(self.store.reserve, urlparse_cached(request).netloc, self._delay(request))
        # Safe to repeat: a moment that was granted twice costs a pause.
        await asyncio.sleep(await patiently(reserve, patience(self.crawler)))

    def _delay(self, request: Request) -> float:
        """What this process keeps by itself: the setting, or what robots.txt and AutoThrottle have made of it."""
        assert self.crawler.engine is not None
        downloader = self.crawler.engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        return slot.delay if slot else self.crawler.settings.getfloat("DOWNLOAD_DELAY")
