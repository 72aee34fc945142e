"""End to end: real Scrapy in a process of its own, stored pages, a real MongoDB."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from newscrawl import registry
from newscrawl.commands.round import SAMPLE_DATABASE
from newscrawl.sample.edition import Print, prints
from newscrawl.sample.site import address
from newscrawl.urls import article_id, canonical
from tests.crawling import Project
from tests.test_seed import URL as COPY_URL
from tests.test_seed import page as seed_page

ORIGIN_URL = "https://arabi21.com/story/1279999/libya"
SENTENCES = (
    "وصل الوفد التجاري إلى مدينة سامسون صباح أمس برفقة أربعين رجل أعمال من دول الخليج العربي.",
    "وتفقد الزوار معامل الأجهزة الطبية في المنطقة الصناعية واستمعوا إلى شرح عن خطوط الإنتاج الجديدة.",
    "ووقعت الغرفتان مذكرة تفاهم تنص على إقامة معرض سنوي مشترك يتنقل بين المدينة والكويت.",
)


def article(title: str, sentences: tuple[str, ...] = SENTENCES, charset: str = "utf-8") -> bytes:
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f'<html><head><meta charset="{charset}"><meta property="og:title" content="{title}"><meta '
        f'property="article:published_time" content="2026-03-02T10:00:00+03:00"></head><body><h1>{title}</h1>'
        f'<div class="entry-content">{body}</div></body></html>'
    ).encode(charset)


def kept() -> tuple[Print, ...]:
    """What of the newsroom is stored: of outlets that report on everything only what is about Turkey."""
    return tuple(each for each in prints() if not (each.elsewhere and registry.outlets()[each.outlet].on_turkey_only))


def test_the_sample_newsroom_is_crawled_as_planned_and_again_without_a_trace(project: Project) -> None:
    project.drop(SAMPLE_DATABASE)
    first = project.scrapy("round", "--sample", "--json", MONGODB_DATABASE="")
    assert first.returncode == 0, first.stderr
    assert "\x1b" not in first.stderr  # the line that lives is for a terminal
    summary = json.loads(first.stdout)
    printed = kept()
    stored = {(run["outlet"], run["outcomes"]["new"]) for run in summary["runs"]}
    assert stored == {(o, sum(p.outlet == o for p in printed)) for o in {p.outlet for p in printed}}
    assert len(stored) >= 8
    off_topic = sum(run["outcomes"].get("rejected/off_topic", 0) for run in summary["runs"])
    assert off_topic == len(prints()) - len(printed) >= 5
    assert summary["totals"]["articles"] == len(printed) >= 150
    assert all(run["left"] == 0 and sum(run["outcomes"].values()) == run["found"] for run in summary["runs"])
    again = json.loads(project.scrapy("round", "--sample", "--json", MONGODB_DATABASE="").stdout)
    assert again["totals"] == summary["totals"]
    assert all(set(run["outcomes"]) & {"new", "updated"} == set() for run in again["runs"])
    assert again["story"]["members"] == summary["story"]["members"]


def test_planned_copies_are_found_and_bulletins_are_not_merged(newsroom: Project) -> None:
    printed = {article_id(registry.address(address(each))): each for each in kept()}
    stored = {each["_id"]: each for each in newsroom.find("articles") if each["_id"] in printed}
    assert stored.keys() == printed.keys()
    first = {each.story: key for key, each in sorted(printed.items(), key=lambda e: e[1].published, reverse=True)}
    planned = {key: first[each.story] for key, each in printed.items() if each.story and first[each.story] != key}
    found = {key: each["story"]["of"] for key, each in stored.items() if each["story"]["role"] == "copy"}
    assert len(planned) >= 30
    assert found == planned


@pytest.mark.parametrize("order", [("turkeyalaan", "arabi21"), ("arabi21", "turkeyalaan")])
@pytest.mark.parametrize("edited", [False, True], ids=["same text", "two paragraphs less, one more"])
def test_the_seed_is_a_copy_of_arabi21_whichever_came_first(
    project: Project, shared: Callable[[str], Path], order: tuple[str, ...], edited: bool
) -> None:
    text = shared("seed/turkeyalaan-milliyet-libya.txt").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.strip()]
    title = lines.index("ملييت: فرق عمل مشتركة بين أنقرة وواشنطن بشأن ليبيا")
    body = tuple(lines[title + 2 : lines.index(".")])
    if edited:
        body = (*body[:4], *body[6:9], SENTENCES[0], *body[9:])
    pages = project.pages(
        "seed", {COPY_URL: seed_page(lines, "entry-content"), ORIGIN_URL: article(lines[title], body)}
    )
    for outlet in order:
        assert project.scrapy("crawl", outlet, "-s", f"REPLAY={pages}").returncode == 0
    copy, origin = project.one("articles", {"outlet": "turkeyalaan"}), project.one("articles", {"outlet": "arabi21"})
    assert origin["story"]["role"] == "origin"
    assert (copy["story"]["role"], copy["story"]["of"]) == ("copy", origin["_id"])
    assert copy["story"]["id"] == origin["story"]["id"]
    assert copy["story"]["evidence"]
    assert "turkeyalaan" in project.one("stories", {})["why"]


def test_every_page_ends_in_a_named_outcome(project: Project) -> None:
    base = "https://www.turkeyalaan.net/2026/03/02/"
    good = article("وفد خليجي يزور سامسون")
    pages = project.pages(
        "mixed",
        {
            f"{base}good/": good,
            f"{base}empty/": b"",
            f"{base}no-article/": b"<html><h1>404</h1><p>not found</p></html>",
            f"{base}picture/": b"\x89PNG\r\n\x1a\n" + bytes(5000),
            f"{base}gone/": (410, b"gone"),
            f"{base}broken/": (500, b"oops"),
            f"{base}charset/": article("غرفة سامسون", charset="windows-1256").replace(b"windows-1256", b"iso-8859-9"),
        },
    )
    assert project.scrapy("crawl", "turkeyalaan", "-s", f"REPLAY={pages}").returncode == 0
    run = project.one("runs", {})
    assert run["outcomes"] == {
        "new": 2, "rejected/no_title": 1, "rejected/wall_soft_404": 1, "rejected/not_html": 1, "failed/http_410": 1,
        "failed/http_500": 1,
    }  # fmt: skip
    assert (run["found"], run["left"], run["state"], run["exit_code"]) == (7, 0, "closed", 0)
    misdeclared = project.one("articles", {"url": canonical(f"{base}charset/")})
    assert misdeclared["body"] == "\n\n".join(SENTENCES)


def test_a_run_takes_no_more_than_it_may(project: Project) -> None:
    base = "https://www.turkeyalaan.net/2026/03/02/"
    pages = project.pages("many", {f"{base}{n}/": article(f"خبر {n}") for n in range(5)})
    run = ("crawl", "turkeyalaan", "-s", f"REPLAY={pages}")
    assert project.scrapy(*run, "-s", "ARTICLES_PER_RUN=3").returncode == 0
    assert len(project.find("articles")) == 3
    assert "articles found: 3 unchanged; 2 more wait" in project.scrapy(*run, "-s", "ARTICLES_PER_RUN=3").stderr
    project.scrapy(*run)
    assert len(project.find("articles")) == 5


def test_the_same_pages_twice_change_nothing(project: Project) -> None:
    pages = project.pages("same", {"https://www.turkeyalaan.net/2026/03/02/a/": article("وفد خليجي يزور سامسون")})
    project.scrapy("crawl", "turkeyalaan", "-s", f"REPLAY={pages}")
    first = project.one("articles", {})
    project.scrapy("crawl", "turkeyalaan", "-s", f"REPLAY={pages}")
    second = project.one("articles", {})
    assert {**first, "last_seen": None} == {**second, "last_seen": None}
    assert project.find("frontier") == []
    assert [run["outcomes"] for run in sorted(project.find("runs"), key=lambda run: run["started"])] == [
        {"new": 1},
        {"unchanged": 1},
    ]


def test_what_a_killed_run_left_unplaced_the_next_one_places(project: Project) -> None:
    first = project.pages("first", {"https://www.turkeyalaan.net/2026/03/02/a/": article("وفد خليجي يزور سامسون")})
    project.scrapy("crawl", "turkeyalaan", "-s", f"REPLAY={first}")
    project.change("articles", {"$set": {"story_state": "pending"}, "$unset": {"story": ""}})
    project.change("signatures", None)
    other = project.pages("other", {"https://www.turkeyalaan.net/2026/03/02/b/": b"<h1>404</h1>"})
    project.scrapy("crawl", "turkeyalaan", "-s", f"REPLAY={other}")
    stored = project.one("articles", {})
    assert (stored["story_state"], stored["story"]["role"]) == ("done", "single")
    assert len(project.find("signatures")) == 1


def test_an_edited_page_is_an_update_of_the_same_document(project: Project) -> None:
    url = "https://www.turkeyalaan.net/2026/03/02/a/"
    old = project.pages("old", {url: article("وفد خليجي يزور سامسون")})
    new = project.pages("new", {url: article("وفد خليجي يغادر سامسون")})
    for pages in (old, new):
        project.scrapy("crawl", "turkeyalaan", "-s", f"REPLAY={pages}")
    stored = project.one("articles", {})
    assert (stored["title"], stored["revision"], stored["story_state"]) == ("وفد خليجي يغادر سامسون", 2, "done")


def test_one_article_under_several_addresses_is_one_document(project: Project) -> None:
    page = article("وفد خليجي يزور سامسون")
    spellings = ("https://www.turkeyalaan.net/2026/03/02/a/", "http://turkeyalaan.net/2026/03/02/a/amp/?utm_source=x")
    pages = project.pages("twice", dict.fromkeys(spellings, page))
    project.scrapy("crawl", "turkeyalaan", "-s", f"REPLAY={pages}")
    assert project.one("articles", {})["url"] == "https://www.turkeyalaan.net/2026/03/02/a"


def test_a_slug_that_changes_makes_no_second_article_and_links_still_find_it(project: Project) -> None:
    site = "https://arabi21.com"
    page = article("زيارة وفد إلى أنقرة", ("قالت تركيا إن الوفد التركي وصل إلى أنقرة.", *SENTENCES))
    linking = article("وفد خليجي يزور سامسون").replace(
        b"</div>", f"<p>Arabi21: <a href='{site}/story/1700001/other'>x y</a> {SENTENCES[0]}</p></div>".encode()
    )
    slugs = (f"{site}/story/1700001/old-slug", f"{site}/story/1700001/new-slug", f"{site}/story/1700001/")
    copier = "https://www.turkeyalaan.net/2026/03/02/a/"
    pages = project.pages("slugs", dict.fromkeys(slugs, page) | {copier: linking})
    for outlet in ("arabi21", "turkeyalaan"):
        assert project.scrapy("crawl", outlet, "-s", f"REPLAY={pages}").returncode == 0
    stored = project.one("articles", {"outlet": "arabi21"})
    assert (stored["url"], stored["revision"]) == (f"{site}/story/1700001", 1)
    run = project.one("runs", {"outlet": "arabi21"})
    assert (run["found"], run["outcomes"]) == (1, {"new": 1})
    assert project.one("articles", {"outlet": "turkeyalaan"})["links"] == [stored["url"]]
    assert json.loads(project.scrapy("story", slugs[1], "--json").stdout)["origin"] == stored["_id"]


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "message"),
    [
        (("crawl", "hurriye"), {}, 2, "did you mean hurriyet"),
        (("crawl", "hurriyet", "-s", "REPLAY=/nowhere.warc"), {}, 78, "no archive at /nowhere.warc"),
        (("crawl", "hurriyet", "-s", "REPLAY=pyproject.toml"), {}, 78, "holds no web answers"),
        (("crawl", "hurriyet", "-s", "WARC=/dev/null/x.warc.gz"), {}, 78, "cannot write"),
        (("crawl", "hurriyet", "-s", "LEASE_SECONDS=abc"), {}, 78, "LEASE_SECONDS is 'abc'; it has to be a number"),
        (("round", "hurriyet", "-s", "REACHABLE_NETWORKS=10.0.0.0/99"), {}, 78, "REACHABLE_NETWORKS is '10.0.0.0/99'"),
        (("crawl", "hurriyet"), {"NEWSCRAWL_WATCH": "README.md"}, 78, "WATCH is 'README.md'; it has to be a TOML file"),
        (("crawl", "hurriyet"), {"MONGODB_URI": "mongodb://u:secret@127.0.0.1:1/"}, 74, "MongoDB at mongodb://u:***@"),
        (("round", "hurriye"), {}, 2, "did you mean hurriyet"),
        (("round", "--sample"), {"NEWSCRAWL_DATA": "/dev/null/x"}, 78, "set NEWSCRAWL_DATA"),
        (("crawl", "hurriyet"), {"MONGODB_URI": "", "NEWSCRAWL_MONGOD": "/nowhere"}, 74, "/nowhere, which is no file"),
        (("story", "nosuch"), {}, 66, "no story or article 'nosuch'"),
    ],
)
def test_what_cannot_start_says_so_in_one_line(
    project: Project, arguments: tuple[str, ...], environment: dict[str, str], code: int, message: str
) -> None:
    done = project.scrapy(*arguments, **environment)
    assert done.returncode == code, done.stderr
    assert message in done.stderr.splitlines()[-1]
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr
    assert project.find("runs") == []


def test_an_outlet_that_cannot_be_reached_is_not_a_success(project: Project) -> None:
    pages = project.pages("none", {"https://example.org/": b"another site"})
    done = project.scrapy("crawl", "hurriyet", "-s", f"REPLAY={pages}")
    assert done.returncode == 69
    assert "hurriyet: unreachable: none of 4 sources" in done.stderr
    assert project.one("runs", {})["exit_code"] == 69


def test_where_the_declared_sources_fail_the_home_page_and_robots_name_others(project: Project) -> None:
    site = "https://www.hurriyet.com.tr"
    feed = f"<rss version='2.0'><channel><item><link>{site}/gundem/by-feed-11111111</link></item></channel></rss>"
    sitemap = f"<urlset><url><loc>{site}/gundem/by-sitemap-22222222</loc></url></urlset>"
    home = f"<link rel=alternate type='application/rss+xml' href='/new'><a href='{site}/gundem/by-link-33333333'>x</a>"
    pages = {
        f"{site}/rss/gundem": (404, b"gone"),
        f"{site}/sitemaps/newssitemap.xml": b"<!doctype html><p>not a sitemap",
        f"{site}/": home.encode(),
        f"{site}/robots.txt": f"User-agent: *\nSitemap: {site}/new.xml\n".encode(),
        f"{site}/new": feed.encode(),
        f"{site}/new.xml": sitemap.encode(),
    }
    articles = {f"{site}/gundem/{name}": article(name) for name in ("by-feed-11111111", "by-link-33333333")}
    articles[f"{site}/gundem/by-sitemap-22222222"] = article("by-sitemap")
    folder = project.pages("moved", pages | articles)
    done = project.scrapy("crawl", "hurriyet", "-s", f"REPLAY={folder}", "-s", "REPLAY_ALL_PAGES=0")
    assert done.returncode == 0, done.stderr
    assert {each["source"] for each in project.find("articles")} == {f"{site}/new", f"{site}/new.xml", f"{site}/"}
    assert f"/rss/gundem (failed/http_404): trying what {site}/ and its robots.txt name instead" in done.stderr
    assert "/sitemaps/newssitemap.xml (failed/html): trying" in done.stderr
    assert "; 2 declared sources failed or named nothing, others were asked instead" in done.stderr


def test_a_story_is_told_in_words(newsroom: Project) -> None:
    origin = next(each for each in newsroom.find("articles", {"story.role": "origin"}) if each["outlet"] == "aa_tr")
    told = newsroom.scrapy("story", origin["url"])
    assert told.returncode == 0, told.stderr
    assert "origin: aa_tr" in told.stdout
    assert "copy:" in told.stdout
    as_json = json.loads(newsroom.scrapy("story", origin["story"]["id"], "--json").stdout)
    assert as_json["origin"] == origin["_id"]
