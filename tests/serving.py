"""The dashboard as a process of its own, and asking it over HTTP."""

import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from tests.crawling import ROOT, Project


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A running dashboard: where it is, over what, and its process."""

    address: str
    project: Project
    process: subprocess.Popen[str]

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        request = urllib.request.Request(self.address + path, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read().decode())


@contextmanager
def dashboard(project: Project, *options: str) -> Iterator[Dashboard]:
    """`scrapy dashboard` on a free port."""
    command = [sys.executable, "-m", "scrapy", "dashboard", "--port", "0", *options]
    with subprocess.Popen(command, cwd=ROOT, env=project.environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            found = Dashboard(_address(process), project, process)
            while "so far back to" in found.get("/").text:
                time.sleep(0.1)
            yield found
        finally:
            process.terminate()
            process.communicate(timeout=20)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if found := re.search(r"running on (http://\S+)", line):
            return found[1]
    raise AssertionError("".join(said))
