"""`scrapy contract`: every field that the database holds, as docs/data.md shows it or as JSON Schema."""

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar

from newscrawl import contract, registry, report
from newscrawl.article import SCHEMA
from newscrawl.configured import Configured
from newscrawl.sample import FETCHED
from newscrawl.sample.edition import prints
from newscrawl.sample.site import answers
from newscrawl.store.articles import to_document
from newscrawl.stored import StoredPages

HEAD = ("field", "type", "absent", "meaning", "example")
LONGEST = 80  # characters of an example
INTRODUCTION = f"""# Data contract

Made by `scrapy contract > docs/data.md` from [newscrawl/article.py](../newscrawl/article.py) and
[newscrawl/records.py](../newscrawl/records.py); `scrapy contract --json` prints it as JSON Schema. This is version
{SCHEMA} of the schema: `scrapy migrate` brings a database up to it. MongoDB refuses documents that break it; fields
that are not named here may come with later versions.

Times are UTC, to the millisecond. Texts are as the reader saw them, in Unicode's NFC. Positions count characters
(code points) from 0, the end not included. A field without a value is absent; inside nested documents it is null.
Examples are from the sample newsroom."""


class Command(Configured):
    """Print the data contract."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Print every field of the database: type, meaning, when absent, example"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print the JSON Schema of each collection")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if opts.json:
            schemas = {name: contract.schema(name) for name in contract.COLLECTIONS}
            print(report.as_json(schemas))  # noqa: T201
        else:
            print(markdown())  # noqa: T201


def markdown() -> str:
    """The page of all fields, collection by collection, each with the documents inside its documents."""
    examples, shown = _examples(), set[type]()
    parts = [INTRODUCTION]
    for name, declared in contract.COLLECTIONS.items():
        parts.append(f"## {name}\n\n{' '.join(_first_line(each) for each in declared)}")
        parts.append(_table(contract.collection_fields(name), examples if name == "articles" else {}))
        for part in contract.nested(name):
            if part not in shown:
                shown.add(part)
                parts.append(f"### {part.__name__}\n\n{_text(part)}")
                parts.append(_table(list(contract.fields_of(part)), _inside(examples, name, part)))
    return "\n\n".join(parts)


def _table(fields: list[contract.Field], examples: Mapping[str, Any]) -> str:
    rows = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    for field in fields:
        example = field.example or _shown(examples.get(field.name))
        cells = (f"`{field.name}`", contract.type_name(field.type), field.absent, field.meaning or "see above",
                 f"`{example}`" if example else "")  # fmt: skip
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows)


def _examples() -> dict[str, Any]:
    """The first value that the sample newsroom's articles have of each field."""
    found: dict[str, Any] = {}
    for document in _articles():
        for name, value in document.items():
            found.setdefault(name, value)
    return found


def _articles() -> Iterator[Mapping[str, Any]]:
    pages = StoredPages()
    for answer in answers(prints()):
        outlet = registry.outlet_of(answer.url)
        if answer.status == 200 and outlet and outlet.is_article(answer.url):
            article = pages.article(answer.body, None, answer.url, FETCHED)
            article.source, article.warc = (
                outlet.sources[0].url,
                {"path": "var/crawl.warc.gz", "offset": 0, "length": 9000},
            )
            if article.title and article.body:
                yield to_document(article)


def _inside(examples: Mapping[str, Any], collection: str, part: type) -> Mapping[str, Any]:
    """An example of a nested document: the first one in a field of its type."""
    for field in contract.collection_fields(collection):
        value = examples.get(field.name)
        if part in contract.parts(field.type) and value:
            return value[0] if isinstance(value, list) else value  # type: ignore[no-any-return]
    return {}


def _shown(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    line = " ".join(text.split()).replace("`", "'")
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _first_line(declared: type) -> str:
    return _text(declared).split("\n", 1)[0]


def _text(declared: type) -> str:
    return " ".join(line.strip() for line in (declared.__doc__ or "").strip().splitlines())
