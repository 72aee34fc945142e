"""A real replica set of three mongods on 127.0.0.1, to kill, freeze and wake."""

import contextlib
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from newscrawl import mongod

NAME = "newscrawl-test"


@dataclass(slots=True)
class Node:
    """One member: its port, its folder, and its process while it runs."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [
            str(mongod.binary()), "--dbpath", str(self.folder), "--port", str(self.port), "--bind_ip", "127.0.0.1",
            "--replSet", NAME, "--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "64", "--nounixsocket",
            "--logpath", str(self.folder / "mongod.log"), "--logappend",
        ]  # fmt: skip
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def signal(self, number: signal.Signals) -> None:
        assert self.process
        self.process.send_signal(number)
        if number is signal.SIGKILL:
            self.process.wait()


@dataclass(slots=True)
class Replicas:
    """The set as a whole."""

    nodes: list[Node] = field(default_factory=list)

    @property
    def uri(self) -> str:
        return f"mongodb://{','.join(node.address for node in self.nodes)}/?replicaSet={NAME}"

    def primary(self) -> Node:
        """The member that takes writes, once there is one."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for node in self.nodes:
                if self._state(node).get("isWritablePrimary"):
                    return node
            time.sleep(0.2)
        raise TimeoutError("the set has elected no primary in a minute")

    def _state(self, node: Node) -> dict[str, Any]:
        wait = {"serverSelectionTimeoutMS": 500, "socketTimeoutMS": 500, "connectTimeoutMS": 500}
        try:
            with MongoClient[dict[str, Any]](node.address, directConnection=True, **wait) as client:
                return dict(client.admin.command("hello"))
        except PyMongoError:
            return {}


@contextlib.contextmanager
def replicas(folder: Path) -> Iterator[Replicas]:
    """Three members, elected and ready; ended, whatever state they are in."""
    nodes = [Node(free_port(), folder / str(number)) for number in range(3)]
    for node in nodes:
        node.folder.mkdir(parents=True)
        node.start()
    found = Replicas(nodes)
    try:
        _initiate(nodes)
        found.primary()
        yield found
    finally:
        for node in nodes:
            if node.process and node.process.poll() is None:
                node.process.kill()
                node.process.wait()


def _initiate(nodes: list[Node]) -> None:
    members = [{"_id": number, "host": node.address} for number, node in enumerate(nodes)]
    # Elections within seconds: the test waits for them.
    config = {"_id": NAME, "members": members, "settings": {"electionTimeoutMillis": 2000}}
    deadline = time.monotonic() + 60
    with MongoClient[dict[str, Any]](nodes[0].address, directConnection=True) as client:
        while True:
            try:
                client.admin.command("replSetInitiate", config)
            except PyMongoError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)
            else:
                return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
