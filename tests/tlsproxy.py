"""The web on 127.0.0.1: a proxy that answers for any host, in TLS, with certificates of an authority of its own.

A program under test is pointed at it by `environment`; it resolves, tunnels and verifies as it would outside.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Answer = tuple[int, str, bytes]


@dataclass(slots=True)
class Web:
    """Where the proxy is, what it was asked for (URL and body), and how programs are pointed at it."""

    address: str
    authority: Path
    asked: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def environment(self) -> Mapping[str, str]:
        trust = dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"), str(self.authority))
        return {"https_proxy": self.address, "HTTPS_PROXY": self.address, "no_proxy": "localhost", **trust}


@contextmanager
def web(folder: Path, answer: Callable[[str], Answer]) -> Iterator[Web]:
    """Answer every https URL; `answer` gives status, content type and body."""
    keys = _Authority(folder)
    server = socket.create_server(("127.0.0.1", 0))
    found = Web(f"http://127.0.0.1:{server.getsockname()[1]}", keys.path)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    def serve(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            host = _head(connection).split(b" ")[1].decode().partition(":")[0]
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with keys.context(host).wrap_socket(connection, server_side=True) as secure:
                _serve(secure, host, found, answer)

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield found
    finally:
        server.close()


def _serve(secure: socket.socket, host: str, found: Web, answer: Callable[[str], Answer]) -> None:
    while head := _head(secure):
        lines = head.decode("latin-1").split("\r\n")
        size = next((int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:")), 0)
        body = b""
        while len(body) < size and (chunk := secure.recv(65536)):
            body += chunk
        url = f"https://{host}{lines[0].split(' ')[1]}"
        found.asked.append((url, body))
        status, kind, page = answer(url)
        head = f"HTTP/1.1 {status} .\r\nContent-Type: {kind}\r\nContent-Length: {len(page)}\r\n\r\n"
        secure.sendall(head.encode() + page)


def _head(connection: socket.socket) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n") and (byte := connection.recv(1)):
        head += byte
    return head.removesuffix(b"\r\n\r\n")


class _Authority:
    """Signs a certificate for whatever host is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path, self.contexts = folder, folder / "authority.pem", dict[str, ssl.SSLContext]()
        self.key, self.lock = ec.generate_private_key(ec.SECP256R1()), threading.Lock()
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An authority for tests")])
        self.path.write_bytes(self._signed(self.name, self.key, None))

    def context(self, host: str) -> ssl.SSLContext:
        with self.lock:
            if host not in self.contexts:
                key = ec.generate_private_key(ec.SECP256R1())
                name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
                private = key.private_bytes(
                    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
                )
                path = self.folder / f"{host}.pem"
                path.write_bytes(self._signed(name, key, host) + private)
                self.contexts[host] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                self.contexts[host].load_cert_chain(path)
            return self.contexts[host]

    def _signed(self, name: x509.Name, key: ec.EllipticCurvePrivateKey, host: str | None) -> bytes:
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder(self.name, name, key.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        builder = builder.add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
        if host:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
