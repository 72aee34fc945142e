"""`scrapy status`: every outlet that was crawled, when it last did its work, and what is wrong with the others."""

import argparse
import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand

from newscrawl import report, watching
from newscrawl.asking import ask
from newscrawl.exits import Exit
from newscrawl.store.connection import DatabaseUnavailable
from newscrawl.store.runs import RunStore

HEAD = ("outlet", "state", "last run", "last worked", "stored", "what is wrong")


class Command(ScrapyCommand):
    """The fleet at a glance. Exit code 0: nobody has to look; 65: somebody has."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Show each outlet's latest run and what is wrong with it"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print the documents as JSON, each with `trouble`")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        try:
            term = timedelta(seconds=self.settings.getfloat("LEASE_SECONDS"))
            fleet = ask(self.settings, lambda database: RunStore(database).fleet(term))
        except DatabaseUnavailable as error:
            print(f"newscrawl: {error}", file=sys.stderr)  # noqa: T201
            self.exitcode = Exit.DATABASE
            return
        troubled = watching.troubled(fleet)
        self.exitcode = Exit.DEGRADED if troubled else Exit.OK
        if opts.json:
            told = [{**each, "trouble": watching.trouble(each["last"])} for each in fleet]
            print(json.dumps(told, ensure_ascii=False, indent=2, default=str))  # noqa: T201
            return
        now = datetime.now(UTC)
        print(report.table(HEAD, (watching.row(each, now) for each in fleet)) if fleet else "nothing was crawled yet")  # noqa: T201
        if troubled:
            print(f"\n{len(troubled)} of {len(fleet)} outlets need a look: {', '.join(troubled)}")  # noqa: T201
