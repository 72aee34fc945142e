"""A web server for measuring, in a process of its own: `python -m tests.bench._site COUNT` prints its address.

Answers /story/N with a generated page and names all of them at /sitemap.xml; connections are kept open.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from tests.bench._pages import page
from tests.crawling import ROOT

KEPT = 3000  # pages held ready, some 250 MB


class Answering(asyncio.Protocol):
    """Reads the first line of each request and answers it."""

    address, count = "", 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.waiting = transport, b""

    def data_received(self, data: bytes) -> None:
        *requests, self.waiting = (self.waiting + data).split(b"\r\n\r\n")
        for request in requests:
            kind, body = answer(request.split(b" ", 2)[1].decode(), self.address, self.count)
            status = "200 OK" if body else "404 Not Found"
            head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
            self.transport.write(head.encode() + body)


def answer(path: str, address: str, count: int) -> tuple[str, bytes]:
    """Content type and body; an empty body where there is no such page."""
    if path.startswith("/story/"):
        return "text/html; charset=utf-8", _page(int(path.rpartition("/")[2]), address + path)
    if path == "/sitemap.xml":
        named = "".join(f"<url><loc>{address}/story/{n}</loc></url>" for n in range(count))
        return "text/xml", f"<urlset>{named}</urlset>".encode()
    return "text/plain", b""


@lru_cache(maxsize=KEPT)
def _page(number: int, url: str) -> bytes:
    return page(number, url)


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
    Answering.count, Answering.address = count, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    for number in range(min(count, KEPT)):
        _page(number, f"{Answering.address}/story/{number}")
    print(Answering.address, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
