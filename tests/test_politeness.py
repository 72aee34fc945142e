"""What a site asks for without robots.txt, and what it shows by failing: both are obeyed, and named."""

from collections.abc import Mapping

import pytest

from newscrawl.exits import Exit
from newscrawl.reservations import directives, is_reserved
from tests.crawling import Project
from tests.loopback import article, options
from tests.test_sources import NOBODY, urlset
from tests.webserver import Page, serving


@pytest.mark.parametrize(
    ("headers", "meta", "reserved"),
    [
        ({}, {}, False),
        ({"tdm-reservation": ["1"]}, {}, True),
        ({"tdm-reservation": ["0"]}, {}, False),
        ({}, {"tdm-reservation": " 1 "}, True),
        ({}, {"robots": "index, NoAI, follow"}, True),
        ({}, {"robots": "noimageai"}, False),
        ({"x-robots-tag": ["noarchive", "noai, noimageai"]}, {}, True),
        ({"x-robots-tag": ["somebot: noai"]}, {}, True),
        ({"x-robots-tag": ["noindex"]}, {"robots": "max-snippet:-1"}, False),
    ],
)
def test_what_a_page_reserves(headers: Mapping[str, list[str]], meta: Mapping[str, str], reserved: bool) -> None:
    assert is_reserved(headers, meta) is reserved
    assert ("noimageai" in directives(headers, meta)) is ("noimageai" in str((headers, meta)))


def test_reserved_pages_and_the_home_page_in_an_articles_place_have_names(project: Project) -> None:
    marked = article(3).replace(b"<head>", b"<head><meta name=robots content=noai>")
    pictured = article(4).replace(b"<head>", b"<head><meta property=og:image content=/i.jpg>")
    pages = {
        "/robots.txt": NOBODY,
        "/": Page("<title>Loopback</title><h1>أخبار</h1>".encode()),
        "/story/1": Page(article(1)),
        "/story/2": Page(article(2), headers={"TDM-Reservation": "1"}),
        "/story/3": Page(marked),
        "/story/4": Page(pictured, headers={"X-Robots-Tag": "noimageai"}),
        "/story/5": Page(b"", 302, {"Location": "/"}),
    }
    with serving(pages) as site:
        pages["/sitemap.xml"] = urlset(*(f"{site.address}/story/{n}" for n in range(1, 6)))
        project.scrapy("crawl", "loopback", *options(site.address))
        assert project.one("runs", {})["outcomes"] == {"new": 2, "rejected/reserved": 2, "rejected/home_page": 1}
        assert "image" not in project.one("articles", {"url": f"{site.address}/story/4"})


@pytest.mark.parametrize(("status", "reason"), [(500, "site_down"), (403, "turned_away")])
def test_a_host_that_fails_again_and_again_is_left_to_a_later_run(project: Project, status: int, reason: str) -> None:
    pages = {"/robots.txt": NOBODY} | {f"/story/{n}": Page(b"no", status) for n in range(1, 61)}
    with serving(pages) as site:
        pages["/sitemap.xml"] = urlset(*(f"{site.address}/story/{n}" for n in range(1, 61)))
        done = project.scrapy("crawl", "loopback", *options(site.address, RETRY_TIMES=0, BREAKER_FAILURES=10))
    assert done.returncode == Exit.UNFINISHED, done.stderr[-2000:]
    assert f"failed 10 times in a row, at last with status {status}: left to a later run" in done.stderr
    assert project.one("runs", {})["reason"] == reason
    assert len([path for path in site.asked if path.startswith("/story/")]) < 40
