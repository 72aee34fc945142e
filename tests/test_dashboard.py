"""The dashboard: every page of a newsroom that is there, of one that is empty, and of one that attacks its readers."""

import re
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pymongo import MongoClient

from newscrawl import mongod
from newscrawl.exits import Exit
from tests import newsroom
from tests.crawling import Project
from tests.serving import Dashboard, dashboard

PAGES = (
    "/", "/?days=7&show=trouble", "/?days=90", "/outlet/milliyet", "/outlet/turkeyalaan?days=90", "/stories",
    "/stories?outlet=turkeyalaan", "/stories?page=2", "/map", "/map?kind=citations&days=90",
)  # fmt: skip
ATTACK = '</title><script>window.hacked = 1</script>"\'><img src=x onerror="window.hacked = 2">'
EVIL = "a77ac" + "0" * 11


@pytest.fixture(scope="module")
def running(mongo_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """A dashboard over the sample newsroom, which has one article more, by somebody who means harm."""
    project = Project(mongo_uri, "test_dashboard", tmp_path_factory.mktemp("dashboard"))
    with MongoClient[dict[str, Any]](mongo_uri) as client:
        client.drop_database(project.database)
        newsroom.build(mongo_uri, project.database)
        client[project.database].articles.insert_one(_attack())
        with dashboard(project) as found:
            yield found
        client.drop_database(project.database)


def _attack() -> dict[str, Any]:
    now = datetime.now(UTC)
    body = f"<script>window.hacked = 3</script> {ATTACK}\n\n{{{{ 7 * 7 }}}} <b>bold</b>"
    return {
        "_id": EVIL, "url": "javascript:window.hacked=4", "outlet": "hurriyet", "title": ATTACK, "body": body,
        "language": '"><script>window.hacked = 5</script>', "published": now, "first_seen": now, "last_seen": now,
        "story": {"role": "single"}, "content_hash": "x", "revision": 1,
    }  # fmt: skip


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture
def tab(browser: Browser, running: Dashboard) -> Iterator[Page]:
    page = browser.new_page(base_url=running.address)
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []


def first_story(running: Dashboard, query: dict[str, Any] | None = None) -> dict[str, Any]:
    return running.project.find("stories", query)[0]


def test_the_fleet_says_who_needs_a_look_and_why(tab: Page) -> None:
    tab.goto("/")
    tiles = {tile.locator("h2").inner_text(): tile for tile in tab.locator(".tile").all()}
    states = {name: tile.locator(".state").inner_text() for name, tile in tiles.items()}
    assert {name for name, state in states.items() if state == "needs a look"} == {
        "Milliyet", "NTV", "DHA", "Anadolu Ajansı",
    }  # fmt: skip
    assert states["Habertürk"] == "warning"
    assert states["Hürriyet"] == "well"
    assert "matched none of 14 pages" in tiles["Milliyet"].inner_text()
    assert "its process ended before the run did" in tiles["DHA"].inner_text()
    assert "turns the crawler away" in tiles["Anadolu Ajansı"].inner_text()
    tab.get_by_role("link", name="those that need a look").click()
    assert "show=trouble" in tab.url
    expect(tab.locator(".tile")).to_have_count(5)


def test_a_chart_and_its_table_say_what_the_database_says(tab: Page, running: Dashboard) -> None:
    """Counted anew from the articles, not from what the dashboard counted."""
    tab.goto("/outlet/arabi21?days=90")
    tab.locator("section", has=tab.get_by_role("heading", name="Articles stored")).locator("summary").click()
    table = tab.get_by_role("region", name="Articles stored, day by day")
    shown = {
        row.locator("th").inner_text(): int(row.locator("td").inner_text()) for row in table.locator("tbody tr").all()
    }
    counted: dict[str, int] = {}
    for article in running.project.find("articles", {"outlet": "arabi21"}):
        day = f"{article['first_seen']:%Y-%m-%d}"
        counted[day] = counted.get(day, 0) + 1
    assert {day: count for day, count in shown.items() if count} == counted
    assert tab.locator("svg.columns").first.get_attribute("aria-label") == (
        f"Articles stored a day: 37 in 90 days, {max(counted.values())} at most, {shown[max(shown)]} today"
    )


def test_an_outlet_shows_fields_sources_and_rejects(tab: Page) -> None:
    tab.goto("/outlet/milliyet")
    text = tab.locator("main").inner_text()
    for said in (
        "markup changed",
        "milliyet.com.tr/rss",
        "rejected: wall consent",
        "failed: timeout",
        "json-ld",
        "generic",
    ):
        assert said in text
    assert tab.locator("svg.shares").count() == 4


def test_a_story_its_way_and_what_a_copy_changed(tab: Page, running: Dashboard) -> None:
    abridged = running.project.find(
        "articles", {"outlet": "turkeyalaan", "story.method": {"$exists": True, "$ne": "exact"}}
    )[0]
    tab.goto(f"/story/{abridged['story']['id']}")
    assert tab.locator("svg.timeline circle").count() == 2
    tab.get_by_role("link", name=re.compile("compare")).click()
    tab.wait_for_url(f"**copy={abridged['_id']}*")
    cut, sheets = tab.locator("article.sheet del"), tab.locator("article.sheet")
    assert cut.count() > 0
    gone = cut.first.inner_text()
    assert gone in sheets.nth(0).inner_text()
    assert gone not in sheets.nth(1).inner_text()


def test_arabic_is_set_from_the_right(tab: Page, running: Dashboard) -> None:
    story = first_story(running, {"outlets": "turkeyalaan"})
    tab.goto(f"/story/{story['_id']}")
    for place in ("h1", "article.sheet", "article.sheet p >> nth=0"):
        assert tab.locator(place).evaluate("each => getComputedStyle(each).direction") == "rtl", place
    assert tab.locator("article.sheet p").first.evaluate("each => getComputedStyle(each).textAlign") == "start"
    box = tab.locator("h1").evaluate(
        "each => { const r = document.createRange(); r.selectNodeContents(each); const b = r.getBoundingClientRect();"
        " const p = each.getBoundingClientRect(); return [p.right - b.right, b.left - p.left] }"
    )
    assert box[0] < 2 < box[1]  # the letters begin at the right edge
    tab.goto("/outlet/milliyet")
    assert tab.locator("h1 bdi").evaluate("each => getComputedStyle(each).direction") == "ltr"


def test_an_article_that_attacks_is_shown_as_text(tab: Page) -> None:
    for path in (f"/story/{EVIL}", "/outlet/hurriyet", f"/stories?q={EVIL}"):
        tab.goto(path)
        assert tab.evaluate("window.hacked") is None
        assert ATTACK in tab.locator("main").inner_text()
        assert tab.locator("script, main img, main b, a[href^='javascript']").count() == 0
    tab.goto(f"/story/{EVIL}")
    assert tab.title().startswith(ATTACK[:20])
    assert "{{ 7 * 7 }}" in tab.locator("main").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, running: Dashboard, scheme: Any) -> None:
    """Names, roles, contrast, order of headings: in both colour schemes, tables opened."""
    story = first_story(running, {"size": {"$gt": 3}})
    copy = next(each for each in story["members"] if each != story["origin"])
    page = browser.new_page(base_url=running.address, color_scheme=scheme)
    for path in ("/", "/outlet/milliyet", "/stories", f"/story/{story['_id']}?copy={copy}", "/map", "/?days=0"):
        page.goto(path)
        for summary in page.locator("summary").all():
            if summary.locator("..").get_attribute("open") is None:
                summary.click()
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == [], path
    page.close()


