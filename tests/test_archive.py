"""WARC files and folders of pages: what was stored comes back, and a damaged stretch costs only itself."""

import gzip
import json
import logging
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from newscrawl.archive import ArchiveError, Stored, append, check_writable, open_archive, read_record, records

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def page(n: int, body: bytes = b"") -> Stored:
    headers = (("Content-Type", "text/html; charset=windows-1256"), ("X-Twice", "a"), ("X-Twice", "b"))
    return Stored(f"https://example.org/{n}", 200, headers, body or f"<p>{n}</p>".encode())


@pytest.mark.parametrize("plain", [False, True])
def test_what_is_appended_is_read_back(tmp_path: Path, plain: bool) -> None:
    path = tmp_path / "x.warc.gz"
    for n in range(3):
        append(path, page(n), NOW)
    if plain:
        path = tmp_path / "x.warc"
        path.write_bytes(gzip.decompress((tmp_path / "x.warc.gz").read_bytes()))
    stored = open_archive(path).get("https://example.org/1")
    assert stored is not None
    assert (stored.status, stored.body) == (200, b"<p>1</p>")
    assert [value for header, value in stored.headers if header == "X-Twice"] == ["a", "b"]


def test_the_position_that_is_given_is_that_of_the_record(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    places = [append(path, page(n), NOW) for n in range(3)]
    assert [read_record(path, offset).body for offset, _ in places] == [b"<p>0</p>", b"<p>1</p>", b"<p>2</p>"]
    assert sum(length for _, length in places) == path.stat().st_size - places[0][0], "warcinfo comes first, once"


def test_another_reader_finds_the_file_sound(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    for n in range(3):
        append(path, page(n, "نصّ".encode() * 9000), NOW)
    with path.open("rb") as file:
        records = [
            (r.rec_type, r.rec_headers["WARC-Target-URI"], r.content_stream().read(), r.digest_checker.passed)
            for r in ArchiveIterator(file, check_digests="raise")
        ]
    assert [kind for kind, *_ in records] == ["warcinfo", "response", "response", "response"]
    assert records[1:] == [("response", f"https://example.org/{n}", "نصّ".encode() * 9000, True) for n in range(3)]


def test_the_same_answer_makes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.warc.gz", "b.warc.gz"):
        append(tmp_path / name, page(1), NOW)
    assert (tmp_path / "a.warc.gz").read_bytes() == (tmp_path / "b.warc.gz").read_bytes()


def test_header_bytes_that_are_no_ascii_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    location = "/م/تركيا".encode().decode("latin-1")  # holds the byte 0x85, a line end to str.splitlines
    append(path, Stored("https://example.org/", 302, (("Location", location),), b""), NOW)
    stored = open_archive(path).get("https://example.org/")
    assert stored is not None
    assert ("Location", location) in stored.headers


def test_bodies_are_kept_as_they_came_over_the_wire(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    packed = gzip.compress("نص".encode())
    append(path, Stored("https://example.org/z", 200, (("Content-Encoding", "gzip"),), packed), NOW)
    stored = open_archive(path).get("https://example.org/z")
    assert stored is not None
    assert stored.body == packed
    assert ("Content-Encoding", "gzip") in stored.headers


def test_of_two_answers_to_one_url_the_later_counts(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    append(path, page(1, b"old"), NOW)
    append(path, page(1, b"new"), NOW)
    stored = open_archive(path).get("https://example.org/1")
    assert stored is not None
    assert stored.body == b"new"


def noise(size: int) -> bytes:
    """Text that hardly shrinks, so that a cut falls inside the body and not only in the trailer."""
    return bytes(random.Random(7).choices(b"abcdefghijklmnopqrstuvwxyz .,", k=size))


@pytest.mark.parametrize("appended", [False, True])
@pytest.mark.parametrize("body", [noise(1500), gzip.compress(noise(1500))], ids=["text", "gzipped body"])
def test_a_record_cut_off_anywhere_costs_only_itself(tmp_path: Path, body: bytes, appended: bool) -> None:
    whole, cut, after = tmp_path / "x.warc.gz", tmp_path / "cut.warc.gz", tmp_path / "after.warc.gz"
    append(whole, page(1), NOW)
    _, length = append(whole, page(2, body), NOW)
    append(after, page(0), NOW)
    start, _ = append(after, page(3), NOW)
    third = after.read_bytes()[start:] if appended else b""
    for missing in range(1, length):
        cut.write_bytes(whole.read_bytes()[:-missing] + third)
        archive = open_archive(cut)
        found = {url[-1]: stored.body for url in archive.urls() if (stored := archive.get(url))}
        assert found == {"1": b"<p>1</p>"} | ({"3": b"<p>3</p>"} if appended else {}), missing


def test_append_goes_on_behind_a_record_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    append(path, page(1), NOW)
    append(path, page(2, noise(5000)), NOW)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 700)
    before = path.read_bytes()
    offset, _ = append(path, page(3), NOW)
    assert path.read_bytes().startswith(before), "what is damaged is kept: a person may still want it"
    assert read_record(path, offset).body == b"<p>3</p>"


def test_damage_is_said_once_and_where(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "x.warc.gz"
    places = [append(path, page(n, noise(4000)), NOW) for n in range(3)]
    data = bytearray(path.read_bytes())
    data[places[1][0] + 900] ^= 0xFF
    path.write_bytes(data)
    with caplog.at_level(logging.WARNING):
        archive = open_archive(path)
    assert list(archive.urls()) == ["https://example.org/0", "https://example.org/2"]
    assert [f"damaged at byte {places[1][0]};" in message for message in caplog.messages] == [True]


def test_a_plain_file_cut_off_serves_what_is_whole(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    packed, path = tmp_path / "x.warc.gz", tmp_path / "x.warc"
    for n in range(3):
        append(packed, page(n), NOW)
    path.write_bytes(gzip.decompress(packed.read_bytes())[:-30])
    assert list(open_archive(path).urls()) == ["https://example.org/0", "https://example.org/1"]
    assert len(caplog.messages) == 1


FOREIGN = (
    b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: <https://example.org/a>\r\nContent-Length: 71\r\n\r\n"
    b"HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\nX: y\r\n\r\n4\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n"
    b"\r\n\r\n"
    b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: dns:example.org\r\nContent-Length: 1\r\n\r\n.\r\n\r\n"
    b"WARC/1.1\r\nWARC-Type: revisit\r\nWARC-Target-URI: https://example.org/b\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    b"WARC/1.1\r\nWARC-Type: of the future\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
)


def test_records_of_other_tools_are_read_or_passed_over(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(FOREIGN)
    archive = open_archive(path)
    stored = archive.get("https://example.org/a")
    assert list(archive.urls()) == ["https://example.org/a"]
    assert stored is not None
    assert (stored.body, list(stored.headers)) == (b"abcdef", [("X", "y")])
    assert not caplog.messages


def test_a_file_gzipped_as_a_whole_names_the_way_out(tmp_path: Path) -> None:
    packed, path = tmp_path / "x.warc.gz", tmp_path / "y.warc.gz"
    append(packed, page(1), NOW)
    path.write_bytes(gzip.compress(gzip.decompress(packed.read_bytes())))
    with pytest.raises(ArchiveError, match="warcio recompress"):
        open_archive(path)


@pytest.mark.parametrize("offset", [1, 10**9])
def test_a_place_where_no_record_begins_is_named(tmp_path: Path, offset: int) -> None:
    path = tmp_path / "x.warc.gz"
    append(path, page(1), NOW)
    with pytest.raises(ArchiveError, match=f"no whole answer at byte {offset}"):
        read_record(path, offset)


def test_several_processes_share_one_file(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC; from newscrawl.archive import *\n"
        "for n in range(50): append(Path(sys.argv[1]), Stored(f'https://example.org/{sys.argv[2]}/{n}', 200, (),"
        " b'x' * 5000), datetime.now(UTC))"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(path), str(w)], cwd=ROOT) for w in range(4)]
    assert [writer.wait(60) for writer in writers] == [0] * 4
    assert len(list(open_archive(path).urls())) == 200


@pytest.mark.parametrize(
    ("stored", "asked", "why"),
    [
        ("http://example.org/a", "https://example.org/a", "a site that moved to https"),
        ("https://example.org/a#top", "https://example.org/a", "a fragment never reaches the server"),
        ("https://example.org/%d8%aa", "https://example.org/%D8%AA", "percent-encoding in lower case"),
        ("https://example.org/ت", "https://example.org/%D8%AA", "an address stored undecoded"),
        ("https://example.org/?q=%d8%aa", "https://example.org/?q=%D8%AA", "percent-encoding in a query"),
        ("https://example.org:443/a", "https://example.org/a", "the default port"),
        ("https://Example.org/a", "https://example.org/a", "host names have no case"),
    ],
)
def test_an_address_is_found_in_another_spelling(tmp_path: Path, stored: str, asked: str, why: str) -> None:
    path = tmp_path / "x.warc.gz"
    append(path, Stored(stored, 200, (), b"here"), NOW)
    assert open_archive(path).get(asked) is not None, why


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("https://example.org/a/", "a trailing slash is part of the address"),
        ("https://example.org/a/amp", "another page of the same article"),
        ("https://example.org/A", "paths have case"),
        ("https://example.org:8080/a", "another port, another server"),
        ("https://example.org/a%2Fb", "an encoded slash is no slash"),
        ("https://www.example.org/a", "another host"),
    ],
)
def test_another_address_is_not_taken_for_it(tmp_path: Path, other: str, why: str) -> None:
    path = tmp_path / "x.warc.gz"
    append(path, Stored(other, 200, (), b"other"), NOW)
    archive = open_archive(path)
    assert archive.get("https://example.org/a") is None, why
    assert archive.get("https://example.org/a/b") is None, why


def test_the_very_address_comes_before_another_spelling(tmp_path: Path) -> None:
    """A redirect from http to https, crawled last, must not answer for the page: it would lead to itself for ever."""
    path = tmp_path / "x.warc.gz"
    append(path, Stored("https://example.org/a", 200, (), b"page"), NOW)
    append(path, Stored("http://example.org/a", 301, (("Location", "https://example.org/a"),), b""), NOW)
    archive = open_archive(path)
    assert [found.status for url in ("https://", "http://") if (found := archive.get(f"{url}example.org/a"))] == [
        200,
        301,
    ]


def test_a_query_is_part_of_the_address(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    append(path, Stored("https://example.org/?id=1", 200, (), b"one"), NOW)
    assert open_archive(path).get("https://example.org/?id=2") is None


def test_a_folder_answers_from_its_index(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(b"<p>a</p>"))
    (tmp_path / "b.html").write_bytes(b"gone")
    index = [
        {"page": "a.html.gz", "url": "https://example.org/a", "from": "an unknown key"},
        {"page": "b.html", "url": "https://example.org/b", "status": 410, "headers": {"content-type": "text/plain"}},
        {"page": "b.html", "url": "https://example.org/c", "encoding": "windows-1254", "headers": {"X": "ت"}},
        {"page": "b.html", "url": "https://example.org/d", "encoding": "UTF-8, as the page says"},
    ]
    (tmp_path / "index.json").write_text(json.dumps(index), encoding="utf-8")
    archive = open_archive(tmp_path)
    found = [stored for url in archive.urls() if (stored := archive.get(url))]
    assert [(stored.status, stored.body) for stored in found] == [
        (200, b"<p>a</p>"),
        *((s, b"gone") for s in (410, 200, 200)),
    ]
    assert [dict(stored.headers) for stored in found] == [
        {"Content-Type": "text/html"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "text/html; charset=windows-1254", "X": "\xd8\xaa"},
        {"Content-Type": "text/html"},
    ]


def test_a_page_that_cannot_be_unpacked_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(b"no gzip")
    (tmp_path / "index.json").write_text('[{"page": "a.html.gz", "url": "https://example.org/"}]', encoding="utf-8")
    archive = open_archive(tmp_path)
    with pytest.raises(ArchiveError, match=r"a\.html\.gz"):
        archive.get("https://example.org/")


def test_pages_measured_on_are_such_a_folder(shared: Callable[[str], Path]) -> None:
    archive = open_archive(shared("real"))
    assert all((stored := archive.get(url)) and len(stored.body) > 1000 for url in archive.urls())
    assert list(archive.urls())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no index.json"),
        ("{", "is not JSON"),
        ("{}", "needs a url and a page"),
        ("[]", "holds no web answers"),
        ('["https://example.org/"]', "needs a url and a page"),
        ('[{"url": "https://example.org/", "page": 5}]', "needs a url and a page"),
        ('[{"url": "https://example.org/", "page": "a.html", "headers": ["X"]}]', "needs a url and a page"),
        ('[{"url": "https://example.org/"}]', "needs a url and a page"),
        ('[{"url": "https://example.org/", "page": "none.html"}]', "names none.html"),
    ],
)
def test_a_folder_that_cannot_be_used_says_why(tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "index.json").write_text(content, encoding="utf-8")
    with pytest.raises(ArchiveError, match=message):
        open_archive(tmp_path)


@pytest.mark.parametrize("content", [b"", b"no archive at all", b"\x1f\x8b\x08broken", b"WARC/1.0\r\nbroken"])
def test_a_file_that_is_no_archive_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="holds no web answers"):
        open_archive(path)


@pytest.mark.parametrize("name", ["x.warc", "file/x.warc.gz"])
def test_a_place_that_cannot_be_written_is_refused_at_once(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ArchiveError):
        check_writable(tmp_path / name)


def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"nowhere\.warc"):
        open_archive(tmp_path / "nowhere.warc")


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "empty.warc.gz"
    empty.touch()
    assert list(records(empty)) == []
