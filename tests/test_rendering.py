"""Pages that come by script, in a real Chromium, against a site on loopback."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping

import pytest
from scrapy.settings import Settings

from newscrawl import registry, rendering
from newscrawl.exits import Exit
from tests.crawling import ROOT, Project
from tests.loopback import Loopback, newspaper, options
from tests.processes import command, descendants, wait
from tests.scripted import EAT, FILL, SPIN, STORY, TITLE, WALL, Scripted, shell
from tests.webserver import Page, Site, serving


def crawl(outlet: str, site: Site, **settings: object) -> list[str]:
    """The arguments that crawl an outlet of tests.scripted, a page at a time."""
    quick: dict[str, object] = {
        "BROWSER_SANDBOX": 0,
        "BROWSER_SETTLE_SECONDS": 3,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0.01,
    }
    modules = {"SPIDER_MODULES": "spiders,tests.scripted"}
    return ["crawl", outlet, *options(site.address, **{**quick, **modules, **settings})]


def outcomes(project: Project) -> dict[str, str]:
    """What became of each article, by the last part of its address."""
    entries = project.find("frontier", {"kind": "article"})
    return {entry["url"].rpartition("/")[2]: entry["visits"][-1]["outcome"] for entry in entries}


@pytest.fixture
def inside() -> Iterator[list[str]]:
    """Where a server is that is not in REACHABLE_NETWORKS, and after it every connection that it was given."""
    met: list[str] = []
    with socket.create_server(("127.0.0.2", 0)) as server:
        met.append("{}:{}".format(*server.getsockname()))

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                met.append("connected")
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield met


def pages(address: str, inside: str) -> Mapping[str, Page]:
    """Nine stories; robots.txt forbids the last, and what lies in /secret/."""
    probe = f"""
        new WebSocket('ws://{inside}/');
        for (const way of ['http://{inside}/', '/away', '/secret/data', 'http://localhost:{inside.rpartition(":")[2]}/'])
            fetch(way, {{mode: 'no-cors'}}).catch(() => 0);
        for (const src of ['http://{inside}/x.js', '/secret/x.js'])
            document.body.append(Object.assign(document.createElement('script'), {{src}}));
        document.body.append(Object.assign(document.createElement('iframe'), {{src: '/frame'}}));
        window.open('/window');
    """
    robots = Page(b"User-agent: *\nDisallow: /story/9$\nDisallow: /secret/\n", headers={"Content-Type": "text/plain"})
    return {
        **newspaper(9, address),
        "/robots.txt": robots,
        "/api/story": STORY,
        "/away": Page(b"", 302, {"Location": f"http://{inside}/"}),
        "/story/1": Page(shell(FILL + "fill()"), headers={"ETag": '"1"'}),
        "/story/2": Page(shell(FILL, WALL)),
        "/story/3": Page(shell(SPIN)),
        "/story/4": Page(shell(EAT)),
        "/story/5": Page(b"", 302, {"Location": "/story/9"}),
        "/story/6": Page(shell(probe + FILL + "fill().then(() => { location.href = '/story/9' })")),
        "/story/7": Page(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}),
        "/story/8": Page(b"", 302, {"Location": f"http://{inside}/story/8"}),
    }


@pytest.mark.usefixtures("chromium")
def test_every_page_ends_in_a_named_outcome(project: Project, inside: list[str]) -> None:
    site_pages: dict[str, Page] = {}
    warc = project.folder / "kept.warc.gz"
    with serving(site_pages) as site:
        site_pages.update(pages(site.address, inside[0]))
        done = project.scrapy(*crawl("scripted", site, BROWSER_SECONDS=10, BROWSER_PAGES=6, WARC=warc))
    assert done.returncode == Exit.OK, done.stderr
    assert outcomes(project) == {
        "1": "new",
        "2": "rejected/wall_consent",
        "3": "failed/browser_timeout",
        "4": "failed/browser_crash",
        "5": "rejected/robots",
        "6": "new",
        "7": "rejected/not_html",
        "8": "rejected/private_address",
        "9": "rejected/robots",
    }
    article = project.one("articles", {"url": re.compile("/story/1$")})
    assert article["title"] == TITLE
    assert len(article["body"].split("\n\n")) == 4
    # The rest of what the pages wanted: a picture, frames, windows, pages that robots.txt forbids, the inside.
    wanted = {
        "/robots.txt",
        "/.well-known/tdmrep.json",
        "/sitemap.xml",
        "/api/story",
        "/away",
        *(f"/story/{n}" for n in range(1, 9)),
    }
    assert set(site.asked) == wanted
    assert inside == inside[:1]
    assert stat(done, "playwright/browser_count") == 2, "recycled"

    replay = project.scrapy(
        *crawl("scripted", site, REPLAY=warc, MONGODB_DATABASE=f"{project.database}r"), NEWSCRAWL_CHROMIUM="/nowhere"
    )
    assert replay.returncode == Exit.OK, replay.stderr
    assert "'newscrawl/outcome/new': 2" in replay.stderr
    assert "'playwright/" not in replay.stderr


def stat(done: subprocess.CompletedProcess[str], name: str) -> int:
    found = re.search(rf"'{name}': (\d+)", done.stderr)
    return int(found[1]) if found else 0


@pytest.mark.usefixtures("chromium")
def test_a_declared_consent_wall_is_clicked_away(project: Project) -> None:
    site_pages: dict[str, Page] = {}
    with serving(site_pages) as site:
        site_pages.update({**newspaper(1, site.address), "/story/1": Page(shell(FILL, WALL)), "/api/story": STORY})
        done = project.scrapy(*crawl("consenting", site))
    assert outcomes(project) == {"1": "new"}, done.stderr


LOOK = """
import sys
from scrapy.utils.project import get_project_settings
from newscrawl.capturing import Capture
from newscrawl.looking import look
from tests.scripted import Scripted
settings, found = get_project_settings(), []
settings.setdict({"REACHABLE_NETWORKS": "127.0.0.1", "BROWSER_SANDBOX": False})
look(settings, Scripted, Capture, url=sys.argv[1], found=found)
print(found[0].origin, "<h1>" in found[0].body.decode())
"""


@pytest.mark.usefixtures("chromium")
def test_a_page_is_captured_as_the_browser_shows_it() -> None:
    pages = {"/story/1": Page(shell(FILL + "fill()")), "/api/story": STORY}
    with serving(pages) as site:
        command = [sys.executable, "-c", LOOK, f"{site.address}/story/1"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout == "browser True\n", done.stderr
    assert done.stderr == ""


def slow(count: int, address: str) -> dict[str, Page]:
    """Stories whose text takes long."""
    script = FILL.replace("'/api/story'", "'/slow/{}'") + "fill()"
    stories = {f"/story/{n}": Page(shell(script.replace("{}", str(n)))) for n in range(1, count + 1)}
    return {**newspaper(count, address), **stories}


def children(crawler: int, mark: str, but: str = "\0") -> list[int]:
    return [pid for pid, said in descendants(crawler).items() if mark in said and but not in said]


@pytest.mark.long
@pytest.mark.faults
@pytest.mark.usefixtures("chromium")
def test_a_killed_tab_and_a_killed_browser_cost_the_page_that_was_in_them(project: Project) -> None:
    site_pages: dict[str, Page] = {}
    with serving(site_pages) as site:
        site_pages.update(slow(3, site.address))
        site_pages["/slow/3"] = STORY
        site_pages["/slow/1"] = site_pages["/slow/2"] = Page(b"{}", wait=8)
        run = project.start(*crawl("scripted", site, BROWSER_SETTLE_SECONDS=20))
        wait(lambda: "/slow/1" in site.asked)
        for pid in children(run.pid, "--type=renderer"):
            os.kill(pid, signal.SIGKILL)
        wait(lambda: "/slow/2" in site.asked)
        started = descendants(run.pid)
        for pid in children(run.pid, "--proxy-server=", but="--type="):
            os.kill(pid, signal.SIGKILL)
        _, said = run.communicate(timeout=60)
    assert outcomes(project) == {"1": "failed/browser_crash", "2": "failed/browser_crash", "3": "new"}, said
    assert "'playwright/browser_count': 2" in said
    wait(lambda: not [pid for pid, said in started.items() if command(pid) == said])


@pytest.mark.faults
@pytest.mark.usefixtures("chromium")
@pytest.mark.parametrize(
    "how", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.long)], ids=lambda how: how.name
)
def test_no_process_is_left(project: Project, how: signal.Signals) -> None:
    site_pages: dict[str, Page] = {}
    with serving(site_pages) as site:
        site_pages.update(slow(2, site.address))
        site_pages["/slow/1"] = site_pages["/slow/2"] = Page(b"{}", wait=8)
        run = project.start(*crawl("scripted", site, BROWSER_SECONDS=8, BROWSER_SETTLE_SECONDS=20))
        wait(lambda: any("/slow/" in path for path in site.asked))
        started = descendants(run.pid)
        assert any("--type=renderer" in said for said in started.values())
        run.send_signal(how)
        run.communicate(timeout=60)
    wait(lambda: not [pid for pid, said in started.items() if command(pid) == said])


def test_without_a_browser_there_is_one_error_that_names_the_fix(project: Project) -> None:
    with serving({}) as site:
        done = project.scrapy(*crawl("scripted", site, LOG_LEVEL="ERROR"), NEWSCRAWL_CHROMIUM="/nowhere")
    assert done.returncode == Exit.CONFIG
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("newscrawl: NEWSCRAWL_CHROMIUM=/nowhere is no program; on Debian: `apt-get install")
    assert site.asked == []


def test_an_outlet_that_needs_no_script_has_no_browser_within_reach() -> None:
    plain, scripted = Settings(), Settings()
    Loopback.update_settings(plain)
    Scripted.update_settings(scripted)
    assert rendering.HANDLER not in plain.getdict("DOWNLOAD_HANDLERS").values()
    assert scripted.getdict("DOWNLOAD_HANDLERS")["https"] == rendering.HANDLER
    assert Loopback.meta("article") == {"kind": "article"}
    assert Scripted.meta("Feed") == {"kind": "Feed"}
    assert Scripted.meta("article")["playwright"] is True


def test_no_crawl_loads_playwright_before_a_page_needs_it() -> None:
    check = "import sys, newscrawl.registry as r; r.outlets(); sys.exit('playwright' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], cwd=ROOT, check=True)


def test_a_rendered_page_has_one_encoding() -> None:
    assert not [outlet.name for outlet in registry.outlets().values() if outlet.javascript and outlet.encoding]
