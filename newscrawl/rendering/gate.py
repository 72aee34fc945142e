"""The browser's only way to the network: a SOCKS server on loopback that leads to public addresses alone.

A route handler sees neither redirects nor web sockets, and Chromium resolves names itself. Here every connection
passes, and what the name resolved to is what is connected to.
"""

import asyncio
import ipaddress
import logging
import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from newscrawl.addresses import Network, is_open

logger = logging.getLogger(__name__)

PATIENCE: Final = 15.0  # seconds for a name to resolve, for a host to answer
CHUNK: Final = 64 << 10
_DONE, _REFUSED, _FAILED = (bytes([5, code, 0, 1, 0, 0, 0, 0, 0, 0]) for code in (0, 2, 4))
_LENGTHS: Final = {1: 4, 4: 16}


class NotPublic(OSError):
    """The host is not on the public internet."""


class Gate:
    """Connects a browser to public hosts, and to those in `also`. `failures` keeps, by host, why it could not."""

    def __init__(self, also: Sequence[Network]) -> None:
        self.also = tuple(also)
        self.failures: dict[str, OSError] = {}
        self.server: asyncio.Server | None = None
        self.tasks = set[asyncio.Task[None]]()

    async def open(self) -> str:
        """Start to listen; the address for `--proxy-server`."""
        if self.server is None:
            self.server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return "socks5://{}:{}".format(*self.server.sockets[0].getsockname())

    async def close(self) -> None:
        if self.server is not None:
            self.server.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, EOFError):
            try:
                host, port = await _asked(reader, writer)
                try:
                    there = await self._connect(host, port)
                except OSError as error:
                    self.failures[host] = error
                    writer.write(_REFUSED if isinstance(error, NotPublic) else _FAILED)
                    await writer.drain()
                    return
                writer.write(_DONE)
                await _join((reader, writer), there)
            finally:
                writer.close()

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """OSError where that cannot or may not be."""
        async with asyncio.timeout(PATIENCE):
            loop = asyncio.get_running_loop()
            found = await loop.getaddrinfo(host, port, family=socket.AF_INET, type=socket.SOCK_STREAM)
            address = str(found[0][4][0])
            if not is_open(address, self.also):
                logger.warning("refused to let a page connect to %s (%s): not in REACHABLE_NETWORKS", host, address)
                raise NotPublic(f"{host} is at {address}, not on the public internet")
            return await asyncio.open_connection(address, port)


async def _asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, int]:
    """The host and port that a client wants (RFC 1928)."""
    _, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    writer.write(b"\x05\x00")
    _, _, _, kind = await reader.readexactly(4)
    raw = await reader.readexactly(_LENGTHS.get(kind) or (await reader.readexactly(1))[0])
    host = str(ipaddress.ip_address(raw)) if kind in _LENGTHS else raw.decode("ascii", "replace")
    return host, int.from_bytes(await reader.readexactly(2))


async def _join(
    here: tuple[asyncio.StreamReader, asyncio.StreamWriter], there: tuple[asyncio.StreamReader, asyncio.StreamWriter]
) -> None:
    """Carry bytes both ways until both sides have ended; an end of one is told to the other."""
    try:
        await asyncio.gather(_copy(here[0], there[1]), _copy(there[0], here[1]))
    finally:
        there[1].close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
