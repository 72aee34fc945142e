"""`scrapy doctor`: a healthy outlet is healthy, a stale declaration is named with the line to change."""

import inspect
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newscrawl import registry
from newscrawl.archive import Stored, append
from newscrawl.checkup import week_before
from newscrawl.commands.doctor import _line
from newscrawl.diagnosis import UNDATED, Findings, SourceFinding, problems
from newscrawl.exits import Exit
from newscrawl.outlet import OutletSpider
from tests import fleet
from tests.crawling import ROOT, Project
from tests.webserver import Page, serving

NOW = datetime(2026, 3, 3, tzinfo=UTC)
OUTLET = registry.outlets()["sozcu"]


def archive(project: Project, name: str, answers: list[tuple[str, int, str, str]]) -> str:
    path = project.folder / f"{name}.warc.gz"
    for url, status, kind, text in answers:
        append(path, Stored(url, status, (("Content-Type", kind),), text.encode()), NOW)
    return f"REPLAY={path}"


def site(outlet: type[OutletSpider] = OUTLET) -> list[tuple[str, int, str, str]]:
    """Every source of the outlet answers and names its articles."""
    _, *pages = fleet.answers(outlet)
    found = [(url, 200, kind, text) for url, kind, text in pages]
    named = fleet.ADDRESSES[outlet.name]
    return found + [(source.url, 200, *fleet.answer_of(source, named)) for source in outlet.sources]


def test_a_healthy_outlet_is_healthy(project: Project) -> None:
    done = project.scrapy("doctor", "sozcu", "-s", archive(project, "well", site()))
    assert done.returncode == Exit.OK, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("healthy")
    assert "body: 1 by selector" in done.stdout
    assert "1 of 1  div.col-lg-8.content" in done.stdout
    assert done.stderr == ""
    assert project.find("articles") == [], "nothing is stored"


def test_what_is_stale_is_named_with_the_line_to_change(project: Project) -> None:
    answers = [(url, status, kind, text.replace("col-lg-8 content", "news-text")) for url, status, kind, text in site()]
    feed = OUTLET.sources[0].url
    answers = [each if each[0] != feed else (feed, 404, "text/html", "gone") for each in answers]
    home = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss/yeni"></head></html>'
    answers.append(("https://www.sozcu.com.tr/", 200, "text/html", home))
    done = project.scrapy("doctor", "sozcu", "--json", "-s", archive(project, "ill", answers))
    assert done.returncode == Exit.DEGRADED
    said = json.loads(done.stdout)["problems"]
    assert said == [
        f'Feed("{feed}") does not work (http_404): take it out; '
        'the site itself names Feed("https://www.sozcu.com.tr/rss/yeni")',
        'body = "div.col-lg-8.content" matches on 0 of 1 pages; the text is in div.news-text',
    ]


def test_the_line_of_the_file_is_named(project: Project) -> None:
    answers = [each for each in site() if each[0] != OUTLET.sources[0].url]
    done = project.scrapy("doctor", "sozcu", "-s", archive(project, "gone", answers))
    source = OUTLET.sources[0]
    file = Path(inspect.getfile(OUTLET)).read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(file, 1) if source.url in line)
    assert f'- line {number}: {type(source).__name__}("{source.url}") does not work (not_archived)' in done.stdout


def test_what_a_site_leads_to_instead_is_named(project: Project) -> None:
    """A source that has moved to another site, an index that names itself, an article that leads to the home page."""
    outlet = registry.outlets()["bianet"]
    sitemap, feed, _, section = (source.url for source in outlet.sources)
    stories = [f"https://bianet.org/haber/ornek-haber-31234{n}" for n in range(2)]
    links = "".join(f'<a href="{url}">x</a>' for url in stories)
    answers = [
        (sitemap, 200, "text/xml", f"<sitemapindex><sitemap><loc>{sitemap}</loc></sitemap></sitemapindex>"),
        (section, 200, "text/html", f"<html><h1>Bianet</h1>{links}"),
        (stories[1], 200, "text/html", fleet.page(outlet, stories[1])),
    ]
    warc = archive(project, "moved", answers)
    for url, place in ((feed, "https://other.example/rss"), (stories[0], "https://bianet.org/")):
        moved = Stored(url, 302, (("Location", place),), b"")
        append(project.folder / "moved.warc.gz", moved, NOW)
    append(project.folder / "moved.warc.gz", Stored("https://other.example/rss", 200, (), b"<rss/>"), NOW)
    done = project.scrapy("doctor", "bianet", "--json", "-s", warc)
    said = json.loads(done.stdout)
    assert done.returncode == Exit.DEGRADED
    answered = {each["source"]: each["answer"] for each in said["sources"]}
    assert answered[f'NewsSitemap("{sitemap}")'] == "indexes that lead to indexes, 4 deep"
    assert answered[f'Feed("{feed}")'] == "it leads to another site, https://other.example/rss"
    assert f'article_url = r"{outlet.article_url}" lets in 1 pages that are no article (home_page)' in said["problems"]
    assert said["pages"] == 1


