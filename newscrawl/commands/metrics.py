"""`scrapy metrics [FILE]`: the fleet for Prometheus, printed or written for node exporter's textfile collector."""

import argparse
import sys
from pathlib import Path
from typing import Any, ClassVar

from scrapy.exceptions import UsageError

from newscrawl.asking import ask, declarations, term
from newscrawl.configured import Configured
from newscrawl.exits import Exit
from newscrawl.store.connection import DatabaseUnavailable


class Command(Configured):
    """A file is replaced as a whole, so that the collector never reads half of one."""

    requires_project = True
    requires_crawler_process = False
    tells = ("WATCH",)
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] [file.prom]"

    def short_desc(self) -> str:
        return "Write the fleet's metrics for Prometheus"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if len(args) > 1:
            raise UsageError("name one file, or none to print", print_help=False)
        if args and not args[0].endswith(".prom"):
            raise UsageError("the textfile collector reads files that end in .prom", print_help=False)
        # No other command needs Prometheus' client and a web framework, and each imports all commands.
        from prometheus_client import generate_latest, write_to_textfile  # noqa: PLC0415

        from newscrawl.dashboard.metrics import gather  # noqa: PLC0415
        from newscrawl.metrics import registry  # noqa: PLC0415

        silent, declared = term(self.settings), declarations(self.settings)
        try:
            found = registry(ask(self.settings, lambda database: gather(database, silent, declared)))
            if args:
                write_to_textfile(args[0], found)
            else:
                print(generate_latest(found).decode(), end="")  # noqa: T201
        except DatabaseUnavailable as error:
            self._fail(str(error), Exit.DATABASE)
        except OSError as error:
            self._fail(f"cannot write {Path(args[0])}: {error.strerror}", Exit.CONFIG)

    def _fail(self, message: str, code: Exit) -> None:
        print(f"newscrawl: {message}", file=sys.stderr)  # noqa: T201
        self.exitcode = code
