"""A folder of stored pages with an index.json that says which answer each of them is."""

import codecs
import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newscrawl.archive.answers import ArchiveError, Stored

_BROKEN = (EOFError, OSError, zlib.error)


def pages(folder: Path) -> Iterator[tuple[str, Callable[[], Stored]]]:
    """What index.json lists: objects with "url", "page" and, where needed, "status", "headers", "encoding"."""
    place = folder / "index.json"
    try:
        entries = json.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ArchiveError(f"{folder} has no index.json: a list of objects with url and page") from None
    except ValueError as error:
        raise ArchiveError(f"{place} is not JSON ({error}); write a list of objects with url and page") from None
    for entry in entries if isinstance(entries, list) else [entries]:
        try:
            file, answer = folder / entry["page"], _described(entry)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ArchiveError(f"{place}: every entry needs a url and a page ({error!r} in {entry!r:.80})") from None
        if not file.is_file():
            raise ArchiveError(f"{place} names {entry['page']}, which is not there")
        yield answer.url, partial(_page, file, answer)


def _described(entry: Mapping[str, Any]) -> Stored:
    """An index entry as an answer whose body is still to be read."""
    headers = {name.title(): text.encode().decode("latin-1") for name, text in (entry.get("headers") or {}).items()}
    encoding = str(entry.get("encoding", ""))
    try:
        headers.setdefault("Content-Type", f"text/html; charset={codecs.lookup(encoding) and encoding}")
    except LookupError:  # a remark on the encoding, not the name of one
        headers.setdefault("Content-Type", "text/html")
    return Stored(urlsplit(entry["url"]).geturl(), int(entry.get("status", 200)), tuple(headers.items()), b"")


def _page(file: Path, answer: Stored) -> Stored:
    try:
        return replace(answer, body=(gzip.decompress if file.suffix == ".gz" else bytes)(file.read_bytes()))
    except _BROKEN as error:
        raise ArchiveError(f"cannot read {file} ({error}); store the page again") from None
