"""The pictures of docs/dashboard.md: `.venv/bin/python -m tests.screenshots` takes them anew. Look at each one."""

import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from newscrawl import mongod
from newscrawl.chromium import executable
from tests import newsroom
from tests.crawling import ROOT, Project
from tests.serving import dashboard

FOLDER: Final = ROOT / "docs" / "dashboard"
PLACES: Final = (
    ("fleet", "/", "light", 1000),
    ("outlet", "/outlet/milliyet", "dark", 1100),
    ("search", "/stories?q=deprem|زلزال", "light", 900),
    ("map", "/map", "dark", 960),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        mongodb = Path(folder) / "mongodb"
        project = Project(mongod.ensure(mongodb), "screenshots", Path(folder))
        newsroom.build(project.uri, project.database)
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        try:
            with dashboard(project) as running:
                take(browser, running.address, project)
        finally:
            browser.close()
            mongod.stop(mongodb)


def take(browser: Browser, address: str, project: Project) -> None:
    for name, path, scheme, height in PLACES:
        page = _page(browser, address, scheme, height)
        page.goto(path)
        page.screenshot(path=FOLDER / f"{name}.png")
    abridged = {"outlet": "turkeyalaan", "story.method": {"$exists": True, "$ne": "exact"}}
    copy = project.find("articles", abridged)[0]
    page = _page(browser, address, "light", 1250)
    page.goto(f"/story/{copy['story']['id']}?copy={copy['_id']}")
    page.screenshot(path=FOLDER / "story.png")


def _page(browser: Browser, address: str, scheme: str, height: int) -> Page:
    size = {"width": 1200, "height": height}
    return browser.new_page(base_url=address, color_scheme=scheme, viewport=size)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
