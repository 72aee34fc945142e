"""robots.txt is obeyed for every URL, also for those that arrive while it is still loading."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from newscrawl.exits import Exit
from newscrawl.middlewares.robots import RobotsMiddleware, RobotsUnreachable
from newscrawl.robots import product_token
from tests.crawling import Project
from tests.loopback import article, options
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


@pytest.mark.parametrize("status", [404, 403])
def test_without_robots_everything_is_allowed_and_nothing_hangs(tmp_path: Path, status: int) -> None:
    with serving({"/robots.txt": Page(b"", status, wait=0.2), "/a": Page(b"a"), "/b": Page(b"b")}) as site:
        seen = walk(tmp_path / "seen.json", [f"{site.address}/a", f"{site.address}/b"])
    assert {entry[0] for entry in seen.values()} == {200}


@pytest.mark.parametrize("status", [500, 503, 429])
def test_where_robots_cannot_be_had_nothing_is_asked_for(project: Project, status: int) -> None:
    """RFC 9309, 2.3.1.4: what a server's fault hides is forbidden."""
    pages = {"/robots.txt": Page(b"User-agent: *\n", status)} | dict.fromkeys(("/feed", "/list"), Page(b"page"))
    with serving(pages) as site:
        settings = {"SOURCES": "Feed /feed,Section /list", "RETRY_TIMES": 0}
        done = project.scrapy("crawl", "several", *options(site.address, **settings))
    assert set(site.asked) == {"/robots.txt"}
    assert project.one("runs", {})["asked"] == {"failed/robots_unreachable": 2}
    assert f"/robots.txt could not be had (status {status}): nothing of its host is asked for" in done.stderr
    assert done.returncode == Exit.UNREACHABLE


def test_a_robots_of_a_megabyte_is_read_so_far_as_it_must_be() -> None:
    hurried: list[tuple[object, object]] = []
    rules = b"".join(b"Disallow: /*/private-%d/*/x$\n" % number for number in range(40_000))
    assert len(rules) > 1_000_000

    async def ask() -> tuple[float, list[bool]]:
        crawler = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True, "USER_AGENT": "newscrawl"})
        crawler._engine = Answering(b"User-agent: *\nDisallow: /closed/\n" + rules, hurried)  # type: ignore[assignment]
        middleware, began = RobotsMiddleware(crawler), time.process_time()
        allowed = [await middleware.allows(f"https://a.example/{path}") for path in ("closed/1", "open/" + "a/" * 500)]
        return time.process_time() - began, allowed

    took, allowed = asyncio.run(ask())
    assert allowed == [False, True]
    assert hurried == [(True, 10.0)], "once, and in time for the page that waits"
    assert took < 3


class Answering:
    """An engine that has one answer."""

    def __init__(self, body: bytes, hurried: list[tuple[object, object]]) -> None:
        self.body, self.hurried = body, hurried

    async def download_async(self, request: Request) -> Response:
        self.hurried.append((request.meta.get("dont_retry"), request.meta.get("download_timeout")))
        return Response(request.url, body=self.body)


FORBIDDEN = "User-agent: *\nDisallow: /private/\n"


