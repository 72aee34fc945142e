"""Sources that fail, lie or name too much: each has a named outcome, within bounds, and others stand in for it."""

import gzip
import time
import tracemalloc
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice
from typing import Any
from zoneinfo import ZoneInfo

import brotli
import pytest

from newscrawl import discovery
from newscrawl.discovery import Link, NotASitemap, Window
from newscrawl.discovery.windows import article_days
from newscrawl.exits import Exit
from newscrawl.scouting import AT_ONCE, in_turns
from tests.crawling import Project
from tests.loopback import article, options
from tests.webserver import Page, Site, serving

XML = {"Content-Type": "text/xml"}
ENTITIES = b"<!DOCTYPE u [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><urlset/>"
NOBODY = Page(b"User-agent: *\n", headers={"Content-Type": "text/plain"})


def urlset(*places: str) -> Page:
    return Page(
        f"<urlset>{''.join(f'<url><loc>{place}</loc></url>' for place in places)}</urlset>".encode(), headers=XML
    )


def index(*places: str) -> Page:
    named = "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in places)
    return Page(f"<sitemapindex>{named}</sitemapindex>".encode(), headers=XML)


def crawl(project: Project, site: Site, outlet: str = "loopback", **settings: object) -> Any:
    return project.scrapy("crawl", outlet, *options(site.address, **settings))


def came_of(project: Project) -> dict[str, str]:
    """The outcome of the last visit of each source, by kind and path."""
    sources = project.find("frontier", {"kind": {"$ne": "article"}})
    return {
        f"{each['kind']} /{each['url'].split('/', 3)[3]}": each["visits"][-1]["outcome"]
        for each in sources
        if each.get("visits")
    }


def packed_bomb() -> Page:
    """100 MB that the server says it has packed for the way."""
    body = b"<urlset>" + b" " * (100 << 20)
    return Page(brotli.compress(body, quality=1), headers={**XML, "Content-Encoding": "br"})


def bomb() -> Page:
    pieces = gzip.compress(b"<urlset>") + gzip.compress(b" " * (30 << 20)) * 10
    return Page(pieces, headers={"Content-Type": "application/gzip"})


def test_each_source_that_is_none_is_named_and_others_stand_in(project: Project) -> None:
    pages: dict[str, Page] = {}
    with serving(pages) as site:
        elsewhere = site.address.replace("127.0.0.1", "localhost")
        answers = {
            "Feed /gone": (Page(b"gone", 404), "failed/http_404"),
            "Feed /page": (Page(b"<!doctype html><p>moved"), "failed/html"),
            "Feed /blank": (Page(b""), "failed/no_content"),
            "Feed /words": (Page(b"soon"), "failed/unreadable"),
            "Feed /none": (Page(b"<rss version='2.0'><channel/></rss>", headers=XML), "empty"),
            "Sitemap /none.xml": (Page(b"<urlset></urlset>", headers=XML), "empty"),
            "Sitemap /page.xml": (Page(b"<html>"), "failed/html"),
            "Sitemap /bomb.xml.gz": (bomb(), "failed/too_large"),
            "Feed /packed": (packed_bomb(), "failed/too_large"),
            "Sitemap /packed.xml": (packed_bomb(), "failed/too_large"),
            "Sitemap /entities.xml": (Page(ENTITIES, headers=XML), "failed/entities"),
            "Sitemap /moved.xml": (Page(b"", 302, {"Location": f"{elsewhere}/other.xml"}), "rejected/offsite"),
            "WordPress /posts": (Page(b'{"code": "rest_disabled"}'), "failed/unreadable"),
        }
        pages |= {name.split(" ")[1]: answer for name, (answer, _) in answers.items()}
        robots = f"Sitemap: {site.address}/other.xml".encode()
        pages |= {
            "/robots.txt": Page(robots, headers={"Content-Type": "text/plain"}),
            "/other.xml": urlset(f"{site.address}/story/1"),
            "/story/1": Page(article(1)),
        }
        began = time.monotonic()
        done = crawl(project, site, "several", SOURCES=",".join(answers))
    assert {name: what for name, what in came_of(project).items() if name in answers} == {
        name: outcome for name, (_, outcome) in answers.items()
    }
    assert done.returncode == Exit.OK, done.stderr[-2000:]
    assert f"{site.address}/gone (failed/http_404): trying what {site.address}/ and its robots.txt" in done.stderr
    assert project.one("articles", {})["source"] == f"{site.address}/other.xml"
    assert project.one("runs", {})["stood_in"] == len(answers)
    assert time.monotonic() - began < 60


