"""robots.txt, obeyed for every URL, with its Crawl-delay.

Since 2.14 Scrapy gives the parser only to the first request that waits for a host's robots.txt; those that arrive
while it loads are let through. Here they wait for one another.
"""

import asyncio
from collections import defaultdict

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

LONGEST = 60.0  # seconds; a longer Crawl-delay asks for a page an hour, and a run has to end


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware with one lock a host around the loading of its robots.txt."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.replaying = bool(crawler.settings.get("REPLAY"))

    async def robot_parser(self, request: Request) -> RobotParser | None:
        host = urlparse_cached(request).netloc
        async with self.locks[host]:
            try:
                return await super().robot_parser(request)
            except BaseException:
                # A cancelled load leaves a promise that nobody keeps: the next request would wait for ever.
                self._parsers.pop(host, None)
                raise

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        super().process_request_2(rp, request)
        if rp is not None and not self.replaying:
            self.slow_down(rp, request)

    def slow_down(self, rp: RobotParser, request: Request) -> None:
        """Keep the pause between requests that the host asks for."""
        agent = self._robotstxt_useragent or request.headers.get(b"User-Agent", self._default_useragent) or ""
        delay = min(rp.crawl_delay(agent) or 0.0, LONGEST)
        if not delay > self.crawler.settings.getfloat("DOWNLOAD_DELAY"):
            return
        assert self.crawler.engine is not None
        downloader = self.crawler.engine.downloader
        key = downloader.get_slot_key(request)
        downloader.per_slot_settings[key] = {**downloader.per_slot_settings.get(key, {}), "delay": delay, "jitter": 0}
        if slot := downloader.slots.get(key):
            slot.delay, slot.jitter = max(slot.delay, delay), 0
        # AutoThrottle knows DOWNLOAD_DELAY alone and would halve the pause with every answer.
        request.meta["autothrottle_dont_adjust_delay"] = True
