"""`scrapy capture URL|FILE`: keep a page as a fixture, with a draft of what it should be read as."""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.exceptions import UsageError

from newscrawl import registry
from newscrawl.capturing import Captured, NotFetched, charset, describes, expectation, fetched, store
from newscrawl.chromium import ChromiumMissing
from newscrawl.commands.crawl import find_browser, unknown_outlet
from newscrawl.commands.extract import load
from newscrawl.configured import Configured
from newscrawl.exits import Exit
from newscrawl.outlet import OutletSpider
from newscrawl.report import plain
from newscrawl.settings import ROOT
from newscrawl.stored import StoredPages

PAGES = ROOT / "tests" / "pages"
CHECK = """\
Compare with the page in a browser, correct the draft, then set "checked" to true:
- the first and the last paragraph are the article's, and nothing between them is missing or not the article's;
- the time is that of publication, in UTC, by the outlet's clock;
- the authors are persons or the agency, as the page names them.
`scripts/test -k captured` reads it then. The page is its outlet's: commit it only where its terms allow that."""


class Command(Configured):
    """Fetch a page as a crawl would, or take a saved one, and keep it under tests/pages for the conformance tests."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <url|file>"

    def short_desc(self) -> str:
        return "Keep a page as a fixture, with a draft of what it should be read as"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--outlet", help="whose page it is (default: by the address)")
        parser.add_argument("--url", help="the address a file was fetched from")
        parser.add_argument("--force", action="store_true", help="overwrite a page that is there, and what was checked")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one URL or file", print_help=False)
        url = args[0] if "://" in args[0] else opts.url
        if not url or not url.startswith(("http://", "https://")):
            raise UsageError("say with --url which http address the file was fetched from", print_help=False)
        outlet = self._outlet(url, opts.outlet)
        place = describes(PAGES, outlet.name, url)
        if place.exists() and not opts.force:
            self._fail(f"{place} is there already; --force overwrites it, and what was checked in it", Exit.USAGE)
        elif page := self._page(args[0], url, outlet):
            self._keep(page, outlet)

    def _outlet(self, url: str, name: str | None) -> type[OutletSpider]:
        found = registry.outlets().get(name) if name else registry.outlet_of(url)
        if found is None:
            hint = "no outlet has this site; name one with --outlet"
            raise UsageError(unknown_outlet(name, list(registry.outlets())) if name else hint, print_help=False)
        return found

    def _page(self, place: str, url: str, outlet: type[OutletSpider]) -> Captured | None:
        """The page, or None after the reason was said."""
        if "://" in place:
            return self._fetched(url, outlet)
        try:
            body = load(place)
        except OSError as error:
            self._fail(f"cannot read {place}: {error.strerror or error}", Exit.NOTHING_FOUND)
            return None
        return Captured(url, 200, {}, body, Path(place).name)

    def _fetched(self, url: str, outlet: type[OutletSpider]) -> Captured | None:
        assert self.settings is not None
        try:
            find_browser(self.settings, outlet)
            return fetched(self.settings, outlet, url)
        except ChromiumMissing as error:
            self._fail(str(error), Exit.CONFIG)
        except NotFetched as error:
            self._fail(f"cannot fetch {url}: {error}", Exit.NOTHING_FOUND)
        return None

    def _keep(self, page: Captured, outlet: type[OutletSpider]) -> None:
        now = datetime.now(UTC)
        article = StoredPages().article(page.body, charset(page), page.url, now, outlet=outlet.name)
        expect = expectation(article)
        place = store(PAGES, outlet.name, page, expect, now)
        print(f"{place}\n{shown(expect)}\n\n{CHECK}")  # noqa: T201

    def _fail(self, message: str, code: Exit) -> None:
        print(f"newscrawl: {message}", file=sys.stderr)  # noqa: T201
        self.exitcode = code


def shown(expect: Mapping[str, Any]) -> str:
    """The draft in a few lines."""
    if reason := expect.get("rejected"):
        return f"  no article: {reason}"
    paragraphs = expect["paragraphs"]
    fields = [f"  {name:10} {expect[name]}" for name in ("title", "published", "language", "authors")]
    ends = [f"  {name:10} {paragraphs[number][:90]}" for name, number in (("first", 0), ("last", -1))]
    return "\n".join(map(plain, [*fields, f"  paragraphs {len(paragraphs)}", *ends]))
