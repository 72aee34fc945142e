"""One arrow: outlets, pipelines and commands stand on the Scrapy zone, that on the stores and the pure modules."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PURE = (
    "article.py", "accounts.py", "editing.py", "exits.py", "report.py", "urls.py", "names.py",
    "text", "extraction", "syndication", "dates", "dates.py", "discovery", "discovery.py", "credits", "credits.py",
    "archive", "frontier.py", "schedule.py", "reporting", "health", "observing.py", "declarations.py", "depth.py",
    "revising.py", "contract.py", "records.py", "searching.py", "columns.py",
    "exporting.py", "formats.py", "chromium.py", "addresses.py",
    "metrics.py", "watching.py", "configuration.py",
)  # fmt: skip
SCRAPY_ZONE = (
    "newscrawl.loading",
    "newscrawl.declared",
    "newscrawl.outlet",
    "newscrawl.sources",
    "newscrawl.registry",
    "newscrawl.commands",
    "newscrawl.extensions",
    "newscrawl.replay",
    "newscrawl.rendering",
)


def modules(*places: Path) -> Iterator[Path]:
    for place in places:
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place] if place.exists() else []


def imports(module: Path) -> set[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


ALL = list(modules(ROOT / "newscrawl", ROOT / "pipelines", ROOT / "spiders"))
pure_modules = list(modules(*(ROOT / "newscrawl" / name for name in PURE)))


@pytest.mark.parametrize("module", pure_modules, ids=named)
def test_pure_modules_know_no_scrapy_and_no_mongodb(module: Path) -> None:
    foreign = {name for name in imports(module) if name.split(".")[0] in ("scrapy", "twisted", "pymongo", "bson")}
    zone = {name for name in imports(module) if name.startswith((*SCRAPY_ZONE, "newscrawl.store"))}
    assert not foreign | zone


def test_no_module_leads_back_to_itself() -> None:
    paths = {named(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__"): path for path in ALL}
    graph = {  # a module's own package is there before it
        name: {each for each in imports(path) if each in paths and not name.startswith(f"{each}.")}
        for name, path in paths.items()
    }
    TopologicalSorter(graph).prepare()


def test_only_the_store_and_the_server_speak_to_mongodb() -> None:
    allowed = {ROOT / "newscrawl" / "mongod.py", *modules(ROOT / "newscrawl" / "store")}
    # Handling a driver's error, or naming the client's type, is no query.
    handlers = {"pymongo.errors", "pymongo.errors.PyMongoError", "pymongo", "pymongo.AsyncMongoClient"}
    for module in modules(ROOT / "newscrawl", ROOT / "pipelines", ROOT / "spiders"):
        if module not in allowed:
            spoken = {name for name in imports(module) if name.split(".")[0] in ("pymongo", "bson")}
            assert spoken <= handlers, named(module)


def test_the_store_knows_no_scrapy() -> None:
    for module in modules(ROOT / "newscrawl" / "store", ROOT / "newscrawl" / "mongod.py"):
        assert not {name for name in imports(module) if name.startswith(("scrapy", "twisted", *SCRAPY_ZONE))}, module


def test_the_dashboard_stands_on_the_store_and_pure_modules() -> None:
    for module in modules(ROOT / "newscrawl" / "dashboard"):
        assert not {name for name in imports(module) if name.startswith(("scrapy", "twisted", *SCRAPY_ZONE))}, module


def test_pipelines_hold_no_text_logic_and_stay_short() -> None:
    for module in modules(ROOT / "pipelines"):
        assert "re" not in imports(module), named(module)
        assert len(module.read_text(encoding="utf-8").splitlines()) <= 60, named(module)


def test_modules_stay_within_the_budget() -> None:
    long = {
        named(module): len(module.read_text(encoding="utf-8").splitlines())
        for module in modules(ROOT / "newscrawl", ROOT / "pipelines", ROOT / "spiders")
    }
    assert not {name: lines for name, lines in long.items() if lines > 250}


def test_every_module_says_what_it_is_for() -> None:
    for module in modules(ROOT / "newscrawl", ROOT / "pipelines", ROOT / "spiders", ROOT / "tests"):
        assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))), named(module)


def test_functions_stay_within_the_budget() -> None:
    for module in modules(ROOT / "newscrawl", ROOT / "pipelines", ROOT / "spiders"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 36, f"{named(module)}: {node.name}"


def test_top_level_is_as_agreed() -> None:
    assert all((ROOT / name).exists() for name in (
        "newscrawl", "spiders", "pipelines", "scrapy.cfg", "tests", "requirements.txt", "README.md", "CHANGELOG.md",
    ))  # fmt: skip


# Each is needed by one command or by few, and help imports every command.
LATER = {"aiohttp", "apprise", "jinja2", "pandas", "playwright", "prometheus_client", "pyarrow", "starlette", "uvicorn"}
IMPORT_ALL = """
import sys
from pkgutil import walk_packages
from importlib import import_module
from newscrawl import commands, registry
for each in walk_packages(commands.__path__, "newscrawl.commands."):
    import_module(each.name)
registry.outlets()
print(*sys.modules)
"""


def test_no_command_imports_what_only_others_need() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORT_ALL], cwd=ROOT, check=True, capture_output=True, text=True)
    assert LATER.isdisjoint(done.stdout.split())
