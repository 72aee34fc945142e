"""The comparison with other crawlers: what it counts as read, and that it leaves out by name who does not run."""

import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.bench import _peer_crawl, crawlers
from tests.bench._pages import bodies, page
from tests.bench._runs import Spent
from tests.bench._site import site
from tests.bench.crawl import BARE

PAGES = 4


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with site(PAGES) as found:
        yield found


def told(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"Host": "loopback.example"})
    with urllib.request.urlopen(request) as answer:
        return bytes(answer.read())


@pytest.mark.parametrize("path", ["/", "/rss", "/sitemap.xml"])
def test_the_site_names_its_pages_as_the_host_that_it_was_asked_as(address: str, path: str) -> None:
    assert told(address + path).count(b"http://loopback.example/story/") == PAGES


def test_robots_name_the_sitemap_and_forbid_nothing(address: str) -> None:
    assert told(f"{address}/robots.txt").splitlines()[1:] == [
        b"Disallow:",
        b"Sitemap: http://loopback.example/sitemap.xml",
    ]


def test_a_page_is_served_as_it_was_generated(address: str) -> None:
    assert told(f"{address}/story/3") == page(3, "http://loopback.example/story/3")


def test_a_head_has_no_body(address: str) -> None:
    """What is sent after it on the same connection would be taken for the next answer."""
    with closing(HTTPConnection(address.removeprefix("http://"))) as connection:
        connection.request("HEAD", "/story/1")
        with connection.getresponse() as head:
            length = int(head.headers["Content-Length"])
            head.read()
        connection.request("GET", "/story/1")
        body = connection.getresponse().read()
    assert len(body) == length > 50_000


def test_a_picture_is_not_there(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        told(f"{address}/story/1/large.jpg")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("one two three four five six", 1.0),
        ("seven eight nine ten eleven", 0.0),
        ("", 0.0),
        ("one two three four five", 2 * 2 / (2 + 3)),
        ("menu one, two three four. five six", 2 * 3 / (4 + 3)),
    ],
)
def test_f1_counts_shingles_of_four_words(body: str, expected: float) -> None:
    assert crawlers.f1(body, "one two three four five six") == pytest.approx(expected)


def test_a_page_that_was_not_read_counts_nothing() -> None:
    read = {"0": bodies(0)[0], "1": "", "2": bodies(2)[3]}
    assert crawlers.quality(read, 4) == pytest.approx(0.5)


@pytest.mark.parametrize("number", [0, 1, 2, 22])
def test_the_bodies_are_what_is_printed(number: int) -> None:
    printed = page(number, "http://loopback.example/")
    whole, led, *_ = bodies(number)
    assert all(f"<p>{text}</p>".encode() in printed for text in whole.split("\n\n"))
    assert f'<h2 class="detail-spot">{led.split(chr(10))[0]}</h2>'.encode() in printed
    assert not any(credit in text for text in bodies(number) for credit in ("Kaynak:", "المصدر:", "REKLAM"))
    assert {text.split()[0] for text in bodies(number)[2:]}.isdisjoint({"ANKARA", "أنقرة/"})


def test_ratios_are_to_the_bare_download_of_the_same_round() -> None:
    def cost(cpu: float) -> Spent:
        return Spent(cpu=cpu, mongod=0.0, commands=0.0, pages=1, wall=2.0, peak=50.0, bodies={"0": bodies(0)[0]})

    bare, other = crawlers.figures(
        {BARE: [cost(1.0), cost(4.0), cost(2.0)], "other": [cost(9.0), cost(8.0), cost(6.0)]}, 1
    )
    assert (bare["ratio"], bare["f1"]) == (1.0, None)
    assert (other["ratio"], other["cpu_ms"], other["f1"], other["pages_per_second"]) == (3.0, 8.0, 1.0, 0.5)


def test_a_tool_that_reads_nothing_is_no_fast_one() -> None:
    with pytest.raises(crawlers.Failed, match="read none"):
        crawlers.spent({"cpu": 0.1, "wall": 0.1, "peak_mb": 9, "bodies": {}})


def test_no_name_but_the_sites_leads_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", socket.getaddrinfo)  # brought back afterwards
    _peer_crawl.alone(4321)
    assert {each[4] for each in socket.getaddrinfo("loopback.example", 80)} == {("127.0.0.1", 4321)}
    assert {each[4] for each in socket.getaddrinfo("127.0.0.1", 80)} == {("127.0.0.1", 80)}
    with pytest.raises(socket.gaierror, match="does not leave this machine"):
        socket.getaddrinfo("publicsuffix.org", 443)


def test_ours_are_measured_and_a_tool_that_does_not_start_is_left_out_by_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mongo_uri: str
) -> None:
    monkeypatch.setenv("MONGODB_URI", mongo_uri)
    monkeypatch.setattr(crawlers, "OURS", (crawlers.OURS[0], crawlers.OURS[-1]))
    monkeypatch.setattr(crawlers, "TOOLS", {"goose3": ()})
    monkeypatch.setattr(crawlers, "environment", lambda _: Path(sys.executable))
    rows = list(crawlers.figures(crawlers.measured(PAGES, 1), PAGES))
    said = capsys.readouterr().out
    assert "goose3 left out: ModuleNotFoundError: No module named 'goose3'" in said
    assert [(row["name"], row["read"]) for row in rows] == [(BARE, PAGES), (crawlers.OURS[-1].name, PAGES)]
    assert rows[1]["f1"] > 0.98
    assert crawlers.table(rows).count("\n") == 2
