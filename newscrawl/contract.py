"""The data contract, read from the classes that declare it: what each field is, and what MongoDB enforces."""

import ast
import inspect
import re
import textwrap
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any, Final, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from newscrawl.article import Article
from newscrawl.records import Edge, Revision, StoredArticle, Story

Schema = dict[str, Any]

# What each collection holds. A class that comes later in a row adds to the one before.
COLLECTIONS: Final[Mapping[str, tuple[type, ...]]] = {
    "articles": (Article, StoredArticle), "revisions": (Revision,), "stories": (Story,), "edges": (Edge,),
}  # fmt: skip
NOT_STORED: Final = ("outcome", "wall")
_SCALARS: Final[Mapping[Any, tuple[str, list[str]]]] = {
    str: ("string", ["string"]),
    bool: ("bool", ["bool"]),
    int: ("int", ["int", "long"]),
    float: ("double", ["double", "int", "long"]),
    datetime: ("date, UTC", ["date"]),
    type(None): ("null", ["null"]),
}
_EXAMPLE: Final = re.compile(r"\s*Example: (.*)", re.DOTALL)
_ABSENT: Final = re.compile(r"(?:None|absent) ((?:while|when|where|until|before|for|in)\b[^.;:]*)")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a collection: `required` ones are in every document."""

    name: str
    type: Any
    required: bool
    meaning: str
    example: str

    @property
    def absent(self) -> str:
        """When it is not there, in words."""
        if self.required:
            return "never"
        if found := _ABSENT.search(self.meaning):
            return found[1]
        if "else absent" in self.meaning:
            return "see meaning"
        return "when empty" if get_origin(self.type) in (tuple, dict) else "when unknown"


def fields_of(declared: type) -> Iterator[Field]:
    """The fields that a dataclass or TypedDict declares, in its order."""
    hints, told = get_type_hints(declared, include_extras=True), _docstrings(declared)
    for name, hint in hints.items():
        if name not in NOT_STORED:
            meaning = told.get(name, "")
            example = _EXAMPLE.search(meaning)
            yield Field(name, _bare(hint), _is_required(declared, name, hint), _EXAMPLE.sub("", meaning),
                        example[1] if example else "")  # fmt: skip


def collection_fields(name: str) -> list[Field]:
    """What a collection's documents have. Of an article what is None is not stored."""
    found = (field for declared in COLLECTIONS[name] for field in fields_of(declared))
    return [replace(field, type=present(field.type)) if name == "articles" else field for field in found]


def schema(name: str) -> Schema:
    """The $jsonSchema of a collection. Fields that it does not know are let in: a newer program may write them."""
    declared = collection_fields(name)
    return {
        "bsonType": "object",
        "required": [field.name for field in declared if field.required],
        "properties": {field.name: _schema(field.type) for field in declared},
    }


def nested(name: str) -> list[type]:
    """The classes that the fields of a collection are made of."""
    return [part for field in collection_fields(name) for part in parts(field.type)]


def type_name(hint: Any) -> str:
    """A type as a reader of the database sees it."""
    if hint in _SCALARS:
        return _SCALARS[hint][0]
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(type_name(part) for part in args))
    if origin in (tuple, list):
        inside = type_name(args[0])
        return f"array of {len(args)} {inside}" if _is_fixed(args) else f"array of {inside}"
    if origin is dict:
        return f"object of {type_name(args[1])}"
    return f"[{hint.__name__}](#{hint.__name__.lower()})" if is_record(hint) else "any"


def _schema(hint: Any) -> Schema:
    if hint in _SCALARS:
        return {"bsonType": _SCALARS[hint][1]}
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _either([_schema(part) for part in args])
    if origin in (tuple, list):
        bounds = {"minItems": len(args), "maxItems": len(args)} if _is_fixed(args) else {}
        return {"bsonType": ["array"], "items": _schema(args[0]), **bounds}
    if origin is dict:
        return {"bsonType": ["object"], "additionalProperties": _schema(args[1])}
    if not is_record(hint):
        return {}
    inside = list(fields_of(hint))
    return {
        "bsonType": ["object"],
        # Inside a document what is None is kept as null.
        "required": [field.name for field in inside if field.required or is_dataclass(hint)],
        "properties": {field.name: _schema(field.type) for field in inside},
    }


def _either(schemas: list[Schema]) -> Schema:
    """One schema for several: alternatives that differ in more than their type keep their bounds."""
    kinds = [kind for each in schemas for kind in each.get("bsonType", ())]
    bounds = {name: value for each in schemas for name, value in each.items() if name != "bsonType"}
    return {"bsonType": list(dict.fromkeys(kinds)), **bounds} if kinds else {}


def _is_required(declared: type, name: str, hint: Any) -> bool:
    if is_dataclass(declared):
        field = next(each for each in fields(declared) if each.name == name)
        return field.default is MISSING and field.default_factory is MISSING
    return get_origin(hint) is not NotRequired


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is NotRequired else hint


def present(hint: Any) -> Any:
    """A type without None."""
    args = [arg for arg in get_args(hint) if arg is not type(None)]
    return Union[tuple(args)] if get_origin(hint) in (Union, types.UnionType) else hint  # noqa: UP007 - made of values


def _is_fixed(args: tuple[Any, ...]) -> bool:
    return len(args) > 1 and args[-1] is not ...


def is_record(hint: Any) -> bool:
    """Whether a type is a class with fields of its own."""
    return is_dataclass(hint) or is_typeddict(hint)


def parts(hint: Any) -> Iterator[type]:
    """The classes that a type is made of."""
    if is_record(hint):
        yield hint
    for part in get_args(hint):
        yield from parts(part)


def _docstrings(declared: type) -> dict[str, str]:
    """The sentence under each field: Python forgets it, its source does not."""
    (body,) = (
        node.body
        for node in ast.parse(textwrap.dedent(inspect.getsource(declared))).body
        if isinstance(node, ast.ClassDef)
    )
    told = {}
    for node, after in pairwise(body):
        name = node.target if isinstance(node, ast.AnnAssign) else None
        sentence = after.value if isinstance(after, ast.Expr) else None
        if isinstance(name, ast.Name) and isinstance(sentence, ast.Constant):
            told[name.id] = " ".join(str(sentence.value).split())
    return told
