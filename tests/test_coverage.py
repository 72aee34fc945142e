"""What a run's sources name of its new articles, whoever was first."""

from typing import Any

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


def test_a_run_counts_what_each_source_names_and_a_frozen_one_shows(project: Project) -> None:
    """Two feeds and the files of a sitemap, which count as the one source that was declared."""
    pages: dict[str, Page] = {"/robots.txt": Page(b"User-agent: *\n", headers={"Content-Type": "text/plain"})}
    pages |= {f"/story/{n}": Page(article(n)) for n in range(1, 10)}
    with serving(pages) as site:
        at = site.address
        files = "".join(f"<sitemap><loc>{at}/{name}.xml</loc></sitemap>" for name in ("new", "old"))
        pages["/map.xml"] = Page(f"<sitemapindex>{files}</sitemapindex>".encode(), headers=XML)
        pages |= {"/feed": feed(at, 1, 2, 3), "/few": feed(at, 3, 3), "/old.xml": urlset(at, 1)}
        pages["/new.xml"] = urlset(at, 1, 2, 3, 4)
        sources = options(at, SOURCES="Feed /feed,Feed /few,Sitemap /map.xml")
        project.scrapy("crawl", "several", *sources)
        pages |= {"/new.xml": urlset(at, 3, 4, 5, 6, 7), "/few": feed(at, 7)}
        done = project.scrapy("crawl", "several", "-a", "due=all", *sources)
    assert done.returncode == 0, done.stderr[-2000:]
    first, second = (by_path(each) for each in sorted(project.find("runs"), key=lambda each: each["started"]))
    assert first == {"/feed": (0, 3, 4), "/few": (0, 1, 4), "/map.xml": (1, 3, 3)}
    assert second == {"/feed": (0, 0, 3), "/few": (0, 1, 3), "/map.xml": (2, 1, 1)}


def by_path(run: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    named = {each["url"]: each for each in run["sources"]}
    return {f"/{url.split('/', 3)[3]}": (each["alone"], each["shared"], each["others"]) for url, each in named.items()}
