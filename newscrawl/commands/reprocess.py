"""`scrapy reprocess [OUTLET ...]`: read again what is stored, after rules have changed; a revision for each change."""

import argparse
import asyncio
import signal
import sys
import time
from dataclasses import asdict, fields
from typing import Any, ClassVar, TextIO

from pymongo.errors import PyMongoError
from scrapy.exceptions import UsageError

from newscrawl import registry, report, ruleset
from newscrawl.asking import ask
from newscrawl.commands.crawl import unknown_outlet
from newscrawl.commands.search import read_time
from newscrawl.configured import Configured
from newscrawl.exits import Exit
from newscrawl.reprocessing import Example, Options, Reprocessing, Tally
from newscrawl.store.connection import Database, DatabaseUnavailable
from newscrawl.store.reprocess import Scope
from newscrawl.store.schema import explained

EVERY = 5.0  # seconds between words on the progress; a terminal sees a line that lives
MOST_LINES, WIDEST = 12, 160  # of an example: lines, and characters of one


class Command(Configured):
    """Safe beside crawls and to repeat; goes on where it was cut off. Exit code 65: some could not be read again."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] [outlet ...]"

    def short_desc(self) -> str:
        return "Read again what is stored, after rules have changed"

    def long_desc(self) -> str:
        return (
            "Read again what other rules have read: the archived page, else the stored text. Each change makes a "
            "revision; whatever changed is compared with the others anew."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--since", metavar="DATE", help="published on this day or later (2026-03-01, UTC)")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--show", type=int, default=5, metavar="N", help="examples of each outcome (default: 5)")
        parser.add_argument("--json", action="store_true", help="print what came of it as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        known = list(registry.outlets())
        for outlet in args:
            if outlet not in known:
                raise UsageError(unknown_outlet(outlet, known), print_help=False)
        scope = Scope(args, read_time("--since", opts.since))
        try:
            tally = ask(self.settings, lambda database: self._reprocess(database, scope, opts), whole=True)
        except DatabaseUnavailable as error:
            self._fail(str(error))
        except PyMongoError as error:
            self._fail(f"{explained(error)}; the same command goes on")
        else:
            print(report.as_json(as_json(tally)) if opts.json else told(tally, opts.dry_run))  # noqa: T201
            if tally.stopped:
                print("newscrawl: stopped before the end; the same command goes on", file=sys.stderr)  # noqa: T201
            self.exitcode = _exit(tally)

    def _fail(self, message: str) -> None:
        print(f"newscrawl: {message}", file=sys.stderr)  # noqa: T201
        self.exitcode = Exit.DATABASE

    async def _reprocess(self, database: Database, scope: Scope, opts: argparse.Namespace) -> Tally:
        assert self.settings is not None
        stop = asyncio.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(each, stop.set)
        options = Options(
            days=self.settings.getint("SYNDICATION_DAYS"),
            patience=self.settings.getfloat("DATABASE_PATIENCE"),
            obeyed=self.settings.getbool("RESERVATIONS_OBEY"),
            learned=self.settings.getbool("LEARN_LINES"),
            dry=opts.dry_run,
            show=opts.show,
        )
        progress = Progress(sys.stderr)
        try:
            return await Reprocessing(database, options, progress, stop.is_set).run(scope)
        finally:
            progress.close()


class Progress:
    """Says now and then how far the work is."""

    def __init__(self, out: TextIO) -> None:
        self.out, self.live = out, out.isatty()
        self.began = self.told = time.monotonic()

    def __call__(self, tally: Tally) -> None:
        now = time.monotonic()
        if now - self.told < (0.2 if self.live else EVERY):
            return
        self.told = now
        line = f"{tally.done:,} of {tally.expected:,} read again"
        rate = f", {tally.done / (now - self.began):,.0f} a second"
        line += f"; {tally.placed:,} placed" if tally.placed else rate
        self.out.write(f"\r{line}" if self.live else f"{line}\n")
        self.out.flush()

    def close(self) -> None:
        """What is printed next begins on a line of its own."""
        if self.live and self.told > self.began:
            self.out.write("\n")


def _exit(tally: Tally) -> Exit:
    if tally.stopped:
        return Exit.UNFINISHED
    if tally.outcomes["failed/bug"] or tally.unplaced:
        return Exit.BUG
    return Exit.DEGRADED if tally.outcomes["failed/contract"] else Exit.OK


def as_json(tally: Tally) -> dict[str, Any]:
    """The tally for programs, with the version of the rules."""
    figures = {each.name: getattr(tally, each.name) for each in fields(tally)}
    return {"rules": ruleset.version(), "done": tally.done, **figures, "examples": list(map(asdict, tally.examples))}


def told(tally: Tally, dry: bool) -> str:
    """The tally for people: tables of counts, then examples."""
    head = f"rules {ruleset.version()}: {tally.done:,} of {tally.expected:,} articles read again"
    parts = [f"{head}, nothing written" if dry else f"{head}, {tally.placed:,} placed"]
    for name, counts in (("outcome", tally.outcomes), ("field changed", tally.fields), ("read from", tally.sources)):
        if counts:
            parts.append(report.table((name, "articles"), counts.most_common()))
    return "\n\n".join([*parts, *map(_shown, tally.examples)])


def _shown(example: Example) -> str:
    lines = [f"  {report.plain(each)[:WIDEST]}" for each in example.lines[:MOST_LINES]]
    more = [f"  ... {len(example.lines) - MOST_LINES} lines more"] if len(example.lines) > MOST_LINES else []
    changed = f" ({', '.join(example.changed)})" if example.changed else ""
    return "\n".join((f"{example.outcome}: {report.plain(example.url)}{changed}", *lines, *more))
