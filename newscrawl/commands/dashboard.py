"""`scrapy dashboard`: the web pages for who watches the crawl and who reads the stories."""

import argparse
import ipaddress
import sys
from pathlib import Path
from typing import Any, ClassVar

from scrapy.exceptions import UsageError

from newscrawl import registry
from newscrawl.asking import declarations, term
from newscrawl.configured import Configured
from newscrawl.exits import Exit
from newscrawl.store import connection
from newscrawl.store.connection import DatabaseUnavailable

LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
PATIENCE = 3.0  # seconds that a visitor waits for a MongoDB that is away
WARNING = (
    "newscrawl: WARNING: {} can be reached from other machines. The dashboard asks for no password and does not "
    "encrypt: whoever reaches the port reads every stored article. Put a proxy that does both before it."
)


class Command(Configured):
    """Serve the dashboard until it is stopped. It only reads."""

    requires_project = True
    requires_crawler_process = False
    tells = ("WATCH",)
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Serve the dashboard on this machine: the fleet, outlets, stories, who takes from whom"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--host", default="127.0.0.1", help="the address to serve at (default: 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8080, help="the port (default: 8080)")
        parser.add_argument("--expose", action="store_true", help="allow an address that other machines can reach")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args or not 0 <= opts.port < 65536:
            raise UsageError("no arguments, and a port from 0 to 65535", print_help=False)
        local = _is_loopback(opts.host)
        if not local and not opts.expose:
            raise UsageError(f"{opts.host} is not loopback: --expose serves other machines too", print_help=False)
        try:
            uri = connection.resolve(self.settings.get("MONGODB_URI"), Path(self.settings["MONGODB_FOLDER"]))
            connection.check(uri)
        except DatabaseUnavailable as error:
            _say(f"newscrawl: {error}")
            self.exitcode = Exit.DATABASE
            return
        if not local:
            _say(WARNING.format(opts.host))
        self._serve(uri, opts, LOOPBACK if local else ["*"])

    def _serve(self, uri: str, opts: argparse.Namespace, hosts: list[str]) -> None:
        # Scrapy imports every command for any of them; a web server is for this one alone.
        import uvicorn  # noqa: PLC0415

        from newscrawl.dashboard.app import Site, build  # noqa: PLC0415
        from newscrawl.dashboard.outlets import Outlet  # noqa: PLC0415
        from newscrawl.dashboard.server import Server  # noqa: PLC0415

        assert self.settings is not None
        site = Site(
            connect=lambda: connection.connect(uri, PATIENCE),
            database=self.settings.get("MONGODB_DATABASE"),
            outlets={
                key: Outlet(key, each.title, each.language, each.country, each.kind)
                for key, each in registry.outlets().items()
            },
            term=term(self.settings),
            declared=declarations(self.settings),
        )
        # A page is a few reads: one slow client must not keep the others waiting, nor fill the memory.
        config = uvicorn.Config(
            build(site, hosts), host=opts.host, port=opts.port, log_level="info", server_header=False,
            limit_concurrency=64, timeout_keep_alive=5, access_log=False,
        )  # fmt: skip
        try:
            Server(config).run()
        except SystemExit:  # the port is taken, or not ours to take: uvicorn has said so
            self.exitcode = Exit.CONFIG
        except KeyboardInterrupt:
            pass  # that is how it is stopped


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _say(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201
