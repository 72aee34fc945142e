"""WARC files: every whole answer read, damage passed over, one record appended in one write.

Records are framed here: warcio ends a damaged record early without a word, fastwarc stops at it.
"""

import base64
import gzip
import hashlib
import logging
import mmap
import re
import uuid
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from http.client import responses
from io import BytesIO
from pathlib import Path

from filelock import FileLock
from warcio.bufferedreaders import ChunkedDataReader

from newscrawl.archive.answers import ArchiveError, Stored

logger = logging.getLogger(__name__)

_BROKEN = (EOFError, OSError, LookupError, ValueError, zlib.error)
_GZIP, _PLAIN, _END = b"\x1f\x8b\x08", b"WARC/1.", b"\r\n\r\n"
_HEAD, _CHUNK, _ALL = 64 << 10, 16 << 10, 1 << 62  # bytes: enough for a record's fields, one read, no limit
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_LOCK_SECONDS = 30
LEVEL = 4  # of gzip: real pages take 1.4 ms instead of the 2.3 of 6, and 4 % more room


def read_record(path: Path, offset: int) -> Stored:
    """The answer that begins at an offset of a WARC file, in bytes. ArchiveError where no whole one does."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            record, _ = _read(data, offset, _ALL)
        fields, start, end = _span(record)
        answer = _answer(fields["warc-target-uri"], record[start:end])
        return replace(answer, fetched=_moment(fields.get("warc-date", "")))
    except _BROKEN as error:
        raise ArchiveError(f"{path} holds no whole answer at byte {offset} ({error}); crawl the page again") from None


def append(path: Path, stored: Stored, now: datetime) -> tuple[int, int]:
    """Add an answer to a WARC file; its offset and length in bytes. Several processes may append to one file.

    One record is one write of one gzip member, so a crash costs the last record at most. OSError where the disk fails.
    """
    kept = [f"{n}: {v}" for n, v in stored.headers if n.lower() not in ("transfer-encoding", "content-length")]
    lines = f"HTTP/1.1 {stored.status} {responses.get(stored.status, '')}", *kept, f"Content-Length: {len(stored.body)}"
    block = "\r\n".join(lines).encode("latin-1") + _END + stored.body
    named = {"WARC-Target-URI": stored.url, "WARC-Payload-Digest": _digest(stored.body)}
    record = _member("response", "application/http; msgtype=response", named, block, now)
    about = _member("warcinfo", "application/warc-fields", {}, b"software: newscrawl\r\n", now)
    with FileLock(f"{path}.lock", timeout=_LOCK_SECONDS), path.open("ab", buffering=0) as file:
        end = file.tell()
        data = record if end else about + record
        if file.write(data) < len(data):
            raise OSError(f"{path} took a record in part; is the disk full?")
    return end + len(data) - len(record), len(record)


def check_writable(path: Path) -> None:
    """Raise ArchiveError unless answers can be appended to a WARC file at `path`."""
    if not path.name.endswith(".warc.gz"):
        raise ArchiveError(f"WARC={path} must end in .warc.gz: its records are gzip members, which survive a crash")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock", timeout=_LOCK_SECONDS), path.open("ab"):
            pass
    except OSError as error:
        raise ArchiveError(f"cannot write {path} ({error.strerror or error}); set WARC to another place") from None


def records(path: Path, damaged: Callable[[int], None] = lambda _: None) -> Iterator[tuple[str, Callable[[], Stored]]]:
    """Every whole answer of a WARC file; a damaged stretch is passed over with one warning, and `damaged` is told at
    which byte it begins."""
    if not path.stat().st_size:  # of an empty file there is no map
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        mark, offset, whole = (_GZIP if data[:2] == _GZIP[:2] else _PLAIN), 0, True
        while 0 <= offset < len(data):
            try:
                head, end = _read(data, offset, _HEAD)
                fields, _, _ = _span(head)
            except _BROKEN:
                if whole:
                    logger.warning("%s is cut off or damaged at byte %d; reading on behind it", path, offset)
                    damaged(offset)
                whole, offset = False, data.find(mark, offset + 1)
                continue
            url = fields.get("warc-target-uri", "") if fields.get("warc-type") == "response" else ""
            if url.startswith(("http:", "https:")):
                yield url, partial(read_record, path, offset)
            whole, offset = True, end


def _read(data: mmap.mmap, offset: int, limit: int) -> tuple[bytes, int]:
    """The first bytes of the record at an offset, and where it ends. One of _BROKEN where it is not whole."""
    if data[offset : offset + 2] != _GZIP[:2]:
        end = offset + _span(data[offset : offset + _HEAD])[2] + len(_END)
        if data[end - len(_END) : end] != _END:
            raise EOFError("cut off")
        return data[offset : min(end, offset + limit)], end
    unzip, head, size, position = zlib.decompressobj(zlib.MAX_WBITS | 16), bytearray(), 0, offset
    while not unzip.eof:
        if position >= len(data):
            raise EOFError("cut off")
        plain = unzip.decompress(data[position : position + _CHUNK])
        head += plain[: limit - len(head)]
        size, position = size + len(plain), position + _CHUNK
    extra = size - _span(bytes(head))[2] - len(_END)
    if extra > 0 and not offset:
        raise ArchiveError("a WARC file with all records in one gzip member: gunzip it, or run `warcio recompress`")
    if extra:
        raise ValueError("its length is wrong")
    return bytes(head), min(position, len(data)) - len(unzip.unused_data)


def _span(record: bytes) -> tuple[Mapping[str, str], int, int]:
    """A record's fields, by name in lower case, and where in it its block begins and ends."""
    start = record.find(_END) + len(_END)
    version, *lines = record[:start].decode("utf-8", "replace").split("\r\n")
    if not version.startswith("WARC/"):
        raise ValueError("no record begins here")
    fields = {name.lower(): value.strip(" <>") for name, _, value in (line.partition(":") for line in lines)}
    return fields, start, start + int(f"0{fields['content-length']}")


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None


def _answer(url: str, block: bytes) -> Stored:
    head, body = _BLANK_LINE.split(block, maxsplit=1)
    status, *lines = head.decode("latin-1").split("\n")
    headers = [(name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    # Other tools keep the chunks of a transfer; Scrapy's own handler never shows them.
    if any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in headers):
        body = ChunkedDataReader(BytesIO(body)).read()
        headers = [(name, value) for name, value in headers if name.lower() != "transfer-encoding"]
    return Stored(url, int(status.split()[1]), headers, body)


def _member(kind: str, content: str, named: Mapping[str, str], block: bytes, now: datetime) -> bytes:
    """A WARC record as one gzip member; the same record gives the same bytes."""
    digest = _digest(block)
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<{uuid.uuid5(uuid.NAMESPACE_URL, f'{now.isoformat()} {named} {digest}').urn}>",
        "WARC-Date": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        **named,
        "WARC-Block-Digest": digest,
        "Content-Type": content,
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return gzip.compress(f"WARC/1.0\r\n{head}\r\n".encode() + block + _END, compresslevel=LEVEL, mtime=0)


def _digest(content: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode("ascii")