def test_robots_is_obeyed_for_whatever_a_crawl_asks_for(project: Project) -> None:
    """Feeds, sitemaps and those in an index, sections and their next pages, WordPress, articles, and where they lead:
    eight at a time, while robots.txt takes its time."""
    pages: dict[str, Page] = {"/robots.txt": Page(FORBIDDEN.encode(), wait=0.4)}
    forbidden = ("feed", "map.xml", "index.xml", "list", "posts", "child.xml", "next", "moved", "story/1", "story/2")
    with serving(pages) as site:
        xml, stories = {"Content-Type": "text/xml"}, [f"{site.address}/story/{n}" for n in (1, 2, 3, 5)]
        named = "".join(f"<url><loc>{place}</loc></url>" for place in (*stories, f"{site.address}/private/story/1"))
        child = f"<sitemap><loc>{site.address}/private/child.xml</loc></sitemap>"
        pages |= {f"/private/{name}": Page(b"private") for name in forbidden}
        pages |= {f"/story/{n}": Page(article(n)) for n in range(1, 5)}
        pages |= {
            "/map.xml": Page(f"<urlset>{named}</urlset>".encode(), headers=xml),
            "/index.xml": Page(f"<sitemapindex>{child}</sitemapindex>".encode(), headers=xml),
            "/list": Page(b"<html><a href=/story/4>x</a><a rel=next href=/private/next>2</a>"),
            "/feed": Page(b"", 302, {"Location": "/private/moved"}),
            "/story/5": Page(b"", 301, {"Location": "/private/story/2"}),
        }
        asked = "Feed /private/feed,NewsSitemap /private/map.xml,Sitemap /private/index.xml,Section /private/list"
        asked += ",WordPress /private/posts,Sitemap /map.xml,Sitemap /index.xml,Section /list,Feed /feed"
        done = project.scrapy("crawl", "several", *options(site.address, SOURCES=asked))
    assert [path for path in site.asked if path.startswith("/private/")] == []
    assert site.asked.count("/robots.txt") == 2, "asked for the rules, and for the sitemaps it may name instead"
    run = project.one("runs", {})
    assert run["outcomes"] == {"new": 4, "rejected/robots": 2}, done.stderr[-2000:]
    assert run["asked"]["rejected/robots"] == 8


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

    async def ask() -> tuple[bool, int]:
        crawler = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True})
        engine = Engine()
        crawler._engine = engine  # type: ignore[assignment]
        middleware = RobotsMiddleware(crawler)
        first, second = (
            asyncio.create_task(middleware.robot_parser(Request(f"https://example.org/{n}"))) for n in range(2)
        )
        await asyncio.sleep(0.05)
        first.cancel()
        with pytest.raises(RobotsUnreachable) as unreachable:
            await asyncio.wait_for(second, 5)
        return isinstance(unreachable.value.__cause__, OSError), engine.loads

    assert asyncio.run(ask()) == (True, 2), "the second loads robots.txt itself"


CONTACT = "newscrawl/1.0 (+https://bot.example.org/news)"
EVERYBODY = "User-agent: *\nDisallow: /a\n"


@pytest.mark.parametrize(
    ("group", "ours"),
    [
        ("newscrawl", True),
        ("NewsCrawl", True),
        ("newscrawl/2.0", True),
        ("newscrawl*", True),
        ("newscrawl # not the others", True),
        ("bot", False),
        ("example", False),
        ("news", False),
        ("crawl", False),
        ("newscrawl-images", False),
        ("Mozilla/5.0 (compatible; newscrawler/1.0)", False),
        ("*bot*", False),
        ("1.0", False),
    ],
)
def test_a_group_is_ours_by_the_product_token(group: str, ours: bool) -> None:
    """RFC 9309, 2.2.1: the group that names us, else the one for everybody; no word of a contact is our name."""
    robots = f"\ufeff{EVERYBODY}\nUser-Agent : {group}\r\nAllow: /a\nCrawl-delay: 7\n"
    assert allowed(robots, CONTACT) is ours
    assert allowed(f"User-agent: {group}\nDisallow: /a\n", CONTACT) is not ours


def test_groups_of_several_names_and_several_of_one_are_one_group() -> None:
    several = "User-agent: newscrawl\nUser-agent: other\nDisallow: /b\n\nUser-agent: newscrawl\nDisallow: /a\n"
    assert not allowed(several, CONTACT)
    assert allowed(several, "otherwise/1.0")


@pytest.mark.parametrize(
    ("agent", "token"),
    [
        (CONTACT, "newscrawl"),
        ("Mozilla/5.0 (compatible; Reader-Bot/2.0; +https://r.example)", "Reader-Bot"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Mozilla"),
        ("", "newscrawl"),
        ("1.0", "newscrawl"),
    ],
)
def test_what_a_user_agent_is_called(agent: str, token: str) -> None:
    assert product_token(agent) == token


def allowed(robots: str, agent: str) -> bool:
    async def ask() -> bool:
        crawler = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True, "USER_AGENT": agent})
        crawler._engine = Answering(robots.encode(), [])  # type: ignore[assignment]
        return await RobotsMiddleware(crawler).allows("https://example.org/a")

    return asyncio.run(ask())
