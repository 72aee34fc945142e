"""A site that nobody prepared for: one file from a template, pages captured from it, tests that take them up."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from newscrawl.exits import Exit
from tests.crawling import ROOT, Project
from tests.loopback import SENTENCE
from tests.webserver import Page, serving

LEFT = shutil.ignore_patterns(".*", "var", "__pycache__", "pages")
PARAGRAPHS = [SENTENCE.format(n, n + 3, n * 5) for n in range(2, 6)]
FILLED = {
    "FILL IN: the outlet's name as it writes it: what it is, where it sits.": "صحيفة التجربة: daily, İzmir.",
    "FILL IN: what is peculiar about the site; what was never checked live. Then take every FILL IN out.": "Synthetic.",
    '"FILL IN", ("FILL IN: how others write it, in Arabic, Turkish, Latin letters", ': '"صحيفة التجربة", (',
    "FILL IN: TR": "TR",
    "FILL IN: ar, tr or en": "ar",
    "FILL-IN": "turkiye",
    r"FILL IN: what the addresses of articles have and others have not, e.g. -\d{6,8}/?$": r"/haber/\d+$",
}


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the project that may be changed."""

    root: Path
    uri: str

    def run(self, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"MONGODB_TEST_URI": self.uri, "NEWSCRAWL_DATA": str(self.root / "var")}
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.run(
            command, check=False, cwd=self.root, env=environment, capture_output=True, text=True, timeout=200
        )

    def tests(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("pytest", "-q", "-p", "no:cacheprovider", *arguments)


@pytest.fixture
def copy(tmp_path: Path, mongo_uri: str) -> Copy:
    shutil.copytree(ROOT, tmp_path / "project", ignore=LEFT)
    return Copy(tmp_path / "project", mongo_uri)


def page(title: str) -> Page:
    text = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    return Page(
        f"<html lang=ar><head><meta charset=utf-8><title>{title}</title>"
        '<meta property="article:published_time" content="2026-03-02T12:30:00+03:00"></head>'
        f"<body><article><h1>{title}</h1>{text}</article></body></html>".encode(),
        headers={"ETag": '"7"', "Set-Cookie": "a=b"},
    )


def test_a_template_filled_in_is_an_outlet(copy: Copy) -> None:
    made = copy.run("scrapy", "genspider", "-t", "outlet", "tajriba", "127.0.0.1")
    assert made.returncode == Exit.OK, made.stderr
    assert "scrapy doctor tajriba" in made.stdout
    assert copy.run("scrapy", "genspider", "tajriba", "127.0.0.1").returncode == Exit.USAGE
    file = copy.root / "spiders" / "tajriba.py"
    with serving({"/haber/7": page("وفد يزور سامسون")}) as site:
        text = file.read_text(encoding="utf-8")
        for mark, filling in {**FILLED, "https://www.127.0.0.1": site.address}.items():
            assert mark in text, mark
            text = text.replace(mark, filling)
        file.write_text(text, encoding="utf-8")
        assert len(text.splitlines()) <= 25
        filled = copy.tests("tests/test_outlets.py", "tests/test_fleet.py", "-k", "tajriba or two_outlets or whole")
        assert filled.returncode == 0, filled.stdout
        assert "no page of tajriba to read yet: scrapy capture URL" in filled.stdout
        captures(copy, f"{site.address}/haber/7")
    kept = copy.tests("tests/test_captured.py", "tests/test_fleet.py", "-k", "captured or has_a_page and tajriba")
    assert "is a draft: compare it with the page" in kept.stdout
    assert "1 failed, 3 passed" in kept.stdout, kept.stdout


def captures(copy: Copy, url: str) -> None:
    """Capture a page, once."""
    capture = ("scrapy", "capture", url, "-s", "REACHABLE_NETWORKS=127.0.0.1")
    done = copy.run(*capture)
    assert done.returncode == Exit.OK, done.stderr
    assert 'then set "checked" to true' in done.stdout
    (draft,) = (copy.root / "tests" / "pages" / "tajriba").glob("*.json")
    described = json.loads(draft.read_text(encoding="utf-8"))
    assert (described["url"], described["status"], described["by"]) == (url, 200, "http")
    assert described["headers"] == {"Content-Type": "text/html; charset=utf-8", "ETag": '"7"'}
    assert described["expect"] == {
        "title": "وفد يزور سامسون",
        "published": "2026-03-02T09:30:00Z",
        "language": "ar",
        "authors": [],
        "paragraphs": PARAGRAPHS,
    }
    again = copy.run(*capture)
    assert again.returncode == Exit.USAGE
    assert "--force overwrites it" in again.stderr
    assert json.loads(draft.read_text(encoding="utf-8")) == described


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ["missing.html", "--url", "https://www.sozcu.com.tr/haber-p1"],
            Exit.NOTHING_FOUND,
            "cannot read missing.html",
        ),
        (["page.html"], Exit.USAGE, "say with --url which http address"),
        (["https://nobody.example/1"], Exit.USAGE, "no outlet has this site; name one with --outlet"),
        (["https://nobody.example/1", "--outlet", "sozcü"], Exit.USAGE, "unknown outlet 'sozcü'; did you mean sozcu"),
        (
            ["http://127.0.0.1:9/1", "--outlet", "sozcu"],
            Exit.NOTHING_FOUND,
            "cannot fetch http://127.0.0.1:9/1: private",
        ),
        (["https://www.trtarabi.com/now/x-123456"], Exit.CONFIG, "NEWSCRAWL_CHROMIUM=/nowhere is no program"),
    ],
)
def test_what_cannot_be_captured_is_said(project: Project, arguments: list[str], code: Exit, said: str) -> None:
    done = project.scrapy("capture", *arguments, NEWSCRAWL_CHROMIUM="/nowhere")
    assert done.returncode == code, done.stderr
    assert said in done.stderr
