"""An outlet on 127.0.0.1 for tests that need a live site; `options` says how to crawl it."""

import os
import signal
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawl.article import Article
from newscrawl.extensions.database import database
from newscrawl.outlet import OutletSpider, Sitemap
from newscrawl.sources import KINDS, Section
from tests.webserver import Page

SENTENCE = "وصل الوفد رقم {} إلى مدينة سامسون صباح أمس برفقة {} رجل أعمال وزار {} مصنعا في المنطقة الصناعية الجديدة."


class Loopback(OutletSpider):
    """A synthetic newspaper; its sitemap names every article."""

    name, title = "loopback", "Loopback"
    country, language = "TR", "ar"
    allowed_domains = ("127.0.0.1",)
    article_url = r"/story/\d+$"
    body = "div.entry"

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        cls.sources = (Sitemap(f"{crawler.settings['LOOPBACK']}/sitemap.xml"),)
        return super().from_crawler(crawler, *args, **kwargs)


class Rebound(Loopback):
    """Its name leads to wherever it leads at the moment."""

    name = "rebound"
    allowed_domains = ("rebound.test",)


class Several(Loopback):
    """Its sources are those that SOURCES names, as in "Feed /a,Sitemap /b"; a section has three pages."""

    name = "several"

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        named = (each.split(" ") for each in crawler.settings.getlist("SOURCES"))
        found = (KINDS[kind](f"{crawler.settings['LOOPBACK']}{path}") for kind, path in named)
        cls.sources = tuple(replace(each, pages=3) if isinstance(each, Section) else each for each in found)
        return spider


class Faulty(Loopback):
    """Its callback raises on every seventh article until FIXED is set."""

    name = "faulty"

    def parse(self, response: Response) -> Iterator[Article]:
        if response.url.endswith("7") and not self.settings.getbool("FIXED"):
            raise LookupError("seventh heaven")
        yield from super().parse(response)


class Quoting(Loopback):
    """Its callback raises in the page's own words."""

    name = "quoting"

    def parse(self, response: Response) -> Iterator[Article]:
        raise LookupError(response.text)


class Stumbling(Loopback):
    """Its start raises once it has asked its source."""

    name = "stumbling"

    async def start(self) -> AsyncIterator[Request]:
        async for request in super().start():
            yield request
            raise LookupError("a stone")


class Parting(Loopback):
    """Sends the server of process MONGOD, where one is named, a SIGNAL, SIGKILL by default, when all is read and the
    run's end is not written."""

    name = "parting"

    async def start(self) -> AsyncIterator[Request]:
        async for request in super().start():
            yield request
        if server := self.settings.getint("MONGOD"):
            os.kill(server, self.settings.getint("SIGNAL", signal.SIGKILL))


class Bereft(Loopback):
    """MongoDB refuses its start something, once it has asked its source."""

    name = "bereft"

    async def start(self) -> AsyncIterator[Request]:
        async for request in super().start():
            yield request
            await database(self.crawler).command("noSuchCommand")


class Spilling(Loopback):
    """A fault of ours in the last of its books."""

    name = "spilling"

    async def start(self) -> AsyncIterator[Request]:
        async for request in super().start():
            yield request
        self.frontier.store.tally = None  # type: ignore[method-assign,assignment]


class Hung(Loopback):
    """Its callback never comes back."""

    name = "hung"

    def parse(self, response: Response) -> Iterator[Article]:
        time.sleep(60)
        yield from super().parse(response)


def options(address: str, **settings: object) -> list[str]:
    """Arguments of `scrapy crawl loopback` for a site at an address, as fast as it answers."""
    quick = {
        "REACHABLE_NETWORKS": "127.0.0.1",
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    }
    chosen = {"SPIDER_MODULES": "spiders,tests.loopback", "LOOPBACK": address, **quick, **settings}
    return [part for name, value in chosen.items() for part in ("-s", f"{name}={value}")]


def newspaper(count: int, address: str, forbidden: int = 0) -> Mapping[str, Page]:
    """A site of `count` articles; robots.txt forbids the last `forbidden` of them."""
    numbers = range(1, count + 1)
    named = "".join(f"<url><loc>{address}/story/{n}</loc></url>" for n in numbers)
    rules = "".join(f"Disallow: /story/{n}$\n" for n in numbers if n > count - forbidden)
    return {
        "/robots.txt": Page(f"User-agent: *\n{rules}".encode(), headers={"Content-Type": "text/plain"}),
        "/sitemap.xml": Page(f"<urlset>{named}</urlset>".encode(), headers={"Content-Type": "text/xml"}),
        **{f"/story/{n}": Page(article(n)) for n in numbers},
    }


def article(number: int) -> bytes:
    paragraphs = "".join(f"<p>{SENTENCE.format(number * 7 + k, number + k * 11, k * number)}</p>" for k in range(1, 5))
    return (
        f"<html><head><meta charset=utf-8><meta property='og:title' content='وفد رقم {number} يزور سامسون'></head>"
        f"<body><h1>وفد رقم {number} يزور سامسون</h1><div class=entry>{paragraphs}</div></body></html>"
    ).encode()
