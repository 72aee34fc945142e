"""What a crawl archives another replays, robots.txt included, with the server gone."""

import gzip
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.utils.python import without_none_values
from scrapy.utils.test import get_crawler

from newscrawl.archive import ArchiveError
from newscrawl.replay import ReplayAddon, WarcWriter
from tests.webserver import Page, serving

ROOT = Path(__file__).parent.parent
ARABIC = "نص عربي قصير للاختبار"
PAGES = {
    "/robots.txt": Page(b"User-agent: *\nDisallow: /private/\n", headers={"Content-Type": "text/plain"}),
    "/plain": Page(ARABIC.encode()),
    "/packed": Page(gzip.compress(ARABIC.encode()), headers={"Content-Encoding": "gzip"}),
    "/moved": Page(b"", 302, {"Location": "/plain"}),
    "/%D8%AA%D8%B1%D9%83%D9%8A%D8%A7": Page("تركيا".encode()),
    "/gone": Page(b"gone", 410),
    "/private/x": Page(b"secret"),
}
ADDRESSES = ("/plain", "/packed", "/moved", "/تركيا", "/gone", "/private/x", "/missing")
SETTINGS = {
    "ADDONS": {"newscrawl.replay.ReplayAddon": 100},
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "newscrawl.middlewares.robots.RobotsMiddleware": 100,
        "newscrawl.replay.WarcWriter": 990,
    },
    "ROBOTSTXT_OBEY": True,
    "RETRY_ENABLED": False,
}


def walk(out: Path, urls: list[str], **settings: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.walk", str(out), *urls, "--", json.dumps(SETTINGS | settings)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=120)
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def test_a_replay_sees_what_the_crawl_saw_and_asks_nobody(tmp_path: Path) -> None:
    archive = tmp_path / "x.warc.gz"
    with serving(PAGES) as site:
        urls = [site.address + path for path in ADDRESSES]
        live = walk(tmp_path / "live.json", urls, WARC=str(archive))
        assert "/private/x" not in site.asked
    replayed = walk(tmp_path / "replayed.json", urls, REPLAY=str(archive))
    by_path = {url.removeprefix(site.address): seen for url, seen in live.items()}
    assert by_path["/plain"][:3:2] == [200, ARABIC]
    assert by_path["/packed"][:3:2] == [200, ARABIC]
    assert by_path["/private/x"] == "IgnoreRequest"
    assert by_path["/gone"][0] == 410
    assert all(seen[3] for seen in live.values() if isinstance(seen, list))
    assert {u: s[:3] if isinstance(s, list) else s for u, s in replayed.items()} == {
        u: s[:3] if isinstance(s, list) else s for u, s in live.items()
    }


def test_what_the_archive_does_not_hold_is_never_fetched(tmp_path: Path) -> None:
    archive = tmp_path / "x.warc.gz"
    with serving(PAGES) as site:
        walk(tmp_path / "live.json", [f"{site.address}/plain"], WARC=str(archive))
        before = list(site.asked)
        seen = walk(tmp_path / "replayed.json", [f"{site.address}/packed"], REPLAY=str(archive))
        assert seen == {f"{site.address}/packed": "NotArchived"}
        assert site.asked == before


def test_bodies_are_archived_as_they_came_over_the_wire(tmp_path: Path) -> None:
    archive = tmp_path / "x.warc.gz"
    with serving(PAGES) as site:
        walk(tmp_path / "live.json", [f"{site.address}/packed"], WARC=str(archive))
    assert PAGES["/packed"].body in gzip.decompress(archive.read_bytes())


@pytest.fixture
def raw_redirect() -> Iterator[str]:
    """The address of a server whose redirect names an Arabic path in bare UTF-8, as many sites do."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302 if self.path == "/from" else 200 if self.path.startswith("/%D8") else 404)
            self.send_header("Location", "/تركيا".encode().decode("latin-1"))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/from"
    server.shutdown()
    server.server_close()


def test_a_redirect_in_bare_arabic_is_replayed_as_it_was(tmp_path: Path, raw_redirect: str) -> None:
    archive = tmp_path / "x.warc.gz"
    live = walk(tmp_path / "live.json", [raw_redirect], WARC=str(archive))
    replayed = walk(tmp_path / "replayed.json", [raw_redirect], REPLAY=str(archive))
    assert [seen[0] for seen in live.values()] == [200]
    assert replayed.keys() == live.keys()
    assert all(replayed[url][:3] == live[url][:3] for url in live)


def test_no_setting_opens_the_way_to_the_network_or_slows_a_replay() -> None:
    settings = Settings({"REPLAY": str(ROOT / "tests"), "DOWNLOAD_SLOTS": {"example.org": {"delay": 9}}}, "cmdline")
    settings.set("DOWNLOAD_HANDLERS", {"https": "a.live.Handler", "ftp": "another.live.Handler"}, "cmdline")
    with pytest.raises(ArchiveError, match=r"no index\.json"):
        ReplayAddon().update_settings(settings)
    handlers = without_none_values(settings.getwithbase("DOWNLOAD_HANDLERS"))
    assert handlers == {"http": "newscrawl.replay.ReplayHandler", "https": "newscrawl.replay.ReplayHandler"}
    assert not settings["DOWNLOAD_SLOTS"]
    assert not any(settings.getfloat(name) for name in ("DOWNLOAD_DELAY", "DOWNLOAD_DELAY_JITTER"))


def test_without_replay_the_settings_stay_as_they_are() -> None:
    settings = Settings()
    before = settings.copy_to_dict()
    ReplayAddon().update_settings(settings)
    assert settings.copy_to_dict() == before


def test_a_disk_that_fails_is_counted_and_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "x.warc.gz").symlink_to("/dev/full")
    crawler = get_crawler(settings_dict={"WARC": str(tmp_path / "x.warc.gz")})
    assert crawler.stats is not None
    writer, request = WarcWriter.from_crawler(crawler), Request("https://example.org/", meta={"warc": "a redirect's"})
    for _ in range(3):
        response = Response(request.url, body=b"page")
        assert writer.process_response(request, response) is response
    assert crawler.stats.get_value("newscrawl/warc/errors") == 3
    assert ["cannot archive https://example.org/" in message for message in caplog.messages] == [True]
    assert "warc" not in request.meta
