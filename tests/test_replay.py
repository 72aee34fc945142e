"""What a crawl archives another replays, robots.txt included, with the server gone."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

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
