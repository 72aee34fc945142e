"""Stored pages read as a crawl reads them, without a crawl: for `scrapy extract` and for work on archives."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from newscrawl import editing, registry
from newscrawl.article import Article
from newscrawl.extraction import Page, Reader
from newscrawl.outlet import OutletSpider
from newscrawl.reservations import directives, is_reserved
from newscrawl.text import decode

UNKNOWN: Final = "unknown"  # the key of what lies on no outlet's site


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page's bytes, the charset that its server named, its address, and an outlet's key where that is known.

    `headers`, by lower-case name: given where what the page reserves is to be obeyed.
    """

    body: bytes
    declared: str | None
    url: str
    outlet: str | None = None
    headers: Mapping[str, Iterable[str]] | None = None


class StoredPages:
    """Makes articles of pages the way the pipelines do, with the outlets' declarations, names and taglines."""

    def __init__(self) -> None:
        self.names = registry.names()
        self.readers: dict[str, Reader] = {UNKNOWN: Reader()}

    def article(self, body: bytes, declared: str | None, url: str, now: datetime, outlet: str | None = None) -> Article:
        """The article on a page, not yet checked. `declared`: the charset that its server named; `url`: what the page
        itself declares where it is empty; `outlet`: a key, else whose site the address lies on; `now`: when it came."""
        return self.edited(self.composed(StoredPage(body, declared, url, outlet), now))

    def composed(self, stored: StoredPage, now: datetime) -> Article:
        """The article as extracted. Raises a Rejection for a page that is reserved."""
        url, headers = stored.url, stored.headers
        known = registry.outlets().get(stored.outlet or "") or (registry.outlet_of(url) if url else None)
        text = decode(stored.body, declared=stored.declared, override=known.encoding if known else None)
        url = url or declared_address(text.text)
        known = known or (registry.outlet_of(url) if url else None)
        page = Page(text.html, url)
        if headers is not None and is_reserved(headers, page.meta):
            raise editing.Rejection("reserved", url)
        extract = self._reader(known).read(page, now=now)
        name = known.name if known else UNKNOWN
        article = editing.compose(extract, url=registry.address(url), outlet=name, fetched=now)
        article.encoding = text.encoding
        if headers is not None and "noimageai" in directives(headers, page.meta):
            article.image = None
        return article

    def edited(self, article: Article, check: Callable[[Article], None] = lambda _: None) -> Article:
        """An extracted article in its display text, with credits and relevance; `check` sees the cleaned text, as the
        pipelines' does, and may raise a Rejection."""
        outlet = registry.outlets().get(article.outlet)
        cleaned = editing.clean(article, outlet.taglines if outlet else ())
        check(cleaned)
        return editing.relate(editing.attribute(registry.addressed(cleaned), self.names))

    def check(self, article: Article) -> None:
        """Raise a Rejection for what a crawl of the article's outlet would not store."""
        outlet = registry.outlets().get(article.outlet)
        if outlet and not outlet.is_article(article.url):
            raise editing.Rejection("not_an_article", article.url)
        editing.check(article)
        if outlet and outlet.on_turkey_only and article.relevance and not article.relevance.about:
            raise editing.Rejection("off_topic", article.url)

    def zone(self, article: Article) -> ZoneInfo:
        """Whose clock the article's dates without an offset go by."""
        return self.readers[article.outlet].zone(Page("", article.url))

    def _reader(self, outlet: type[OutletSpider] | None) -> Reader:
        if outlet is None:
            return self.readers[UNKNOWN]
        return self.readers.setdefault(outlet.name, outlet())


def declared_address(html: str) -> str:
    """Where a saved page says it comes from."""
    found = Reader().parse_canonical(Page(html, ""))
    return found.value if found else ""
