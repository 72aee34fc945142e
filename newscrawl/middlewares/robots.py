"""robots.txt, obeyed for every URL.

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


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware with one lock a host around the loading of its robots.txt."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        async with self.locks[urlparse_cached(request).netloc]:
            return await super().robot_parser(request)
