"""Log lines that a page cannot forge, and that show no password."""

import logging
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from newscrawl.masking import escaped, masked


class PlainFormatter(logging.Formatter):
    """What another formatter makes of a record, harmless."""

    def __init__(self, inner: logging.Formatter | None) -> None:
        super().__init__()
        self.inner = inner or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        return escaped(masked(self.inner.format(record)))


class PlainLogs:
    """Stands before whatever writes the crawl's log, from the moment on that it has read anything."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls()
        # Not at once: Scrapy replaces its handler once the extensions are made.
        crawler.signals.connect(extension.opened, signals.spider_opened)
        return extension

    def opened(self) -> None:
        for handler in logging.root.handlers:
            handler.setFormatter(PlainFormatter(handler.formatter))
        # Scrapy's root logger takes everything: some ten records a page would be made for no handler to take.
        logging.root.setLevel(min((handler.level for handler in logging.root.handlers), default=logging.NOTSET))