@pytest.mark.parametrize(
    ("answer", "remedy"),
    [
        ("http_404", "take it out; the site itself names Feed(y)"),
        ("an HTML page in place of a feed", "take it out; the site itself names Feed(y)"),
        (
            "private_address",
            "its address is not on the public internet; -s REACHABLE_NETWORKS=... names networks that are meant",
        ),
        ("robots", "robots.txt forbids it, take it out; the site itself names Feed(y)"),
        ("robots_unreachable", "look again later, it may be a bad moment"),
        ("timeout", "look again later, it may be a bad moment"),
        ("http_503", "look again later, it may be a bad moment"),
        ("http_403", "the site turns us away; look at its robots.txt and terms, or write to it"),
    ],
)
def test_only_what_is_for_good_is_to_be_taken_out(answer: str, remedy: str) -> None:
    found = Findings("sozcu", [SourceFinding("Feed(x)", "listed", answer)], ["Feed(y)"])
    assert next(problems(OUTLET, found)) == f"Feed(x) does not work ({answer}): {remedy}"


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        ('Feed("https://www.a.example/rss") is empty', "line 2: "),
        ('Feed("https://www.a.example/all/news.xml") is empty', "line 3: "),
        ('article_url = r"/x" lets in 2 pages', "line 4: "),
        ("body is missing on 2 of 5 pages", ""),
        ('Section("https://www.a.example/") is empty', ""),
    ],
)
def test_the_line_is_found_however_it_is_written(problem: str, line: str) -> None:
    lines = [
        "x",
        '    sources = (Feed("https://www.a.example/rss"),',
        '  Feed(S + "/all/news.xml"))',
        '  article_url = r"/x"',
    ]
    assert _line(lines, problem) == line


LOOK = """
import sys
from scrapy.utils.project import get_project_settings
from newscrawl.checkup import Checkup
from newscrawl.diagnosis import UNDATED, Findings, problems
from newscrawl.looking import look
from newscrawl.sources import Feed
from tests.loopback import Loopback
Loopback.sources = tuple(Feed(f"{sys.argv[1]}/{name}") for name in ("a", "b", "c"))
settings, found = get_project_settings(), Findings("loopback")
settings.setdict({"REACHABLE_NETWORKS": "127.0.0.1", "DOWNLOAD_DELAY": 0.1})
look(settings, Loopback, Checkup, findings=found, pages=3)
print(*problems(Loopback, found), sep="\\n")
"""


def test_a_site_that_does_not_want_to_be_looked_at_is_left_alone() -> None:
    pages = {f"/{name}": Page(b"", 429, {"Retry-After": "3600"}) for name in "abc"}
    with serving(pages) as site:
        command = [sys.executable, "-c", LOOK, site.address]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    assert site.asked == ["/robots.txt", "/a"]
    ended = "was not asked, for the look ended early (asked_to_wait)"
    assert done.stdout.splitlines()[:3] == [f'Feed("{site.address}/{name}") {ended}' for name in "abc"]


def test_a_look_that_was_cut_off_blames_no_source() -> None:
    found = Findings("sozcu", [SourceFinding("Feed(x)", "listed")], ended="asked_to_wait")
    assert next(problems(OUTLET, found)) == "Feed(x) was not asked, for the look ended early (asked_to_wait)"


def test_a_selector_that_only_some_pages_have_is_healthy() -> None:
    fields = {"lead": "p.lead", "body": "div.text", "article_url": "x", "name": "sozcu"}
    outlet = type("Optional", (OUTLET,), fields)
    found = Findings("sozcu", pages=5)
    found.hits.update(lead=1, body=5)
    assert list(problems(outlet, found)) == []
    found.hits.update(body=-1)
    assert list(problems(outlet, found)) == ['body = "div.text" matches on 4 of 5 pages']


