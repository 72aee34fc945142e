"""A page kept as a fixture: what came, where from, and a draft of what it should be read as."""

import gzip
import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from newscrawl import editing, registry, urls
from newscrawl.article import Article
from newscrawl.extraction import Page
from newscrawl.failures import reason
from newscrawl.frontier import ARTICLE
from newscrawl.looking import look
from newscrawl.outlet import OutletSpider
from newscrawl.reservations import is_reserved
from newscrawl.sources import decode_page, header_values

WHY: Final = {
    "reserved": "its site keeps it from text and data mining; with the right to it, -s RESERVATIONS_OBEY=0",
    "robots": "its site's robots.txt forbids it",
    "robots_unreachable": "its site does not give its robots.txt, so that nothing may be asked for",
}
KEPT: Final = ("Content-Type", "Content-Language", "Last-Modified", "ETag")  # no cookies, no names of machines


@dataclass(frozen=True, slots=True)
class Captured:
    """One page as it came, decompressed."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    origin: str
    """How it came here: "http", "browser" or the name of a file."""


class Capture(Spider):
    """Asks for one page of `outlet` as a crawl would; `found` gets the page, or why there is none."""

    name = "capture"

    def __init__(self, outlet: type[OutletSpider], url: str, found: list[Captured | str], **kwargs: Any) -> None:
        super().__init__(self.name, **kwargs)
        self.outlet, self.url, self.found = outlet, url, found

    async def start(self) -> AsyncIterator[Request]:
        yield Request(self.url, self.keep, errback=self.lost, meta=self.outlet.meta(ARTICLE), dont_filter=True)

    def keep(self, response: Response) -> None:
        page = Page(decode_page(response, self.outlet.encoding).html, response.url)
        if self.settings.getbool("RESERVATIONS_OBEY") and is_reserved(header_values(response), page.meta):
            self.found.append("reserved")
            return
        headers = {name: value.decode("latin-1") for name in KEPT if (value := response.headers.get(name))}
        origin = "browser" if "rendered" in response.flags else "http"
        self.found.append(Captured(response.url, response.status, headers, response.body, origin))

    def lost(self, failure: Failure) -> None:
        self.found.append(reason(failure))


class NotFetched(Exception):
    """A page could not be had; the message is the reason's name, with what it means where that does not say it."""


def fetched(settings: Settings, outlet: type[OutletSpider], url: str) -> Captured:
    """A page as a crawl of the outlet would get it: robots.txt and reservations obeyed, inner addresses refused.

    Raises NotFetched.
    """
    if refusal := registry.unlicensed(outlet, settings):
        raise NotFetched(refusal)
    found: list[Captured | str] = []
    look(settings, outlet, Capture, url=url, found=found)
    page = found[0] if found else "the crawl ended early"
    if isinstance(page, str):
        raise NotFetched(f"{page}: {WHY[page]}" if page in WHY else page)
    return page


def expectation(article: Article) -> dict[str, Any]:
    """What a crawl would make of the page, for a person to correct."""
    try:
        editing.check(article)
    except editing.Rejection as rejection:
        return {"rejected": rejection.reason}
    published = article.published.isoformat().replace("+00:00", "Z") if article.published else None
    return {
        "title": article.title,
        "published": published,
        "language": article.language,
        "authors": list(article.authors),
        "paragraphs": list(article.paragraphs),
    }


def charset(page: Captured) -> str | None:
    """What its server says that the page is encoded in."""
    return page.headers.get("Content-Type", "").partition("charset=")[2].partition(";")[0].strip("\"' ") or None


def store(folder: Path, outlet: str, page: Captured, expect: Mapping[str, Any], now: datetime) -> Path:
    """Write a page and its description beside it, whatever is there; the path of the description."""
    place = describes(folder, outlet, page.url)
    place.parent.mkdir(parents=True, exist_ok=True)
    described = {
        "url": page.url,
        "page": place.with_suffix(".html.gz").name,
        "status": page.status,
        "headers": dict(page.headers),
        "captured": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "by": page.origin,
        "sha256": hashlib.sha256(page.body).hexdigest(),
        "checked": False,
        "expect": dict(expect),
    }
    # The same page gives the same bytes; the description comes last, so that it never describes what is not there.
    place.with_suffix(".html.gz").write_bytes(gzip.compress(page.body, mtime=0))
    place.write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return place


def describes(folder: Path, outlet: str, url: str) -> Path:
    """Where the description of an outlet's page is kept."""
    return folder / outlet / f"{urls.article_id(url)}.json"
