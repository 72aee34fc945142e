"""WARC files and folders of pages: what was stored comes back, and a damaged stretch costs only itself."""

import gzip
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newscrawl.archive import ArchiveError, Stored, append, check_writable, open_archive, read_record

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
    assert sum(length for _, length in places) == path.stat().st_size


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


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_record_cut_off_costs_only_itself(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "x.warc.gz"
    append(path, page(1), NOW)
    append(path, page(2), NOW)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - cut)
    append(path, page(3), NOW)
    archive = open_archive(path)
    assert archive.get("https://example.org/1") is not None
    assert archive.get("https://example.org/3") is not None


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
        ("https://example.org:443/a", "https://example.org/a", "the default port"),
        ("https://Example.org/a", "https://example.org/a", "host names have no case"),
    ],
)
def test_an_address_is_found_in_another_spelling(tmp_path: Path, stored: str, asked: str, why: str) -> None:
    path = tmp_path / "x.warc.gz"
    append(path, Stored(stored, 200, (), b"here"), NOW)
    assert open_archive(path).get(asked) is not None, why


def test_a_query_is_part_of_the_address(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    append(path, Stored("https://example.org/?id=1", 200, (), b"one"), NOW)
    assert open_archive(path).get("https://example.org/?id=2") is None


def test_a_folder_answers_from_its_index(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(b"<p>a</p>"))
    (tmp_path / "b.html").write_bytes(b"gone")
    index = [
        {"page": "a.html.gz", "url": "https://example.org/a", "from": "an unknown key"},
        {"page": "b.html", "url": "https://example.org/b", "status": 410, "headers": {"X": "y"}},
    ]
    (tmp_path / "index.json").write_text(json.dumps(index), encoding="utf-8")
    archive = open_archive(tmp_path)
    first, second = archive.get("https://example.org/a"), archive.get("https://example.org/b")
    assert first is not None
    assert second is not None
    assert (first.body, first.status) == (b"<p>a</p>", 200)
    assert (second.status, second.headers) == (410, (("X", "y"),))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no index.json"),
        ("{", "is not JSON"),
        ("{}", "must be a list"),
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
