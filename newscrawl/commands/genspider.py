"""`scrapy genspider NAME DOMAIN`: Scrapy's own, with the template of an outlet and what to do with it."""

import argparse
import re
from pathlib import Path
from typing import Any

from scrapy.commands.genspider import Command as ScrapyGenspider
from scrapy.exceptions import UsageError

from newscrawl.configured import Configured

NEXT = """\
Fill it in, wherever it says FILL IN; these tell with what:
  {doctor:31} the sources that the site itself names; in the end, whether all of it holds
  scrapy extract URL              what a page of the site yields, before any selector is written
Then:
  scrapy capture URL              keep a page for the tests
  scrapy outlets --markdown > docs/outlets.md
  scripts/test -k "outlets or captured"
docs/adding-an-outlet.md has the rest."""


class Command(Configured, ScrapyGenspider):
    """Create an outlet's file in spiders/ from a template."""

    def short_desc(self) -> str:
        return "Create the file of a new outlet from a template"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.set_defaults(template="outlet")

    @property
    def templates_dir(self) -> str:
        return str(Path(__file__).parent.parent / "templates")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        made = not opts.list and not opts.dump
        if made:
            if len(args) != 2:
                raise UsageError(
                    "give the outlet's key and its domain: genspider ornek ornek.example", print_help=False
                )
            if not re.fullmatch(r"[a-z][a-z0-9_]*", args[0]):
                raise UsageError(f"{args[0]!r} is no key: small letters a-z, digits, underscore", print_help=False)
            if not opts.force and self._spider_exists(args[0]):
                raise UsageError(f"--force overwrites spiders/{args[0]}.py", print_help=False)
        super().run(args, opts)
        if made:
            print(NEXT.format(doctor=f"scrapy doctor {args[0]}"))  # noqa: T201

    def _generate_template_variables(self, module: str, name: str, url: str, template_name: str) -> dict[str, Any]:
        """An outlet's class bears its name, and a domain is declared without www."""
        variables: dict[str, Any] = super()._generate_template_variables(module, name, url, template_name)
        named = {"classname": variables["classname"].removesuffix("Spider")}
        return variables | named | {"domain": variables["domain"].removeprefix("www.")}
