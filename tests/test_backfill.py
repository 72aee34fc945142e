"""`-a since=... -a until=...`: older articles, from dated sources alone, a part a run, beside the daily crawl."""

from datetime import date

import pytest

from newscrawl import discovery, registry, urls
from newscrawl.discovery import Window
from newscrawl.outlet import OutletSpider, WordPress
from tests.crawling import Project
from tests.loopback import article, newspaper, options
from tests.test_sources import NOBODY, XML, index, urlset
from tests.webserver import Page, serving

JANUARY = ("-a", "since=2024-01-01", "-a", "until=2024-01-31")


def dated(place: str, day: str) -> str:
    return f"<url><loc>{place}</loc><lastmod>{day}</lastmod></url>"


def test_a_backfill_takes_the_articles_of_its_days_and_goes_on_where_it_was(project: Project) -> None:
    pages = {"/robots.txt": NOBODY} | {f"/story/{n}": Page(article(n)) for n in range(1, 31)}
    with serving(pages) as site:
        stories = [f"{site.address}/story/{n}" for n in range(31)]
        pages["/2024-01.xml"] = urlset(*stories[1:6])
        pages["/2024-02.xml"] = urlset(*stories[6:11])
        mixed = dated(stories[11], "2024-01-20") + dated(stories[12], "2023-01-20") + dated(stories[13], "")
        pages["/undated.xml"] = Page(f"<urlset>{mixed}</urlset>".encode(), headers=XML)
        pages["/sitemap.xml"] = index(*(f"{site.address}/{name}.xml" for name in ("2024-01", "2024-02", "undated")))
        run = ("crawl", "loopback", *JANUARY, *options(site.address, ARTICLES_PER_RUN=4))
        first = project.scrapy(*run)
        assert "4 articles found: 4 new; 2 more wait" in first.stderr, first.stderr[-3000:]
        assert "outside 2024-01-01..2024-01-31 1 links, without a date 1" in first.stderr
        second = project.scrapy(*run)
        assert "2 articles found: 2 new" in second.stderr, second.stderr[-3000:]
        assert "nothing is due yet" in project.scrapy(*run).stderr
    assert {each["url"] for each in project.find("articles")} == {*stories[1:6], stories[11]}
    assert "/2024-02.xml" not in site.asked
    assert site.asked.count("/2024-01.xml") == 1
    assert {run["window"] for run in project.find("runs")} == {"2024-01-01..2024-01-31"}
    assert "nothing was crawled yet" in project.scrapy("status").stdout  # the news has still not come in


def test_what_the_daily_crawl_has_is_not_fetched_again(project: Project) -> None:
    pages = {"/robots.txt": NOBODY} | {f"/story/{n}": Page(article(n)) for n in (1, 2)}
    with serving(pages) as site:
        pages["/sitemap.xml"] = urlset(f"{site.address}/story/1")
        project.scrapy("crawl", "loopback", *options(site.address))
        named = "".join(dated(f"{site.address}/story/{n}", "2024-01-05") for n in (1, 2))
        pages["/sitemap.xml"] = Page(f"<urlset>{named}</urlset>".encode(), headers=XML)
        project.scrapy("crawl", "loopback", *JANUARY, *options(site.address))
    assert (site.asked.count("/story/1"), site.asked.count("/story/2")) == (1, 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("since=soon",), "since='soon' is no day; write it as since=2024-01-31"),
        (("until=2024-01-01",), "until= needs a since=YYYY-MM-DD"),
        (("since=2024-02-01", "until=2024-01-01"), "since=2024-02-01 lies after until=2024-01-01"),
        (("sinse=2024-01-01",), "unknown argument 'sinse'; -a takes due, everything, since, until"),
    ],
)
def test_days_that_cannot_be_meant_are_said_before_the_start(
    project: Project, arguments: tuple[str, ...], said: str
) -> None:
    done = project.scrapy("crawl", "hurriyet", *(part for each in arguments for part in ("-a", each)))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_job_that_scrapyd_names_is_taken(project: Project) -> None:
    pages: dict[str, Page] = {}
    with serving(pages) as site:
        pages.update(newspaper(2, site.address))
        done = project.scrapy("crawl", "loopback", "-a", "_job=26f6c0ce", *options(site.address))
    assert done.returncode == 0, done.stderr
    assert len(project.find("articles")) == 2


ARCHIVED = [outlet for outlet in registry.outlets().values() if outlet.archives]


@pytest.mark.parametrize("outlet", ARCHIVED, ids=lambda outlet: outlet.name)
def test_declared_archives_name_their_days(outlet: type[OutletSpider]) -> None:
    days = Window(date(2024, 5, 14), date(2024, 5, 14))
    for source in outlet.archives:
        (asked,) = source.between(days)
        assert urls.same_site(asked.url, outlet.allowed_domains), asked.url
        if isinstance(source, WordPress):
            assert "after=2024-05-13" in asked.url
            continue
        around = discovery.source_days(asked.url)
        assert around is not None, asked.url
        assert around.meets(days), asked.url
