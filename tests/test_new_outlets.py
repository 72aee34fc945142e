"""Sites that nobody prepared for: one file of at most 25 lines each, nothing else changed, crawled from end to end."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from newscrawl.discovery import Link, NotAFeed, Window, page_after, posts, posts_between
from newscrawl.extraction import Page as Read
from newscrawl.extraction import completed
from newscrawl.outlet import OutletSpider
from tests.crawling import Project
from tests.fleet import PARAGRAPHS
from tests.loopback import options
from tests.test_sources import XML
from tests.webserver import Page, serving

WORDPRESS = '''"""بلدتي: a local paper on WordPress. Synthetic."""

from newscrawl.outlet import Expect, Feed, OutletSpider, WordPress

SITE = "{site}"


class Baldati(OutletSpider):
    """Its pages fill themselves by script; its REST interface has whole texts."""

    name, title = "baldati", "بلدتي"
    kind, country, language = "newspaper", "TR", "ar"
    allowed_domains = ("127.0.0.1",)
    sources = (
        Feed(SITE + "/feed/", status="listed"),
        WordPress(SITE + "/wp-json/wp/v2/posts?per_page=2", status="inferred", pages=3),
    )
    article_url = r"/20\\d\\d/\\d\\d/\\d\\d/[^/?#]+/?$"
    expect = Expect(per_day=(1, 20))
'''
JEKYLL = '''"""Kasaba: a weekly made with Jekyll. Synthetic."""

from newscrawl.outlet import Expect, Feed, OutletSpider, Sitemap

SITE = "{site}"


class Kasaba(OutletSpider):
    """An Atom feed of the last posts, a sitemap of all."""

    name, title = "kasaba", "Kasaba"
    kind, country, language = "newspaper", "TR", "tr"
    allowed_domains = ("127.0.0.1",)
    sources = (Feed(SITE + "/feed.xml", status="listed"), Sitemap(SITE + "/sitemap.xml", status="listed"))
    article_url = r"/20\\d\\d/\\d\\d/\\d\\d/[a-z-]+\\.html$"
    expect = Expect(per_day=(1, 5))
'''
ATOM = "http://www.w3.org/2005/Atom"
SHELL = Page(b"<!doctype html><html><head><title>x</title><script src=/app.js></script></head><body><div id=app></div>")


def text(language: str, number: int) -> list[str]:
    first, *rest = PARAGRAPHS[language]
    return [f"{number}: {first}", *rest[number % 3 :], *rest[: number % 3]]


def day(number: int) -> date:
    """When an article was published: the last one yesterday, so that the outlet is in order."""
    return datetime.now(UTC).date() - timedelta(days=6 - number)


def post(site: str, number: int) -> dict[str, object]:
    return {
        "link": f"{site}/{day(number):%Y/%m/%d}/news-{number}/",
        "date_gmt": f"{day(number)}T09:30:00",
        "title": {"rendered": f"إزمير: افتتاح الجسر رقم {number}"},
        "content": {"rendered": "".join(f"<p>{each}</p>" for each in text("ar", number)), "protected": False},
    }


def wordpress(site: str) -> dict[str, Page]:
    """A site with five posts, two a page; a client that is no browser sees shells."""
    listed = [post(site, number) for number in range(5, 0, -1)]
    answers = [json.dumps(listed[start : start + 2]).encode() for start in (0, 2, 4)]
    headers = {"Content-Type": "application/json", "X-WP-TotalPages": "3"}
    address = "/wp-json/wp/v2/posts?per_page=2"
    pages = {address: Page(answers[0], headers=headers)}
    pages |= {f"{address}&page={n}": Page(answers[n - 1], headers=headers) for n in (2, 3)}
    return pages | {f"/{day(number):%Y/%m/%d}/news-{number}/": SHELL for number in range(1, 6)}


def jekyll(site: str) -> dict[str, Page]:
    """Three posts, of which the feed names the last."""
    paths = [f"/{day(number):%Y/%m/%d}/haber-{letter}.html" for number, letter in enumerate("abc", 3)]
    entry = f"<entry><title>c</title><link rel='alternate' href='{site}{paths[2]}'/></entry>"
    places = "".join(f"<url><loc>{site}{path}</loc></url>" for path in ("/", "/hakkinda.html", *paths))
    pages = {
        "/feed.xml": Page(f"<feed xmlns='{ATOM}'><title>k</title>{entry}</feed>".encode(), headers=XML),
        "/sitemap.xml": Page(f"<urlset>{places}</urlset>".encode(), headers=XML),
    }
    for number, path in enumerate(paths, 3):
        lines = "".join(f"<p>{each}</p>" for each in text("tr", number))
        time = f"<time datetime='{day(number)}T09:30:00+03:00'>x</time>"
        title = f"Köprü {number}"
        page = f"<!doctype html><html lang=tr><title>{title}</title><h1>{title}</h1>{time}<article>{lines}"
        pages[path] = Page(page.encode())
    return pages


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of outlets beside the project's."""
    package = tmp_path / "added" / "moreoutlets"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    return package


def crawl(project: Project, added: Path, name: str, declaration: str, address: str) -> None:
    assert len(declaration.splitlines()) <= 25
    (added / f"{name}.py").write_text(declaration.replace("{site}", address), encoding="utf-8")
    done = project.scrapy("crawl", name, *options(address, SPIDER_MODULES="spiders,moreoutlets"))
    assert done.returncode == 0, done.stderr[-3000:]


