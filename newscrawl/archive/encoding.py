"""The body of a stored answer out of its content encoding, never more than a page may be."""

import zlib
from collections.abc import Callable, Mapping
from typing import Final

import brotli

from newscrawl.archive.answers import Stored

try:
    from compression import zstd
except ImportError:  # before Python 3.14
    from backports import zstd

MOST_BYTES: Final = 16 << 20


class UnreadableBody(ValueError):
    """A body that is not in the encoding its headers say, or is too large out of it."""


def content(stored: Stored) -> bytes:
    """The body as a browser would read it. Raises UnreadableBody."""
    body = stored.body
    for encoding in reversed(_encodings(stored)):
        try:
            body = _UNPACK[encoding](body)
        except (KeyError, *_FAULTS) as error:
            raise UnreadableBody(f"{stored.url}: no {encoding} ({error})") from None
        if len(body) > MOST_BYTES:
            raise UnreadableBody(f"{stored.url}: more than {MOST_BYTES} bytes out of {encoding}")
    return body


def charset(stored: Stored) -> str | None:
    """The charset that the server declared."""
    for name, value in stored.headers:
        if name.lower() == "content-type" and "charset=" in value.lower():
            return value.lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None
    return None


def _encodings(stored: Stored) -> list[str]:
    named = ",".join(value for name, value in stored.headers if name.lower() == "content-encoding")
    return [each for each in (part.strip().lower() for part in named.split(",")) if each not in ("", "identity")]


def _zlib(data: bytes) -> bytes:
    # gzip or zlib by their first bytes, else deflate as Microsoft wrote it, without a header.
    bare = (
        len(data) > 1 and data[:2] != b"\x1f\x8b" and (data[0] & 15 != zlib.DEFLATED or int.from_bytes(data[:2]) % 31)
    )
    return zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32).decompress(data, MOST_BYTES + 1)


def _brotli(data: bytes) -> bytes:
    return bytes(brotli.Decompressor().process(data, output_buffer_limit=MOST_BYTES + 1))


def _zstd(data: bytes) -> bytes:
    return bytes(zstd.ZstdDecompressor().decompress(data, max_length=MOST_BYTES + 1))


_FAULTS: Final = (zlib.error, brotli.error, zstd.ZstdError, EOFError)
_UNPACK: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "gzip": _zlib, "x-gzip": _zlib, "deflate": _zlib, "br": _brotli, "zstd": _zstd,
}  # fmt: skip
