"""A line that lives, where a person watches: rate, what is done and left, the last article. Silent in cron."""

import asyncio
import logging
import shutil
import sys
import time
from typing import Final, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newscrawl.extensions.frontier import frontier
from newscrawl.extensions.observer import observer
from newscrawl.report import plain, width

EVERY: Final = 0.5  # seconds
CLEAR: Final = "\r\x1b[K"


class Progress:
    """Draws on standard error, where that is a terminal. What the log says goes above it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler, self.began = crawler, time.monotonic()
        self.task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not sys.stderr.isatty():
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signals.spider_opened)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    def opened(self, spider: Spider) -> None:
        for handler in logging.getLogger().handlers:
            handler.addFilter(_clear)
        self.task = asyncio.get_running_loop().create_task(self._draw_on(spider.name))

    def closed(self) -> None:
        if self.task:
            self.task.cancel()
        sys.stderr.write(CLEAR)
        sys.stderr.flush()

    async def _draw_on(self, outlet: str) -> None:
        while True:
            books, latest = frontier(self.crawler), observer(self.crawler).latest
            seconds = time.monotonic() - self.began
            told = line(outlet, books.progress, len(books.in_flight), seconds, latest)
            sys.stderr.write(CLEAR + shortened(told, shutil.get_terminal_size().columns - 1))
            sys.stderr.flush()
            await asyncio.sleep(EVERY)


def line(outlet: str, done: int, left: int, seconds: float, latest: str) -> str:
    """What the terminal shows. `left`: addresses that are taken on and not done."""
    return f"{outlet}  {done} done  {left} in hand  {done / max(seconds, 1):.1f}/s  {seconds:.0f} s  {plain(latest)}"


def shortened(text: str, columns: int) -> str:
    """So much of a text as fits into a line."""
    while width(text) > columns and text:
        text = text[: max(0, len(text) - max(1, (width(text) - columns) // 2))]
    return text


def _clear(record: logging.LogRecord) -> bool:
    sys.stderr.write(CLEAR)
    return True
