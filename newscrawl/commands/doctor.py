"""`scrapy doctor OUTLET`: what of an outlet's declarations still holds on its site, and the line to change."""

import argparse
import dataclasses
import inspect
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import UsageError

from newscrawl import registry, report
from newscrawl.archive import ArchiveError, open_archive
from newscrawl.checkup import Checkup
from newscrawl.chromium import ChromiumMissing
from newscrawl.commands.crawl import find_browser, unknown_outlet
from newscrawl.configured import Configured
from newscrawl.diagnosis import SELECTORS, Findings, problems
from newscrawl.exits import Exit
from newscrawl.looking import look
from newscrawl.outlet import OutletSpider


class Command(Configured):
    """Ask each source once, read a few articles, say what is stale. Exit code 0: healthy; 65: not. Stores nothing."""

    requires_project = True
    requires_crawler_process = False

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
        outlets = registry.outlets()
        if len(args) != 1 or args[0] not in outlets:
            said = unknown_outlet(args[0], list(outlets)) if len(args) == 1 else "name one outlet"
            raise UsageError(said, print_help=False)
        if refusal := registry.unlicensed(outlets[args[0]], self.settings):
            self._fail(refusal)
            return
        try:
            if self.settings.get("REPLAY"):
                open_archive(Path(self.settings["REPLAY"]))
            find_browser(self.settings, outlets[args[0]])
        except (ArchiveError, ChromiumMissing) as error:
            self._fail(str(error))
            return
        outlet, found = outlets[args[0]], Findings(args[0])
        look(self.settings, outlet, Checkup, findings=found, pages=opts.pages)
        wrong = list(problems(outlet, found))
        self.exitcode = Exit.DEGRADED if wrong else Exit.OK
        print(as_json(found, wrong) if opts.json else as_text(outlet, found, wrong))  # noqa: T201

    def _fail(self, message: str) -> None:
        print(f"newscrawl: {message}", file=sys.stderr)  # noqa: T201
        self.exitcode = Exit.CONFIG


def as_json(found: Findings, wrong: list[str]) -> str:
    fields = {each.name: getattr(found, each.name) for each in dataclasses.fields(found)}
    return json.dumps({**fields, "problems": wrong}, ensure_ascii=False, indent=2, default=dataclasses.asdict)


def as_text(outlet: type[OutletSpider], found: Findings, wrong: list[str]) -> str:
    """The sources and the selectors in tables, where the fields came from, and what to change."""
    rows: list[tuple[Any, ...]] = [
        (each.source, each.status, each.answer[:60], each.links, each.articles) for each in found.sources
    ]
    parts = [report.table(("source", "evidence", "answer", "links", "articles"), rows)]
    if found.suggested:
        parts.append(f"\nThe site itself names: {', '.join(found.suggested[:5])}")
    if found.pages:
        parts += _pages(outlet, found)
    file = Path(inspect.getfile(outlet))
    changes = [f"- {_place(outlet, each)}{each}" for each in wrong]
    parts += [f"\nTo change in {file.parent.name}/{file.name}:", *changes] if wrong else ["\nhealthy"]
    return report.plain_lines("\n".join(parts))


def _pages(outlet: type[OutletSpider], found: Findings) -> Iterator[str]:
    """What the sample yielded: each selector's hits, and what each field was read by."""
    read = found.pages - found.walls.total()
    yield f"\n{found.pages} article pages read, {found.walls.total()} of them walls"
    declared = [(name, selector, found.hits[name]) for name in SELECTORS if (selector := getattr(outlet, name))]
    declared += [("drop", selector, found.drops[selector]) for selector in outlet.drop]
    if declared and read:
        rows = [(name, f"{hits} of {read}", selector) for name, selector, hits in declared]
        yield report.table(("selector", "hits", "declared as"), rows)
    for name, sources in found.provenance.items():
        yield f"{name}: {', '.join(f'{count} by {source}' for source, count in sorted(sources.items()))}"


def _place(outlet: type[OutletSpider], problem: str) -> str:
    """The line of the outlet's file that a problem is about, or what of its platform is to be declared there."""
    if line := _line(Path(inspect.getfile(outlet)).read_text(encoding="utf-8").splitlines(), problem):
        return line
    platform = outlet.__bases__[0]
    attribute = next((name for name in ("archives", *SELECTORS) if _is_about(outlet, name, problem)), "")
    return f"`{attribute}` of {platform.__name__}, to be declared here: " if attribute else ""


def _is_about(outlet: type[OutletSpider], name: str, problem: str) -> bool:
    """Whether a problem quotes what the outlet has from its platform."""
    quoted = [f'"{each.url}"' for each in outlet.archives] if name == "archives" else [f"{name} = "]
    return any(each in problem.partition(")")[0] for each in quoted)


def _line(lines: Sequence[str], problem: str) -> str:
    """The number of the line of an outlet's file that a problem is about, where it quotes one."""
    mark = re.match(r'\w+\("([^"]+)"|\w+ = ', problem)
    if mark is None:
        return ""
    # As it is written; else what may be written of it, where the site's address stands in a name of its own.
    path = urlsplit(mark[1] or "").path
    ways = [mark[0], *([f'{mark[1]}"'] if mark[1] else []), *([f'{path}"'] if len(path) > 1 else [])]
    found = (n for way in ways for n, line in enumerate(lines, 1) if way in line)
    return next((f"line {number}: " for number in found), "")
