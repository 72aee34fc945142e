"""Stored web answers: WARC files, and folders of pages with an index. What one crawl archives, another replays."""

import gzip
import json
import logging
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import urlsplit, urlunsplit

from filelock import FileLock
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newscrawl.urls import canonical

logger = logging.getLogger(__name__)

Headers = Sequence[tuple[str, str]]
_BROKEN = (ArchiveLoadFailed, EOFError, zlib.error, ValueError, OSError)
_GZIP_MEMBER = b"\x1f\x8b\x08"
_PLAIN_RECORD = b"WARC/1."


class ArchiveError(Exception):
    """An archive that cannot be used; the message is one line that names the fix."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One answer as it came over the wire: the body is still encoded as its headers say."""

    url: str
    status: int
    headers: Headers
    body: bytes


class Archive(Protocol):
    """Answers by URL."""

    def get(self, url: str) -> Stored | None:
        """The latest answer to a URL; None where the archive holds none."""

    def urls(self) -> Iterator[str]:
        """Every URL that the archive answers, in its order."""


def open_archive(path: Path) -> Archive:
    """The archive at a path: a folder with index.json, or a WARC file. Raises ArchiveError."""
    if path.is_dir():
        return FolderArchive(path)
    if not path.exists():
        raise ArchiveError(f"no archive at {path}; give a WARC file or a folder with index.json")
    return WarcArchive(path)


class FolderArchive:
    """A folder of pages. index.json lists {"url", "page"} and, where needed, "status" and "headers"."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: dict[str, Mapping[str, Any]] = {}
        for entry in _index(folder):
            if not isinstance(entry, Mapping) or not entry.get("url") or not entry.get("page"):
                raise ArchiveError(
                    f"{folder / 'index.json'}: every entry needs a url and a page; this one does not: {entry!r:.80}"
                )
            if not (folder / entry["page"]).is_file():
                raise ArchiveError(f"{folder / 'index.json'} names {entry['page']}, which is not there")
            self.entries[loose_key(entry["url"])] = entry

    def get(self, url: str) -> Stored | None:
        entry = self.entries.get(loose_key(url))
        if entry is None:
            return None
        body = (self.folder / entry["page"]).read_bytes()
        if entry["page"].endswith(".gz"):
            body = gzip.decompress(body)
        headers = tuple((entry.get("headers") or {"Content-Type": "text/html"}).items())
        return Stored(url, int(entry.get("status", 200)), headers, body)

    def urls(self) -> Iterator[str]:
        for entry in self.entries.values():
            yield entry["url"]


class WarcArchive:
    """A WARC file, gzipped or not. Indexed once; bodies are read when asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.places: dict[str, tuple[str, int]] = {}
        for url, offset in _responses(path):
            key = loose_key(url)
            self.places.pop(key, None)
            self.places[key] = (url, offset)
        if not self.places:
            raise ArchiveError(f"{path} holds no web answers; is it a WARC file?")

    def get(self, url: str) -> Stored | None:
        place = self.places.get(loose_key(url))
        return read_record(self.path, place[1]) if place else None

    def urls(self) -> Iterator[str]:
        for url, _ in self.places.values():
            yield url


def read_record(path: Path, offset: int) -> Stored:
    """The answer that begins at an offset of a WARC file, in bytes."""
    with path.open("rb") as file:
        file.seek(offset)
        record = next(iter(ArchiveIterator(file)))
        status = int(record.http_headers.get_statuscode() or 0)
        headers = [(name, value) for name, value in record.http_headers.headers]
        body = record.raw_stream
        # Other tools keep the chunks of a transfer; Scrapy's own handler never shows them.
        if (record.http_headers.get_header("Transfer-Encoding") or "").lower() == "chunked":
            body = ChunkedDataReader(body)
            headers = [(name, value) for name, value in headers if name.lower() != "transfer-encoding"]
        return Stored(record.rec_headers["WARC-Target-URI"], status, headers, body.read())