def test_a_wordpress_site_whose_pages_are_shells(project: Project, added: Path) -> None:
    pages: dict[str, Page] = {}
    with serving(pages) as site:
        pages |= wordpress(site.address)
        crawl(project, added, "baldati", WORDPRESS, site.address)
    found = project.find("articles")
    assert len(found) == 5
    for article in found:
        number = int(article["url"][-1])
        assert article["body"].split("\n\n") == text("ar", number)
        assert article["title"] == f"إزمير: افتتاح الجسر رقم {number}"
        assert article["published"].isoformat() == f"{day(number)}T09:30:00+00:00"
        assert {article["provenance"][name] for name in ("title", "body")} == {"feed"}
    assert not [each for each in project.find("frontier", {"kind": "article"}) if not each.get("told")]


def test_a_backfill_asks_wordpress_for_its_days_alone(project: Project, added: Path) -> None:
    pages: dict[str, Page] = {}
    first, last = day(2), day(3)
    asked = f"/wp-json/wp/v2/posts?per_page=2&after={day(1)}T23%3A59%3A59&before={day(4)}T00%3A00%3A00"
    with serving(pages) as site:
        listed = json.dumps([post(site.address, 3), post(site.address, 2), post(site.address, 1)]).encode()
        pages |= wordpress(site.address) | {asked: Page(listed, headers={"X-WP-TotalPages": "1"})}
        (added / "baldati.py").write_text(WORDPRESS.replace("{site}", site.address), encoding="utf-8")
        days = ("-a", f"since={first}", "-a", f"until={last}")
        done = project.scrapy("crawl", "baldati", *days, *options(site.address, SPIDER_MODULES="spiders,moreoutlets"))
    assert asked in site.asked, done.stderr[-3000:]
    assert sorted(each["url"][-1] for each in project.find("articles")) == ["2", "3"], done.stderr[-3000:]
    assert "/feed/" not in site.asked


def test_a_jekyll_site(project: Project, added: Path) -> None:
    pages: dict[str, Page] = {}
    with serving(pages) as site:
        pages |= jekyll(site.address)
        crawl(project, added, "kasaba", JEKYLL, site.address)
    found = {each["title"]: each for each in project.find("articles")}
    assert set(found) == {"Köprü 3", "Köprü 4", "Köprü 5"}
    for number in (3, 4, 5):
        assert found[f"Köprü {number}"]["body"].split("\n\n") == text("tr", number)


SITE = "https://a.example/wp-json/wp/v2/posts?per_page=50"


def test_posts_are_read_with_their_texts() -> None:
    listed = [
        post("https://a.example", 1),
        {"link": 7},
        "x",
        {"link": "/b/", "title": {"rendered": "B"}, "content": {"rendered": "<p>x</p>", "protected": True}},
    ]
    first, second = posts(json.dumps(listed).encode(), SITE)
    assert (first.url, first.published) == (f"https://a.example/{day(1):%Y/%m/%d}/news-1/", f"{day(1)}T09:30:00+00:00")
    assert first.body_html is not None
    assert first.body_html.startswith("<p>1: ")
    assert second == Link("https://a.example/b/", "B", None)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "an empty answer"),
        (b"<html>", "an HTML page"),
        (b"[", "broken JSON"),
        (b'{"code": "rest_no_route"}', "rest_no_route"),
        (b"7", "JSON of another kind"),
        (b"[" * 100_000, "broken JSON"),
    ],
)
def test_what_is_no_list_of_posts_says_what_it_is(body: bytes, said: str) -> None:
    with pytest.raises(NotAFeed, match=said):
        list(posts(body, SITE))


@pytest.mark.parametrize(
    ("url", "total", "following"),
    [
        (SITE, "3", f"{SITE}&page=2"),
        (f"{SITE}&page=2", "3", f"{SITE}&page=3"),
        (f"{SITE}&page=3", "3", None),
        (SITE, "", None),
        (SITE, "many", None),
    ],
)
def test_the_page_that_follows(url: str, total: str, following: str | None) -> None:
    assert page_after(url, total) == following


def test_posts_of_a_window_are_asked_for_by_their_days() -> None:
    asked = posts_between(SITE, Window(date(2024, 5, 1), date(2024, 5, 31)))
    assert asked == f"{SITE}&after=2024-04-30T23%3A59%3A59&before=2024-06-01T00%3A00%3A00"


def test_a_paywall_is_not_gone_around_by_the_feed() -> None:
    class Paper(OutletSpider):
        name, title, country, language, allowed_domains = "paper", "Paper", "TR", "ar", ("a.example",)
        article_url = "."

    told = {"title": "T", "html": "".join(f"<p>{each}</p>" for each in text("ar", 1)), "published": "2026-03-01"}
    now, url = datetime(2026, 3, 2, tzinfo=UTC), "https://a.example/x"
    closed = '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    for html, taken in ((closed, False), ("<script></script>", True), ("<h1>404</h1>", True)):
        paper = Paper()
        extract = completed(paper.read(Read(html, url), now=now), told, paper, url, now)
        assert bool(extract.paragraphs and extract.paragraphs.source == "feed") is taken, html
    teaser = {"html": "<p>Kısa bir özet.</p>"}
    assert completed(Paper().read(Read("", url), now=now), teaser, Paper(), url, now).paragraphs is None
