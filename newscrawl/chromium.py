"""The Chromium that pages are rendered with. `python -m newscrawl.chromium` says where it is, or how to get one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from newscrawl.exits import Exit

NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FIX: Final = (
    "on Debian: `apt-get install chromium`; elsewhere: `.venv/bin/playwright install chromium`; "
    "or name one in NEWSCRAWL_CHROMIUM"
)

FLAGS: Final = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # A page that fills its memory loses its tab, not the machine.
    "--js-flags=--max-old-space-size=512",
)  # fmt: skip


class ChromiumMissing(Exception):
    """There is no Chromium here; the message is one line that names the fix."""


def executable(named: str | None = None) -> str:
    """The path of a Chromium: the one named, else one on PATH, else Playwright's own. Raises ChromiumMissing."""
    if named:
        if found := shutil.which(named):
            return found
        raise ChromiumMissing(f"NEWSCRAWL_CHROMIUM={named} is no program; {FIX}")
    for candidate in (*filter(None, map(shutil.which, NAMES)), *map(str, _playwrights())):
        if runs(candidate):
            return candidate
    raise ChromiumMissing(f"no Chromium on this machine; {FIX}")


def runs(path: str) -> bool:
    """Whether it starts at all: Ubuntu's chromium-browser is a message that says what to install, and exits 1."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def launch_options(path: str, *, proxy: str, sandbox: bool) -> dict[str, Any]:
    """Playwright's options for a browser whose every name and packet goes through a proxy."""
    fenced = (
        f"--proxy-server={proxy}",
        "--proxy-bypass-list=<-loopback>",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    )
    return {"executable_path": path, "args": [*FLAGS, *fenced], "chromium_sandbox": sandbox}


def _playwrights() -> Iterator[Path]:
    """Browsers that `playwright install` has put where it puts them, the latest first."""
    home = Path.home()
    given = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    places = [Path(given)] if given else [home / ".cache/ms-playwright", home / "Library/Caches/ms-playwright"]
    for place in places:
        yield from sorted(place.glob("chromium-*/chrome-linux*/chrome"), reverse=True)
        yield from sorted(place.glob("chromium-*/chrome-mac*/*.app/Contents/MacOS/*"), reverse=True)


if __name__ == "__main__":
    try:
        print(executable(os.environ.get("NEWSCRAWL_CHROMIUM")))  # noqa: T201
    except ChromiumMissing as error:
        print(f"newscrawl: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(Exit.CONFIG)
