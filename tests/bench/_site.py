"""A web server for measuring, in a process of its own: `python -m tests.bench._site COUNT` prints its address.

Answers /story/N with a generated page; /sitemap.xml, which /robots.txt names, /rss and the front page name all of them.
Addresses in what it says are of the host that it was asked as; connections are kept open.
"""

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from tests.bench._pages import page
from tests.crawling import ROOT

KEPT = 3000  # pages held ready, some 250 MB
HERE = b"http://here.invalid"  # stands for the site's address until a page is sent
REQUEST = re.compile(rb"(\S+) (\S+) .*?^Host: *(\S+)", re.DOTALL | re.IGNORECASE | re.MULTILINE)


class Answering(asyncio.Protocol):
    """Answers each request by its first line and its host."""

    count = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.waiting = transport, b""

    def data_received(self, data: bytes) -> None:
        *requests, self.waiting = (self.waiting + data).split(b"\r\n\r\n")
        for request in requests:
            asked = REQUEST.match(request)
            assert asked, request
            kind, body = answer(asked[2].decode(), self.count)
            body = body.replace(HERE, b"http://" + asked[3])
            status = "200 OK" if body else "404 Not Found"
            head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
            self.transport.write(head.encode() + (b"" if asked[1] == b"HEAD" else body))


def answer(path: str, count: int) -> tuple[str, bytes]:
    """Content type and body; an empty body where there is no such page."""
    if number := re.fullmatch(r"/story/(\d+)", path):
        return "text/html; charset=utf-8", _page(int(number[1]))
    stories = [f"{HERE.decode()}/story/{n}" for n in range(count)]
    match path:
        case "/sitemap.xml":
            return "text/xml", f"<urlset>{''.join(f'<url><loc>{url}</loc></url>' for url in stories)}</urlset>".encode()
        case "/robots.txt":
            return "text/plain", b"User-agent: *\nDisallow:\nSitemap: " + HERE + b"/sitemap.xml\n"
        case "/rss":
            items = "".join(f"<item><title>{n}</title><link>{url}</link></item>" for n, url in enumerate(stories))
            return "application/rss+xml", f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
        case "/":
            links = "".join(f'<li><a href="{url}">{n}</a></li>' for n, url in enumerate(stories))
            feed = '<link rel="alternate" type="application/rss+xml" href="/rss">'
            return "text/html", f"<html><head><title>Loopback</title>{feed}</head><ul>{links}</ul></html>".encode()
    return "text/plain", b""


@lru_cache(maxsize=KEPT)
def _page(number: int) -> bytes:
    return page(number, f"{HERE.decode()}/story/{number}")


@contextmanager
def site(count: int) -> Iterator[str]:
    """The address of a running server of `count` pages."""
    command = [sys.executable, "-m", "tests.bench._site", str(count)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


async def _serve(count: int) -> None:
    server = await asyncio.get_running_loop().create_server(Answering, "127.0.0.1", 0)
    Answering.count = count
    for number in range(min(count, KEPT)):
        _page(number)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
