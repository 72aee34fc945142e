"""`scrapy dead [OUTLET]`: pages that a fault of ours kept from being stored; `--replay` puts them through again."""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from scrapy.exceptions import UsageError

from newscrawl import report
from newscrawl.archive import ArchiveError, append, read_record
from newscrawl.asking import ask
from newscrawl.commands.round import LOGS, crawl_all
from newscrawl.configured import Configured
from newscrawl.exits import Exit
from newscrawl.masking import escaped
from newscrawl.rounds import Round
from newscrawl.store.connection import Database, DatabaseUnavailable, Document
from newscrawl.store.letters import LetterStore


class Command(Configured):
    """Show the dead letters, or try again after a fix: those that go through are gone, the others stay."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] [outlet]"

    def short_desc(self) -> str:
        return "Show pages that failed for a fault of ours, or put them through again"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print the letters as JSON, with their tracebacks")
        parser.add_argument("--replay", action="store_true", help="put them through again, from the answers kept")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if len(args) > 1:
            raise UsageError("name one outlet, or none for all", print_help=False)
        try:
            letters = self._letters(args)
        except DatabaseUnavailable as error:
            print(f"newscrawl: {error}", file=sys.stderr)  # noqa: T201
            self.exitcode = Exit.DATABASE
            return
        if opts.replay and letters:
            self._replay(letters, opts.set)
            letters = self._letters(args)
        self.exitcode = Exit.BUG if opts.replay and letters else Exit.OK
        print(report.as_json(letters) if opts.json else table(letters))  # noqa: T201

    def _letters(self, args: list[str]) -> list[Document]:
        """The letters there are, those that were spooled while MongoDB was gone included."""
        assert self.settings is not None
        folder = Path(self.settings["DEAD_LETTERS_FOLDER"])

        async def gathered(database: Database) -> list[Document]:
            store = LetterStore(database)
            await store.collect(folder)
            return await store.all(*args)

        return ask(self.settings, gathered)

    def _replay(self, letters: list[Document], chosen: Sequence[str]) -> None:
        """Crawl their outlets, answered from the letters alone."""
        assert self.settings is not None
        if uri := self.settings.get("MONGODB_URI"):
            os.environ["MONGODB_URI"] = uri  # not an argument: it may hold a password
        outlets = sorted({str(each["outlet"]) for each in letters})
        with tempfile.TemporaryDirectory(prefix="newscrawl-dead-") as folder:
            warc = Path(folder) / "dead.warc.gz"
            if collect(letters, warc):
                LOGS.mkdir(parents=True, exist_ok=True)
                asyncio.run(crawl_all(outlets, [*chosen, f"REPLAY={warc}"], 1, LOGS, Round(len(outlets))))


def collect(letters: Sequence[Document], warc: Path) -> int:
    """Copy the raw answers of letters to a WARC file; how many there were. A lost one is named."""
    count = 0
    for letter in letters:
        kept = letter.get("warc")
        try:
            if kept is None:
                raise ArchiveError("no raw answer was kept")
            append(warc, read_record(Path(kept["path"]), kept["offset"]), datetime.now(UTC))
            count += 1
        except ArchiveError as error:
            print(escaped(f"newscrawl: {letter['url']}: {error}; crawl it again"), file=sys.stderr)  # noqa: T201
    return count


def table(letters: Sequence[Document]) -> str:
    """A row a letter; a sentence where there is none."""
    if not letters:
        return "no dead letters"
    rows = [
        (
            each["outlet"],
            f"{each['when']:%Y-%m-%d %H:%M}",
            each["failures"],
            each["outcome"],
            each["url"],
            each["error"],
        )
        for each in letters
    ]
    return report.table(("outlet", "when", "failures", "outcome", "url", "error"), rows)
