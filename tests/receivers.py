"""Whoever hears alerts, on 127.0.0.1: a web server that takes posts, one that refuses, one that never answers."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(slots=True)
class Receiver:
    """Where it is, and what it was sent: path and body."""

    address: str
    asked: list[tuple[str, bytes]] = field(default_factory=list)


@contextmanager
def receiving(status: int = 200, wait: float = 0.0) -> Iterator[Receiver]:
    """Take every post and get; answer with a status after so many seconds."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.asked.append((self.path, self.rfile.read(int(self.headers["Content-Length"] or 0))))
            time.sleep(wait)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"ok")

        def do_GET(self) -> None:
            found.asked.append((self.path, b""))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Receiver(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
