"""Every outlet, known or not: its addresses, a page in its markup, and its way from the first source to the store."""

import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from newscrawl import editing, registry, sample, urls
from newscrawl.archive import Stored, append
from newscrawl.exits import Exit
from newscrawl.extraction import Page
from newscrawl.outlet import OutletSpider
from tests import fleet
from tests.captured import captured
from tests.crawling import ROOT, Project

FLEET = [registry.outlets()[key] for key in sorted(fleet.ADDRESSES)]
each_outlet = pytest.mark.parametrize("outlet", FLEET, ids=lambda outlet: outlet.name)
UNTOLD = {"dailysabah_ar": "how deep an article lies is not known, so that /a/b/2 may be one"}
VARIANTS = ("{}?utm_source=rss", "{}#comments", "{}?fbclid=x")


def spellings(url: str) -> Iterator[str]:
    """One article's address as feeds, sitemaps, readers and phones write it."""
    plain = unquote(url)
    place, mark, query = plain.partition("?")
    yield from (plain, quote(plain, safe=":/?&=+"), quote(plain, safe=":/?&=+").lower())
    yield unicodedata.normalize("NFD", plain)
    yield from (f"{place.rstrip('/')}/{mark}{query}", f"{place.rstrip('/')}{mark}{query}")
    yield f"{url}{'&' if mark else '?'}utm_source=rss&utm_medium=x&fbclid=y"
    yield f"{url}#comments"
    yield from hosts(url)
    yield place.replace("/", "//").replace("////", "//", 1) + mark + query
    if not mark:
        yield from (f"{url.rstrip('/')}{behind}" for behind in ("/amp/", "//", "?amp", "?outputType=amp"))


def hosts(url: str) -> Iterator[str]:
    """The same page by other ways to its host: plain HTTP, its port said, without www, phones, AMP, capitals."""
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    bare = host.removeprefix("www.")
    yield f"http://{host}/{path}"
    yield f"{scheme}://{host}:{443 if scheme == 'https' else 80}/{path}"
    yield from (f"{scheme}://{name}/{path}" for name in (bare, f"m.{bare}", f"amp.{bare}", host.upper()))


def parts(url: str) -> Iterator[str]:
    """Pages of an article in parts, of a gallery, to print, and addresses with what nobody knows."""
    mark = "&" if "?" in url else "?"
    yield from (f"{url}{mark}{field}" for field in ("page=2", "paging=2", "p=3", "print=1", "output=print", "x=y"))
    if mark == "?":
        yield from (f"{url.rstrip('/')}/{behind}" for behind in ("2", "page/2", "print", "feed"))


def test_the_fleet_is_whole() -> None:
    shown = set(fleet.ADDRESSES) | set(sample.outlets())
    assert shown <= set(registry.outlets())
    assert len(shown) >= 60


@pytest.mark.parametrize("name", sorted(registry.outlets()))
def test_every_outlet_has_a_page(name: str) -> None:
    if name not in {*fleet.ADDRESSES, *sample.outlets(), *(page.outlet for page in captured())}:
        pytest.skip(f"no page of {name} to read yet: scrapy capture URL")


@each_outlet
def test_articles_are_told_from_other_pages(outlet: type[OutletSpider]) -> None:
    for url in fleet.ADDRESSES[outlet.name]:
        assert outlet.is_article(url), url
        assert registry.outlet_of(url) is outlet
    site = f"https://www.{outlet.allowed_domains[0]}"
    for path in (
        "/",
        "/tag/turkiye/",
        "/category/x/page/2/",
        "/feed/",
        "/kunye",
        "/about",
        "/wp-login.php",
        "/search?q=a",
    ):
        assert not outlet.is_article(f"{site}{path}"), path


@each_outlet
def test_one_article_is_one_address(outlet: type[OutletSpider]) -> None:
    for url in fleet.ADDRESSES[outlet.name]:
        variants = [variant.format(url) for variant in VARIANTS if "?" not in url or "?" not in variant]
        variants += [url.replace("https://www.", "http://"), urls.canonical(url)]
        assert {urls.article_id(each) for each in variants} == {urls.article_id(url)}, url
        assert all(outlet.is_article(each) for each in variants), url


@each_outlet
def test_one_article_is_one_address_however_it_is_spelt(outlet: type[OutletSpider]) -> None:
    for url in fleet.ADDRESSES[outlet.name]:
        for spelling in spellings(url):
            assert urls.article_id(spelling) == urls.article_id(url), spelling
            assert outlet.is_article(spelling), spelling


@each_outlet
def test_a_part_of_an_article_is_no_other_article(outlet: type[OutletSpider]) -> None:
    """It is the same, or none."""
    if outlet.name in UNTOLD:
        pytest.skip(UNTOLD[outlet.name])
    for url in fleet.ADDRESSES[outlet.name]:
        for part in parts(url):
            assert not outlet.is_article(part) or outlet.address(part) == outlet.address(url), part


