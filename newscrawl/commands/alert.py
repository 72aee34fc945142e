"""`scrapy alert`: one pass of telling people what is wrong, what still is, and what is over. For cron."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from scrapy.exceptions import UsageError

from newscrawl import alerting, notifying, watching
from newscrawl.alerting import Message
from newscrawl.asking import ask, declarations, term
from newscrawl.configured import Configured
from newscrawl.declarations import Alerting, secret
from newscrawl.exits import Exit
from newscrawl.health import Problem
from newscrawl.notifying import Target
from newscrawl.store.alerts import AlertStore
from newscrawl.store.connection import Database, DatabaseUnavailable
from newscrawl.store.leases import Holder, LeaseStore
from newscrawl.store.runs import RunStore

LONGEST = 4 * notifying.DEADLINE  # seconds for a pass; one that died on another machine is waited for so long
_TEST = Message("newscrawl: a test", "This target hears alerts.")


class Command(Configured):
    """Tell each target what it does not know yet. Exit code 69 where one did not take it, 73 during another
    pass, 78 where none is declared."""

    requires_project = True
    requires_crawler_process = False
    tells = ("WATCH",)
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Tell those whom the operations file names what is wrong and what is over"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--test", action="store_true", help="send a test message to every target instead")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args:
            raise UsageError("no arguments: the targets are declared (docs/operations.md)", print_help=False)
        declared = declarations(self.settings)
        targets, wrong = notifying.targets(declared.alerts.targets)
        besides = [*declared.problems, *(alerting.unusable(says) for says in wrong)]
        self.exitcode = Exit.CONFIG if wrong or not targets else Exit.OK
        for says in (*wrong, *([] if declared.alerts.targets else ["no target is declared: see docs/operations.md"])):
            _say(says)
        if opts.test:
            self._report(targets, notifying.send_all([(target, _TEST) for target in targets]))
            return
        try:
            holder, _ = ask(self.settings, lambda database: _lease(database).acquire())
            if holder:
                _say(f"another pass is being made ({holder}); this one told nobody")
                self.exitcode = Exit.HELD
                return
            try:
                self._pass(declared, targets, besides)
            finally:
                ask(self.settings, lambda database: _lease(database).release())
        except DatabaseUnavailable as error:
            self._without_database(targets, str(error))

    def _pass(self, declared: Any, targets: Sequence[Target], besides: list[Problem]) -> None:
        assert self.settings is not None
        silent = term(self.settings)
        fleet, states = ask(self.settings, lambda database: _known(database, silent))
        now = datetime.now(UTC)
        names = {target.id: target.name for target in targets}
        besides += alerting.troubles(names, states, now, now)
        wrong = alerting.current(watching.standings(fleet, declared, now), besides)
        told = {each["_id"]: each.get("told", []) for each in states}
        remind, messages = declared.alerts.remind, []
        for target in targets:
            message = alerting.compose(told.get(target.id, []), wrong, now, remind)
            if message and not alerting.is_quiet(declared.alerts, now):
                messages.append((target, message))
        results = notifying.send_all(messages)
        takers = {target.id: alerting.remembered(told.get(target.id, []), wrong, now, remind) for target, _ in messages}
        ask(self.settings, lambda database: _keep(database, names, results, takers, now))
        self._report(targets, results)
        self._heartbeat(declared.alerts)

    def _without_database(self, targets: Sequence[Target], error: str) -> None:
        """Nobody can say what is known already: this is told at every pass, for nothing works without it."""
        _say(error)
        message = Message("newscrawl: database", f"database: {error}\n  what to do: docs/operations.md#database")
        self._report(targets, notifying.send_all([(target, message) for target in targets]))
        self.exitcode = Exit.DATABASE

    def _report(self, targets: Sequence[Target], results: dict[str, str | None]) -> None:
        for target in targets:
            if target.id in results:
                error = results[target.id]
                _say(f"{target.name}: {error}" if error else f"{target.name}: told")
        if any(results.values()):
            self.exitcode = Exit.UNREACHABLE

    def _heartbeat(self, declared: Alerting) -> None:
        if not declared.heartbeat:
            return
        try:
            error = notifying.ping(secret(declared.heartbeat, os.environ))
        except ValueError as problem:
            error = str(problem)
        if error:
            _say(f"heartbeat: {error}")
            self.exitcode = Exit.UNREACHABLE


def _lease(database: Database) -> LeaseStore:
    """Two passes at a time would read the same memory and tell everything twice."""
    mine = Holder.here(f"alert-{os.getpid()}")
    return LeaseStore(database, "scrapy alert", mine, LONGEST, shared=False)


async def _known(database: Database, silent: Any) -> tuple[list[Any], list[Any]]:
    return await RunStore(database).fleet(silent), await AlertStore(database).states()


async def _keep(
    database: Database, names: dict[str, str], results: dict[str, str | None], takers: dict[str, Any], now: datetime
) -> None:
    store = AlertStore(database)
    for target, error in results.items():
        if error:
            await store.failed(target, names[target], error, now)
        else:
            await store.took(target, names[target], takers[target], now)
    await store.passed(now)


def _say(line: str) -> None:
    print(f"newscrawl: {line}", file=sys.stderr)  # noqa: T201
