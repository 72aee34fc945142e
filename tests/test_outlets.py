"""What every outlet must keep to, whoever adds it. No outlet needs a test of its own."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.misc import is_generator_with_return_value
from scrapy.utils.project import get_project_settings

from newscrawl import registry, urls
from newscrawl.declared import Outlet
from newscrawl.extraction import Page, Reader
from newscrawl.outlet import OutletSpider
from spiders.hurriyet import Hurriyet

OUTLETS = list(registry.outlets().values())
KINDS = {"agency", "newspaper", "broadcaster", "aggregator"}
STATUSES = {
    "confirmed", "confirmed-stored-page", "widely-listed", "listed", "pattern-confirmed", "inferred", "unverified",
}  # fmt: skip
DECLARABLE = {name for base in (Outlet, OutletSpider, Reader) for name in (*vars(base), *base.__annotations__)}
DECLARABLE |= {"custom_settings"}

each_outlet = pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.name)


def test_scrapy_finds_the_same_outlets_as_the_registry() -> None:
    assert get_spider_loader(get_project_settings()).list() == [outlet.name for outlet in OUTLETS]


@each_outlet
def test_module_and_spider_bear_the_same_name(outlet: type[OutletSpider]) -> None:
    assert outlet.__module__ == f"spiders.{outlet.name}"


@each_outlet
def test_an_outlet_stands_on_the_shared_class_alone(outlet: type[OutletSpider]) -> None:
    assert all(base.__module__.startswith("newscrawl.") for base in outlet.__bases__)
    source = Path(__import__(outlet.__module__, fromlist=["_"]).__file__).read_text(encoding="utf-8")
    assert "from spiders" not in source
    assert "import spiders" not in source
    assert len(source.splitlines()) <= 25
    assert "FILL IN" not in source


def test_the_callback_of_all_outlets_returns_nothing_that_nobody_reads() -> None:
    """Scrapy would ask that again and again, see WARN_ON_GENERATOR_RETURN_VALUE."""
    assert {outlet.parse for outlet in OUTLETS} == {OutletSpider.parse}
    assert not is_generator_with_return_value(OutletSpider.parse)


@each_outlet
def test_only_what_is_declarable_is_declared(outlet: type[OutletSpider]) -> None:
    own = {name for name in vars(outlet) if not name.startswith("_")}
    assert own <= DECLARABLE, f"typing error? {sorted(own - DECLARABLE)}"


@each_outlet
def test_declarations_are_complete_and_sane(outlet: type[OutletSpider]) -> None:
    assert outlet.kind in KINDS
    assert re.fullmatch(r"[A-Z]{2}", outlet.country)
    assert outlet.language in {"ar", "tr", "en"}
    ZoneInfo(outlet.timezone)
    assert outlet.title
    assert outlet.sources
    low, high = outlet.expect.per_day
    assert 0 < low < high


@each_outlet
def test_sources_lie_on_the_outlets_own_site_and_carry_a_status(outlet: type[OutletSpider]) -> None:
    for source in outlet.sources:
        assert urls.same_site(source.url, outlet.allowed_domains), source.url
        assert source.status in STATUSES, source.url
        assert not outlet.is_article(source.url), f"a source must not look like an article: {source.url}"


@each_outlet
def test_patterns_compile_and_selectors_parse(outlet: type[OutletSpider]) -> None:
    page = Page("<p>x</p>", "https://example.org/")
    for pattern in (outlet.article_url, outlet.exclude):
        re.compile(pattern)
    selectors = (outlet.headline, outlet.lead, outlet.body, outlet.published, outlet.authors, outlet.section)
    for selector in filter(None, (*selectors, *outlet.drop)):
        page.css(selector)


@each_outlet
def test_the_home_page_is_no_article(outlet: type[OutletSpider]) -> None:
    assert not outlet.is_article(f"https://www.{outlet.allowed_domains[0]}/")


def test_no_two_outlets_claim_one_name() -> None:
    names = registry.names()
    for outlet in OUTLETS:
        for alias in (outlet.title, *outlet.aliases):
            assert names.resolve(alias, outlet.language, marked=True) == outlet.name, alias


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.turkeyalaan.net/2024/01/14/%d8%ba%d8%b6%d8%a8/", "turkeyalaan"),
        ("https://turkeyalaan.net/2023/09/23/x/amp/", "turkeyalaan"),
        ("https://arabi21.com/story/1602948/", "arabi21"),
        ("https://www.arabi21.com/story/1048871/%D9%84%D9%85", "arabi21"),
        ("https://www.bbc.com/arabic/articles/c720dxj8dq8o", "bbc_ar"),
        ("https://www.milliyet.com.tr/dunya/ornek-haber-7478392", "milliyet"),
        ("http://www.dha.com.tr/ornek-haber_1423989.html", "dha"),
        ("https://www.hurriyet.com.tr/gundem/ornek-haber-40318692?utm_source=x", "hurriyet"),
    ],
)
def test_an_address_finds_its_outlet(url: str, key: str) -> None:
    outlet = registry.outlet_of(url)
    assert outlet is not None
    assert outlet.name == key
    assert outlet.is_article(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.turkeyalaan.net/tag/x/page/26",
        "https://arabi21.com/stories/c/1/0/x",
        "https://www.milliyet.com.tr/milliyet-tv/ornek-video-7478392",
        "https://www.hurriyet.com.tr/galeri-ornek-40318692",
        "https://www.bbc.com/news/articles/c720dxj8dq8o",
        "https://example.org/2024/01/14/x/",
    ],
)
def test_an_address_of_another_kind_is_no_article(url: str) -> None:
    outlet = registry.outlet_of(url)
    assert outlet is None or not outlet.is_article(url)


def test_an_address_that_cannot_be_stored_is_no_article() -> None:
    good = "https://www.hurriyet.com.tr/gundem/haber-12345678"
    assert Hurriyet.is_article(good)
    assert not Hurriyet.is_article(f"https://www.hurriyet.com.tr/{'x' * 9000}-12345678")
