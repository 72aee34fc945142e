"""Requests that have passed every middleware and wait for a host's next free moment, CONCURRENT_REQUESTS at most."""

import asyncio

from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.asyncio import call_later
from twisted.python.failure import Failure


class LetGo(IgnoreRequest):
    """Not asked for: the run ends before its turn."""


def pause(crawler: Crawler, request: Request, seconds: float) -> None:
    """Hold back those that wait for the host of a request."""
    if slot := _slot(crawler, request):
        if slot.latercall:
            slot.latercall.cancel()
        slot.latercall = call_later(seconds, crawler.engine.downloader._latercall, slot)


def leave(crawler: Crawler, request: Request, reason: str) -> "asyncio.Task[None]":
    """End the run. Those that wait for the host of a request are not asked for."""
    assert crawler.engine is not None
    slot = _slot(crawler, request)
    while slot and slot.queue:
        _, waiting = slot.queue.popleft()
        waiting.errback(Failure(LetGo(reason)))  # type: ignore[no-untyped-call]
    return asyncio.create_task(crawler.engine.close_spider_async(reason=reason))


def _slot(crawler: Crawler, request: Request) -> Slot | None:
    assert crawler.engine is not None
    downloader = crawler.engine.downloader
    return downloader.slots.get(downloader.get_slot_key(request))
