"""`scrapy story URL|ID`: one story, its origin and why, and every copy with its evidence."""

import argparse
import sys
from typing import Any, ClassVar

from scrapy.exceptions import UsageError

from newscrawl import registry, report
from newscrawl.asking import ask
from newscrawl.configured import Configured
from newscrawl.exits import Exit
from newscrawl.store.connection import DatabaseUnavailable
from newscrawl.store.stories import StoryStore


class Command(Configured):
    """Show who took a text from whom."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] <url|id>"

    def short_desc(self) -> str:
        return "Show a story: its origin, its copies and the evidence"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print the documents as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if len(args) != 1:
            raise UsageError("name one article's URL, or a story's or article's id", print_help=False)
        try:
            name = registry.address(args[0])
            story = ask(self.settings, lambda database: StoryStore(database, registry.kinds()).story(name))
        except DatabaseUnavailable as error:
            self._fail(str(error), Exit.DATABASE)
            return
        if story is None:
            self._fail(f"no story or article {args[0]!r} in the database", Exit.NOTHING_FOUND)
        elif opts.json:
            print(report.as_json(report.story_document(story)))  # noqa: T201
        else:
            print(report.story_text(story))  # noqa: T201

    def _fail(self, message: str, code: Exit) -> None:
        print(f"newscrawl: {message}", file=sys.stderr)  # noqa: T201
        self.exitcode = code
