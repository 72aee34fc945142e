"""`scrapy extract`: JSON and nothing else on standard output, a clear line where there is no article."""

import gzip
import json
from pathlib import Path

import pytest

from newscrawl.sample.edition import prints
from newscrawl.sample.site import answers
from tests.crawling import Project
from tests.webserver import Page, serving

FIELDS = {
    "title", "body", "published", "modified", "authors", "language", "credits", "citations", "provenance",
}  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    """One page of each outlet of the sample newsroom, by URL."""
    pages = {answer.url: answer.body for answer in answers(prints()) if answer.body.startswith(b"<!DOCTYPE html>")}
    return {url: body for url, body in pages.items() if b"<h1" in body}


@pytest.mark.parametrize("outlet", ["www.hurriyet.com.tr", "www.turkeyalaan.net"])
def test_the_outlet_is_found_by_the_address(project: Project, sample: dict[str, bytes], outlet: str) -> None:
    url = next(url for url in sample if outlet in url)
    place = project.folder / "page.html.gz"
    place.write_bytes(gzip.compress(sample[url]))
    done = project.scrapy("extract", str(place), "--url", url)
    assert done.returncode == 0, done.stderr
    article = json.loads(done.stdout)
    assert set(article) >= FIELDS
    assert article["provenance"]["body"] == "selector"
    assert article["outlet"] in url


def test_the_page_may_name_its_own_address(project: Project, sample: dict[str, bytes]) -> None:
    url = next(url for url in sample if "ntv.com.tr" in url)
    place = project.folder / "page.html"
    place.write_bytes(sample[url])
    assert json.loads(project.scrapy("extract", str(place)).stdout)["outlet"] == "ntv"


def test_an_unknown_site_is_read_generically(project: Project, sample: dict[str, bytes]) -> None:
    url = next(url for url in sample if "hurriyet" in url)
    place = project.folder / "page.html"
    place.write_bytes(sample[url])
    article = json.loads(project.scrapy("extract", str(place), "--url", "https://news.example/a-12345678").stdout)
    assert article["outlet"] == "unknown"
    assert article["provenance"]["body"] == "generic"
    declared = json.loads(project.scrapy("extract", str(place), "--url", url).stdout)
    assert article["title"] == declared["title"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("nowhere.html",), 66, "cannot read nowhere.html"),
        (("http://127.0.0.1:1/x",), 66, "cannot read http://127.0.0.1:1/x"),
        (("file:///etc/passwd",), 66, "only http and https"),
        (("README.md", "--outlet", "hurriye"), 2, "did you mean hurriyet"),
        ((), 2, "name one file or URL"),
        (("/dev/null",), 65, "no article: no_title"),
    ],
)
def test_where_there_is_no_article_it_says_why(
    project: Project, arguments: tuple[str, ...], code: int, message: str
) -> None:
    done = project.scrapy("extract", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_no_robots_txt_and_no_inner_address_is_passed(project: Project, sample: dict[str, bytes]) -> None:
    body = next(body for url, body in sample.items() if "hurriyet" in url)
    robots = Page(b"User-agent: *\nDisallow: /closed/", headers={"Content-Type": "text/plain"})
    pages = {"/robots.txt": robots, "/open/1": Page(body), "/closed/1": Page(body)}
    with serving(pages) as site:
        reach = ("-s", "REACHABLE_NETWORKS=127.0.0.0/8")
        read = project.scrapy("extract", f"{site.address}/open/1", *reach)
        assert json.loads(read.stdout)["url"] == f"{site.address}/open/1", read.stderr
        for path, arguments, reason in (("closed", reach, "robots"), ("open", (), "private_address")):
            done = project.scrapy("extract", f"{site.address}/{path}/1", *arguments)
            assert (done.returncode, done.stdout) == (66, "")
            assert f"cannot read {site.address}/{path}/1: {reason}" in done.stderr


def test_no_database_is_needed(project: Project, sample: dict[str, bytes], tmp_path: Path) -> None:
    url, body = next(iter(sample.items()))
    place = tmp_path / "page.html"
    place.write_bytes(body)
    done = project.scrapy("extract", str(place), "--url", url, MONGODB_URI="mongodb://127.0.0.1:1/")
    assert done.returncode == 0