def test_pages_are_walked_by_keyboard(tab: Page) -> None:
    tab.goto("/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "To the content"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().left") > 0  # it shows once it has the focus
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    reached: set[str] = set()
    for _ in range(30):
        tab.keyboard.press("Tab")
        reached.add(tab.evaluate("document.activeElement.tagName + ' ' + document.activeElement.textContent.trim()"))
    assert {"A Milliyet", "A 90 days", "A those that need a look"} <= reached
    assert any(each.startswith("SUMMARY The numbers") for each in reached)


def test_no_page_is_wider_than_a_telephone(browser: Browser, running: Dashboard) -> None:
    page = browser.new_page(base_url=running.address, viewport={"width": 380, "height": 800})
    for path in ("/", "/outlet/milliyet", "/stories", f"/story/{first_story(running)['_id']}", "/map"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 380, path
        assert [each["id"] for each in Axe().run(page).response["violations"]] == [], path
    for path in (f"/story/{first_story(running, {'size': {'$gt': 3}})['_id']}", "/map"):
        page.goto(path)
        assert page.locator(".wide text").last.evaluate("each => each.getBoundingClientRect().height") >= 7, path
    page.close()


def test_every_view_is_a_link_and_every_answer_is_guarded(running: Dashboard) -> None:
    for path in PAGES:
        answer = running.get(path)
        assert answer.status == 200, path
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"(src|href)=.https?://(?!www\.|[a-z.]*(com|net|tr|org))", answer.text)
        assert "<script" not in answer.text
        assert " style=" not in answer.text
    assert 'href="?days=7&amp;show=trouble"' in running.get("/?days=90&show=trouble").text.replace(
        "show=trouble&amp;days=7", "days=7&amp;show=trouble"
    )


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/?days=0", "days is a whole number from 1 to 90"),
        ("/?days=1e9", "days is a whole number from 1 to 90"),
        ("/?days=٣", "days is a whole number from 1 to 90"),
        ("/map?days=91", "days is a whole number from 1 to 90"),
        ("/map?kind=$where", "kind is one of: copies, citations"),
        ("/stories?page=41", "page is a whole number from 1 to 40"),
        ("/stories?page=-1", "page is a whole number from 1 to 40"),
        ("/stories?outlet[$ne]=x&outlet=$ne", "outlet is a key"),
        ("/stories?q=" + "x" * 201, "a search has 200 characters at most"),
    ],
)
def test_questions_have_bounds(running: Dashboard, path: str, says: str) -> None:
    answer = running.get(path.replace("٣", "%D9%A3"))
    assert (answer.status, says in answer.text) == (400, True)


