"""A web server that means harm, or is broken: each of its answers is named, the others unharmed, the time bounded."""

import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from newscrawl.addresses import is_open, networks
from newscrawl.exits import Exit
from newscrawl.middlewares.patience import UNSAID, seconds_of
from tests import hostile
from tests.crawling import ROOT, Project
from tests.hostile import Behaviour, head, misbehaving, page
from tests.loopback import article, options

GOOD = range(1, 11)  # numbers of articles that are in order
CHUNKED = head("Transfer-Encoding: chunked")
REFRESH = b"<meta http-equiv=refresh content='0; url=http://127.0.0.2:{port}/story/1'>"
BOUNDS = {"BREAKER_FAILURES": 0, "DOWNLOAD_TIMEOUT": 4, "RETRY_TIMES": 1, "CONCURRENT_REQUESTS_PER_DOMAIN": 16}

# Each way to misbehave: what it is, how, and the outcome that names it. {port} and {tls} are the server's.
WAYS: tuple[tuple[str, Behaviour, str], ...] = (
    ("reset before the first byte", hostile.resets(b""), "failed/cut_off"),
    ("reset in the status line", hostile.resets(b"HTTP/1.1 20"), "failed/cut_off"),
    ("reset in the headers", hostile.resets(head()[:40]), "failed/cut_off"),
    ("reset before the body", hostile.resets(head("Content-Length: 500")), "failed/cut_off"),
    ("reset in the body", hostile.resets(head("Content-Length: 500") + b"<html><body>"), "failed/cut_off"),
    ("reset in a chunk", hostile.resets(CHUNKED + b"100\r\n<html>"), "failed/cut_off"),
    ("a byte now and then", hostile.drips(page(article(1))), "failed/timeout"),
    ("no answer", lambda peer, _: time.sleep(8), "failed/timeout"),
    ("shorter than its Content-Length", hostile.says(head("Content-Length: 99999") + article(1)), "failed/cut_off"),
    ("Content-Length in letters", hostile.says(head("Content-Length: many") + article(1)), "failed/malformed"),
    ("Content-Length below zero", hostile.says(head("Content-Length: -5") + article(1)), "failed/malformed"),
    (
        "two Content-Lengths",
        hostile.says(head("Content-Length: 5", "Content-Length: 6") + b"<html>"),
        "failed/malformed",
    ),
    ("declares 1 TB", hostile.says(head(f"Content-Length: {1 << 40}") + b"<html>"), "failed/too_large"),
    ("endless body", hostile.floods(head("Connection: close"), b"<p>" * 20000), "failed/too_large"),
    ("endless header", hostile.floods(b"HTTP/1.1 200 OK\r\nX: ", b"a" * 60000), "failed/cut_off"),
    ("endless headers", hostile.floods(b"HTTP/1.1 200 OK\r\n", b"X-Field: value\r\n" * 4000), "failed/too_large"),
    ("endless cookies", hostile.floods(b"HTTP/1.1 200 OK\r\n", b"Set-Cookie: a=b\r\n" * 4000), "failed/too_large"),
    ("endless preliminary answers", hostile.floods(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 4000), "failed/too_large"),
    ("no HTTP at all", hostile.says(b"SSH-2.0-OpenSSH_9.2\r\n"), "failed/malformed"),
    ("chunks without a size", hostile.says(CHUNKED + b"zz\r\n<html>\r\n0\r\n\r\n"), "failed/malformed"),
    ("a chunk of 2^80 bytes", hostile.says(CHUNKED + b"f" * 20 + b"\r\n<html>"), "failed/cut_off"),
    ("gzip bomb", hostile.says(hostile.bomb()), "failed/too_large"),
    ("brotli bomb", hostile.says(hostile.brotli_bomb()), "failed/too_large"),
    ("not the gzip it says", hostile.says(page(b"no gzip", "Content-Encoding: gzip")), "failed/malformed"),
    ("not the brotli it says", hostile.says(page(b"\xff no brotli", "Content-Encoding: br")), "failed/malformed"),
    ("endless redirects", hostile.leads_to("/again"), "failed/redirects"),
    ("redirect to no host", hostile.leads_to("http://nowhere.invalid/"), "failed/dns"),
    ("redirect to a file", hostile.leads_to("file:///etc/passwd"), "failed/http_302"),
    (
        "redirect to another loopback address",
        hostile.leads_to("http://127.0.0.2:{port}/story/1"),
        "rejected/private_address",
    ),
    (
        "redirect to localhost by a number",
        hostile.leads_to("http://2130706434:{port}/story/1"),
        "rejected/private_address",
    ),
    (
        "redirect to the cloud's metadata",
        hostile.leads_to("http://169.254.169.254/latest/"),
        "rejected/private_address",
    ),
    ("redirect to a private network", hostile.leads_to("http://10.0.0.1/"), "rejected/private_address"),
    ("redirect to IPv6 loopback", hostile.leads_to("http://[::1]:{port}/story/1"), "failed/dns"),
    ("redirect to unsigned TLS", hostile.leads_to("https://127.0.0.1:{tls}/story/1"), "failed/tls"),
    ("redirect that goes on inside", hostile.leads_to("/onward", "308 Permanent Redirect"), "rejected/private_address"),
    (
        "redirect with a name in front",
        hostile.leads_to("http://127.0.0.1@127.0.0.2:{port}/"),
        "failed/bad_url",
    ),
    ("redirect in hexadecimal", hostile.leads_to("http://0x7f000002:{port}/"), "rejected/private_address"),
    ("redirect in octal", hostile.leads_to("http://0177.0.0.2:{port}/"), "rejected/private_address"),
    ("redirect to a short address", hostile.leads_to("http://127.2:{port}/"), "rejected/private_address"),
    ("redirect in wide digits", hostile.leads_to("http://１２７.0.0.2:{port}/"), "rejected/private_address"),
    (
        "redirect to an address in an IPv6 one",
        hostile.leads_to("http://[::ffff:127.0.0.2]:{port}/"),
        "rejected/private_address",
    ),
    ("redirect without a scheme", hostile.leads_to("//127.0.0.2:{port}/story/1"), "rejected/private_address"),
    ("redirect in backslashes", hostile.leads_to("http:\\\\127.0.0.2:{port}/"), "rejected/private_address"),
    ("redirect to FTP", hostile.leads_to("ftp://127.0.0.2/"), "failed/http_302"),
    ("redirect to data", hostile.leads_to("data:text/html,<h1>x"), "failed/http_302"),
    ("refresh to the inside", hostile.says(head("Connection: close") + REFRESH), "rejected/private_address"),
    ("cookies up to the bound", hostile.says(page(article(11), *("Set-Cookie: a=" + "x" * 4000,) * 15)), "new"),
    ("links up to the bound", hostile.says(page(article(12), *("Link: " + "</x>; rel=preload, " * 200,) * 15)), "new"),
    ("robots up to the bound", hostile.says(page(article(13), *("X-Robots-Tag: " + "a:b, " * 800,) * 15)), "new"),
    ("packed twice", hostile.says(hostile.packed(article(14), 2)), "new"),
    ("packed again and again", hostile.says(hostile.packed(article(15), 9)), "failed/too_large"),
    ("error upon error", hostile.says(page(b"", status="503 Service Unavailable")), "failed/http_503"),
)


