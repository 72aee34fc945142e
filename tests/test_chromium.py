"""Finding a Chromium, and what scripts/test does where there is none."""

import subprocess
import sys
from pathlib import Path

import pytest

from newscrawl.chromium import ChromiumMissing, executable

ROOT = Path(__file__).parent.parent
RELEASE = Path("/etc/os-release")
SYSTEM = RELEASE.read_text() if RELEASE.exists() else ""
CALL = 'set -eu; root="$1"; . "$2/scripts/env.sh"; newscrawl_chromium; echo "goes on"'


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without a browser: its PATH is a folder of our own, and so is its home."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    monkeypatch.delenv("NEWSCRAWL_CHROMIUM", raising=False)
    return tmp_path


def test_a_browser_on_path_is_preferred_to_playwrights_own(bare: Path) -> None:
    own = program(bare / "home/.cache/ms-playwright/chromium-1200/chrome-linux/chrome", "exit 0")
    assert executable() == str(own)
    debian = program(bare / "bin/chromium", "exit 0")
    assert executable() == str(debian)
    named = program(bare / "elsewhere", "exit 0")
    assert executable(str(named)) == str(named)


def test_a_program_that_only_says_what_to_install_is_no_browser(bare: Path) -> None:
    program(bare / "bin/chromium-browser", "echo requires another package >&2; exit 1")
    with pytest.raises(ChromiumMissing, match=r"apt-get install chromium.*playwright install chromium"):
        executable()
    with pytest.raises(ChromiumMissing, match="NEWSCRAWL_CHROMIUM=/nowhere is no program"):
        executable("/nowhere")


def fresh_machine(folder: Path, *, user: int, works: bool) -> tuple[str, str]:
    """What newscrawl_chromium does on a machine without Chromium: the installer's call, and what the screen says."""
    made = f'ln -s /bin/true "{folder}/bin/chromium"' if works else "exit 100"
    program(folder / "bin/id", f"echo {user}")
    program(folder / "bin/apt-get", f'echo "apt-get $*" >>"{folder}/called"; [ "$1" = update ] || {made}')
    program(folder / ".venv/bin/playwright", f'echo "playwright $*" >>"{folder}/called"; {made}')
    program(folder / ".venv/bin/python", f'cd "{ROOT}" && exec "{sys.executable}" "$@"')
    for name in ("grep", "ln"):
        (folder / "bin" / name).symlink_to(f"/bin/{name}")
    environment = {"PATH": str(folder / "bin"), "HOME": str(folder / "home")}
    command = ["/bin/sh", "-c", CALL, "sh", str(folder), str(ROOT)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "goes on\n"
    return (folder / "called").read_text(), done.stderr


def test_who_may_not_install_debians_package_gets_playwrights_own(tmp_path: Path) -> None:
    called, said = fresh_machine(tmp_path, user=1000, works=True)
    assert called == "playwright install chromium\n"
    assert "skipped" not in said


def test_where_none_can_be_had_the_tests_go_on_and_it_is_said(tmp_path: Path) -> None:
    _, said = fresh_machine(tmp_path, user=1000, works=False)
    assert "no Chromium on this machine; on Debian: `apt-get install chromium`" in said
    assert "tests that need a browser are skipped" in said


@pytest.mark.skipif("ID=debian\n" not in SYSTEM, reason="not Debian")
def test_root_on_debian_installs_debians_package(tmp_path: Path) -> None:
    called, said = fresh_machine(tmp_path, user=0, works=True)
    assert called == "apt-get update\napt-get install -y --no-install-recommends chromium\n"
    assert "skipped" not in said


def test_a_browser_that_is_there_is_left_alone(chromium: str) -> None:
    assert Path(chromium).is_file()
