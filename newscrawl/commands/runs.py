"""`scrapy runs [OUTLET]`: the run ledger, the latest first."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from scrapy.exceptions import UsageError

from newscrawl import report, watching
from newscrawl.asking import ask, term
from newscrawl.configured import Configured
from newscrawl.exits import Exit
from newscrawl.store.connection import DatabaseUnavailable
from newscrawl.store.runs import RunStore

HEAD = ("outlet", "state", "started", "took", "new", "updated", "unchanged", "rejected", "failed", "what is wrong")


class Command(Configured):
    """Show the latest runs."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] [outlet]"

    def short_desc(self) -> str:
        return "Show the latest runs"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--limit", type=int, default=20, help="so many runs (default: 20)")
        parser.add_argument("--json", action="store_true", help="print the documents as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if len(args) > 1 or opts.limit < 1:
            raise UsageError("name one outlet or none, and a limit of 1 at least", print_help=False)
        try:
            silent = term(self.settings)
            outlet = args[0] if args else None
            runs = ask(self.settings, lambda database: RunStore(database).recent(outlet, opts.limit, silent))
        except DatabaseUnavailable as error:
            print(f"newscrawl: {error}", file=sys.stderr)  # noqa: T201
            self.exitcode = Exit.DATABASE
            return
        if outlet and not runs:
            print(f"newscrawl: {outlet} was never crawled; `scrapy runs` shows those that were", file=sys.stderr)  # noqa: T201
            self.exitcode = Exit.NOTHING_FOUND
        print(report.as_json(runs) if opts.json else _table(runs))  # noqa: T201


def _table(runs: Sequence[watching.Run]) -> str:
    now = datetime.now(UTC)
    rows = [[report.plain(cell) for cell in watching.run_row(run, now)] for run in runs]
    return report.table(HEAD, rows) if rows else "nothing was crawled"
