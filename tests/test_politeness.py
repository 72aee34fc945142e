"""What a site asks for without robots.txt, and what it shows by failing: both are obeyed, and named."""

import json
from collections.abc import Mapping

import pytest

from newscrawl.exits import Exit
from newscrawl.reservations import directives, is_reserved, is_reserved_at, site_rules
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


# A front page that answers 200 in an article's place: headlines and teasers, no date, no author.
HOME = (
    "<link rel=canonical href='/'><title>Loopback</title><h1>أخبار</h1>"
    + "".join(
        f"<article><h2><a href='/story/{n}'>خبر {n}</a></h2><p>{'كلمة ' * 30}</p></article>" for n in range(1, 20)
    )
).encode()


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
        "/story/6": Page(HOME),
        "/story/7": Page("<title>404</title><h1>الصفحة غير موجودة</h1><p>عد إلى الرئيسية</p>".encode()),
        "/story/8": Page(article(8), headers={"CF-Mitigated": "challenge"}),
    }
    with serving(pages) as site:
        pages["/sitemap.xml"] = urlset(*(f"{site.address}/story/{n}" for n in range(1, 9)))
        project.scrapy("crawl", "loopback", *options(site.address))
        assert project.one("runs", {})["outcomes"] == {
            "new": 2, "rejected/reserved": 2, "rejected/home_page": 1, "rejected/not_an_article": 1,
            "rejected/wall_soft_404": 1, "rejected/wall_challenge": 1,
        }  # fmt: skip
        assert "image" not in project.one("articles", {"url": f"{site.address}/story/4"})


@pytest.mark.parametrize(
    ("path", "location", "falls"),
    [
        ("/story/1", "/", True),
        ("/story/1", "/story/", True),
        ("/story/1", "/stories/", False),
        ("/a/story/1", "/*/story/", True),
        ("/a/b.html", "/*.html$", True),
        ("/a/b.html?x=1", "/*.html$", False),
        ("/a/b.html?x=1", "/*.html", True),
        ("/story/1", "/story/1$", True),
        ("/story/12", "/story/1$", False),
        ("/aa", "/a*a$", True),
        ("/a", "/a*a$", False),
        ("/story/1", "*", True),
        ("/story/1", "", True),
        ("/" + "a" * 5000, "/" + "*a" * 499 + "b", False),
    ],
)
def test_a_location_is_read_as_robots_txt_reads_it(path: str, location: str, falls: bool) -> None:
    assert is_reserved_at(path, [(location, True)]) is falls


def test_of_a_sites_rules_the_first_that_fits_counts() -> None:
    listed = [{"location": "/open/", "tdm-reservation": 0}, 7, {"tdm-reservation": 1}]
    said = json.dumps([*listed, {"location": "/", "tdm-reservation": 1}]).encode()
    rules = site_rules(said)
    assert [is_reserved_at(path, rules) for path in ("/open/1", "/story/1")] == [False, True]
    assert [site_rules(each) for each in (b"", b"<html>", b'{"location": "/"}', b"null", b"[" * 100_000)] == [()] * 5


@pytest.mark.parametrize(("obeyed", "outcomes"), [(1, {"new": 1, "rejected/reserved": 2}), (0, {"new": 3})])
def test_what_a_site_reserves_in_its_file_is_not_fetched(
    project: Project, obeyed: int, outcomes: dict[str, int]
) -> None:
    rules = b'[{"location": "/story/1", "tdm-reservation": 0}, {"location": "/story/*", "tdm-reservation": "1"}]'
    pages = {"/robots.txt": NOBODY, "/.well-known/tdmrep.json": Page(rules)}
    pages |= {f"/story/{n}": Page(article(n)) for n in (1, 2, 3)}
    with serving(pages) as site:
        pages["/sitemap.xml"] = urlset(*(f"{site.address}/story/{n}" for n in (1, 2, 3)))
        project.scrapy("crawl", "loopback", *options(site.address, RESERVATIONS_OBEY=obeyed))
        assert project.one("runs", {})["outcomes"] == outcomes
    assert site.asked.count("/.well-known/tdmrep.json") == obeyed
    assert [path in site.asked for path in ("/story/1", "/story/2")] == [True, not obeyed]


@pytest.mark.parametrize(("page", "obeyed", "code"), [(1, 1, 66), (2, 1, 66), (1, 0, 0), (2, 0, 0), (3, 1, 0)])
def test_what_is_reserved_is_neither_shown_nor_kept(project: Project, page: int, obeyed: int, code: int) -> None:
    """By the site's file, which is asked first, or by the page's own header; as a crawl takes it."""
    pages = {
        "/.well-known/tdmrep.json": Page(b'[{"location": "/story/1", "tdm-reservation": 1}]'),
        "/story/1": Page(article(1)),
        "/story/2": Page(article(2), headers={"TDM-Reservation": "1"}),
        "/story/3": Page(article(3)),
    }
    settings = ("-s", "REACHABLE_NETWORKS=127.0.0.1", "-s", f"RESERVATIONS_OBEY={obeyed}")
    with serving(pages) as site:
        shown = project.scrapy("extract", f"{site.address}/story/{page}", *settings)
    assert shown.returncode == code, shown.stderr
    assert ("reserved: its site keeps it from text and data mining" in shown.stderr) is bool(code)
    assert ("/story/1" in site.asked) is (page == 1 and not obeyed)
    assert site.asked.count("/.well-known/tdmrep.json") == obeyed


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
