"""The line that lives: what it says, and that only a terminal gets it."""

import os
import pty
import subprocess
import sys

from newscrawl import sample
from newscrawl.extensions.progress import line, shortened
from tests.crawling import ROOT, Project


def test_what_the_line_says() -> None:
    told = line("ntv", 30, 5, 15.0, "Köprü\x1b[2J açıldı")
    assert told == "ntv  30 done  5 in hand  2.0/s  15 s  Köprü [2J açıldı"
    assert shortened("abcdef", 4) == "abcd"
    assert shortened("漢字漢字", 5) == "漢字"


def test_a_terminal_sees_it_and_a_log_does_not(project: Project) -> None:
    archive = project.folder / "newsroom.warc.gz"
    sample.build(archive)
    crawl = ("crawl", "hurriyet", "-s", f"REPLAY={archive}", "-s", "REPLAY_ALL_PAGES=0")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", *crawl], cwd=ROOT, env=project.environment, stderr=theirs, stdout=theirs
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
    assert b"\r\x1b[Khurriyet  " in shown
    assert b" in hand  " in shown
    assert "\x1b[K" not in project.scrapy(*crawl).stderr