def test_each_misbehaviour_is_named_and_the_others_unharmed(project: Project, tmp_path: Path) -> None:
    paths: dict[str, Behaviour] = {f"/story/{n}": hostile.says(page(article(n))) for n in GOOD}
    numbered = {f"/story/{100 + n}": way for n, way in enumerate(WAYS)}
    with misbehaving(paths, tmp_path) as site:
        address = f"http://127.0.0.1:{site.port}"
        ports = (b"{port}", str(site.port).encode()), (b"{tls}", str(site.tls_port).encode())
        paths |= {path: with_ports(behave, dict(ports)) for path, (_, behave, _) in numbered.items()}
        inside = with_ports(hostile.leads_to("http://127.0.0.2:{port}/robots.txt"), dict(ports))
        paths |= {"/robots.txt": inside, "/.well-known/tdmrep.json": inside, "/onward": inside}
        paths |= {"/again": hostile.leads_to("/again"), "/sitemap.xml": hostile.says(sitemap(address, paths))}
        began = time.monotonic()
        done = project.scrapy("crawl", "loopback", *options(address, **BOUNDS))
        took = time.monotonic() - began
    found = outcomes(project)
    named = {what: found[path] for path, (what, _, _) in numbered.items()}
    assert named == {what: outcome for what, _, outcome in WAYS}, done.stderr[-3000:]
    assert {found[f"/story/{n}"] for n in GOOD} == {"new"}
    assert done.returncode == 0, done.stderr[-3000:]
    assert took < 90
    assert site.reached == {"127.0.0.1"}
    assert "root:" not in done.stderr


