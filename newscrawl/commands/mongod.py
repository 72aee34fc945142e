"""`scrapy mongod`: start, stop or look at the private MongoDB server."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar

from scrapy.exceptions import UsageError

from newscrawl import mongod
from newscrawl.configured import Configured
from newscrawl.exits import Exit


class Command(Configured):
    """The server that is used where MONGODB_URI is unset."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] [start|stop|status]"

    def short_desc(self) -> str:
        return "Start, stop or look at the private MongoDB (default: start, and print its URI)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print the server's process, port and folder as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        wish = args[0] if args else "start"
        if wish not in ("start", "stop", "status") or len(args) > 1:
            raise UsageError("say start, stop or status", print_help=False)
        folder = Path(self.settings["MONGODB_FOLDER"])
        try:
            self._do(wish, folder, as_json=opts.json)
        except mongod.MongodUnavailable as error:
            print(f"newscrawl: {error}", file=sys.stderr)  # noqa: T201
            self.exitcode = Exit.DATABASE

    def _do(self, wish: str, folder: Path, *, as_json: bool) -> None:
        if wish == "stop":
            print("stopped" if mongod.stop(folder) else "not running", file=sys.stderr)  # noqa: T201
            return
        if wish == "start":
            mongod.ensure(folder)
        server = mongod.status(folder)
        if as_json:
            print(json.dumps(asdict(server) | {"uri": server.uri} if server else None))  # noqa: T201
        elif server:
            print(server.uri)  # noqa: T201
        else:
            print(f"not running over {folder}", file=sys.stderr)  # noqa: T201
            self.exitcode = Exit.UNREACHABLE
