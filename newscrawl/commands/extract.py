"""`scrapy extract FILE|URL`: the article that a page would be stored as, as JSON on standard output."""

import argparse
import gzip
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from scrapy.exceptions import UsageError

from newscrawl import editing, registry, report
from newscrawl.article import Article
from newscrawl.capturing import NotFetched, charset, fetched
from newscrawl.chromium import ChromiumMissing
from newscrawl.commands.crawl import find_browser, unknown_outlet
from newscrawl.configured import Configured
from newscrawl.exits import Exit
from newscrawl.outlet import OutletSpider
from newscrawl.stored import StoredPages

FIELDS = (
    "url", "outlet", "title", "body", "published", "modified", "authors", "dateline", "language", "section", "image",
    "canonical_url", "credits", "citations", "relevance", "provenance",
    "published_raw", "published_confidence", "modified_raw", "modified_confidence", "encoding", "removed",
)  # fmt: skip


class Command(Configured):
    """Show what a page yields, with the outlet's selectors or, where none knows it, generically."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] <file|url|->"

    def short_desc(self) -> str:
        return "Print the article that a page would be stored as, as JSON"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--url", help="the address a file was fetched from (default: what the page declares)")
        parser.add_argument("--outlet", help="read it as this outlet's (default: by the address)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one file or URL", print_help=False)
        outlets = registry.outlets()
        if opts.outlet and opts.outlet not in outlets:
            raise UsageError(unknown_outlet(opts.outlet, list(outlets)), print_help=False)
        try:
            body, declared = self._page(args[0], opts.outlet)
        except (OSError, NotFetched) as error:
            self._fail(f"cannot read {args[0]}: {error}", Exit.NOTHING_FOUND)
            return
        except ChromiumMissing as error:
            self._fail(str(error), Exit.CONFIG)
            return
        url = opts.url or (args[0] if "://" in args[0] else "")
        reader = StoredPages()
        article = reader.article(body, declared, url, datetime.now(UTC), outlet=opts.outlet)
        try:
            editing.check(article)
        except editing.Rejection as rejection:
            self._fail(f"no article: {rejection.reason}", Exit.DEGRADED)
            return
        print(as_json(article, reader.zone(article)))  # noqa: T201

    def _page(self, place: str, name: str | None) -> tuple[bytes, str | None]:
        """The page's bytes and the charset that its server declared. OSError, NotFetched where it cannot be had."""
        if "://" not in place:
            return load(place), None
        if not place.startswith(("http://", "https://")):
            raise NotFetched("only http and https addresses are fetched")
        assert self.settings is not None
        outlet = registry.outlets().get(name or "") or registry.outlet_of(place) or OutletSpider
        find_browser(self.settings, outlet)
        page = fetched(self.settings, outlet, place)
        return page.body, charset(page)

    def _fail(self, message: str, code: Exit) -> None:
        print(f"newscrawl: {message}", file=sys.stderr)  # noqa: T201
        self.exitcode = code


def load(place: str) -> bytes:
    """The bytes of a saved page, gzipped or not. OSError where it cannot be had."""
    body = sys.stdin.buffer.read() if place == "-" else Path(place).read_bytes()
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


def as_json(article: Article, zone: ZoneInfo) -> str:
    """The fields as JSON; times in UTC, but a mere day as the day it is where the outlet is."""
    fields: dict[str, Any] = asdict(article)
    if article.published and article.published_precision == "day":
        fields["published"] = article.published.astimezone(zone).date().isoformat()
    return report.as_json({name: fields[name] for name in FIELDS})
