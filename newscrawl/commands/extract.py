"""`scrapy extract FILE|URL`: the article that a page would be stored as, as JSON on standard output."""

import argparse
import gzip
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from urllib.error import URLError
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl import editing, registry
from newscrawl.article import Article
from newscrawl.commands.crawl import unknown_outlet
from newscrawl.exits import Exit
from newscrawl.stored import StoredPages

FIELDS = (
    "url", "outlet", "title", "body", "published", "modified", "authors", "dateline", "language", "section", "image",
    "canonical_url", "credits", "citations", "relevance", "provenance",
    "published_raw", "published_confidence", "modified_raw", "modified_confidence", "encoding", "removed",
)  # fmt: skip


class Command(ScrapyCommand):
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
        try:
            body, declared = load(args[0], str(self.settings["USER_AGENT"] if self.settings else ""))
        except OSError as error:
            self._fail(f"cannot read {args[0]}: {getattr(error, 'reason', None) or error}", Exit.NOTHING_FOUND)
            return
        outlets = registry.outlets()
        if opts.outlet and opts.outlet not in outlets:
            raise UsageError(unknown_outlet(opts.outlet, list(outlets)), print_help=False)
        url = opts.url or (args[0] if "://" in args[0] else "")
        reader = StoredPages()
        article = reader.article(body, declared, url, datetime.now(UTC), outlet=opts.outlet)
        try:
            editing.check(article)
        except editing.Rejection as rejection:
            self._fail(f"no article: {rejection.reason}", Exit.DEGRADED)
            return
        print(as_json(article, reader.zone(article)))  # noqa: T201

    def _fail(self, message: str, code: Exit) -> None:
        print(f"newscrawl: {message}", file=sys.stderr)  # noqa: T201
        self.exitcode = code


def load(place: str, user_agent: str) -> tuple[bytes, str | None]:
    """The page's bytes and the charset that its server declared. OSError where it cannot be had."""
    if "://" in place:
        if not place.startswith(("http://", "https://")):
            raise URLError("only http and https addresses are fetched")
        with urlopen(Request(place, headers={"User-Agent": user_agent}), timeout=30) as answer:  # noqa: S310
            return answer.read(), answer.headers.get_content_charset()
    body = sys.stdin.buffer.read() if place == "-" else Path(place).read_bytes()
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body, None


def as_json(article: Article, zone: ZoneInfo) -> str:
    """The fields as JSON; times in UTC, but a mere day as the day it is where the outlet is."""
    fields: dict[str, Any] = asdict(article)
    if article.published and article.published_precision == "day":
        fields["published"] = article.published.astimezone(zone).date().isoformat()
    return json.dumps({name: fields[name] for name in FIELDS}, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else str(value)
