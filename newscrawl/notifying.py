"""Sends a message to a target: a Slack-compatible webhook, a command, or whatever Apprise knows. None may hang us."""

import hashlib
import logging
import os
import re
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import urlopen

from newscrawl.alerting import Message
from newscrawl.declarations import secret

if TYPE_CHECKING:
    from apprise import NotifyBase

DEADLINE: Final = 30.0  # seconds for all targets together
_PLAIN_WEB: Final = ("http://", "https://")
# The fields of Apprise's JSON message that a Slack-compatible webhook does not know, and the one it does.
_AS_SLACK: Final = ":message=text&:version=&:title=&:attachments=&:type="


class Target:
    """Where alerts go: its name as declared, or masked; `id` is the same for the same place."""

    def __init__(self, declared: str, environment: Mapping[str, str]) -> None:
        """Raises ValueError, in words without a secret in them."""
        self.address = secret(declared, environment)
        self.id = hashlib.sha256(self.address.encode()).hexdigest()[:16]
        self.name = declared if self.address != declared or declared.startswith("exec:") else _masked(declared)
        self.service = None if self.address.startswith("exec:") else _service(self.address)
        if self.service is None and not self.address.startswith("exec:"):
            raise ValueError(f"{self.name} is no webhook, no exec:COMMAND and nothing that Apprise knows")

    def send(self, message: Message) -> str | None:
        """Why the target did not take it; None where it did."""
        try:
            return self._command(message) if self.service is None else self._notify(message)
        except Exception as error:
            return f"{type(error).__name__}: {error}".replace(self.address, self.name)

    def _notify(self, message: Message) -> str | None:
        assert self.service is not None
        heard = _Heard(threading.current_thread().name)
        logger = logging.getLogger("apprise")
        logger.addHandler(heard)
        try:
            # A webhook has no field for a title. Not by Apprise's list of services: that has threads of its own.
            body = f"{message.title}\n{message.body}" if self.address.startswith(_PLAIN_WEB) else message.body
            done = self.service.notify(body=body, title=message.title)
        finally:
            logger.removeHandler(heard)
        return None if done else heard.said.replace(self.address, self.name) or "it did not take the message"

    def _command(self, message: Message) -> str | None:
        done = subprocess.run(
            [self.address.removeprefix("exec:")],
            check=False,
            input=f"{message.title}\n{message.body}\n",
            text=True,
            capture_output=True,
            timeout=DEADLINE - 5,
        )
        return None if done.returncode == 0 else f"exit code {done.returncode} {done.stderr[-200:].strip()}".strip()


def send_all(messages: Sequence[tuple[Target, Message]]) -> dict[str, str | None]:
    """By target id why it failed. Each in a thread of its own: one that hangs costs the others nothing."""
    results: dict[str, str | None] = {target.id: f"no answer in {DEADLINE:.0f} s" for target, _ in messages}

    def send(target: Target, message: Message) -> None:
        results[target.id] = target.send(message)

    threads = [threading.Thread(target=send, args=pair, name=pair[0].id, daemon=True) for pair in messages]
    deadline = time.monotonic() + DEADLINE
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    return dict(results)


def ping(address: str) -> str | None:
    """Ask the dead-man's switch; why it did not answer."""
    if not address.startswith(_PLAIN_WEB):
        return "a heartbeat is an http or https address"
    try:
        with urlopen(address, timeout=10):  # noqa: S310 - the scheme is checked above
            return None
    except OSError as error:
        return str(error)


def targets(declared: Sequence[str]) -> tuple[list[Target], list[str]]:
    """The targets that can be used, and what is wrong with the others."""
    found, wrong = list[Target](), list[str]()
    for each in declared:
        try:
            found.append(Target(each, os.environ))
        except ValueError as error:
            wrong.append(str(error))
    return found, wrong


def _service(address: str) -> "NotifyBase | None":
    """Apprise's own client; what it does not know of the web is taken for a Slack-compatible webhook."""
    from apprise import Apprise  # noqa: PLC0415 - only who declares a target pays for it

    found = Apprise.instantiate(address, suppress_exceptions=True)
    if found is None and address.startswith(_PLAIN_WEB):
        scheme, _, rest = address.partition("://")
        mark = "&" if "?" in rest else "?"
        found = Apprise.instantiate(f"json{scheme.removeprefix('http')}://{rest}{mark}{_AS_SLACK}")
    return found


def _masked(address: str) -> str:
    """The kind and the host of an address, and nothing that could be a secret."""
    parts = urlsplit(address)
    host = re.sub(r".*@", "", parts.netloc) if parts.scheme in ("http", "https", "mailto", "mailtos", "json") else ""
    return f"{parts.scheme or 'target'}://{host}/***" if host else f"{parts.scheme or 'target'}://***"


class _Heard(logging.Handler):
    """The last thing that Apprise said in one thread: it tells a failure to its log alone."""

    def __init__(self, thread: str) -> None:
        super().__init__(logging.WARNING)
        self.thread, self.said = thread, ""

    def emit(self, record: logging.LogRecord) -> None:
        if record.threadName == self.thread:
            self.said = record.getMessage()
