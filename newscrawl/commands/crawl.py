"""`scrapy crawl OUTLET`: Scrapy's own, with clear errors before the start and exit codes that cron can read."""

import argparse
import gc
import os
import signal
import sys
from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from types import FrameType
from zoneinfo import ZoneInfo

from scrapy import Spider
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.core.downloader import contextfactory  # noqa: F401 - looks through all modules there are, so before ours
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings, Settings

from newscrawl import registry
from newscrawl.archive import ArchiveError, check_writable, open_archive
from newscrawl.chromium import ChromiumMissing, executable
from newscrawl.configured import Configured
from newscrawl.exits import Exit
from newscrawl.extensions.ledger import RunLedger
from newscrawl.logs import to_json_lines
from newscrawl.outlet import OutletSpider, window_of
from newscrawl.store.connection import DatabaseUnavailable, check, resolve
from newscrawl.store.schema import check_schema

ARGUMENTS = ("due", "everything", "since", "until")
# Objects that are made before Python looks for circles among them: at its 700 it takes a twentieth of a crawl's time.
YOUNG = 20_000


class Command(Configured, ScrapyCrawl):
    """Crawl one outlet."""

    def syntax(self) -> str:
        return "[options] <outlet>"

    def short_desc(self) -> str:
        return "Crawl an outlet, by name"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        if self.settings.getbool("LOG_JSON"):
            to_json_lines(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        assert self.crawler_process is not None
        if len(args) != 1:
            raise UsageError("name one outlet; `scrapy list` shows them", print_help=False)
        known = self.crawler_process.spider_loader.list()
        if args[0] not in known:
            raise UsageError(unknown_outlet(args[0], known), print_help=False)
        check_arguments(registry.outlets().get(args[0]), opts.spargs)
        if refusal := registry.unlicensed(registry.outlets().get(args[0]), self.settings):
            print(f"newscrawl: {refusal}", file=sys.stderr)  # noqa: T201
            self.exitcode = Exit.CONFIG
            return
        try:
            prepare(self.settings)
            find_browser(self.settings, self.crawler_process.spider_loader.load(args[0]))
        except (DatabaseUnavailable, ArchiveError, ChromiumMissing) as error:
            print(f"newscrawl: {error}", file=sys.stderr)  # noqa: T201
            self.exitcode = Exit.DATABASE if isinstance(error, DatabaseUnavailable) else Exit.CONFIG
            return
        crawler = self._create_crawler(args[0])
        if (terminal := getattr(signal, "SIGHUP", None)) and signal.getsignal(terminal) is signal.SIG_DFL:
            signal.signal(terminal, hang_up)  # otherwise we are under nohup
        gc.freeze()
        gc.set_threshold(YOUNG)
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        self.exitcode = self._ended(crawler)

    def _ended(self, crawler: Crawler) -> Exit:
        ledger = crawler.get_extension(RunLedger)
        if ledger and self._is_cut(crawler):
            print(f"newscrawl: {ledger.outlet} was stopped at once; run it again", file=sys.stderr)  # noqa: T201
            return Exit.UNFINISHED
        return ledger.verdict[0] if ledger else Exit.BUG

    def _is_cut(self, crawler: Crawler) -> bool:
        """Whether Scrapy ended without closing the run: told twice, or once while the run was being opened."""
        assert self.crawler_process is not None
        assert crawler.stats is not None
        left = signal.getsignal(signal.SIGTERM)  # what the next signal would do says how many have come
        opening = crawler.stats.get_value("finish_reason") is None
        return left is signal.SIG_IGN or (opening and left == self.crawler_process._signal_kill)


def hang_up(_: int, __: FrameType | None) -> None:
    """A terminal that is gone ends a run as SIGTERM does. Once: shells say it as well as the system."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.kill(os.getpid(), signal.SIGTERM)


def check_arguments(outlet: type[OutletSpider] | None, given: Mapping[str, str]) -> None:
    """Raise a UsageError for a `-a` that no outlet has, and for days that are none. scrapyd adds a `_job`."""
    if unknown := sorted(set(given) - {*ARGUMENTS, "_job"}):
        raise UsageError(f"unknown argument {unknown[0]!r}; -a takes {', '.join(ARGUMENTS)}", print_help=False)
    zone = ZoneInfo(outlet.timezone if outlet else "UTC")
    try:
        window_of(given, datetime.now(zone).date())
    except ValueError as error:
        raise UsageError(str(error), print_help=False) from None


def prepare(settings: Settings) -> None:
    """Settle what must stand before the first request: the archive to replay, and a database that answers.

    Raises ArchiveError or DatabaseUnavailable, each with one line that names the fix.
    """
    if settings.get("REPLAY"):
        open_archive(Path(settings["REPLAY"]))
    if settings.get("WARC"):
        check_writable(Path(settings["WARC"]))
    uri = resolve(settings.get("MONGODB_URI"), Path(settings["MONGODB_FOLDER"]))
    check(uri, name=settings.get("MONGODB_DATABASE"), writing=True)
    check_schema(uri, settings.get("MONGODB_DATABASE"))
    settings.set("MONGODB_URI", uri, priority="cmdline")


def find_browser(settings: BaseSettings, outlet: type[Spider]) -> None:
    """Settle which Chromium renders an outlet's pages. Raises ChromiumMissing where they need one and none is there."""
    if getattr(outlet, "javascript", False) and not settings.get("REPLAY"):
        settings.set("BROWSER_EXECUTABLE", executable(settings.get("BROWSER_EXECUTABLE")), priority="cmdline")


def unknown_outlet(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "`scrapy list` shows them"
    return f"unknown outlet {name!r}; {hint}"