def test_indexes_that_name_each_other_or_have_no_end_are_read_once_and_no_deeper_than_four(project: Project) -> None:
    pages: dict[str, Page] = {"/robots.txt": NOBODY}
    with serving(pages) as site:
        pages["/sitemap.xml"] = index(
            f"{site.address}/sitemap.xml", f"{site.address}/back.xml", f"{site.address}/1.xml"
        )
        pages["/back.xml"] = index(f"{site.address}/sitemap.xml")
        pages |= {f"/{n}.xml": index(f"{site.address}/{n + 1}.xml") for n in range(1, 30)}
        done = crawl(project, site)
    assert done.returncode == Exit.NOTHING_FOUND, done.stderr[-2000:]
    assert [path for path in site.asked if path.endswith(".xml")].count("/sitemap.xml") == 1
    found = came_of(project)
    assert found["Sitemap /back.xml"] == "answered"
    assert found["Sitemap /4.xml"] == "failed/too_deep"
    assert "Sitemap /5.xml" not in found


def test_feeds_that_the_home_page_names_are_read_where_its_links_are_known(project: Project) -> None:
    pages: dict[str, Page] = {"/robots.txt": NOBODY} | {f"/story/{n}": Page(article(n)) for n in (1, 2)}
    with serving(pages) as site:
        pages["/good.xml"] = urlset(f"{site.address}/story/1")
        pages["/"] = Page(b"<link rel=alternate type=application/rss+xml href=/named><a href=/story/1>x</a>")
        item = f"<item><link>{site.address}/story/2</link></item>"
        pages["/named"] = Page(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), headers=XML)
        crawl(project, site, "several", SOURCES="Sitemap /good.xml,Feed /gone")
    named = {each["url"]: each["source"] for each in project.find("articles")}
    assert named == {f"{site.address}/story/{n}": f"{site.address}/{by}" for n, by in ((1, "good.xml"), (2, "named"))}


def test_a_feed_in_another_encoding_than_it_says_and_dated_ahead_is_read(project: Project) -> None:
    pages: dict[str, Page] = {"/robots.txt": NOBODY, "/story/1": Page(article(1))}
    ahead = datetime.now(UTC) + timedelta(days=400)
    with serving(pages) as site:
        dated = f"<pubDate>{ahead:%a, %d %b %Y %X} GMT</pubDate>"
        item = f"<title>Yağışlı şubat</title><link>{site.address}/story/1</link>{dated}"
        feed = f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><item>{item}</item></channel></rss>"
        pages["/feed"] = Page(feed.encode("windows-1254"), headers=XML)
        done = crawl(project, site, "several", SOURCES="Feed /feed")
    assert done.returncode == Exit.OK, done.stderr[-2000:]
    (source,) = project.one("runs", {})["sources"]
    assert (source["named"], source.get("newest")) == (1, None), "what lies ahead says nothing of how fresh a feed is"
    assert "published" not in project.one("articles", {})


def test_a_section_is_followed_for_as_many_pages_as_it_declares(project: Project) -> None:
    pages: dict[str, Page] = {"/robots.txt": NOBODY} | {f"/story/{n}": Page(article(n)) for n in range(1, 9)}
    for number in range(1, 5):
        links = "".join(f"<a href=/story/{n}>x</a>" for n in (number * 2 - 1, number * 2))
        pages[f"/list?page={number}"] = Page(f"<html>{links}<a rel=next href='/list?page={number + 1}'>2</a>".encode())
    with serving(pages) as site:
        done = crawl(project, site, "several", SOURCES="Section /list?page=1")
    assert done.returncode == Exit.OK, done.stderr[-2000:]
    stories = [f"{site.address}/story/{n}" for n in range(1, 7)]
    assert sorted(each["url"] for each in project.find("articles")) == stories
    assert "/list?page=4" not in site.asked


