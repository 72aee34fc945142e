"""robots.txt is obeyed for every URL, also for those that arrive while it is still loading."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.utils.test import get_crawler

from newscrawl.middlewares.robots import RobotsMiddleware
from tests.test_replay import walk
from tests.webserver import Page, serving

STOCK = {"scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": 100}


def asked(tmp_path: Path, **settings: object) -> list[str]:
    """The forbidden paths that a site was asked for, with twenty requests waiting for a slow robots.txt."""
    pages = {f"/{area}/{n}": Page(b"page") for n in range(10) for area in ("open", "private")}
    robots = Page(b"User-agent: *\nDisallow: /private/\n", headers={"Content-Type": "text/plain"}, wait=0.5)
    with serving({"/robots.txt": robots, **pages}) as site:
        urls = [site.address + path for path in sorted(pages, reverse=True)]
        walk(tmp_path / "seen.json", urls, CONCURRENT_REQUESTS_PER_DOMAIN=32, CONCURRENT_REQUESTS=32, **settings)
        assert sum(path.startswith("/open/") for path in site.asked) == 10
        return [path for path in site.asked if path.startswith("/private/")]


def test_no_forbidden_page_is_fetched(tmp_path: Path) -> None:
    assert asked(tmp_path) == []


def test_scrapys_own_middleware_would_fetch_them(tmp_path: Path) -> None:
    """When this fails, Scrapy has mended the fault and ours can go."""
    assert asked(tmp_path, DOWNLOADER_MIDDLEWARES=STOCK)


@pytest.mark.parametrize("status", [404, 500])
def test_without_robots_everything_is_allowed_and_nothing_hangs(tmp_path: Path, status: int) -> None:
    with serving({"/robots.txt": Page(b"", status, wait=0.2), "/a": Page(b"a"), "/b": Page(b"b")}) as site:
        seen = walk(tmp_path / "seen.json", [f"{site.address}/a", f"{site.address}/b"])
    assert {entry[0] for entry in seen.values()} == {200}


class Stamped(list[str]):
    """What a site is asked for, and when."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    def append(self, path: str) -> None:
        self.times.append(time.monotonic())
        super().append(path)


def test_the_pause_that_a_host_asks_for_is_kept(tmp_path: Path) -> None:
    robots = Page(b"User-agent: *\nCrawl-delay: 0.6\n", headers={"Content-Type": "text/plain"})
    with serving({"/robots.txt": robots, **{f"/{n}": Page(b"page") for n in range(4)}}) as site:
        asked = site.asked = Stamped()
        settings = {"AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": 0.1, "DOWNLOAD_DELAY": 0.1}
        walk(tmp_path / "seen.json", [f"{site.address}/{n}" for n in range(4)], **settings)
    assert len(asked) == 5
    assert min(later - sooner for sooner, later in zip(asked.times, asked.times[1:], strict=False)) > 0.5


def test_those_that_wait_go_on_when_the_load_is_cancelled() -> None:
    class Engine:
        loads = 0

        async def download_async(self, _: Request) -> Any:
            self.loads += 1
            if self.loads == 1:
                await asyncio.sleep(3600)
            raise OSError("no route")

    async def ask() -> tuple[object, int]:
        crawler = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True})
        engine = Engine()
        crawler._engine = engine  # type: ignore[assignment]
        middleware = RobotsMiddleware(crawler)
        first, second = (
            asyncio.create_task(middleware.robot_parser(Request(f"https://example.org/{n}"))) for n in range(2)
        )
        await asyncio.sleep(0.05)
        first.cancel()
        return await asyncio.wait_for(second, 5), engine.loads

    assert asyncio.run(ask()) == (None, 2), "the second loads robots.txt itself"
