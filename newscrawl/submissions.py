"""Articles from others' archives: one JSON object a line, read with one clear error for every line that is none."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, BinaryIO, Final
from urllib.parse import urlsplit

from newscrawl import dates, urls

# MongoDB takes documents of 16 MB; JSON may write six bytes for one of them.
MOST_BYTES: Final = 14_000_000
LONGEST_LINE: Final = 6 * MOST_BYTES


class BadLine(ValueError):
    """A line that is no article; the message says why."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One article of an archive. `published` is None where there is no time that can be believed."""

    url: str
    """As it is written there; `address` is its canonical form."""

    address: str
    outlet: str
    title: str
    body: str
    published: datetime | None
    precision: str | None
    remark: str | None
    """What is odd about it: a time in the future, or one that cannot be read."""


def lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines of a file by number, blank ones left out; of one that is too long no more than shows that it is."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if line.strip():
            yield number, line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = line[-1:] + file.readline(LONGEST_LINE)
            if not line[1:]:
                break


def parse(line: bytes, now: datetime, zones: Mapping[str, tzinfo]) -> Submission:
    """The article on a line: `url` and `body`, and where known `outlet`, `published`, `title`. BadLine if it is none.

    `zones`: what a time without an offset means to an outlet; UTC for the others.
    """
    fields = _object(line)
    url, body, title = _text(fields, "url"), _text(fields, "body"), _text(fields, "title")
    if not url:
        raise BadLine("no url")
    if len(body.encode("utf-8", "replace")) > MOST_BYTES:
        raise BadLine(f"a body of more than {MOST_BYTES:,} bytes")
    try:
        place = urls.canonical(url)
    except ValueError as error:
        raise BadLine(str(error)) from None
    outlet = _text(fields, "outlet") or urlsplit(place).hostname or ""
    dated, remark = _time(fields.get("published"), now, zones.get(outlet, UTC))
    published, precision = (dated.value, dated.precision) if dated else (None, None)
    return Submission(url, place, outlet, title, body, published, precision, remark)


def _object(line: bytes) -> Mapping[str, Any]:
    if len(line) > LONGEST_LINE:
        raise BadLine(f"longer than {LONGEST_LINE:,} bytes")
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON ({error})") from None
    if not isinstance(fields, dict):
        raise BadLine("not a JSON object")
    return fields


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise BadLine(f"{name} is not a string")
    # A lone surrogate is no character, and NUL is none that a database takes.
    return (value or "").encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def _time(value: Any, now: datetime, zone: tzinfo) -> tuple[dates.Dated | None, str | None]:
    if value in (None, ""):
        return None, None
    dated = dates.parse(value, zone) if isinstance(value, str) else None
    if dated is None:
        return None, f"published {str(value)[:40]!r} cannot be read"
    if dated.value > now:
        return None, f"published {str(value)[:40]!r} is in the future"
    return dated, None
