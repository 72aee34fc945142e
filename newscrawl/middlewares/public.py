"""No page, feed or redirect leads the crawler to an address that is not on the public internet.

The resolver is the one place that every connection passes, whatever named the host, and what it gives is what is
connected to: a name that resolves to another address the second time gains nothing.
"""

import logging
from collections.abc import Sequence
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.resolver import CachingThreadedResolver, dnscache
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from newscrawl.addresses import Network, is_open, networks

logger = logging.getLogger(__name__)


class PrivateAddress(IgnoreRequest):
    """The host is not on the public internet."""


class PublicResolver(CachingThreadedResolver):
    """Resolves the names of public hosts, and of those in REACHABLE_NETWORKS."""

    also: tuple[Network, ...] = ()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        resolver = super().from_crawler(crawler, reactor)
        resolver.also = networks(crawler.settings.getlist("REACHABLE_NETWORKS"))
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802 (Twisted's name)
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if not is_open(address, self.also):
            logger.warning("refused to connect to %s (%s): not in REACHABLE_NETWORKS", name, address)
            raise DNSLookupError(f"{name} is {address}")
        return address


class PublicOnly:
    """Gives a refusal of the resolver its own name: Twisted makes one error of all of them."""

    def __init__(self, crawler: Crawler) -> None:
        self.also = networks(crawler.settings.getlist("REACHABLE_NETWORKS"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_exception(self, request: Request, exception: Exception) -> None:
        address = dnscache.get(urlparse_cached(request).hostname or "")
        if isinstance(exception, CannotResolveHostError) and address and not is_open(address, self.also):
            raise PrivateAddress(f"{request.url} is at {address}, not on the public internet") from exception
