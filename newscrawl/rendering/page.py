"""One page in the browser: what it may load, where it may lead, and when its text is there."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from playwright.async_api import CDPSession, Page, Request
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from newscrawl.rendering import Rendering

NEEDED: Final = ("document", "script", "stylesheet", "xhr", "fetch")  # some scripts wait for their style sheet
_FILLED: Final = "selector => [...document.querySelectorAll(selector)].some(each => each.textContent.length > 200)"


def is_needless(request: Request) -> bool:
    """Whether the text does without it: pictures, sound, type faces, beacons."""
    return request.resource_type not in NEEDED


class Ways:
    """Where a page may lead: nowhere but to itself. Frames, redirects and ways that a script takes are stopped.

    A redirect's target is kept: it is the crawler's to follow, by its rules.
    """

    def __init__(self, session: CDPSession) -> None:
        self.session = session
        self.redirect: str | None = None
        self.first: tuple[str, str] | None = None
        self.tasks = set[asyncio.Task[None]]()

    @classmethod
    async def watch(cls, page: Page) -> "Ways":
        ways = cls(await page.context.new_cdp_session(page))
        ways.session.on("Fetch.requestPaused", ways._paused)
        await ways.session.send("Fetch.enable", {"patterns": [{"resourceType": "Document"}]})
        return ways

    def _paused(self, event: Mapping[str, Any]) -> None:
        task = asyncio.ensure_future(self._answer(event["requestId"], self._error(event)))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def _error(self, event: Mapping[str, Any]) -> str | None:
        """Why a document is not to be loaded: only "Aborted" leaves the page as it is, others show an error page."""
        asked = (event["frameId"], event["request"]["url"])
        if self.first is None:
            self.first = asked
        if "redirectedRequestId" in event:
            self.redirect = self.redirect or asked[1]
            return "Aborted"
        return None if asked == self.first else "Aborted"

    async def _answer(self, request: str, error: str | None) -> None:
        with suppress(PlaywrightError):  # the page has gone meanwhile
            if error is None:
                await self.session.send("Fetch.continueRequest", {"requestId": request})
            else:
                await self.session.send("Fetch.failRequest", {"requestId": request, "errorReason": error})


async def settle(page: Page, wanted: Rendering, seconds: float) -> None:
    """Wait until the text is there, `seconds` at most; what is there by then is read. Click a declared wall away."""
    most = seconds * 1000
    if wanted.consent:
        with suppress(PlaywrightTimeout):
            await page.locator(wanted.consent).first.click(timeout=most / 2)
    with suppress(PlaywrightTimeout):
        if wanted.body:
            await page.wait_for_function(_FILLED, arg=wanted.body, timeout=most)
        # The rest of a text whose beginning is there; or, where nothing says what to wait for, all of it.
        await page.wait_for_load_state("networkidle", timeout=most / 4 if wanted.body else most)
