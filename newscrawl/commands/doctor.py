"""`scrapy doctor OUTLET`: what of an outlet's declarations still holds on its site, and the line to change."""

import argparse
import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl import registry, report
from newscrawl.archive import ArchiveError, open_archive
from newscrawl.checkup import Checkup, Findings, problems, settings_for
from newscrawl.chromium import ChromiumMissing
from newscrawl.commands.crawl import find_browser, unknown_outlet
from newscrawl.exits import Exit


class Command(ScrapyCommand):
    """Ask each source once, read a few articles, say what is stale. Exit code 0: healthy; 65: not. Stores nothing."""

    requires_project = True

    def syntax(self) -> str:
        return "[options] <outlet>"

    def short_desc(self) -> str:
        return "Check an outlet's declarations on its site, or on an archive"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--pages", type=int, default=5, help="articles to read (default: 5)")
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        assert self.crawler_process is not None
        outlets = registry.outlets()
        if len(args) != 1 or args[0] not in outlets:
            said = unknown_outlet(args[0], list(outlets)) if len(args) == 1 else "name one outlet"
            raise UsageError(said, print_help=False)
        try:
            if self.settings.get("REPLAY"):
                open_archive(Path(self.settings["REPLAY"]))
            find_browser(self.settings, outlets[args[0]])
        except (ArchiveError, ChromiumMissing) as error:
            print(f"newscrawl: {error}", file=sys.stderr)  # noqa: T201
            self.exitcode = Exit.CONFIG
            return
        outlet, found = outlets[args[0]], Findings(args[0])
        self.settings.setdict(settings_for(self.settings, outlet), priority="cmdline")
        self.crawler_process.crawl(Checkup, outlet=outlet, findings=found, pages=opts.pages)
        self.crawler_process.start()
        wrong = list(problems(outlet, found))
        self.exitcode = Exit.DEGRADED if wrong else Exit.OK
        print(as_json(found, wrong) if opts.json else as_text(found, wrong))  # noqa: T201


def as_json(found: Findings, wrong: list[str]) -> str:
    fields = {each.name: getattr(found, each.name) for each in dataclasses.fields(found)}
    return json.dumps({**fields, "problems": wrong}, ensure_ascii=False, indent=2, default=dataclasses.asdict)


def as_text(found: Findings, wrong: list[str]) -> str:
    """The sources in a table, where the fields came from, and what to change."""
    rows: list[tuple[Any, ...]] = [
        (each.source, each.status, each.answer[:60], each.links, each.articles) for each in found.sources
    ]
    fields = [
        f"  {name}: {', '.join(f'{count} by {source}' for source, count in sorted(sources.items()))}"
        for name, sources in found.provenance.items()
    ]
    parts = [report.table(("source", "evidence", "answer", "links", "articles"), rows)]
    parts += [f"{found.pages} article pages read", *fields] if found.pages else []
    parts += (
        [f"\nTo change in spiders/{found.outlet}.py:", *(f"- {each}" for each in wrong)] if wrong else ["\nhealthy"]
    )
    return "\n".join(parts)
