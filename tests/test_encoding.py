"""Bodies out of their content encoding, and what is not in the encoding that it says."""

import gzip
import zlib

import brotli
import pytest

from newscrawl.archive import Stored
from newscrawl.archive.encoding import MOST_BYTES, UnreadableBody, charset, content, zstd

TEXT = "خبر" * 400
PLAIN = TEXT.encode()


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def stored(body: bytes, encoding: str, kind: str = "text/html") -> Stored:
    return Stored("https://a.example/1", 200, (("content-encoding", encoding), ("Content-Type", kind)), body)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("", PLAIN),
        ("identity", PLAIN),
        ("gzip", gzip.compress(PLAIN)),
        ("x-gzip", gzip.compress(PLAIN)),
        ("deflate", zlib.compress(PLAIN)),
        ("deflate", bare_deflate(PLAIN)),
        ("br", brotli.compress(PLAIN)),
        ("zstd", zstd.compress(PLAIN)),
        ("gzip, br", brotli.compress(gzip.compress(PLAIN))),
        ("GZIP ", gzip.compress(PLAIN)),
    ],
)
def test_the_body_as_a_browser_reads_it(encoding: str, body: bytes) -> None:
    assert content(stored(body, encoding)) == PLAIN


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "rot13"])
def test_what_is_not_what_it_says_is_named(encoding: str) -> None:
    with pytest.raises(UnreadableBody, match=encoding):
        content(stored(b"\xff\xfe no such thing", encoding))


@pytest.mark.parametrize("pack", [gzip.compress, brotli.compress, zstd.compress])
def test_no_bomb_goes_off(pack: object) -> None:
    encoding = {gzip.compress: "gzip", brotli.compress: "br", zstd.compress: "zstd"}[pack]
    with pytest.raises(UnreadableBody, match="more than"):
        content(stored(pack(b"\0" * (MOST_BYTES + 100)), encoding))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("text/html", None),
        ("text/html; charset=windows-1256", "windows-1256"),
        ('text/html; charset="UTF-8"; x=y', "utf-8"),
    ],
)
def test_the_charset_that_the_server_declared(kind: str, expected: str | None) -> None:
    assert charset(stored(b"", "", kind)) == expected
