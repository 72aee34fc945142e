"""What tests share: a real private mongod, fresh databases, and the measuring material outside the project."""

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient

# What a shell declares for its own crawls is none of the tests'; the project's modules read it when they are imported.
_KEPT = ("NEWSCRAWL_SHARED", "NEWSCRAWL_CORPUS_EVERY", "NEWSCRAWL_CHROMIUM", "NEWSCRAWL_MONGOD", "NEWSCRAWL_MONGOSH",
         "MONGODB_TEST_URI")  # fmt: skip
for _name in [each for each in os.environ if each.startswith(("NEWSCRAWL_", "MONGODB_")) and each not in _KEPT]:
    del os.environ[_name]

from newscrawl import mongod  # noqa: E402
from newscrawl.chromium import ChromiumMissing, executable  # noqa: E402
from newscrawl.commands.round import SAMPLE_DATABASE  # noqa: E402
from tests.crawling import Project  # noqa: E402

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("NEWSCRAWL_SHARED", ROOT.parent / "shared"))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes by their number: gzip writes the time into them, and every process has to call a test alike."""
    return f"{len(val)} bytes" if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """The path of a piece of measuring material; skips the test where it is absent."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"measuring material not here: {name} (set NEWSCRAWL_SHARED)")
        return path

    return find


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real Chromium; skips the test where there is none."""
    try:
        return executable(os.environ.get("NEWSCRAWL_CHROMIUM"))
    except ChromiumMissing as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def mongo_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real mongod for this session: MONGODB_TEST_URI, else a private one in a temporary folder."""
    if given := os.environ.get("MONGODB_TEST_URI"):
        yield given
        return
    folder = tmp_path_factory.mktemp("mongodb")
    yield mongod.ensure(folder)
    mongod.stop(folder)


@pytest.fixture
def database_name(mongo_uri: str) -> Iterator[str]:
    """The name of a fresh database, dropped afterwards."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    yield name
    with MongoClient[dict[str, object]](mongo_uri) as client:
        client.drop_database(name)


@pytest.fixture
def project(mongo_uri: str, database_name: str, tmp_path: Path) -> Project:
    """The project as a person runs it, with a fresh database and an empty data folder."""
    return Project(mongo_uri, database_name, tmp_path)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The table at the end of scripts/faults: what was done, what it cost."""
    if "faults" not in str(config.option.markexpr):
        return
    rows = [("what was done", "lost", "twice", "stall s", "test s", "verdict")]
    for outcome in ("passed", "failed", "skipped"):
        for each in terminalreporter.getreports(outcome):
            told = {name: str(value) for name, value in each.user_properties}
            if each.when == "call" or outcome == "skipped":
                figures = (told.get(name, "-") for name in ("lost", "twice", "stall"))
                rows.append((each.nodeid.partition("::test_")[2], *figures, f"{each.duration:.0f}", outcome))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    terminalreporter.section("faults")
    for row in rows:
        terminalreporter.line("  ".join(text.ljust(size) for text, size in zip(row, widths, strict=True)).rstrip())


@pytest.fixture(scope="session")
def newsroom(mongo_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample newsroom, crawled; for tests that only read."""
    sample = Project(mongo_uri, SAMPLE_DATABASE, tmp_path_factory.mktemp("newsroom"))
    done = sample.scrapy("round", "--sample")
    assert done.returncode == 0, done.stderr
    return sample
