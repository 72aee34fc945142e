"""`-s REPLAY=PATH`: every request answered from an archive. `-s WARC=PATH`: every answer kept in one."""

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import BaseSettings

from newscrawl.archive import Archive, Stored, append, check_writable, open_archive

logger = logging.getLogger(__name__)

DEFAULT = 25  # a priority above the project's settings and below the command line
WINS = 50  # a priority above the command line: nothing may reach the network in a replay


class NotArchived(IgnoreRequest):
    """The archive holds no answer to this URL."""


class ReplayAddon:
    """With REPLAY set, takes every way to the network and the politeness that only a network needs."""

    def update_settings(self, settings: BaseSettings) -> None:
        if not settings.get("REPLAY"):
            return
        handler = "newscrawl.replay.ReplayHandler"
        schemes = {**settings.getwithbase("DOWNLOAD_HANDLERS"), "http": handler, "https": handler}
        local = {scheme: path if path == handler else None for scheme, path in schemes.items()}
        settings.set("DOWNLOAD_HANDLERS", local, priority=WINS)
        settings.set("DOWNLOAD_DELAY", 0, priority=WINS)
        settings.set("DOWNLOAD_DELAY_JITTER", 0, priority=WINS)
        settings.set("DOWNLOAD_SLOTS", {}, priority=WINS)
        settings.set("AUTOTHROTTLE_ENABLED", False, priority=WINS)
        settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 8, priority=WINS)
        settings.set("RETRY_ENABLED", False, priority=WINS)
        settings.set("ARTICLES_PER_RUN", 0, priority=DEFAULT)
        settings.set("REPLAY_ARCHIVE", open_archive(Path(settings["REPLAY"])), priority=WINS)


class ReplayHandler(BaseDownloadHandler):
    """Answers requests from the archive at REPLAY."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.archive: Archive = crawler.settings["REPLAY_ARCHIVE"]

    async def download_request(self, request: Request) -> Response:
        stored = self.archive.get(request.url)
        if stored is None:
            if urlsplit(request.url).path == "/robots.txt":
                return Response(request.url, status=404, request=request)
            raise NotArchived(f"not in the archive: {request.url}")
        headers = Headers()
        for name, value in stored.headers:
            headers.appendlist(name.encode("latin-1"), value.encode("latin-1"))
        kind = responsetypes.from_args(headers=headers, url=request.url, body=stored.body)
        return kind(request.url, status=stored.status, headers=headers, body=stored.body)


class WarcWriter:
    """Downloader middleware next to the downloader: keeps each answer as it came, and says where it lies."""

    def __init__(self, path: Path, crawler: Crawler) -> None:
        self.path, self.crawler, self.failed = path, crawler, False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        path = crawler.settings.get("WARC")
        if not path:
            raise NotConfigured
        check_writable(Path(path))
        return cls(Path(path), crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        pairs = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, vs in response.headers.items() for v in vs)
        try:
            offset, length = append(
                self.path, Stored(response.url, response.status, pairs, response.body), datetime.now(UTC)
            )
        except OSError as error:
            self._count(response.url, error)
            # A redirect before this answer may have left its own place here.
            request.meta.pop("warc", None)
            return response
        request.meta["warc"] = {"path": str(self.path), "offset": offset, "length": length}
        return response

    def _count(self, url: str, error: OSError) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value("newscrawl/warc/errors")
        if not self.failed:
            logger.error("cannot archive %s in %s: %s; further failures are only counted", url, self.path, error)
        self.failed = True
