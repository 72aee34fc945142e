"""A site on which nothing works is left to a later run: every address would cost its time limit and its retries."""

import asyncio
import logging
from collections import Counter
from typing import Self

from pymongo.errors import PyMongoError
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.middlewares.turns import LetGo, leave

logger = logging.getLogger(__name__)


class Breaker:
    """Ends the run after BREAKER_FAILURES answers in a row of one host that are none: `site_down` or `turned_away`."""

    def __init__(self, crawler: Crawler, most: int) -> None:
        self.crawler, self.most = crawler, most
        self.failures = Counter[str]()
        self.ending: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        most = crawler.settings.getint("BREAKER_FAILURES")
        if not most or crawler.settings.get("REPLAY"):
            raise NotConfigured
        return cls(crawler, most)

    def process_request(self, request: Request) -> None:
        if self.ending:
            raise LetGo("the run ends")

    def process_response(self, request: Request, response: Response) -> Response:
        if response.status in (401, 403):
            self.count(request, "turned_away", f"status {response.status}")
        elif response.status >= 500:
            self.count(request, "site_down", f"status {response.status}")
        else:
            self.failures.pop(urlparse_cached(request).netloc, None)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if not isinstance(exception, IgnoreRequest | PyMongoError):
            self.count(request, "site_down", type(exception).__name__)

    def count(self, request: Request, reason: str, last: str) -> None:
        host = urlparse_cached(request).netloc
        self.failures[host] += 1
        if self.failures[host] >= self.most and self.ending is None:
            logger.error("%s failed %d times in a row, at last with %s: left to a later run", host, self.most, last)
            self.ending = leave(self.crawler, request, reason)
