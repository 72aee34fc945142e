"""Settings that cannot work are named, one line each, and those that can are let through."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newscrawl import settings as defaults
from newscrawl.configuration import Invalid, check
from newscrawl.exits import Exit
from tests.crawling import ROOT


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("LEASE_SECONDS", "abc", "a number above 0"),
        ("LEASE_SECONDS", "nan", "a number above 0"),
        ("STALL_SECONDS", "inf", "a number above 0"),
        ("STALL_SECONDS", 0, "a number above 0"),
        ("DOWNLOAD_DELAY", "-1", "a number of at least 0"),
        ("SYNDICATION_DAYS", "0", "a whole number of at least 1"),
        ("SYNDICATION_DAYS", "1.5", "a whole number of at least 1"),
        ("ARTICLES_PER_RUN", -1, "a whole number of at least 0"),
        ("SHARED", "maybe", "1 or 0"),
        ("REACHABLE_NETWORKS", "10.0.0.0/8,10.0.0.1/8", "10.0.0.1/8 has host bits set"),
        ("REACHABLE_NETWORKS", ["proxy.example"], "'proxy.example' does not appear to be"),
        ("WATCH", "/nowhere.toml", "No such file"),
        ("LOG_JSON", "maybe", "1 or 0"),
        ("LOG_LEVEL", "LOUD", "one of CRITICAL"),
        ("LOG_FILE", "/nowhere/log", "No such file"),
    ],
)
def test_what_cannot_work_is_named_with_what_it_may_be(name: str, value: Any, says: str) -> None:
    with pytest.raises(Invalid, match=rf"^{name} is ") as caught:
        check({name: value})
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_watch_file_that_is_no_toml(tmp_path: Path) -> None:
    file = tmp_path / "watch.toml"
    file.write_text('[outlets.hurriyet]\nevery = "15 min\n', encoding="utf-8")
    with pytest.raises(Invalid, match=r"WATCH .*a TOML file.* line 2"):
        check({"WATCH": str(file)})
    # What parses and says something unknown costs a crawl nothing: `scrapy status` names it.
    file.write_text('[outlets.hurriyet]\nevry = "15 min"\n', encoding="utf-8")
    check({"WATCH": str(file)})


def test_our_own_defaults_and_what_s_gives_as_text() -> None:
    settings = Settings()
    settings.setmodule(defaults)
    check(settings)
    check(
        {
            "LEASE_SECONDS": "0.5",
            "ARTICLES_PER_RUN": "0",
            "BREAKER_FAILURES": "0",
            "REACHABLE_NETWORKS": "127.0.0.1, ::1/128",
            "SHARED": "1",
        }
    )


def test_every_command_names_what_cannot_work_before_anything_else() -> None:
    for name, ended in ending_with(["LEASE_SECONDS=abc"], []):
        assert isinstance(ended, SystemExit), name
        assert ended.code == Exit.CONFIG, name


def test_every_command_refuses_an_option_that_it_has_not() -> None:
    for name, ended in ending_with([], ["arabi21", "--nosuch"]):
        assert isinstance(ended, UsageError), name
        assert "no such option: --nosuch" in str(ended), name


def ending_with(given: list[str], words: list[str]) -> Iterator[tuple[str, BaseException]]:
    """How each command ends over its settings and words: all that are the project's own, but for `genspider`, which
    reads none."""
    names = {path.stem for path in (ROOT / "newscrawl" / "commands").glob("[a-z]*.py")} - {"genspider"}
    for name in sorted(names):
        command = import_module(f"newscrawl.commands.{name}").Command()
        command.settings = Settings()
        options = argparse.Namespace(
            set=given, logfile=None, loglevel=None, nolog=False, pidfile=None, pdb=False, spargs=[], output=None,
            overwrite_output=None,
        )  # fmt: skip
        with pytest.raises((SystemExit, UsageError)) as ended:
            command.process_options(words, options)
        yield name, ended.value


def test_what_a_shell_declares_for_its_own_crawls_does_not_reach_the_tests() -> None:
    declared = {"NEWSCRAWL_WATCH": "/nowhere.toml", "NEWSCRAWL_LOG": "json", "MONGODB_URI_FILE": "/nowhere"}
    code = "import tests.conftest; from newscrawl import settings; print(settings.WATCH, settings.LOG_JSON)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | declared, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("None False", "")