def append(path: Path, stored: Stored, now: datetime) -> tuple[int, int]:
    """Add an answer to a WARC file; its offset and length in bytes. Several processes may append to one file.

    One record is one write of one gzip member, so a crash costs the last record at most. OSError where the disk fails.
    """
    kept = [(n, v) for n, v in stored.headers if n.lower() not in ("transfer-encoding", "content-length")]
    http = StatusAndHeaders(f"{stored.status} ", [*kept, ("Content-Length", str(len(stored.body)))], "HTTP/1.1")
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    date = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    record = writer.create_warc_record(
        stored.url,
        "response",
        payload=BytesIO(stored.body),
        length=len(stored.body),
        http_headers=http,
        warc_headers_dict={"WARC-Date": date},
    )
    writer.write_record(record)
    with FileLock(f"{path}.lock"), path.open("ab") as file:
        offset = file.tell()
        file.write(buffer.getvalue())
    return offset, len(buffer.getvalue())


def check_writable(path: Path) -> None:
    """Raise ArchiveError unless answers can be appended to a WARC file at `path`."""
    if not path.name.endswith(".warc.gz"):
        raise ArchiveError(
            f"WARC={path} must end in .warc.gz: each record is a gzip member, which is what survives a crash"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab"):
            pass
    except OSError as error:
        raise ArchiveError(f"cannot write {path} ({error.strerror}); set WARC to another place") from None


def loose_key(url: str) -> str:
    """What two spellings of one address share: no fragment, one percent-encoding, http as https."""
    try:
        parts = urlsplit(url)
        path = urlsplit(canonical(url.replace("?", "%3F"))).path if parts.path.strip("/") else "/"
    except ValueError:
        return url
    slash = "/" if parts.path.endswith("/") and path != "/" else ""
    return urlunsplit(
        ("", parts.netloc.lower().removesuffix(":80").removesuffix(":443"), path + slash, parts.query, "")
    )


def _index(folder: Path) -> Sequence[Any]:
    place = folder / "index.json"
    try:
        entries = json.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ArchiveError(f"{folder} has no index.json: a list of objects with url and page") from None
    except ValueError as error:
        raise ArchiveError(f"{place} is not JSON ({error})") from None
    if not isinstance(entries, list):
        raise ArchiveError(f"{place} must be a list of objects with url and page")
    return entries


def _responses(path: Path) -> Iterator[tuple[str, int]]:
    """The URL and offset of every response record; a damaged stretch is skipped, with a warning."""
    start: int | None = 0
    with path.open("rb") as file:
        while start is not None:
            file.seek(start)
            iterator = ArchiveIterator(file)
            offset = start
            try:
                for record in iterator:
                    offset = iterator.get_record_offset()
                    if record.rec_type == "response":
                        iterator.read_to_end(record)
                        yield _target(record), offset
                return
            except _BROKEN as error:
                start = _next_record(file, max(offset, start) + 1, gzipped=path.suffix == ".gz")
                rest = "nothing follows" if start is None else f"reading on at byte {start}"
                logger.warning("%s is damaged at byte %d (%s); %s", path, offset, error, rest)


def _target(record: ArcWarcRecord) -> str:
    """The URL a record answers. ValueError where a cut before it left half a header."""
    if url := record.rec_headers["WARC-Target-URI"]:
        return str(url)
    raise ValueError("a record without WARC-Target-URI")


def _next_record(file: BinaryIO, start: int, *, gzipped: bool) -> int | None:
    """Where the next whole record may begin, from an offset on."""
    mark = _GZIP_MEMBER if gzipped else _PLAIN_RECORD
    file.seek(start)
    position, tail = start, b""
    while chunk := file.read(1 << 20):
        found = (tail + chunk).find(mark)
        if found >= 0:
            return position - len(tail) + found
        position, tail = position + len(chunk), chunk[-len(mark) + 1 :]
    return None
