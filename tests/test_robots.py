"""robots.txt is obeyed for every URL, also for those that arrive while it is still loading."""

from pathlib import Path

import pytest

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
