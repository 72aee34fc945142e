"""The formats of an export: Parquet in a folder for each day and outlet, JSON lines, CSV."""

import csv
import os
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any, Final, get_args, get_origin
from urllib.parse import quote

from newscrawl import contract
from newscrawl.columns import as_arrow, as_cells, as_json, columns, is_mixed
from newscrawl.exporting import ExportError, Writer

Document = dict[str, Any]
ROW_GROUP: Final = 2000  # articles in memory at a time
NAMES: Final = ("parquet", "jsonl", "csv")
# In Parquet the path says it, as Hive has it; inside the file too it would be there twice.
IN_PATH: Final = "outlet"


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

    def write(self, outlet: str, day: str, articles: Iterable[Document]) -> int:
        place = self.folder / f"day={day}" / f"outlet={quote(outlet, safe='')}"
        place.mkdir(parents=True, exist_ok=True)
        draft, rows, left = place / ".articles.parquet", 0, iter(articles)
        with self.parquet.ParquetWriter(draft, self.schema, compression="zstd") as file:
            while group := list(islice(left, ROW_GROUP)):
                file.write_table(self.arrow.Table.from_pylist(list(map(as_arrow, group)), schema=self.schema))
                rows += len(group)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(place / "articles.parquet")
        return rows

    def position(self) -> int:
        return 0

    def go_back(self, position: int) -> None:
        """A part that was cut off is written over."""

    def close(self) -> None:
        for draft in self.folder.rglob(".articles.parquet"):
            draft.unlink()

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
        self.file.flush()
        os.fsync(self.file.fileno())
        return rows

    def position(self) -> int:
        return self.file.tell()

    def go_back(self, position: int) -> None:
        self.file.truncate(position)
        if not position:
            self.file.write(self.head)

    def close(self) -> None:
        self.file.close()


def csv_head(name: str) -> str:
    return _csv_line([field.name for field in columns()]) if name == "csv" else ""


def _json_lines(articles: Iterable[Document]) -> Iterator[str]:
    return (f"{as_json(article)}\n" for article in articles)


def _csv_lines(articles: Iterable[Document]) -> Iterator[str]:
    return (_csv_line(as_cells(article)) for article in articles)


def _csv_line(cells: list[str]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