def test_a_recovered_source_sends_its_stand_ins_away(project: Project) -> None:
    pages: dict[str, Page] = {"/robots.txt": NOBODY, "/story/1": Page(article(1)), "/story/2": Page(article(2))}
    with serving(pages) as site:
        pages["/"] = Page(b"<a href='/story/1'>x</a>")
        crawl(project, site)
        assert came_of(project) == {
            "Sitemap /sitemap.xml": "failed/http_404", "Home /": "answered", "Robots /robots.txt": "empty"
        }  # fmt: skip
        pages["/sitemap.xml"] = urlset(f"{site.address}/story/2")
        crawl(project, site)
    assert came_of(project) == {"Sitemap /sitemap.xml": "answered"}
    assert len(project.find("articles")) == 2


def test_the_same_body_is_unchanged_whatever_its_tag_and_a_lie_of_304_is_found_out(project: Project) -> None:
    pages: dict[str, Page] = {"/robots.txt": NOBODY} | {f"/story/{n}": Page(article(n)) for n in (1, 2)}
    with serving(pages) as site:
        again = ("crawl", "loopback", "-a", "due=all", *options(site.address))
        pages["/sitemap.xml"] = urlset(f"{site.address}/story/1")
        for tag in ("a", "b"):  # a new tag each time, the same body
            pages["/sitemap.xml"] = Page(pages["/sitemap.xml"].body, headers={**XML, "ETag": tag})
            project.scrapy(*again)
        assert came_of(project)["Sitemap /sitemap.xml"] == "unchanged"
        pages["/sitemap.xml"] = Page(urlset(f"{site.address}/story/2").body, headers={**XML, "ETag": "b"})
        project.scrapy(*again)  # the tag of before, another body: answered 304
        assert {each["url"] for each in project.find("articles")} == {f"{site.address}/story/1"}
        long_ago = {"$set": {"read": project.one("frontier", {"kind": "Sitemap"})["read"].replace(year=2020)}}
        project.change("frontier", long_ago)
        project.scrapy(*again)
    assert len(project.find("articles")) == 2


@pytest.mark.parametrize("number", [20_000, pytest.param(1_000_000, marks=[pytest.mark.long, pytest.mark.faults])])
def test_a_sitemap_of_a_million_addresses_is_read_in_flat_memory(number: int) -> None:
    entry = "<url><loc>https://a.example/{:07}</loc></url>"
    packed = gzip.compress(f"<urlset>{''.join(map(entry.format, range(number)))}</urlset>".encode(), 1)
    tracemalloc.start()
    try:
        count = sum(1 for _ in discovery.sitemap(packed, "https://a.example/"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == number
    assert peak < 1024 * 1024


def test_a_bomb_is_refused_while_it_is_unpacked() -> None:
    with pytest.raises(NotASitemap, match="more than"):
        list(discovery.sitemap(bomb().body, "https://a.example/"))


ISTANBUL = ZoneInfo("Europe/Istanbul")
MAY = Window(date(2024, 5, 1), date(2024, 5, 31))


@pytest.mark.parametrize(
    ("url", "days"),
    [
        ("https://a.example/posts-2024-05.xml", MAY),
        ("https://a.example/sitemap-2024-5.xml", MAY),
        ("https://a.example/sitemap.xml?yyyy=2024&mm=05&dd=14", Window(date(2024, 5, 14), date(2024, 5, 14))),
        ("https://a.example/sitemap.xml?yyyy=2024&mm=5", MAY),
        ("https://a.example/2024/05/sitemap.xml", MAY),
        ("https://a.example/news20240514.xml.gz", Window(date(2024, 5, 14), date(2024, 5, 14))),
        ("https://a.example/arsiv/2024-05-14?page=2", Window(date(2024, 5, 14), date(2024, 5, 14))),
        ("https://a.example/sitemap-2023.xml", Window(date(2023, 1, 1), date(2023, 12, 31))),
        ("https://a.example/sitemap-2023-12.xml", Window(date(2023, 12, 1), date(2023, 12, 31))),
        ("https://a.example/post-sitemap12.xml", None),
        ("https://a.example/sitemap-120240514.xml", None),
        ("https://2024.example/sitemap.xml", None),
        ("https://a.example/sitemap-2024-13.xml", Window(date(2024, 1, 1), date(2024, 12, 31))),
    ],
)
def test_the_days_that_a_sitemaps_address_names(url: str, days: Window | None) -> None:
    assert discovery.source_days(url) == days


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2024/05/14/خبر/", date(2024, 5, 14)),
        ("https://a.example/haber/2024-5-14/x", date(2024, 5, 14)),
        ("https://a.example/story/2024/5/14/x/123", date(2024, 5, 14)),
        ("https://a.example/gundem/2026-butcesi-12345678", None),
        ("https://a.example/2024/99/14/x", None),
    ],
)
def test_the_day_that_an_articles_address_names(url: str, day: date | None) -> None:
    assert article_days(url) == (Window(day, day) if day else None)


