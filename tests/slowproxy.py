"""A TCP proxy on 127.0.0.1 that passes everything on, late: a database that is far away, or busy."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def late(port: int, seconds: float) -> Iterator[int]:
    """Listen in front of a local port; each piece, to and fro, is passed on after so many seconds. Gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_accept, args=(server, port, seconds), daemon=True).start()
        yield server.getsockname()[1]


def _accept(server: socket.socket, port: int, seconds: float) -> None:
    with suppress(OSError):  # the listening socket is closed at the end
        while True:
            inner = server.accept()[0]
            outer = socket.create_connection(("127.0.0.1", port))
            for ends in ((inner, outer), (outer, inner)):
                threading.Thread(target=_pass_on, args=(*ends, seconds), daemon=True).start()


def _pass_on(source: socket.socket, sink: socket.socket, seconds: float) -> None:
    with suppress(OSError), source, sink:
        while piece := source.recv(65536):
            time.sleep(seconds)
            sink.sendall(piece)