@each_outlet
def test_the_address_of_an_article_is_an_article_and_stays(outlet: type[OutletSpider]) -> None:
    for url in fleet.ADDRESSES[outlet.name]:
        place = outlet.address(url)
        assert outlet.is_article(place), place
        assert outlet.address(place) == registry.address(place) == place
        assert registry.address(url) in (url, place)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://arabi21.com/story/1748077/%D8%A7%D9%84?utm_source=x", "https://arabi21.com/story/1748077"),
        ("https://www.arabi21.co.uk/story/1748077/", "https://www.arabi21.com/story/1748077"),
        ("https://arabi21.com/stories/c/1/0/x", "https://arabi21.com/stories/c/1/0/x"),
        ("https://newturkpost.com/news/118693/slug", "https://newturkpost.com/news/118693"),
        ("https://www.skynewsarabia.com/middle-east/1168841-slug", "https://www.skynewsarabia.com/middle-east/1168841"),
        ("https://www.independentarabia.com/node/600000/slug/", "https://www.independentarabia.com/node/600000"),
        ("https://asharq.com/politics/76612/slug", "https://asharq.com/politics/76612"),
        ("https://aawsat.com/home/article/3146256/slug", "https://aawsat.com/home/article/3146256"),
        ("https://www.enabbaladi.net/612345/slug", "https://www.enabbaladi.net/612345"),
        ("https://www.sabah.com.tr/gundem/a-7460822?paging=2", "https://www.sabah.com.tr/gundem/a-7460822"),
        (
            "https://www.shorouknews.com/news/view.aspx?x=1&cdate=25022021&id=1f07ba5a-58d1-4a13-8dd8-164be3b74675&z=2",
            "https://www.shorouknews.com/news/view.aspx?cdate=25022021&id=1f07ba5a-58d1-4a13-8dd8-164be3b74675",
        ),
        ("http://www.bbc.co.uk/arabic/world-43614199", "http://www.bbc.com/arabic/world-43614199"),
        ("https://www.notbbc.co.uk/arabic/world-43614199", "https://www.notbbc.co.uk/arabic/world-43614199"),
        ("https://www.hurriyet.com.tr/a-12345678?x=1", "https://www.hurriyet.com.tr/a-12345678?x=1"),
        ("no address", "no address"),
    ],
)
def test_what_tells_articles_apart(url: str, place: str) -> None:
    assert registry.address(url) == place


@each_outlet
def test_a_page_in_its_markup_is_read(outlet: type[OutletSpider]) -> None:
    url = fleet.ADDRESSES[outlet.name][0]
    extract = outlet.read(outlet(), Page(fleet.page(outlet, url), url), now=datetime(2026, 3, 3, tzinfo=UTC))
    article = editing.clean(editing.compose(extract, url=url, outlet=outlet.name), outlet.taglines)
    assert article.title == fleet.title(outlet)
    assert article.paragraphs == fleet.paragraphs(outlet)
    assert article.published == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert article.language == outlet.language
    assert article.provenance["body"] == ("selector" if outlet.body else "generic")


def test_every_outlet_goes_from_its_first_source_to_the_store(project: Project) -> None:
    warc = project.folder / "fleet.warc.gz"
    for outlet in FLEET:
        for url, kind, text in fleet.answers(outlet):
            append(warc, Stored(url, 200, (("Content-Type", kind),), text.encode()), datetime(2026, 3, 3, tzinfo=UTC))
    command = [sys.executable, "-m", "tests.replaying", *(outlet.name for outlet in FLEET)]
    environment = project.environment | {"REPLAY": str(warc)}
    done = subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr
    stored = {each["url"]: each for each in project.find("articles")}
    for outlet in FLEET:
        for number, url in enumerate(fleet.ADDRESSES[outlet.name]):
            article = stored[outlet.address(url)]
            assert (article["outlet"], article["title"]) == (outlet.name, fleet.title(outlet, number))
            assert article["body"].split("\n\n") == list(fleet.paragraphs(outlet, number))
            assert article["source"] == outlet.sources[0].url


def test_an_outlet_whose_terms_ask_for_a_licence_is_off(project: Project) -> None:
    refused = project.scrapy("crawl", "iha")
    assert refused.returncode == Exit.CONFIG
    assert refused.stderr.strip().endswith("with a licence, add iha to LICENSED_OUTLETS")
    page = "https://www.iha.com.tr/haber-ornek-baslik-1234567"
    looks = (
        ("doctor", "iha", Exit.CONFIG),
        ("extract", page, Exit.NOTHING_FOUND),
        ("capture", page, Exit.NOTHING_FOUND),
    )
    for command, what, code in looks:
        refused = project.scrapy(command, what)
        assert refused.returncode == code
        assert refused.stderr.strip().endswith("with a licence, add iha to LICENSED_OUTLETS")
    empty = Path(project.pages("none", {"https://www.iha.com.tr/x": b"x"}))
    allowed = project.scrapy("crawl", "iha", "-s", "LICENSED_OUTLETS=dha,iha", "-s", f"REPLAY={empty}")
    assert allowed.returncode == Exit.UNREACHABLE, allowed.stderr