@pytest.mark.parametrize(
    ("url", "written", "around", "within"),
    [
        ("/2024/05/14/x", "2026-01-01", None, True),
        ("/2024/06/14/x", "2024-05-14", None, False),
        ("/x-1", "2024-05-14T10:00:00Z", None, True),
        ("/x-1", "2024-05-31T22:30:00Z", None, False),
        ("/x-1", None, MAY, True),
        ("/x-1", "2026-01-01", MAY, True),
        ("/x-1", None, Window(date(2023, 1, 1), date(2023, 12, 31)), False),
        ("/x-1", "2024-02-02", Window(date(2024, 1, 1), date(2024, 12, 31)), False),
        ("/x-1", None, None, None),
        ("/x-1", "soon", None, None),
    ],
    ids=["by its path", "path before time", "by its time", "June in Istanbul", "its sitemap's month",
         "changed later", "another year's sitemap", "a part of its sitemap's year", "nothing says", "no date"],
)  # fmt: skip
def test_whether_a_link_is_of_these_days(
    url: str, written: str | None, around: Window | None, within: bool | None
) -> None:
    link = Link(f"https://a.example{url}", None, written)
    assert discovery.dated_within(link, around, MAY, ISTANBUL) is within


def test_a_pattern_stands_for_every_month_or_day_of_a_window_the_latest_first() -> None:
    days = Window(date(2023, 12, 30), date(2024, 2, 1))
    months = discovery.expand("https://a.example/{yyyy}-{m}.xml", days)
    assert [url[18:] for url in months] == ["2024-2.xml", "2024-1.xml", "2023-12.xml"]
    daily = list(discovery.expand("https://a.example/?y={yyyy}&m={mm}&d={dd}", days))
    assert len(daily) == 34
    assert (daily[0], daily[-1]) == ("https://a.example/?y=2024&m=02&d=01", "https://a.example/?y=2023&m=12&d=30")


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("yesterday", None, "since='yesterday' is no day; write it as since=2024-01-31"),
        ("2024-02-30", None, "no day"),
        ("2024-1-1", None, "no day"),
        ("٢٠٢٤-٠١-٠١", None, "no day"),
        ("2024-03-01", "2024-02-01", "since=2024-03-01 lies after until=2024-02-01"),
        (None, "2024-02-01", "until= needs a since="),
        ("1889-01-01", None, "does not lie between 1990-01-01 and today"),
        ("2027-01-01", "2027-01-02", "does not lie between"),
    ],
)
def test_days_that_are_none_are_refused_with_the_way_out(since: str | None, until: str | None, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        discovery.window(since, until, date(2026, 3, 2))


def test_a_backfill_ends_today_where_no_end_is_given() -> None:
    assert discovery.window("2026-03-01", None, date(2026, 3, 2)) == Window(date(2026, 3, 1), date(2026, 3, 2))
    assert discovery.window("2026-03-01", "2099-01-01", date(2026, 3, 2)).until == date(2026, 3, 2)


def test_what_a_source_names_is_looked_at_in_turns_though_it_never_ends() -> None:
    """A sitemap of millions in which nothing is an article had kept leases and heartbeats waiting until its end."""
    endless = (Link(f"https://example.org/tag/{n}", None, None) for n in count())
    first, second = islice(in_turns(endless), 2)
    assert len(first) == len(second) == AT_ONCE
    assert second[0] == Link(f"https://example.org/tag/{AT_ONCE}", None, None)
