"""What a run's sources name of its new articles, whoever was first."""

import re
from datetime import timedelta
from typing import Any

from pymongo import MongoClient

from newscrawl.coverage import MOST, Coverage
from tests.crawling import Project
from tests.loopback import article, options
from tests.webserver import Page, serving

XML = {"Content-Type": "text/xml"}


def test_each_source_is_told_what_it_names_alone_and_with_others() -> None:
    coverage = Coverage()
    coverage.note("feed", ["old", "a", "b"], {"a", "b"})
    coverage.note("sitemap", ["old", "a", "b", "c"], {"c"})
    coverage.note("section", ["a", "a"], set())
    coverage.note("section", ["d", "a"], {"d"})
    assert coverage.of("feed") == {"alone": 0, "shared": 2, "others": 4}
    assert coverage.of("sitemap") == {"alone": 1, "shared": 2, "others": 3}
    assert coverage.of("section") == {"alone": 1, "shared": 1, "others": 3}
    assert coverage.of("frozen") == {"alone": 0, "shared": 0, "others": 4}


def test_an_archive_is_let_go_and_nothing_is_told_of_it() -> None:
    coverage = Coverage()
    coverage.note("feed", ["a"], {"a"})
    for begin in range(0, 200 * MOST, 1000):
        named = [f"https://o.example/{n}" for n in range(begin, begin + 1000)]
        coverage.note("sitemap", named, set(named))
    assert (coverage.of("feed"), coverage.by) == ({}, None)


def urlset(address: str, *stories: int) -> Page:
    places = "".join(f"<url><loc>{address}/story/{n}</loc></url>" for n in stories)
    return Page(f"<urlset>{places}</urlset>".encode(), headers=XML)


def feed(address: str, *stories: int) -> Page:
    items = "".join(f"<item><link>{address}/story/{n}</link></item>" for n in stories)
    return Page(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), headers=XML)


def test_a_run_counts_what_each_source_names_and_a_frozen_one_is_named(project: Project) -> None:
    """Two feeds and the files of a sitemap, which count as the one source that was declared."""
    pages: dict[str, Page] = {"/robots.txt": Page(b"User-agent: *\n", headers={"Content-Type": "text/plain"})}
    pages |= {f"/story/{n}": Page(article(n)) for n in range(1, 30)}
    with serving(pages) as site:
        at = site.address
        files = "".join(f"<sitemap><loc>{at}/{name}.xml</loc></sitemap>" for name in ("new", "old"))
        pages["/map.xml"] = Page(f"<sitemapindex>{files}</sitemapindex>".encode(), headers=XML)
        pages |= {"/feed": feed(at, *range(1, 13)), "/few": feed(at, 12, 12), "/old.xml": urlset(at, 1)}
        pages["/new.xml"] = urlset(at, *range(1, 14))
        sources = options(at, SOURCES="Feed /feed,Feed /few,Sitemap /map.xml")
        project.scrapy("crawl", "several", *sources)
        before = project.one("runs", {})
        as_if_for_weeks(project, before)
        pages |= {"/new.xml": urlset(at, *range(12, 25)), "/few": feed(at, 24)}
        done = project.scrapy("crawl", "several", "-a", "due=all", *sources)
    assert done.returncode == 0, done.stderr[-2000:]
    latest = max(project.find("runs"), key=lambda each: each["started"])
    assert by_path(before) == {"/feed": (0, 12, 13), "/few": (0, 1, 13), "/map.xml": (1, 12, 12)}
    assert by_path(latest) == {"/feed": (0, 0, 11), "/few": (0, 1, 11), "/map.xml": (10, 1, 1)}
    told = project.scrapy("status", "several").stdout
    assert re.search(
        rf"warning: feed stale, since .* ago: {at}/feed names none of the 11 new articles that other", told
    )
    assert re.search(rf"{at}/feed +Feed +1x unchanged +0 +0 +0 of 11", told)


def as_if_for_weeks(project: Project, run: dict[str, Any]) -> None:
    """The same run twice a day before it."""
    moved = [(f"{n}", timedelta(hours=12 * n)) for n in range(1, 80)]
    with MongoClient[dict[str, Any]](project.uri, tz_aware=True) as client:
        for name, back in moved:
            times = {each: run[each] - back for each in ("started", "finished")}
            client[project.database].runs.insert_one({**run, "_id": name, "problems": [], **times})


def by_path(run: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    named = {each["url"]: each for each in run["sources"]}
    return {f"/{url.split('/', 3)[3]}": (each["alone"], each["shared"], each["others"]) for url, each in named.items()}
