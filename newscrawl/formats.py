"""The formats of an export: Parquet in a folder for each day and outlet, JSON lines, CSV."""

import csv
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any, Final, get_args, get_origin
from urllib.parse import quote, unquote

from newscrawl import contract
from newscrawl.columns import as_arrow, as_cells, as_json, columns, is_mixed
from newscrawl.exporting import ExportError, Writer

Document = dict[str, Any]
ROW_GROUP: Final = 2000  # articles in memory at a time
SETTLERS: Final = 16
NAMES: Final = ("parquet", "jsonl", "csv")
# In Parquet the path says it, as Hive has it; inside the file too it would be there twice.
IN_PATH: Final = "outlet"
PART, DRAFT = "articles.parquet", ".articles.parquet"
# What readers skip row groups by.
BOUNDED: Final = ("_id", "published", "changed")


def writer(name: str, folder: Path) -> Writer:
    """The writer of a format; raises ExportError where a package is missing."""
    if name == "parquet":
        return ParquetWriter(folder)
    return LineWriter(folder / f"articles.{name}", _json_lines if name == "jsonl" else _csv_lines, csv_head(name))


class ParquetWriter:
    """A file for each day and outlet, `articles/day=2026-03-01/outlet=ntv/articles.parquet`, there when whole."""

    def __init__(self, folder: Path) -> None:
        try:
            import pyarrow  # noqa: PLC0415 - a crawl does without it
            from pyarrow import parquet  # noqa: PLC0415
        except ImportError:
            raise ExportError("Parquet takes pyarrow: pip install -r requirements-data.txt") from None
        # Readers take every file in a folder for data, so the journal and the card lie above it.
        self.arrow, self.parquet, self.folder = pyarrow, parquet, folder / "articles"
        self.columns = [field for field in columns() if field.name != IN_PATH]
        self.schema = pyarrow.schema([(field.name, self._type(field.type)) for field in self.columns])
        self.unsettled: list[Path] = []
        # Bounds of a body are bodies, and zstd finds what repeats: most of a small part's time and a third of its size.
        # Parquet's own types say all that an Arrow schema in every file would repeat.
        self.options = {"use_dictionary": False, "write_statistics": list(BOUNDED), "store_schema": False}

    def write(self, outlet: str, day: str, articles: Iterable[Document]) -> int:
        place = self.folder / f"day={day}" / f"outlet={quote(outlet, safe='')}"
        place.mkdir(parents=True, exist_ok=True)
        draft, rows, left = place / DRAFT, 0, iter(articles)
        with self.parquet.ParquetWriter(draft, self.schema, compression="zstd", **self.options) as file:
            while group := list(islice(left, ROW_GROUP)):
                file.write_table(self._table(group))
                rows += len(group)
        draft.replace(place / PART)
        self.unsettled.append(place / PART)
        return rows

    def settle(self) -> int:
        # Together: a disk writes many at once in little more time than one. Names live in the folders above.
        with ThreadPoolExecutor(SETTLERS) as pool:
            list(pool.map(_settle, self.unsettled))
            list(pool.map(_settle, {folder for path in self.unsettled for folder in path.parents[:3]}))
        self.unsettled.clear()
        return 0

    def go_back(self, position: int, whole: Callable[[str, str], bool]) -> None:
        for path in self.folder.glob("day=*/outlet=*/*"):
            day, outlet = (each.name.partition("=")[2] for each in (path.parent.parent, path.parent))
            if path.name == DRAFT or not whole(unquote(outlet), day):
                path.unlink()

    def close(self) -> None:
        """Every part is closed by itself."""

    def _table(self, group: list[Document]) -> Any:
        arrays = [
            self.arrow.array(as_arrow(field, group), type=self.schema.field(n).type)
            for n, field in enumerate(self.columns)
        ]
        return self.arrow.Table.from_arrays(arrays, schema=self.schema)

    def _type(self, hint: Any) -> Any:
        arrow, hint = self.arrow, contract.present(hint)
        names = {"string": arrow.string(), "bool": arrow.bool_(), "int": arrow.int64(), "double": arrow.float64(),
                 "date, UTC": arrow.timestamp("ms", tz="UTC")}  # fmt: skip
        if not get_origin(hint) and (found := names.get(contract.type_name(hint))) is not None:
            return found
        if get_origin(hint) in (tuple, list):
            return arrow.list_(self._type(get_args(hint)[0]))
        if contract.is_record(hint):
            return arrow.struct([(field.name, self._type(field.type)) for field in contract.fields_of(hint)])
        return arrow.string() if is_mixed(hint) else arrow.map_(arrow.string(), arrow.string())


class LineWriter:
    """One file of lines, cut back to where it is whole when it is gone on with."""

    def __init__(self, path: Path, lines: Any, head: str) -> None:
        self.path, self.lines, self.head = path, lines, head.encode()
        self.file = path.open("ab")

    def write(self, outlet: str, day: str, articles: Iterable[Document]) -> int:
        rows = 0
        for line in self.lines(articles):
            self.file.write(line.encode())
            rows += 1
        return rows

    def settle(self) -> int:
        self.file.flush()
        os.fsync(self.file.fileno())
        return self.file.tell()

    def go_back(self, position: int, whole: Callable[[str, str], bool]) -> None:
        self.file.truncate(position)
        if not position:
            self.file.write(self.head)

    def close(self) -> None:
        self.file.close()


def _settle(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def csv_head(name: str) -> str:
    return _csv_line([field.name for field in columns()]) if name == "csv" else ""


def _json_lines(articles: Iterable[Document]) -> Iterator[str]:
    return (f"{as_json(article)}\n" for article in articles)


def _csv_lines(articles: Iterable[Document]) -> Iterator[str]:
    return (_csv_line(as_cells(article)) for article in articles)


def _csv_line(cells: list[str]) -> str:
    line = StringIO()
    # As in RFC 4180: before Python 3.13 only what ends a line here is quoted, and a bare \r would end one for readers.
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()
