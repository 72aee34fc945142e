"""The line that lives: what it says, and that only a terminal gets it."""

import os
import pty
import re
import subprocess
import sys

from newscrawl import rounds, sample
from newscrawl.extensions.progress import line, shortened
from tests.crawling import ROOT, Project


def test_what_the_line_says() -> None:
    told = line("ntv", 30, 5, 15.0, "Köprü\x1b[2J açıldı")
    assert told == "ntv  30 done  5 in hand  2.0/s  15 s  Köprü [2J açıldı"
    assert shortened("abcdef", 4) == "abcd"
    assert shortened("漢字漢字", 5) == "漢字"


def in_terminal(project: Project, *arguments: str) -> bytes:
    """What a terminal gets from `scrapy ...`, which has to end well."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", *arguments], cwd=ROOT, env=project.environment, stderr=theirs, stdout=theirs
    )
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert process.wait() == 0
    return shown


def test_a_terminal_sees_it_and_a_log_does_not(project: Project) -> None:
    archive = project.folder / "newsroom.warc.gz"
    sample.build(archive)
    crawl = ("crawl", "hurriyet", "-s", f"REPLAY={archive}", "-s", "REPLAY_ALL_PAGES=0")
    shown = in_terminal(project, *crawl)
    assert b"\r\x1b[Khurriyet  " in shown
    assert b" in hand  " in shown
    assert "\x1b[K" not in project.scrapy(*crawl).stderr


def test_a_terminal_sees_how_far_a_round_is(project: Project) -> None:
    archive = project.folder / "newsroom.warc.gz"
    sample.build(archive)
    replay = ("-s", f"REPLAY={archive}", "-s", "REPLAY_ALL_PAGES=0")
    shown = in_terminal(project, "round", "--jobs", "1", *replay, "hurriyet", "turkeyalaan")
    assert b"\r\x1b[K0 of 2 outlets done  2 left  " in shown
    assert re.search(rb"\r\x1b\[K1 of 2 outlets done  1 left  [1-9]\d* addresses  \S+/s  \d+ s  turkeyalaan", shown)
    assert b"\r\x1b[K[2/2] turkeyalaan: " in shown


def test_what_the_line_of_a_round_says() -> None:
    told = rounds.line(3, 12, ["ntv", "dha"], 90, 30.0)
    assert told == "3 of 12 outlets done  9 left  90 addresses  3.0/s  30 s  ntv, dha"
