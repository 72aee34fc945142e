"""`scrapy syndicate FILE`: who took a text from whom in an archive of articles, as JSON lines."""

import argparse
import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, BinaryIO, ClassVar

from pymongo.errors import PyMongoError
from scrapy.exceptions import UsageError

from newscrawl.configured import Configured
from newscrawl.exits import Exit
from newscrawl.store import connection
from newscrawl.store.connection import Database, DatabaseUnavailable
from newscrawl.store.submitted import temporary
from newscrawl.syndicating import Syndication


class Command(Configured):
    """The crawl's engine over a file, on a database of its own that is gone afterwards."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] <articles.jsonl|->"

    def short_desc(self) -> str:
        return "Find copies and stories in a file of articles (url, outlet, published, title, body)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="write here, when all is done (default: stdout)")
        parser.add_argument("--days", type=int, help="how far apart copies may lie (default: SYNDICATION_DAYS)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if len(args) != 1:
            raise UsageError("name one file of JSON lines, or - for standard input", print_help=False)
        days = self.settings.getint("SYNDICATION_DAYS") if opts.days is None else opts.days
        if days < 1:
            raise UsageError("--days must be 1 or more", print_help=False)
        stop = Stop()
        work = partial(Syndication, days=days, say=_say, check=stop.check)
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, stop)
        try:
            uri = connection.resolve(self.settings.get("MONGODB_URI"), Path(self.settings["MONGODB_FOLDER"]))
            connection.check(uri)
            with _opened(args[0]) as file, _written(opts.output) as out:
                self.exitcode = asyncio.run(syndicate(uri, work, file, args[0], out))
        except (DatabaseUnavailable, PyMongoError) as error:
            self._fail(str(error), Exit.DATABASE)
        except OSError as error:
            self._fail(f"{error.filename or args[0]}: {error.strerror or error}", Exit.NOTHING_FOUND)
        except KeyboardInterrupt:
            self._fail("stopped before the end; nothing was written", Exit.UNFINISHED)

    def _fail(self, message: str, code: Exit) -> None:
        _say(f"newscrawl: {message}")
        self.exitcode = code


class Stop:
    """Ends the work at a signal, at the latest with the next batch: an exception can be lost in a finaliser."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, *_: object) -> None:
        self.asked = True
        raise KeyboardInterrupt

    def check(self) -> None:
        if self.asked:
            raise KeyboardInterrupt


async def syndicate(
    uri: str, prepare: Callable[[Database], Syndication], file: BinaryIO, name: str, out: IO[str]
) -> Exit:
    """Read, compare, write; 65 where a line was no article, 66 where none was."""
    began = time.monotonic()
    async with temporary(uri) as database:
        work = prepare(database)
        await work.read(file, name)
        await work.place()
        async for found in work.results():
            out.write(json.dumps(found, ensure_ascii=False) + "\n")
    _say(f"{work.summary()}; {time.monotonic() - began:.1f} s")
    if not work.counts["articles"]:
        return Exit.NOTHING_FOUND
    return Exit.DEGRADED if work.counts["bad"] else Exit.OK


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as file:
        yield file


@contextmanager
def _written(name: str | None) -> Iterator[IO[str]]:
    """Standard output, or a file that is there when all of it is."""
    if name is None:
        yield sys.stdout
        return
    with NamedTemporaryFile("w", encoding="utf-8", dir=Path(name).parent, prefix=".", delete=False) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(name)
        finally:
            with suppress(FileNotFoundError):
                Path(file.name).unlink()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201
