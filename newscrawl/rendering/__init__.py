"""Pages that come by script, read in a real Chromium; only outlets that declare `javascript` ever start one."""

from dataclasses import dataclass
from typing import Any

from scrapy.settings import BaseSettings

HANDLER = "newscrawl.rendering.handler.BrowserHandler"


@dataclass(frozen=True, slots=True)
class Rendering:
    """What to wait for: the selector of the text, and of the button that a consent wall wants clicked."""

    body: str
    consent: str


def enable(settings: BaseSettings, priority: str) -> None:
    """Put the browser's handler where the network is reached; it starts when the first page asks for it."""
    settings.set(
        "DOWNLOAD_HANDLERS",
        {**settings.getdict("DOWNLOAD_HANDLERS"), "http": HANDLER, "https": HANDLER},
        priority=priority,
    )


def rendered(body: str, consent: str) -> dict[str, Any]:
    """The meta of a request whose page is to be rendered: until `body` has its text, `consent` clicked if it comes."""
    return {"playwright": True, "rendering": Rendering(body, consent)}
