"""A web server on 127.0.0.1 that answers from a table and remembers what it was asked."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Page:
    """One answer; `wait` seconds pass before it is given."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0


@dataclass(slots=True)
class Site:
    """A running server: where it is, and the paths it was asked for, in order. An ETag that matches answers 304."""

    address: str
    asked: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    """When it was asked, by the monotonic clock."""


@contextmanager
def serving(pages: Mapping[str, Page], seen: Callable[[Message], None] = lambda _: None) -> Iterator[Site]:
    """Serve pages by path; anything else is 404. `seen` is shown the headers of every request."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.times.append(time.monotonic())
            seen(self.headers)
            page = pages.get(self.path, Page(b"not here", 404))
            time.sleep(page.wait)
            if (tag := page.headers.get("ETag")) and self.headers["If-None-Match"] == tag:
                page = Page(b"", 304, page.headers)
            self.send_response(page.status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **page.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            with suppress(ConnectionError):  # the other side may have been killed
                self.wfile.write(page.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