@pytest.mark.faults
def test_a_name_that_moves_inside_in_the_middle_of_a_run_leads_where_it_led(project: Project, tmp_path: Path) -> None:
    hosts = tmp_path / "hosts"
    hosts.write_text("127.0.0.1 rebound.test\n")

    def moves(peer: socket.socket, _: int) -> None:
        hosts.write_text("127.0.0.2 rebound.test\n")
        peer.sendall(page(article(5)))

    paths: dict[str, Behaviour] = {f"/story/{n}": hostile.says(page(article(n))) for n in GOOD} | {"/story/5": moves}
    with misbehaving(paths, tmp_path) as site:
        address = f"http://rebound.test:{site.port}"
        paths["/sitemap.xml"] = hostile.says(sitemap(address, paths))
        one_by_one = {**BOUNDS, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
        crawl = (sys.executable, "-m", "scrapy", "crawl", "rebound", *options(address, **one_by_one))
        inside = ["unshare", "--mount", "sh", "-c", f'mount --bind {hosts} /etc/hosts && exec "$0" "$@"', *crawl]
        done = subprocess.run(inside, check=False, cwd=ROOT, env=project.environment, capture_output=True, text=True)
        if "unshare" in done.stderr or "mount:" in done.stderr:
            pytest.skip("no right to give a name another address here")
    assert site.reached == {"127.0.0.1"}
    assert set(outcomes(project).values()) == {"new"}, done.stderr[-3000:]


@pytest.mark.parametrize("retry_after", [lambda: "2", hostile.soon], ids=["seconds", "date"])
def test_a_site_that_asks_to_wait_is_waited_for(project: Project, tmp_path: Path, retry_after: Any) -> None:
    paths: dict[str, Behaviour] = {f"/story/{n}": hostile.says(page(article(n))) for n in GOOD}
    paths["/story/3"] = hostile.refuses(1, retry_after, page(article(3)))
    with misbehaving(paths, tmp_path) as site:
        address = f"http://127.0.0.1:{site.port}"
        paths["/sitemap.xml"] = hostile.says(sitemap(address, paths))
        done = project.scrapy("crawl", "loopback", *options(address, **BOUNDS))
    assert done.returncode == 0, done.stderr[-3000:]
    assert "asks to be left alone" in done.stderr
    assert set(outcomes(project).values()) == {"new"}


def test_a_site_that_asks_to_wait_for_an_hour_is_left_to_a_later_run(project: Project, tmp_path: Path) -> None:
    paths: dict[str, Behaviour] = {f"/story/{n}": hostile.refuses(9, lambda: "3600", b"") for n in GOOD}
    with misbehaving(paths, tmp_path) as site:
        address = f"http://127.0.0.1:{site.port}"
        paths["/sitemap.xml"] = hostile.says(sitemap(address, paths))
        done = project.scrapy("crawl", "loopback", *options(address, **BOUNDS))
    assert done.returncode == Exit.UNFINISHED, done.stderr[-3000:]
    assert "stopped early (asked_to_wait)" in done.stderr


TURNS = {"CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 0.1, "RETRY_TIMES": 2}


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_nobody_takes_a_turn_while_a_site_is_left_alone(project: Project, tmp_path: Path, status: str) -> None:
    """Those included that had passed all checks, and waited for their turn, when it said so."""
    asked: list[float] = []
    answers = {n: hostile.says(page(article(n))) for n in GOOD}
    answers[2] = hostile.refuses(1, lambda: "3", page(article(2)), status)
    paths: dict[str, Behaviour] = {f"/story/{n}": noted(asked, answer) for n, answer in answers.items()}
    with misbehaving(paths, tmp_path) as site:
        address = f"http://127.0.0.1:{site.port}"
        paths["/sitemap.xml"] = hostile.says(sitemap(address, paths))
        project.scrapy("crawl", "loopback", *options(address, **BOUNDS | TURNS))
    assert set(outcomes(project).values()) == {"new"}
    pauses = [later - sooner for sooner, later in pairwise(asked)]
    assert len([each for each in pauses if each > 2.5]) == 1, pauses
    assert len(asked) == len(GOOD) + 1


def test_a_site_that_asks_for_an_hour_is_asked_for_nothing_more(project: Project, tmp_path: Path) -> None:
    asked: list[float] = []
    paths: dict[str, Behaviour] = {
        f"/story/{n}": noted(asked, hostile.refuses(9, lambda: "3600", b"")) for n in range(1, 31)
    }
    with misbehaving(paths, tmp_path) as site:
        address = f"http://127.0.0.1:{site.port}"
        paths["/sitemap.xml"] = hostile.says(sitemap(address, paths))
        done = project.scrapy("crawl", "loopback", *options(address, **BOUNDS | TURNS))
    assert done.returncode == Exit.UNFINISHED, done.stderr[-3000:]
    assert len(asked) == 1
    run = project.one("runs", {})
    assert run["outcomes"] in ({}, {"failed/http_429": 1})
    assert run["left"] == run["found"] - sum(run["outcomes"].values())
    untried = project.find("frontier", {"kind": "article", "attempts": 0})
    assert len(untried) >= 29


def noted(times: list[float], behave: Behaviour) -> Behaviour:
    """The same behaviour, which writes down when it was asked."""

    def answer(peer: Any, before: int) -> None:
        times.append(time.monotonic())
        behave(peer, before)

    return answer


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True), ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
        ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False), ("::1", False), ("fe80::1", False),
        ("fd00::1", False), ("::ffff:127.0.0.1", False), ("::ffff:93.184.216.34", True), ("2002:7f00:1::", False),
        ("64:ff9b::a00:1", False), ("64:ff9b::5db8:d822", True), ("192.0.2.7", True), ("localhost", False), ("", False),
    ],
)  # fmt: skip
def test_only_public_addresses_and_those_named_are_open(address: str, opened: bool) -> None:
    assert is_open(address, networks(["192.0.2.0/24", " "])) is opened


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0), (" 5 ", 5.0), ("0", 0.0), ("", UNSAID), ("soon", UNSAID), ("-5", UNSAID), ("١٢", UNSAID),
        ("Wed, 01 Jan 2025 00:01:00 GMT", 60.0), ("Wed, 01 Jan 2025 02:01:00 +0200", 60.0),
        ("Tue, 31 Dec 2024 23:00:00 GMT", 0.0), ("9" * 400, 999999999999.0),
    ],
)  # fmt: skip
def test_retry_after_is_read_in_both_its_forms(header: str, seconds: float) -> None:
    assert seconds_of(header, datetime(2025, 1, 1, tzinfo=UTC)) == seconds


def outcomes(project: Project) -> Mapping[str, str]:
    """What came of each article, by its path."""
    visited = project.find("frontier", {"kind": "article"})
    return {"/" + each["url"].split("/", 3)[3]: each["visits"][0]["outcome"] for each in visited}


def sitemap(address: str, paths: Mapping[str, Behaviour]) -> bytes:
    named = "".join(f"<url><loc>{address}{path}</loc></url>" for path in paths if path.startswith("/story/"))
    return page(f"<urlset>{named}</urlset>".encode(), kind="text/xml")


def with_ports(behave: Behaviour, ports: Mapping[bytes, bytes]) -> Behaviour:
    """The same behaviour, which gives the server's own ports where an answer names them."""

    class Named:
        def __init__(self, peer: Any) -> None:
            self.peer = peer

        def __getattr__(self, name: str) -> Any:
            return getattr(self.peer, name)

        def sendall(self, answer: bytes) -> None:
            for name, port in ports.items() if len(answer) < 1000 else ():
                answer = answer.replace(name, port)
            self.peer.sendall(answer)

    return lambda peer, before: behave(Named(peer), before)  # type: ignore[arg-type]
