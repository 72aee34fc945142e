"""What starting costs: a command imports what it needs itself, and `scrapy list` no outlet at all."""

import subprocess
import sys

import pytest
from scrapy import Request
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.project import get_project_settings

from newscrawl import commands, registry
from tests.crawling import ROOT

HEAVY = {"pymongo", "bson", "feedparser", "selectolax", "playwright", "pyarrow", "apprise", "jinja2"}
RUN = """
import sys
from scrapy.cmdline import execute
try:
    execute()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def imported(*words: str) -> set[str]:
    """The modules that `scrapy WORDS` has imported when it ends."""
    done = subprocess.run([sys.executable, "-c", RUN, *words], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(done.stderr.splitlines()[-1].split())


def test_a_list_of_outlets_imports_none_of_them() -> None:
    found = imported("list")
    assert HEAVY.isdisjoint(found)
    assert {each for each in found if each.startswith("newscrawl.")} <= {
        "newscrawl.addresses", "newscrawl.commands", "newscrawl.commands.list", "newscrawl.configuration",
        "newscrawl.configured", "newscrawl.exits", "newscrawl.loading", "newscrawl.settings", "newscrawl.streams",
    }  # fmt: skip
    assert not {each for each in found if each.startswith("spiders.")}


def test_a_command_imports_no_other() -> None:
    found = {each for each in imported("outlets") if each.startswith("newscrawl.commands.")}
    assert found == {"newscrawl.commands.outlets"}


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("scrapy crawl hurriyet", "newscrawl.commands.crawl"),
        ("scrapy --nolog status", "newscrawl.commands.status"),
        ("scrapy genspider x y", "newscrawl.commands.genspider"),  # ours in the place of Scrapy's
        ("scrapy list", "newscrawl.commands.list"),
        ("scrapy shell", ""),
        ("scrapy", "newscrawl.commands"),
        ("scrapy -h", "newscrawl.commands"),
        ("scrapy crwal hurriyet", "newscrawl.commands"),
        ("scrapy ../list", "newscrawl.commands"),
    ],
)
def test_a_command_is_looked_for_where_it_is(words: str, place: str) -> None:
    assert commands.place(words.split()) == place


def test_the_loader_finds_the_outlets_of_the_registry_and_others_beside_them() -> None:
    settings = get_project_settings()
    settings.set("SPIDER_MODULES", ["spiders", "tests.bench._spiders"])
    loader = get_spider_loader(settings)
    assert loader.list() == sorted({*registry.outlets(), "bare", "printed", "undeclared", "unread"})
    assert loader.load("hurriyet") is registry.outlets()["hurriyet"]
    assert loader.load("bare").name == "bare"
    assert "hurriyet" in loader.find_by_request(Request("https://www.hurriyet.com.tr/gundem/"))
    with pytest.raises(KeyError, match="hurriyett"):
        loader.load("hurriyett")
