"""MongoDB's shell, where there is one: named in NEWSCRAWL_MONGOSH, on PATH, or installed by scripts/test."""

import os
import shutil

from tests.crawling import ROOT

_PLACE = ROOT / ".venv" / "mongosh"
_INSTALLED = _PLACE / "node_modules" / ".bin" / "mongosh"
MONGOSH = os.environ.get("NEWSCRAWL_MONGOSH") or shutil.which("mongosh") or shutil.which(_INSTALLED)
_FAILED = "npm could not install it (see .venv/mongosh.log; remove .venv/mongosh to try again)"
_WHY = _FAILED if _PLACE.exists() else "scripts/test installs it where npm is"
NO_MONGOSH = f"no mongosh on PATH or in NEWSCRAWL_MONGOSH, and {_WHY}"
