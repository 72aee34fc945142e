"""Mutated pages, feeds and sitemaps: whatever a server sends, nothing but a named refusal comes out, and soon."""

import gzip
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newscrawl import discovery, editing
from newscrawl.commands.extract import as_json
from newscrawl.sample.edition import prints
from newscrawl.sample.site import answers
from newscrawl.stored import StoredPages
from tests.conftest import ROOT, SHARED

PAGES = StoredPages()
STATUS = Path("/proc/self/status")
MOST_MEMORY = 512  # MB more than before the first document
pytestmark = pytest.mark.faults
SLOWEST = 5.0  # seconds for one input of a megabyte at most, on a busy machine
NASTY = (
    b"\0", b"\xff\xfe", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"&#x110000;", b"&#0;", b"&lol9;", b"<!ENTITY a '&b;'>",
    b"<div>" * 3000, b"<script>", b"</html>", b"<?xml version='1.0' encoding='utf-16'?>", b'{"@type":' * 500,
    b"\xe2\x80\xae" * 50, b"%s%n{}{{7*7}}${jndi:x}", b"=1+1\r\n", b"\x1b]0;x\x07", b"9" * 5000,
    b"2026-99-99T99:99:99+99:99",
    b"charset=utf-7", b"<p>" + b"\xd8\xa7" * 20_000, b"<link rel=canonical href='//[::1'>", b"<h1>" * 50,
)  # fmt: skip


def seeds() -> list[bytes]:
    """The sample newsroom's answers, and the real pages where they are."""
    found = [answer.body for answer in answers(prints())]
    return found + [gzip.decompress(path.read_bytes()) for path in sorted((SHARED / "real").glob("*/*.html.gz"))]


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """A document with one to eight things done to it."""
    data = bytearray(seed[:1_000_000])
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(data) + 1), chance.choice((1, 4, 30, 400, 5000))
        match chance.randrange(5):
            case 0:
                data[at : at + length] = b""
            case 1:
                data[at:at] = data[at : at + length]
            case 2:
                data[at : at + length] = chance.randbytes(min(length, 400))
            case 3:
                data[at:at] = chance.choice(NASTY)
            case _:
                other = chance.randrange(len(data) + 1)
                data[at:at] = data[other : other + length]
    return bytes(data)


def readings(data: bytes) -> Iterator[str]:
    """Reads a document in every way there is; the names of what refused it."""
    url = "https://www.hurriyet.com.tr/gundem/ornek-haber-40318692"
    try:
        article = PAGES.article(data, None, url, datetime.now(UTC))
        editing.check(article)
        as_json(article, PAGES.zone(article))
    except editing.Rejection as rejection:
        yield rejection.reason
    text = data.decode("utf-8", "replace")
    for reading in (lambda: discovery.feed(data, url), lambda: list(discovery.sitemap(data, url))):
        try:
            reading()
        except discovery.NotASource as refusal:
            yield type(refusal).__name__
    discovery.robots_sitemaps(data)
    discovery.page_links(text, url, re.compile(r"-\d{8}$"))
    discovery.alternates(text, url)
    discovery.next_page(text, url)


def memory_now() -> float:
    """MB in use; from here on the peak is counted anew. Linux alone tells."""
    if not STATUS.exists():
        pytest.skip("no /proc to measure memory by")
    (STATUS.parent / "clear_refs").write_text("5")
    return _megabytes("VmRSS")


def memory_peak() -> float:
    return _megabytes("VmHWM")


def _megabytes(name: str) -> float:
    return int(re.findall(rf"{name}:\s+(\d+)", STATUS.read_text())[0]) / 1024


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.long)])
def test_no_document_raises_or_hangs(count: int, tmp_path: Path) -> None:
    chance, documents = random.Random(count), seeds()
    refusals, slowest, before = 0, 0.0, memory_now()
    for number in range(count):
        data = mutated(chance.choice(documents), chance)
        (tmp_path / "last").write_bytes(data)  # what a crash of the interpreter would leave to look at
        began = time.process_time()
        try:
            refusals += any(readings(data))
        except Exception as error:
            raise AssertionError(f"document {number} of {count}, kept in {tmp_path / 'last'}") from error
        slowest = max(slowest, time.process_time() - began)
    growth = memory_peak() - before
    print(f"{count} documents, {refusals} refused, the slowest took {slowest:.2f} s of CPU, {growth:.0f} MB at most")
    assert growth < MOST_MEMORY
    assert refusals > 0
    assert slowest < SLOWEST


@pytest.mark.long
def test_inputs_that_find_new_code_raise_nothing(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="atheris has no wheel for this machine")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(seeds()[:60]):
        (corpus / str(number)).write_bytes(seed[:20_000])
    limits = ("-max_total_time=60", "-timeout=10", "-rss_limit_mb=1024", "-max_len=20000", "-verbosity=0")
    command = [sys.executable, "-m", "tests.fuzzing", *limits, f"-artifact_prefix={tmp_path}/", str(corpus)]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"the input lies in {tmp_path}:\n{done.stderr[-3000:]}"
