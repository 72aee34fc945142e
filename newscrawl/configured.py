"""What every command does before anything else: it looks whether the settings can work."""

import argparse
import sys
from collections.abc import Sequence
from typing import ClassVar

from scrapy.commands import ScrapyCommand

from newscrawl import configuration
from newscrawl.exits import Exit


class Configured(ScrapyCommand):
    """A command that ends with one line and the exit code for it where a setting cannot work.

    `tells`: settings about which it has a word of its own to say.
    """

    tells: ClassVar[Sequence[str]] = ()

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        try:
            configuration.check({name: value for name, value in self.settings.items() if name not in self.tells})
        except configuration.Invalid as error:
            print(f"newscrawl: {error}", file=sys.stderr)  # noqa: T201
            raise SystemExit(Exit.CONFIG) from None
