"""Articles as rows of a table: the columns of the contract, and what each value becomes in Parquet, JSON and CSV."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, get_args, get_origin

from newscrawl import contract

# Kept for the database's own use.
INTERNAL: Final = ("words", "superseded", "story_state", "rules")
# What a spreadsheet takes for a formula at the beginning of a cell.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@cache
def columns() -> tuple[contract.Field, ...]:
    """The columns of an article, the id first."""
    fields = [field for field in contract.collection_fields("articles") if field.name not in INTERNAL]
    return tuple(sorted(fields, key=lambda field: field.name != "_id"))


def is_mixed(hint: Any) -> bool:
    """Whether a type is an object of values of several types: such a one is a column of JSON."""
    return get_origin(hint) is dict and get_args(hint)[1] is not str


def as_arrow(field: contract.Field, documents: Sequence[Mapping[str, Any]]) -> list[Any]:
    """A column of documents as Arrow takes it: nested values as they are, objects as lists of pairs, mixed as JSON."""
    values = [document.get(field.name) for document in documents]
    convert = _converter(field.type)
    return [None if value is None else convert(value) for value in values] if convert else values


def as_json(document: Mapping[str, Any]) -> str:
    """One line: times as 2026-03-01T08:00:00.000Z, absent fields left out."""
    present = {field.name: document[field.name] for field in columns() if field.name in document}
    return json.dumps(present, ensure_ascii=False, default=_moment, separators=(",", ":"))


def as_cells(document: Mapping[str, Any]) -> list[str]:
    """Cells of a spreadsheet: nested values as JSON, and an apostrophe before a text that would be run as a formula."""
    return [_cell(document.get(field.name)) for field in columns()]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, datetime):
        return _moment(value)
    return json.dumps(value, ensure_ascii=False, default=_moment) if isinstance(value, list | dict) else str(value)


def _arrow(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    convert = _converter(hint)
    return convert(value) if convert else value


@cache
def _converter(hint: Any) -> Callable[[Any], Any] | None:
    """How values of a type are changed for Arrow; None where they are not."""
    if is_mixed(hint):
        return _dumped
    origin, args = get_origin(hint), get_args(hint)
    if origin is dict:
        return lambda value: list(value.items())
    if origin in (tuple, list):
        return (lambda values: [_arrow(args[0], each) for each in values]) if _converter(args[0]) else None
    found = {field.name: _converter(contract.present(field.type)) for field in _fields(contract.present(hint))}
    inside = {name: convert for name, convert in found.items() if convert}
    if not inside:
        return _converter(contract.present(hint)) if contract.present(hint) is not hint else None
    return lambda value: (
        value | {name: convert(value[name]) for name, convert in inside.items() if value.get(name) is not None}
    )


def _fields(hint: Any) -> Iterator[contract.Field]:
    if contract.is_record(hint):
        yield from contract.fields_of(hint)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_moment)


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return str(value)
