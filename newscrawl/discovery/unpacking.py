"""A sitemap file as it is read, piece by piece: out of gzip where it is in it, and never more than so many bytes."""

import zlib
from gzip import BadGzipFile, GzipFile
from io import BytesIO
from typing import Final

from newscrawl.discovery.links import NotASitemap

_PIECE: Final = 64 * 1024
_EDGE: Final = 4096


class Unpacked:
    """A file for `lxml.etree.iterparse`. `head` is its beginning, `tail` the end of what has been read so far,
    without the blanks behind it."""

    def __init__(self, body: bytes, most: int) -> None:
        raw = BytesIO(body)
        self.file = GzipFile(fileobj=raw) if body[:2] == b"\x1f\x8b" else raw
        self.most, self.size, self.tail = most, 0, b""
        self.head = b""
        while len(self.head) < _EDGE and (piece := self._next()):
            self.head += piece
        self.left = self.head

    def read(self, size: int = -1) -> bytes:
        """The next piece, whatever size is asked for; nothing at the end, where a cut file ends as well."""
        piece, self.left = self.left or self._next(), b""
        self.tail = (self.tail + piece.rstrip()[-_EDGE:])[-_EDGE:]
        return piece

    def _next(self) -> bytes:
        try:
            piece = self.file.read1(_PIECE)
        except (EOFError, BadGzipFile, zlib.error) as error:
            # Cut off, or with something else behind the last member: what was read before counts.
            if self.size and (isinstance(error, EOFError) or "Not a gzipped file" in str(error)):
                return b""
            raise NotASitemap(f"a damaged gzip file ({error})") from None
        self.size += len(piece)
        if self.size > self.most:
            raise NotASitemap(f"a sitemap of more than {self.most} bytes", "too_large")
        return piece
