"""Who has slept beyond its lease does not write over what another run has stored meanwhile."""

from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawl.extensions.frontier import frontier


class Fence:
    """Lets through what was read of addresses that the run still holds."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        async for each in result:
            if "claim" not in response.meta or await frontier(self.crawler).holds(response.meta["claim"]):
                yield each
