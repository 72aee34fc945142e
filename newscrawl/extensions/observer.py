"""Looks on while a crawl goes: what its pages were like, what it took in time, memory and waiting."""

import re
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response

from newscrawl.article import Article
from newscrawl.observing import FIELDS, Observations, spread

_ATTRIBUTES: Final = {"title": "headline"}  # where a field's selector is declared under another name
# Pages that were read as articles and not stored; at a wall there was nothing to read.
_READ: Final = {"no_body": "body", "no_title": "title", "off_topic": "", "undecodable": "", "not_an_article": "body"}
_STATUS: Final = Path("/proc/self/status")
_PACKAGES: Final = ("scrapy", "twisted", "pymongo", "selectolax", "lxml")


class Observer:
    """Counts what the run's document says of pages and costs."""

    def __init__(self, crawler: Crawler) -> None:
        spider = crawler.spider
        declared = [name for name in FIELDS if getattr(spider, _ATTRIBUTES.get(name, name), "")]
        self.seen = Observations(declared)
        self.began, self.cpu = time.monotonic(), _cpu()
        self.latest = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.scraped, signals.item_scraped)
        crawler.signals.connect(extension.dropped, signals.item_dropped)
        crawler.signals.connect(extension.received, signals.response_received)
        return extension

    def scraped(self, item: Article) -> None:
        self.latest = item.title
        self.seen.page(item)

    def dropped(self, item: Article, exception: DropItem) -> None:
        reason = getattr(exception, "reason", "")
        if reason in _READ:
            self.seen.page(item, lost=_READ[reason])

    def received(self, response: Response, request: Request) -> None:
        if (latency := request.meta.get("download_latency")) is not None:
            self.seen.latencies.append(latency)

    def document(self) -> dict[str, Any]:
        """What was seen, `timing` in seconds, and `memory`, the most that was resident, in bytes."""
        return {
            **self.seen.document(),
            "timing": {
                "wall": round(time.monotonic() - self.began, 3),
                "cpu": round(_cpu() - self.cpu, 3),
                "latency": spread(self.seen.latencies),
            },
            "memory": peak_memory(),
        }


def observer(crawler: Crawler) -> Observer:
    """The crawl's observer."""
    extension = crawler.get_extension(Observer)
    if extension is None:
        raise RuntimeError("newscrawl.extensions.observer.Observer is not in EXTENSIONS")
    return extension


def versions() -> dict[str, str]:
    """What decides how a crawl behaves, by version."""
    return {"python": sys.version.split()[0], **{name: version(name) for name in _PACKAGES}}


def peak_memory() -> int:
    """The most memory that this process had resident, in bytes."""
    # What getrusage tells is, on Linux, at least what the process had that started this one.
    if found := re.search(r"VmHWM:\s+(\d+) kB", _STATUS.read_text(encoding="utf-8") if _STATUS.exists() else ""):
        return int(found[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
