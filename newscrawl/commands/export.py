"""`scrapy export FOLDER`: the articles as Parquet, JSON lines or CSV, whole or what changed since the last time."""

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from pymongo.errors import PyMongoError
from scrapy.exceptions import UsageError

from newscrawl import exporting, formats, report
from newscrawl.columns import columns
from newscrawl.commands.search import add_filters, read_filters
from newscrawl.configured import Configured
from newscrawl.contract import type_name
from newscrawl.exits import Exit
from newscrawl.exporting import CARD, JOURNAL, ExportError, Journal, Progress
from newscrawl.store import connection
from newscrawl.store.connection import DatabaseUnavailable
from newscrawl.store.export import BadWatermark, ExportSource, Watermark


class Command(Configured):
    """Run it again with the same words to go on where it was cut off."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] <folder>"

    def short_desc(self) -> str:
        return "Export the articles: Parquet, JSON lines or CSV; whole or what changed since"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--format", choices=formats.NAMES, default="parquet", help="default: parquet")
        add_filters(parser)
        parser.add_argument(
            "--since-change",
            metavar="WATERMARK|FOLDER",
            help="what changed since this export, or the watermark it gave",
        )
        parser.add_argument("--json", action="store_true", help="print what came of it as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if len(args) != 1:
            raise UsageError("name one folder to write to", print_help=False)
        filters = read_filters(opts)
        try:
            uri = connection.resolve(self.settings.get("MONGODB_URI"), Path(self.settings["MONGODB_FOLDER"]))
            connection.check(uri)
            source = ExportSource(uri, self.settings.get("MONGODB_DATABASE"))
            try:
                done = export(source, Path(args[0]), opts, filters)
            finally:
                source.close()
        except (ExportError, BadWatermark, OSError) as error:
            self._fail(str(error), Exit.CONFIG)
        except DatabaseUnavailable as error:
            self._fail(str(error), Exit.DATABASE)
        except PyMongoError as error:
            self._fail(f"{error}; the same command goes on", Exit.DATABASE)
        except KeyboardInterrupt:
            self._fail(
                f"stopped before the end; the same command goes on, {args[0]} says how far it is", Exit.UNFINISHED
            )
        else:
            print(report.as_json(done) if opts.json else _told(done))  # noqa: T201

    def _fail(self, message: str, code: Exit) -> None:
        print(f"newscrawl: {message}", file=sys.stderr)  # noqa: T201
        self.exitcode = code


def export(source: ExportSource, folder: Path, opts: argparse.Namespace, filters: Any) -> dict[str, Any]:
    """Write what was asked for; the numbers, and the watermark for the next. Raises ExportError, BadWatermark."""
    asked = {
        "format": opts.format, "since_change": opts.since_change,
        **{name: getattr(opts, name) for name in ("outlet", "since", "until", "language", "originals")},
    }  # fmt: skip
    now = source.now()
    since = _since(opts.since_change, now)
    journal = exporting.opened(folder, asked)
    until = Watermark.read(journal.watermark) if journal else now
    if until.database != now.database:
        raise ExportError(f"{folder} holds an export of another database that was cut off; name a new folder")
    query = source.query(filters, since.until if since else None, until.until)
    journal = journal or Journal(asked, str(until), source.count(query))
    writer = formats.writer(opts.format, folder)
    parts = ((outlet, partial(source.read, query, outlet)) for outlet in source.outlets(query))
    exporting.run(journal, folder, writer, parts, Progress(sys.stderr))
    # Articles that changed meanwhile belong to the next export; the others have to be here.
    if not source.count(query) <= journal.rows <= journal.expected:
        wrong = f"{folder} has {journal.rows} rows and the query {journal.expected}"
        raise ExportError(f"{wrong}: remove it and export again")
    (folder / CARD).write_text(card(journal), encoding="utf-8")
    journal.complete = True
    journal.save(folder)
    return {"folder": str(folder), "rows": journal.rows, "expected": journal.expected, "watermark": journal.watermark}


def _since(given: str | None, now: Watermark) -> Watermark | None:
    if given is None:
        return None
    journal = Path(given) / JOURNAL
    if journal.exists():
        try:
            told = json.loads(journal.read_text(encoding="utf-8"))
            complete, given = told["complete"], str(told["watermark"])
        except (OSError, ValueError, KeyError, TypeError):
            raise BadWatermark(f"{journal} is not what an export writes; name the watermark that it printed") from None
        if not complete:
            raise BadWatermark(f"the export in {journal.parent} was cut off; finish it first")
    mark = Watermark.read(given)
    if mark.database != now.database:
        raise BadWatermark(
            f"the watermark {given} is of another database ({mark.database}, this one is {now.database})"
        )
    if mark.until > now.until:
        raise BadWatermark(f"the watermark {given} lies in the future of this database: was it restored from a backup?")
    return mark


def card(journal: Journal) -> str:
    """The dataset card: what is in the folder, and how to open it."""
    kind = journal.asked["format"]
    filters = {name: value for name, value in journal.asked.items() if value and name != "format"}
    opening = {
        "parquet": """pandas.read_parquet(f"{folder}/articles")
polars.read_parquet(f"{folder}/articles/**/*.parquet", hive_partitioning=True)
duckdb.sql(f"from read_parquet('{folder}/articles/**/*.parquet', hive_partitioning=true)")""",
        "jsonl": 'pandas.read_json(f"{folder}/articles.jsonl", lines=True)',
        "csv": 'pandas.read_csv(f"{folder}/articles.csv")',
    }
    rows = "\n".join(f"| `{each.name}` | {type_name(each.type)} | {_cell(each.meaning)} |" for each in columns())
    return f"""# Articles exported by newscrawl

{journal.rows:,} rows, {kind}; filters: {json.dumps(filters, ensure_ascii=False)}; as of watermark
`{journal.watermark}`, which `--since-change` of the next export takes.
`{JOURNAL}` says `"complete": true` where nothing is missing.

```python
{opening[kind]}
```

The texts belong to the outlets that published them. Times are UTC. Objects of mixed values are columns of JSON; in
Parquet `outlet` and `day` (of publication) are in the path; in CSV nested values are JSON, and a text that a
spreadsheet would run as a formula has an apostrophe before it.

| column | type | meaning |
|---|---|---|
{rows}
"""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _told(done: dict[str, Any]) -> str:
    return f"{done['rows']:,} articles in {done['folder']}; next time: --since-change {done['watermark']}"
