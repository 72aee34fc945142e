"""A site that says "too many requests" is left alone for as long as it asks, or for this run."""

import asyncio
import logging
import time
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.middlewares.turns import LetGo, leave, pause

logger = logging.getLogger(__name__)

UNSAID = 30.0  # seconds to wait where a refusal does not say
LONGEST = 120.0  # seconds; who asks for more is asked again by a later run
MOST_REFUSALS = 10  # in a row: the site does not want us now


class Patience:
    """Scrapy retries a 429 at once and reads no Retry-After. This holds back the whole host until then."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.until: dict[str, float] = {}
        self.refusals = Counter[str]()
        self.ending: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if crawler.settings.get("REPLAY"):
            raise NotConfigured
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        # Not asked again afterwards: those that waited together would be held back for one another without end.
        await asyncio.sleep(max(0.0, self.until.get(urlparse_cached(request).netloc, 0.0) - time.monotonic()))
        if self.ending:
            raise LetGo("the run ends")

    def process_response(self, request: Request, response: Response) -> Response:
        host = urlparse_cached(request).netloc
        asked = response.headers.get("Retry-After")
        if response.status == 429 or (response.status == 503 and asked):
            self.hold_back(host, request, seconds_of((asked or b"").decode("latin-1"), datetime.now(UTC)))
        else:
            self.refusals.pop(host, None)
        return response

    def hold_back(self, host: str, request: Request, seconds: float) -> None:
        self.refusals[host] += 1
        logger.warning("%s asks to be left alone for %.0f s", host, seconds)
        if seconds <= LONGEST and self.refusals[host] < MOST_REFUSALS:
            self.until[host] = max(self.until.get(host, 0.0), time.monotonic() + seconds)
            pause(self.crawler, request, self.until[host] - time.monotonic())
        elif self.ending is None:
            self.until.clear()
            self.ending = leave(self.crawler, request, "asked_to_wait")


def seconds_of(retry_after: str, now: datetime) -> float:
    """Seconds to wait by a Retry-After header, a number of seconds or a date (RFC 9110, 10.2.3)."""
    if retry_after.strip().isascii() and retry_after.strip().isdigit():
        return float(retry_after[:12])
    try:
        then = parsedate_to_datetime(retry_after)
    except ValueError:
        return UNSAID
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds())
