"""What is measured: Scrapy's bare download of the pages, and an outlet that reads them; each with a meter on."""

import json
import os
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawl.article import Article
from newscrawl.extensions.observer import peak_memory
from newscrawl.frontier import Claim
from tests.bench._outlets import outlet
from tests.loopback import Loopback


class Bare(Spider):
    """Downloads every page and looks at none of them."""

    name = "bare"

    async def start(self) -> AsyncIterator[Request]:
        for number in range(self.settings.getint("PAGES")):
            yield Request(f"{self.settings['LOOPBACK']}/story/{number}")

    def parse(self, response: Response) -> None:
        pass


class Printed(Loopback):
    """The outlet that printed the generated pages; its site is another server at every run.

    What it reads goes by the names of outlets that there are, so that all is done that is done for theirs.
    """

    name, headline, lead, body = "printed", "h1.detail-title", "h2.detail-spot", "div.detail-text"
    published, drop = ".detail-date", (".inline-adv",)

    def article(self, response: Response, claim: Claim) -> Iterator[Article]:
        for each in super().article(response, claim):
            each.outlet = outlet(int(response.url.rpartition("/")[2]))
            yield each


class Undeclared(Printed):
    """Without selectors: every field by the generic reading."""

    name, headline, lead, body, published, drop = "undeclared", "", "", "", "", ()


class Unread(Printed):
    """Without extraction: a page is fetched and let go."""

    name = "unread"

    def parse(self, response: Response) -> Iterator[Article]:
        self.frontier.settle(response.request, "rejected/unread")
        yield from ()


class Meter:
    """Writes what the process spent from its first request to its end: METER is the file. BODIES: what it read, too."""

    def __init__(self, crawler: Crawler) -> None:
        self.path, self.began, self.pages = Path(crawler.settings["METER"]), (0.0, 0.0), 0
        self.bodies: dict[str, str] = {}
        crawler.signals.connect(self.reached, signals.request_reached_downloader)
        crawler.signals.connect(self.received, signals.response_received)
        crawler.signals.connect(self.stopped, signals.engine_stopped)
        if crawler.settings.getbool("BODIES"):
            crawler.signals.connect(self.scraped, signals.item_scraped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def reached(self) -> None:
        if self.began == (0.0, 0.0):
            self.began = time.process_time(), time.monotonic()

    def received(self, response: Response) -> None:
        self.pages += "/story/" in response.url

    def scraped(self, item: Article) -> None:
        self.bodies[item.url.rpartition("/")[2]] = item.body

    def stopped(self) -> None:
        cpu, wall = time.process_time() - self.began[0], time.monotonic() - self.began[1]
        if not self.pages:  # another process of the run was quicker
            cpu = wall = 0.0
        peak = peak_memory() / 1024**2
        figures: dict[str, Any] = {"pages": self.pages, "cpu": cpu, "wall": wall, "peak_mb": peak, "pid": os.getpid()}
        self.path.write_text(json.dumps(figures | {"bodies": self.bodies}), encoding="utf-8")
