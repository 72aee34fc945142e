"""`scrapy status [OUTLET]`: every outlet that runs or should, when it last did its work, and what is wrong; or one of
them in depth."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from scrapy.exceptions import UsageError

from newscrawl import alerting, depth, notifying, report, watching
from newscrawl.asking import ask, declarations, term
from newscrawl.configured import Configured
from newscrawl.exits import Exit
from newscrawl.health import Problem, Severity
from newscrawl.store.alerts import AlertStore
from newscrawl.store.connection import DatabaseUnavailable
from newscrawl.store.runs import RunStore
from newscrawl.watching import Standing

HEAD = ("outlet", "state", "last run", "last worked", "stored", "what is wrong")
RUNS = 12


class Command(Configured):
    """The fleet at a glance, or one outlet in depth. Exit code 0: nobody has to look; 65: somebody has."""

    requires_project = True
    requires_crawler_process = False
    tells = ("WATCH",)
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] [outlet]"

    def short_desc(self) -> str:
        return "Show each outlet's latest run and what is wrong with it, or one outlet in depth"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print the documents as JSON, each with its problems")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if len(args) > 1:
            raise UsageError("name one outlet or none", print_help=False)
        silent, declared = term(self.settings), declarations(self.settings)
        outlet = args[0] if args else None
        try:
            fleet = ask(self.settings, lambda database: RunStore(database).fleet(silent, outlet))
            runs = ask(self.settings, lambda database: RunStore(database).recent(outlet, RUNS, silent))
        except DatabaseUnavailable as error:
            print(f"newscrawl: {error}", file=sys.stderr)  # noqa: T201
            self.exitcode = Exit.DATABASE
            return
        now = datetime.now(UTC)
        standings = watching.standings(fleet, declared, now)
        if outlet:
            self._one(outlet, standings, runs, as_json=opts.json)
        else:
            besides = [*declared.problems, *self._alerting(declared.alerts.targets, now)]
            self._all(standings, besides, as_json=opts.json)

    def _all(self, standings: Sequence[Standing], besides: Sequence[Problem], *, as_json: bool) -> None:
        troubled = [each.outlet for each in standings if each.needs_a_look]
        grave = [each for each in besides if each.severity is Severity.ERROR]
        self.exitcode = Exit.DEGRADED if troubled or grave else Exit.OK
        for problem in besides:
            print(f"newscrawl: {report.plain(watching.in_words([problem]))}", file=sys.stderr)  # noqa: T201
        if as_json:
            _print([each.document() for each in standings])
            return
        rows = [[report.plain(cell) for cell in watching.row(each, datetime.now(UTC))] for each in standings]
        print(report.table(HEAD, rows) if standings else "nothing was crawled yet")  # noqa: T201
        if replayed := sum(each.replayed for each in standings):
            print(f"\n{replayed} of {len(standings)} outlets were only replayed from an archive: {watching.REPLAYS}")  # noqa: T201
        if troubled:
            print("\n`scrapy status OUTLET` shows one in depth; docs/operations.md says what to do.")  # noqa: T201
            print(f"{len(troubled)} of {len(standings)} outlets need a look: {', '.join(troubled)}")  # noqa: T201

    def _alerting(self, declared: Sequence[str], now: datetime) -> list[Problem]:
        assert self.settings is not None
        if not declared:
            return []
        targets, wrong = notifying.targets(declared)
        states = ask(self.settings, lambda database: AlertStore(database).states())
        last = ask(self.settings, lambda database: AlertStore(database).last_pass())
        unusable = [alerting.unusable(says) for says in wrong]
        return [*unusable, *alerting.troubles({each.id: each.name for each in targets}, states, last, now)]

    def _one(self, outlet: str, standings: Sequence[Standing], runs: list[Any], *, as_json: bool) -> None:
        standing = next((each for each in standings if each.outlet == outlet), None)
        if standing is None:
            print(f"newscrawl: {outlet} was never crawled; `scrapy status` shows those that were", file=sys.stderr)  # noqa: T201
            self.exitcode = Exit.NOTHING_FOUND
            return
        self.exitcode = Exit.DEGRADED if standing.needs_a_look else Exit.OK
        if as_json:
            _print({**standing.document(), "runs": runs})
        else:
            print(report.plain_lines(depth.page(standing, runs, datetime.now(UTC))))  # noqa: T201


def _print(document: Any) -> None:
    print(report.as_json(document))  # noqa: T201
