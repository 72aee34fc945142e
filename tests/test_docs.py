"""Documents that cannot rot: what exists is described, and what is described exists."""

import re
from pathlib import Path

import pytest
from scrapy.settings import default_settings

from newscrawl import settings
from newscrawl.commands.outlets import markdown
from newscrawl.declared import Outlet
from newscrawl.exits import Exit
from newscrawl.health import Cause

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
COMMANDS = sorted(path.stem for path in (ROOT / "newscrawl" / "commands").glob("[a-z]*.py"))
SOURCES = [
    path.read_text(encoding="utf-8")
    for place in ("newscrawl", "pipelines", "spiders")
    for path in sorted((ROOT / place).rglob("*.py"))
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`scrapy {command}" in README


@pytest.mark.parametrize("code", list(Exit), ids=lambda code: code.name)
def test_every_exit_code_is_described(code: Exit) -> None:
    assert re.search(rf"^\| {int(code)} \|", ARCHITECTURE, re.MULTILINE)


@pytest.mark.parametrize("cause", list(Cause), ids=lambda cause: cause.name)
def test_every_cause_has_its_lines_in_the_runbook(cause: Cause) -> None:
    runbook = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = re.search(rf"^### {cause.value}\n(.+)", runbook, re.MULTILINE)
    assert found
    assert len(found[1]) > 40


def test_every_reason_of_rejection_is_described() -> None:
    counted = {reason for text in SOURCES for reason in re.findall(r'Rejection\("(\w+)"', text)}
    counted |= {reason for text in SOURCES for reason in re.findall(r'"rejected/(\w+)"', text)}
    assert len(counted) >= 6
    assert not {reason for reason in counted if f"`{reason}`" not in ARCHITECTURE}


def test_every_declarable_attribute_is_described() -> None:
    recipe = (ROOT / "docs" / "adding-an-outlet.md").read_text(encoding="utf-8")
    declared = {name for name in Outlet.__annotations__ if not name.startswith("_")}
    assert not {name for name in declared if f"`{name}`" not in recipe}


def test_the_page_of_outlets_is_fresh() -> None:
    page = (ROOT / "docs" / "outlets.md").read_text(encoding="utf-8")
    assert page == markdown() + "\n", "scrapy outlets --markdown > docs/outlets.md"


def test_links_between_documents_lead_somewhere() -> None:
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!http)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_setting_is_scrapys_or_used_here() -> None:
    own = {name for name in vars(settings) if name.isupper() and not hasattr(default_settings, name)}
    own -= {"ROOT", "DATA", "BOT_NAME"}
    assert not {name for name in own if sum(f'"{name}"' in text for text in SOURCES) == 0}


def test_every_variable_of_the_environment_is_in_the_readme() -> None:
    read = {name for text in SOURCES for name in re.findall(r'environ(?:\.get\(|\[)"(\w+)"', text)}
    assert not {name for name in read if name not in README}