def test_what_is_not_there_and_what_may_not_be_done(running: Dashboard) -> None:
    story = first_story(running)
    for path in ("/nothing", "/outlet/nobody", "/story/0000", f"/story/{story['_id']}?copy=0000", "/static/../app.py"):
        assert running.get(path).status == 404, path
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert running.get("/", method).status == 405
    assert running.get("/", Host="evil.example").status == 400  # a name that was bound to loopback elsewhere


def test_an_address_leads_to_its_story(running: Dashboard) -> None:
    article = running.project.find("articles", {"story.role": "copy"})[0]
    answer = running.get(f"/stories?q={article['url']}")
    assert f"copy={article['_id']}" in answer.text


def test_a_search_finds_in_any_spelling(tab: Page, running: Dashboard) -> None:
    tab.goto("/stories")
    tab.get_by_label("Words").fill("uzun carsi")  # as typed without a Turkish keyboard
    tab.keyboard.press("Enter")
    tab.wait_for_url("**q=uzun*")
    first = tab.locator(".stories li").first
    assert [mark.inner_text() for mark in first.locator(".title mark").all()] == ["Uzun", "Çarşı'nın"[:5]]
    assert "No article says this" in running.get("/stories?q=nowhereatall").text
    assert running.get('/stories?q=""').status == 400
    last = running.get("/stories?q=bir|de&page=4")
    assert (last.status, ">older</a>" in last.text) == (200, False)
    assert "a search shows 4 pages" in running.get("/stories?q=bir&page=5").text


def test_nothing_is_written(running: Dashboard) -> None:
    """By MongoDB's own profiler: whatever the pages ask is a read."""
    story = first_story(running)
    with MongoClient[dict[str, Any]](running.project.uri) as client:
        database = client[running.project.database]
        database.command("profile", 2)
        for path in (*PAGES, "/metrics", f"/story/{story['_id']}?copy={story['members'][-1]}", "/stories?q=deprem"):
            running.get(path)
        database.command("profile", 0)
        asked = list(database["system.profile"].find({"ns": {"$not": {"$regex": "system.profile"}}}))
        database.drop_collection("system.profile")
    done = {next(iter(each.get("command") or {"?": 0})) for each in asked if each["op"] == "command"}
    assert len(asked) > 20
    assert {each["op"] for each in asked} <= {"query", "command", "getmore"}
    assert done <= {"aggregate", "count", "find", "distinct", "profile"}
    assert not {stage for each in asked for part in each.get("command", {}).get("pipeline", []) for stage in part} & {
        "$out", "$merge",
    }  # fmt: skip


def test_an_empty_database_and_one_that_is_broken(project: Project) -> None:
    with dashboard(project) as running:
        for path in (*PAGES[:3], "/outlet/hurriyet", "/stories", "/map", "/metrics"):
            assert running.get(path).status == 200, path
        assert "Nothing was crawled yet" in running.get("/").text
        assert "<svg" not in running.get("/outlet/hurriyet").text  # no axes without numbers
        broken: list[dict[str, Any]] = [
            {"_id": "1", "outlet": "hurriyet"},
            {"_id": "2", "outlet": "ntv", "started": datetime.now(UTC), "state": "of the future", "fields": 7},
            {"_id": "3", "outlet": "dha", "problems": ["x", {"cause": 1}], "exit_code": 0, "fields": {"a": 1}},
            {"_id": "4", "outlet": "aa_tr", "state": "closed", "exit_code": "x", "problems": {"a": 1}, "outcomes": []},
        ]  # fmt: skip
        with MongoClient[dict[str, Any]](project.uri) as client:
            client[project.database].runs.insert_many(broken)
        for path in ("/", "/metrics", *(f"/outlet/{each['outlet']}" for each in broken)):
            answer = running.get(path)
            assert answer.status == 200, path
        assert running.get("/").text.count("is broken: ") == 4


def test_a_database_that_goes_away_is_said_and_comes_back(tmp_path: Path) -> None:
    project = Project(mongod.ensure(tmp_path / "mongodb"), "away", tmp_path)
    with dashboard(project) as running:
        assert running.get("/").status == 200
        mongod.stop(tmp_path / "mongodb")
        began = time.monotonic()
        answer = running.get("/stories")
        assert (answer.status, "No answer from MongoDB" in answer.text) == (503, True)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert time.monotonic() - began < 15


@pytest.mark.parametrize("times", [1, 2, 3])
def test_however_often_it_is_told_it_ends_without_a_traceback(project: Project, times: int) -> None:
    with dashboard(project) as running:
        for _ in range(times):
            running.process.send_signal(signal.SIGINT)
            time.sleep(0.005)
        assert running.process.wait(timeout=10) == Exit.OK
        assert running.process.stderr
        assert "Traceback" not in running.process.stderr.read()


def test_other_machines_are_let_in_only_when_that_is_said(project: Project) -> None:
    refused = project.scrapy("dashboard", "--host", "0.0.0.0")
    assert refused.returncode == Exit.USAGE
    assert "--expose" in refused.stderr
    with dashboard(project, "--host", "0.0.0.0", "--expose") as running:
        assert running.get("/").status == 200