@pytest.mark.parametrize(
    ("kind", "words"),
    [("shell", "`javascript = True` reads them in a browser"), ("consent", "`consent` names the button to click"),
     ("paywall", "a licence or another source"), ("parked", "has the site moved?")],
)  # fmt: skip
def test_a_wall_is_named_with_what_to_do_about_it(kind: str, words: str) -> None:
    found = Findings("sozcu", pages=5)
    found.walls[kind] = 5
    said = list(problems(OUTLET, found))
    assert said[0].startswith(f"5 of 5 pages are no article but {kind}; ")
    assert words in said[0]


def test_an_unknown_outlet_and_a_missing_archive_are_errors(project: Project) -> None:
    assert project.scrapy("doctor", "sozcü").returncode == Exit.USAGE
    missing = project.scrapy("doctor", "sozcu", "-s", "REPLAY=/none.warc.gz")
    assert missing.returncode == Exit.CONFIG
    assert "no archive at /none.warc.gz" in missing.stderr


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (SourceFinding("Feed(x)", "listed", "ok", 0, 0), "Feed(x) is empty"),
        (SourceFinding("Feed(x)", "listed", "ok", 9, 0, "https://x/1"), "matches none of 9 links, e.g. https://x/1"),
        (SourceFinding("Feed(x)", "listed", "dns"), "does not work (dns)"),
        (SourceFinding("Feed(x)", "listed", "ok", 9, 9), "no article page was read"),
    ],
)
def test_each_problem_in_a_line(finding: SourceFinding, words: str) -> None:
    assert any(words in said for said in problems(OUTLET, Findings("sozcu", [finding])))


MAYADEEN = registry.outlets()["almayadeen"]
MONTH = f'Sitemap("{MAYADEEN.archives[0].url}")'


def looked_at(project: Project, outlet: type[OutletSpider], answer: tuple[int, str] | None) -> tuple[list[str], str]:
    """Problems, and what is printed, of a healthy site whose archive answers so for last week."""
    week = week_before(datetime.now(ZoneInfo(outlet.timezone)).date())
    asked = next(outlet.archives[0].between(week)).url
    told = [] if answer is None else [(asked, answer[0], "text/xml", answer[1])]
    warc = archive(project, "archives", [*site(outlet), *told])
    printed = project.scrapy("doctor", outlet.name, "-s", warc).stdout
    return json.loads(project.scrapy("doctor", outlet.name, "--json", "-s", warc).stdout)["problems"], printed


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ((404, "gone"), f"{MONTH} does not work (http_404): take it out"),
        ((200, "<urlset></urlset>"), f"{MONTH} is empty"),
        (
            (200, "<urlset><url><loc>https://www.almayadeen.net/live</loc></url></urlset>"),
            f"{MONTH} names no article of ",
        ),
        (None, None),
        ((200, "<urlset><url><loc>https://www.almayadeen.net/news/politics/x</loc></url></urlset>"), None),
    ],
)
def test_archives_are_asked_for_last_week(
    project: Project, answer: tuple[int, str] | None, problem: str | None
) -> None:
    """What was recorded by a crawl has no archives: that they are missing there says nothing."""
    problems, printed = looked_at(project, MAYADEEN, answer)
    assert [each[: len(problem or each)] for each in problems] == ([problem] if problem else [])
    assert MONTH in printed
    if problem:
        file = Path(inspect.getfile(MAYADEEN)).read_text(encoding="utf-8").splitlines()
        number = next(n for n, line in enumerate(file, 1) if MAYADEEN.archives[0].url in line)
        assert f"- line {number}: {problem}" in printed


def test_an_archive_of_a_platform_is_declared_where_it_is_not_so(project: Project) -> None:
    outlet = registry.outlets()["enabbaladi"]
    asked = f'WordPress("{outlet.archives[0].url}")'
    _, printed = looked_at(project, outlet, (404, "gone"))
    assert f"- `archives` of WordPressSite, to be declared here: {asked} does not work (http_404): take it" in printed
    posts = f'[{{"link": "{fleet.ADDRESSES["enabbaladi"][0]}", "date_gmt": "2020-01-01T00:00:00"}}]'
    problems, _ = looked_at(project, outlet, (200, posts))
    assert problems[0].startswith(f"{asked} names no article of "), "it takes no heed of the days asked for"


def test_an_archive_that_names_the_latest_alone_is_no_archive() -> None:
    found = Findings("sozcu", [SourceFinding("Feed(x)", "listed", UNDATED, days="a week")])
    assert next(problems(OUTLET, found)) == f"Feed(x) does not work ({UNDATED}): take it out"
