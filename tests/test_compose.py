"""The compose file, run: MongoDB makes itself a replica set, the dashboard answers, Prometheus reads it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newscrawl.exits import Exit
from tests.crawling import ROOT
from tests.mongosh import MONGOSH, NO_MONGOSH


def _alone() -> list[str]:
    """How a process gets a network and mounts of its own, with or without being root."""
    for command in (["unshare", "--mount", "--net"], ["unshare", "--user", "--map-root-user", "--mount", "--net"]):
        if (
            shutil.which("unshare")
            and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
        ):
            return command
    pytest.skip("this machine gives a process no network of its own")


@pytest.mark.faults
@pytest.mark.long
def test_the_services_of_the_compose_file_find_each_other(tmp_path: Path) -> None:
    if not MONGOSH:
        pytest.skip(NO_MONGOSH)
    if not (shutil.which("prometheus") and shutil.which("ip")):
        pytest.skip("no prometheus or no ip on this machine (scripts/test installs the one where it may)")
    command = [*_alone(), sys.executable, "-m", "tests.composed", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["tries"], "mongo-1 never became healthy"
    assert seen["members"] == 3
    assert seen["status"] == [Exit.OK, "nothing was crawled yet\n"]
    assert seen["fleet"]
    assert seen["scraped"], "Prometheus never got an answer from the dashboard"
    assert "NewscrawlOutletBroken" in seen["rules"]
