"""scrapy-playwright's handler with what a crawl over months needs: deadlines, an end to every page, named failures."""

import asyncio
import logging
import ssl
import time
from contextlib import suppress
from functools import cached_property
from itertools import count
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page
from playwright.async_api import Request as PageRequest
from playwright.async_api import TimeoutError as PlaywrightTimeout
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, HtmlResponse, Response
from scrapy_playwright.handler import BrowserContextWrapper, ScrapyPlaywrightDownloadHandler
from twisted.internet.error import ConnectionLost

from newscrawl.addresses import networks
from newscrawl.chromium import executable, launch_options
from newscrawl.middlewares.public import PrivateAddress
from newscrawl.middlewares.robots import RobotsMiddleware
from newscrawl.rendering.gate import Gate, NotPublic
from newscrawl.rendering.page import Ways, is_needless, settle

logger = logging.getLogger(__name__)

CLOSING: Final = 10.0  # seconds for a page or a browser to close
# Of the shell's answer; the rendered page is another text, so they would say "unchanged" when it is not.
_UNFIT: Final = ("Content-Encoding", "Content-Length", "Transfer-Encoding", "ETag", "Last-Modified")


class BrowserTimeout(Exception):
    """A page did not come to an end in time."""


class BrowserCrash(Exception):
    """The page's tab, or the whole browser, has died. The next page starts another."""


class BrowserLaunch(Exception):
    """Chromium is there and does not start."""


class BrowserError(Exception):
    """Chromium could not load a page, for a reason that has no name here."""


