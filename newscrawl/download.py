"""Scrapy's download handler with a bound on headers: Twisted keeps whatever a server sends until the time is up."""

from typing import Final

from scrapy.core.downloader.handlers import http11
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.web._newclient import Request
from twisted.web.iweb import IResponse

MOST: Final = 64 * 1024  # bytes of status line and headers; servers themselves take 8 to 16 KB from us
MOST_CODINGS: Final = 5  # times that a body is packed; each is unpacked at the full size


class HeadersTooLarge(Exception):
    """A server sends headers without end, or says that it has packed the body again and again."""


class BoundedParser(http11._LenientHTTPClientParser):
    """Counts what comes before the body; every answer has a parser of its own."""

    received = codings = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 (Twisted's name)
        self.received += len(line)
        if self.received > MOST:
            raise HeadersTooLarge(f"more than {MOST} bytes of headers")
        super().lineReceived(line)

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 (Twisted's name)
        self.codings += value.count(b",") + 1 if name.lower() == b"content-encoding" else 0
        if self.codings > MOST_CODINGS:
            raise HeadersTooLarge(f"packed {self.codings} times or more")
        super().headerReceived(name, value)  # type: ignore[no-untyped-call]


class BoundedProtocol(http11._LenientHTTP11ClientProtocol):
    """Scrapy's own way of choosing the parser; what that raises closes the connection."""

    def request(self, request: Request) -> "Deferred[IResponse]":
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = BoundedParser
        return answer


class BoundedFactory(http11._LenientHTTP11ClientFactory):
    """Builds protocols whose parsers count."""

    def buildProtocol(self, addr: IAddress | None) -> BoundedProtocol:  # noqa: N802 (Twisted's name)
        return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class BoundedHandler(http11.HTTP11DownloadHandler):
    """Downloads over HTTP/1.1; endless headers end after 64 KB, as `too_large`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = BoundedFactory
