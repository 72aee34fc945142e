"""What every command does before anything else: it looks whether its options are some and the settings can work."""

import argparse
import sys
from collections.abc import Sequence
from typing import ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl import configuration, streams
from newscrawl.exits import Exit


class Configured(ScrapyCommand):
    """A command that ends with one line and the exit code for it where an option is none or a setting cannot work.

    `tells`: settings about which it has a word of its own to say.
    """

    tells: ClassVar[Sequence[str]] = ()

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        streams.guard()
        super().process_options(args, opts)
        # Scrapy hands on what it does not know as words: a filter with a misspelling would be none.
        if unknown := next((each for each in args if each.startswith("--")), None):
            raise UsageError(f"no such option: {unknown}", print_help=False)
        assert self.settings is not None
        try:
            configuration.check({name: value for name, value in self.settings.items() if name not in self.tells})
        except configuration.Invalid as error:
            print(f"newscrawl: {error}", file=sys.stderr)  # noqa: T201
            raise SystemExit(Exit.CONFIG) from None