class BrowserHandler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """Answers requests that say so with the rendered page, in a browser context of its own, and all others by HTTP."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.crawler, self.settings = crawler, crawler.settings
        self.gate = Gate(networks(crawler.settings.getlist("REACHABLE_NETWORKS")))
        self.abort_request = self._is_unwanted
        self.numbers, self.since = count(1), 0
        self.config.target_closed_max_retries = 0
        self.config.navigation_timeout_ms = crawler.settings.getfloat("DOWNLOAD_TIMEOUT") * 1000
        # It logs a traceback for every page that fails; here a failure is an outcome.
        logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)

    async def _is_unwanted(self, request: PageRequest) -> bool:
        """Whether a page does without what it asks for, or its host's robots.txt forbids it."""
        return is_needless(request) or (self.robots is not None and not await self.robots.allows(request.url))

    @cached_property
    def robots(self) -> RobotsMiddleware | None:
        """The crawl's own, which has asked the page's host already."""
        return self.crawler.get_downloader_middleware(RobotsMiddleware)

    async def _maybe_launch_in_thread(self) -> None:
        """Not at the start of the crawl: there may be nothing to render."""

    async def _maybe_launch_browser(self) -> None:
        if hasattr(self, "browser") and not self.browser.is_connected():
            del self.browser
        if not hasattr(self, "browser_provider"):
            await self._launch()
        if not hasattr(self, "browser"):
            self.config.launch_options = launch_options(
                executable(self.settings.get("BROWSER_EXECUTABLE")),
                proxy=await self.gate.open(),
                sandbox=self.settings.getbool("BROWSER_SANDBOX"),
            )
            try:
                await super()._maybe_launch_browser()
            except PlaywrightError as error:
                logger.error("Chromium does not start; -s BROWSER_SANDBOX=0 helps where none is allowed. %s", error)
                raise BrowserLaunch(str(error).partition("\n")[0]) from error

    async def _browser_disconnected_callback(self) -> None:
        """The next page finds the browser gone and starts another."""

    async def _create_browser_context(self, *arguments: Any, **named: Any) -> BrowserContextWrapper:
        wrapper = await super()._create_browser_context(*arguments, **named)
        # A window that a page opens has no rules of its own: it loads nothing.
        await wrapper.context.route("**", lambda route: route.abort())
        return wrapper

    async def _download_request(self, request: Request, spider: Spider | None = None) -> Response:
        """A page from start to end. Raises one of the errors above, or what kept the gate from connecting."""
        name = f"page {next(self.numbers)}"
        request.meta["playwright_context"] = name
        request.meta["playwright_context_kwargs"] = {
            "accept_downloads": False,
            "service_workers": "block",
            "user_agent": self.settings["USER_AGENT"],
        }
        try:
            async with asyncio.timeout(self.settings.getfloat("BROWSER_SECONDS")):
                response: Response = await super()._download_request(request, spider)
                return response
        except TimeoutError:
            raise BrowserTimeout(f"{request.url} did not end in time") from None
        except PlaywrightError as error:
            raise self._named(error, urlsplit(request.url).hostname or "") from None
        finally:
            # Shielded: a crawl that is being stopped closes its pages too.
            await asyncio.shield(self._finish(name))

    async def _download_request_with_page(self, request: Request, page: Page, spider: Spider) -> Response:
        start, ways = time.monotonic(), await Ways.watch(page)
        try:
            answer = await page.goto(request.url, wait_until="domcontentloaded")
        except PlaywrightError:
            if ways.redirect is None:
                raise
            return Response(request.url, status=302, headers={"Location": ways.redirect})
        request.meta["download_latency"] = time.monotonic() - start
        headers = Headers({} if answer is None else await answer.all_headers())
        if b"html" not in (headers.get("Content-Type") or b"html"):
            raise IgnoreRequest(f"{request.url} is no page")
        status = 200 if answer is None else answer.status
        if status < 400:
            await settle(page, request.meta["rendering"], self.settings.getfloat("BROWSER_SETTLE_SECONDS"))
        body = (await page.content()).encode(errors="replace")
        if len(body) > self.settings.getint("DOWNLOAD_MAXSIZE"):
            raise IgnoreRequest("the rendered page exceeded DOWNLOAD_MAXSIZE")
        for each in _UNFIT:
            headers.pop(each, None)
        headers["Content-Type"] = "text/html; charset=utf-8"
        return HtmlResponse(
            request.url, status=status, headers=headers, body=body, encoding="utf-8", flags=["rendered"]
        )

    def _named(self, error: PlaywrightError, host: str) -> Exception:
        """What really went wrong behind an error of Playwright's."""
        said = str(error).partition("\n")[0]
        if isinstance(error, PlaywrightTimeout):
            return BrowserTimeout(said)
        if "crashed" in said or "has been closed" in said:
            return BrowserCrash(said)
        if "net::ERR_CERT" in said or "net::ERR_SSL" in said:
            return ssl.SSLError(said)
        if "Download is starting" in said:
            return IgnoreRequest(f"{said}: it is no page")
        if failure := self.gate.failures.pop(host, None):
            return PrivateAddress(str(failure)) if isinstance(failure, NotPublic) else failure
        return ConnectionLost(said) if "net::ERR_" in said else BrowserError(said)

    async def _finish(self, name: str) -> None:
        """Close a page's context, and the browser too where that fails or it has shown enough pages."""
        self.since += 1
        wrapper = self.context_wrappers.pop(name, None)
        closed = wrapper is None or await _closes(wrapper.context)
        if not self.context_wrappers:
            self.gate.failures.clear()
        if not closed or (self.since >= self.settings.getint("BROWSER_PAGES") and not self.context_wrappers):
            self.since = 0
            if hasattr(self, "browser"):
                await _closes(self.browser)

    async def _close(self) -> None:
        with suppress(TimeoutError, PlaywrightError):
            async with asyncio.timeout(CLOSING):
                await super()._close()
        await self.gate.close()


async def _closes(thing: Any) -> bool:
    """Whether a context or a browser closes when it is told to."""
    try:
        async with asyncio.timeout(CLOSING):
            await thing.close()
    except (TimeoutError, PlaywrightError):
        return False
    return True
