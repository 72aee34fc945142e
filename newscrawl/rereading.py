"""A stored article read again by the rules of today: from its archived page, else from its stored text."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from newscrawl import editing, registry, urls
from newscrawl.archive import ArchiveError, Stored, read_record
from newscrawl.archive.encoding import UnreadableBody, charset, content
from newscrawl.article import Article
from newscrawl.stored import StoredPage, StoredPages

ARCHIVE: Final = "archive"
# Why the stored text was read in its place.
NOT_ARCHIVED, MISSING, DAMAGED, FOREIGN = "not_archived", "archive_missing", "archive_damaged", "another_page"
FEED, NO_OUTLET = "feed", "unknown_outlet"


class Rereader:
    """`obeyed`: whether what a page reserves is obeyed, as by a crawl."""

    def __init__(self, *, obeyed: bool) -> None:
        self.pages, self.obeyed = StoredPages(), obeyed

    def read(self, known: Article) -> tuple[Article, str]:
        """The article, and what it was read from. Raises a Rejection where a crawl would not store it today."""
        outlet = registry.outlets().get(known.outlet)
        if outlet and not outlet.is_article(known.url):
            raise editing.Rejection("not_an_article", known.url)
        found, source = self._extracted(known)
        article = self.pages.edited(found or editing.restored(known), check=editing.check)
        # What was stored although it is about something else is there by somebody's wish.
        wanted = known.relevance is None or known.relevance.about
        if outlet and outlet.on_turkey_only and wanted and article.relevance and not article.relevance.about:
            raise editing.Rejection("off_topic", known.url)
        return article, source

    def _extracted(self, known: Article) -> tuple[Article | None, str]:
        if known.warc is None:
            return None, NOT_ARCHIVED
        if known.outlet not in registry.outlets():
            return None, NO_OUTLET
        if known.provenance.get("body") == "feed":
            return None, FEED
        path = Path(str(known.warc["path"]))
        if not path.exists():
            return None, MISSING
        try:
            stored = read_record(path, int(known.warc["offset"]))
            page = content(stored)
        except (ArchiveError, UnreadableBody):
            return None, DAMAGED
        found = self._composed(known, stored, page)
        return (found, ARCHIVE) if found else (None, FOREIGN)

    def _composed(self, known: Article, stored: Stored, page: bytes) -> Article | None:
        """The article as extracted; None where the archive holds another page at its place."""
        when = known.fetched or stored.fetched or datetime.now(UTC)
        headers = _by_name(stored.headers) if self.obeyed else None
        found = self.pages.composed(StoredPage(page, charset(stored), stored.url, known.outlet, headers), when)
        declared = found.canonical_url or ""
        outlet = registry.outlets()[known.outlet]
        own = declared if outlet.is_article(declared) else stored.url
        places = {form(url) for form in (urls.canonical, outlet.address) for url in (own, stored.url)}
        if stored.status != 200 or known.url not in places:
            return None
        return replace(found, url=known.url, source=known.source, fetched=known.fetched, warc=known.warc)


def _by_name(headers: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    named: dict[str, list[str]] = {}
    for name, value in headers:
        named.setdefault(name.lower(), []).append(value)
    return named
