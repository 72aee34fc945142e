"""robots.txt, obeyed for every URL after RFC 9309, with its Crawl-delay.

Since 2.14 Scrapy gives the parser only to the first request that waits for a host's robots.txt; those that arrive
while it loads are let through. It takes a server that fails for one that allows everything, and any word of the user
agent for our name. Here all of them wait for one answer, without one nothing is asked for, and a group is ours by the
product token.
"""

import asyncio
import logging
from collections import defaultdict
from typing import Final

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from newscrawl.robots import product_token, spoken_to

logger = logging.getLogger(__name__)

MOST: Final = 512 * 1024  # bytes that are read; RFC 9309 asks for 500 KiB
# A page in the browser waits for what it loads, and has BROWSER_SECONDS for all of it.
HURRIED: Final = {"dont_retry": True, "download_timeout": 10.0}
# Seconds; a third of STALL_SECONDS, for an article may take three requests: tdmrep.json, a redirect, the page.
LONGEST: Final = 180.0


class RobotsUnreachable(Exception):
    """Whether a URL may be fetched is not known, for its host does not give its robots.txt."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware, which asks each host once, whoever waits for it."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.token = product_token(self._robotstxt_useragent or self._default_useragent)
        self._robotstxt_useragent = self.token
        self.locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.rules: dict[str, RobotParser | RobotsUnreachable | None] = {}
        self.slowed = set[str]()
        self.replaying = bool(crawler.settings.get("REPLAY"))

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of a request's host, None where it has none. Raises RobotsUnreachable."""
        host = urlparse_cached(request).netloc
        async with self.locks[host]:
            if host not in self.rules:
                self.rules[host] = await self._load(request)
        rules = self.rules[host]
        if isinstance(rules, RobotsUnreachable):
            raise RobotsUnreachable(str(rules)) from rules.__cause__
        return rules

    async def _load(self, request: Request) -> RobotParser | RobotsUnreachable | None:
        parts = urlparse_cached(request)
        hurry = {name: request.meta[name] for name in HURRIED if name in request.meta}
        place, meta = f"{parts.scheme}://{parts.netloc}/robots.txt", {"dont_obey_robotstxt": True, **hurry}
        assert self.crawler.engine is not None
        try:
            answer = await self.crawler.engine.download_async(
                Request(place, NO_CALLBACK, priority=self.DOWNLOAD_PRIORITY, meta=meta)
            )
        except IgnoreRequest:
            return None  # what keeps us from this keeps us from the rest of the host, by its own name
        except Exception as error:
            return _unreachable(place, type(error).__name__, error)
        if answer.status == 429 or answer.status >= 500:
            return _unreachable(place, f"status {answer.status}")
        if answer.status >= 400:
            return None
        return build_from_crawler(self._parserimpl, self.crawler, spoken_to(answer.body[:MOST], self.token))

    async def allows(self, url: str) -> bool:
        """Whether a page in the browser may load this."""
        try:
            rules = await self.robot_parser(Request(url, meta=HURRIED))
        except RobotsUnreachable:
            return False
        return rules is None or rules.allowed(url, self.token)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        super().process_request_2(rp, request)
        if rp is not None and not self.replaying:
            self.slow_down(rp, request)

    def slow_down(self, rp: RobotParser, request: Request) -> None:
        """Keep the pause between requests that the host asks for."""
        asked = rp.crawl_delay(self.token) or 0.0
        delay = min(asked, LONGEST)
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
        self._say(key, asked, delay)

    def _say(self, host: str, asked: float, kept: float) -> None:
        if host not in self.slowed:
            self.slowed.add(host)
            short = f", of which {kept:.0f} are kept" if kept < asked else ""
            logger.info("%s asks in its robots.txt for %.4g s between requests%s", host, asked, short)


def _unreachable(place: str, why: str, cause: Exception | None = None) -> RobotsUnreachable:
    logger.warning("%s could not be had (%s): nothing of its host is asked for in this run", place, why)
    error = RobotsUnreachable(f"{place}: {why}")
    error.__cause__ = cause
    return error
