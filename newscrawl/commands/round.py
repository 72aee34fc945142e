"""`scrapy round [OUTLET ...]`: crawl several outlets, one process each, and say in one page what came of it."""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scrapy.exceptions import UsageError

from newscrawl import registry, report, sample
from newscrawl.archive import ArchiveError
from newscrawl.commands.crawl import prepare, unknown_outlet
from newscrawl.configured import Configured
from newscrawl.exits import Exit
from newscrawl.masking import masked
from newscrawl.rounds import Round
from newscrawl.settings import DATA
from newscrawl.store import connection
from newscrawl.store.connection import DatabaseUnavailable, Document
from newscrawl.store.overview import Overview
from newscrawl.store.runs import RunStore

SAMPLE_DATABASE = "newscrawl_sample"
LOGS = DATA / "log"
SKEW = timedelta(hours=1)  # that this machine's clock may be ahead of MongoDB's


class Command(Configured):
    """One round of crawls: of the named outlets, of all, or of the sample newsroom."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [outlet ...]"

    def short_desc(self) -> str:
        return "Crawl several outlets (default: all) and summarise"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--sample", action="store_true", help="crawl the newsroom that ships with the project")
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")
        parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="crawls at a time (default: cores)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        known = list(registry.outlets())
        for name in args:
            if name not in known:
                raise UsageError(unknown_outlet(name, known), print_help=False)
        private = not self.settings.get("MONGODB_URI")
        try:
            LOGS.mkdir(parents=True, exist_ok=True)
            arguments = [*opts.set, *(self._sample() if opts.sample else ())]
            prepare(self.settings)
        except OSError as error:
            self._fail(f"cannot write in {DATA} ({error.strerror}); set NEWSCRAWL_DATA to another folder", Exit.CONFIG)
        except (ArchiveError, DatabaseUnavailable) as error:
            self._fail(str(error), Exit.DATABASE if isinstance(error, DatabaseUnavailable) else Exit.CONFIG)
        else:
            chosen = args or (sample.outlets() if opts.sample else known)
            self._crawl(self._permitted(chosen), arguments, opts)
            if private:
                _say("The private MongoDB stays up for the next command; `.venv/bin/scrapy mongod stop` ends it.")

    def _permitted(self, names: Sequence[str]) -> list[str]:
        assert self.settings is not None
        refusals = {name: registry.unlicensed(registry.outlets().get(name), self.settings) for name in names}
        for refusal in filter(None, refusals.values()):
            _say(f"newscrawl: {refusal}")
        return [name for name, refusal in refusals.items() if not refusal]

    def _crawl(self, outlets: Sequence[str], arguments: list[str], opts: argparse.Namespace) -> None:
        """Crawl, summarise, and keep the first exit code that is not 0."""
        assert self.settings is not None
        round_id = f"round-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}"
        os.environ["MONGODB_URI"] = self.settings["MONGODB_URI"]  # not an argument: it may hold a password
        codes = asyncio.run(self._watched(round_id, outlets, [*arguments, f"ROUND={round_id}"], max(1, opts.jobs)))
        self.exitcode = next((code for code in codes if code), 0)
        asyncio.run(self._summarise(round_id, as_json=opts.json))

    async def _watched(self, round_id: str, outlets: Sequence[str], arguments: Sequence[str], jobs: int) -> list[int]:
        assert self.settings is not None
        client = connection.connect(self.settings["MONGODB_URI"])
        runs = RunStore(connection.database(client, self.settings.get("MONGODB_DATABASE")))
        since = datetime.now(UTC) - SKEW
        going = Round(len(outlets), lambda: runs.done(round_id, outlets, since))
        try:
            async with going.drawn():
                return await crawl_all(outlets, arguments, jobs, LOGS, going)
        finally:
            await client.close()

    def _fail(self, message: str, code: Exit) -> None:
        _say(f"newscrawl: {message}")
        self.exitcode = code

    def _sample(self) -> list[str]:
        """Settings that point a crawl at the sample newsroom and at a database of its own."""
        assert self.settings is not None
        archive = DATA / "newsroom.warc.gz"
        count = sample.build(archive)
        _say(f"sample newsroom: {count} answers in {archive}")
        self.settings.set("MONGODB_DATABASE", SAMPLE_DATABASE, priority="cmdline")
        return [f"REPLAY={archive}", "REPLAY_ALL_PAGES=0", f"MONGODB_DATABASE={SAMPLE_DATABASE}"]

    async def _summarise(self, round_id: str, *, as_json: bool) -> None:
        assert self.settings is not None
        client = connection.connect(self.settings["MONGODB_URI"])
        try:
            overview = Overview(connection.database(client, self.settings.get("MONGODB_DATABASE")))
            found = await overview.of_round(round_id)
        finally:
            await client.close()
        print(report.as_json(found) if as_json else self._page(found))  # noqa: T201

    def _page(self, found: Document) -> str:
        assert self.settings is not None
        name = self.settings.get("MONGODB_DATABASE")
        where = f" -s MONGODB_DATABASE={name}" if name else ""
        return report.round_page(found, where, masked(self.settings["MONGODB_URI"]) + (name or ""))


async def crawl_all(outlets: Sequence[str], settings: Sequence[str], jobs: int, logs: Path, going: Round) -> list[int]:
    """Crawl each outlet in a process of its own, `jobs` at a time; the exit codes, in order."""
    turns = asyncio.Semaphore(jobs)

    async def crawl(outlet: str) -> int:
        async with turns:
            began = time.monotonic()
            going.running.append(outlet)
            code, sentence = await crawl_one(outlet, settings, logs / f"{outlet}.log")
            going.ends(outlet)
            took = time.monotonic() - began
            going.say(f"[{going.ended}/{going.outlets}] {outlet}: {report.plain(sentence)} ({took:.1f} s)")
            return code

    return await asyncio.gather(*map(crawl, outlets))


async def crawl_one(outlet: str, settings: Sequence[str], log: Path) -> tuple[int, str]:
    """Run `scrapy crawl OUTLET`; its exit code and the sentence it ended with. Its log goes to `log`."""
    options = [part for setting in settings for part in ("-s", setting)]
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "scrapy", "crawl", outlet, *options, stdout=out, stderr=out
        )
        code = await process.wait()
    return code, _last_words(log, outlet) or f"ended with exit code {code}; see {log}"


def _last_words(log: Path, outlet: str) -> str:
    """The ledger's closing sentence in a crawl's log, or the error that kept it from starting."""
    for line in reversed(log.read_text(encoding="utf-8", errors="replace").splitlines()):
        for mark in (f"newscrawl.extensions.ledger: {outlet}: ", "newscrawl: "):
            if mark in line:
                return line.partition(mark)[2]
    return ""


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201
