"""A web server on 127.0.0.1 that breaks HTTP on purpose: each path has its own way of misbehaving."""

import gzip
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

import brotli
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Behaviour = Callable[[socket.socket, int], None]
"""Answers one request on a socket; the number says how many requests to this path came before."""

MOST = 64 * 1024 * 1024  # bytes that an endless answer gives at most, should nobody stop it


@dataclass(frozen=True, slots=True)
class Hostile:
    """A running server: where it is, over HTTP and over TLS with a certificate that nobody has signed."""

    port: int
    tls_port: int
    reached: set[str]
    """The addresses of ours that were connected to."""


def head(*fields: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status}", f"Content-Type: {kind}", *fields, "", "")).encode()


def page(body: bytes, *fields: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    return head(f"Content-Length: {len(body)}", "Connection: close", *fields, status=status, kind=kind) + body


def says(answer: bytes) -> Behaviour:
    return lambda peer, _: peer.sendall(answer)


def resets(answer: bytes) -> Behaviour:
    """Sends the beginning of an answer, then resets the connection."""

    def behave(peer: socket.socket, _: int) -> None:
        peer.sendall(answer)
        time.sleep(0.05)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return behave


def drips(answer: bytes) -> Behaviour:
    """A byte every half second."""

    def behave(peer: socket.socket, _: int) -> None:
        for byte in answer:
            peer.sendall(bytes((byte,)))
            time.sleep(0.5)

    return behave


def floods(start: bytes, chunk: bytes) -> Behaviour:
    def behave(peer: socket.socket, _: int) -> None:
        peer.sendall(start)
        for _ in range(MOST // len(chunk)):
            peer.sendall(chunk)

    return behave


def leads_to(place: str, status: str = "302 Found") -> Behaviour:
    return says(page(b"", f"Location: {place}", status=status))


def refuses(
    times: int, retry_after: Callable[[], str], then: bytes, status: str = "429 Too Many Requests"
) -> Behaviour:
    """Says "too many requests" so many times, then answers."""

    def behave(peer: socket.socket, before: int) -> None:
        refusal = page(b"", f"Retry-After: {retry_after()}", status=status)
        peer.sendall(refusal if before < times else then)

    return behave


def soon() -> str:
    """A Retry-After of about two seconds, as a date."""
    return format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)


def bomb(pack: Callable[[bytes], bytes] = gzip.compress, coding: str = "gzip") -> bytes:
    """A page of 200 MB in some hundred kilobytes."""
    return page(pack(b"<p>" + b"a" * (200 << 20)), f"Content-Encoding: {coding}")


def packed(body: bytes, times: int) -> bytes:
    """A page packed again and again: each time it is unpacked at the full size."""
    for _ in range(times):
        body = gzip.compress(body, compresslevel=0)
    return page(body, f"Content-Encoding: {', '.join(['gzip'] * times)}")


def brotli_bomb() -> bytes:
    return bomb(lambda data: brotli.compress(data, quality=1), "br")


@contextmanager
def misbehaving(paths: Mapping[str, Behaviour], folder: Path) -> Iterator[Hostile]:
    """Serve behaviours by path; anything else is 404."""
    before: dict[str, int] = {}
    reached: set[str] = set()

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError, ValueError):
                reached.add(self.connection.getsockname()[0])
                path = self.rfile.readline().split()[1].decode()
                while self.rfile.readline().strip():
                    pass
                count = before[path] = before.get(path, -1) + 1
                answer = paths.get(path, says(page(b"not here", status="404 Not Found")))
                answer(self.connection, count)

    class Server(ThreadingTCPServer):
        daemon_threads, allow_reuse_address, block_on_close = True, True, False

        def handle_error(self, *_: object) -> None:
            """A peer that hangs up is what these tests are about."""

    class Secure(Server):
        def get_request(self) -> tuple[socket.socket, object]:
            peer, address = super().get_request()
            return context.wrap_socket(peer, server_side=True, do_handshake_on_connect=False), address

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(folder))
    # All of loopback, so that a test can tell an address that is allowed from one that is not.
    with Server(("", 0), Handler) as server, Secure(("", 0), Handler) as secure:
        for each in (server, secure):
            threading.Thread(target=each.serve_forever, daemon=True).start()
        yield Hostile(server.server_address[1], secure.server_address[1], reached)
        server.shutdown()
        secure.shutdown()


def certificate(folder: Path) -> Path:
    """A self-signed certificate and its key in one file."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")]),
    )
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    place = folder / "loopback.pem"
    place.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *plain) + signed.public_bytes(serialization.Encoding.PEM)
    )
    return place
