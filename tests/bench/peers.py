"""Extraction beside other tools: `scripts/bench peers [--generated 30] [--rounds 3] [--json FILE]`.

CPU milliseconds a page from its bytes to a clean title, body and date, the median of rounds in turn, on real pages
where the measuring material is at hand and on generated ones. Beside it the body F1 on the real pages: 4-word shingles
against what was checked by hand, the mean over pages. Fundus reads the outlets it has. A tool that is not installed
leaves its row out by name.
"""

import argparse
import gzip
import json
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import mean, median
from typing import Any, Final

from newscrawl import editing, registry
from newscrawl.extraction import Page, Reader
from newscrawl.text import charset
from tests.bench._pages import page
from tests.conftest import SHARED

OURS: Final = "newscrawl, no selectors"
NOW: Final = datetime(2026, 11, 27, tzinfo=UTC)
FUNDUS: Final = {"aa_tr": "AnadoluAjansi", "haberturk": "Haberturk", "ntv": "NTVTR"}


@dataclass(frozen=True, slots=True)
class Sample:
    """A page: its bytes, its address, its language, the outlet whose it is, and the checked bodies if there are any."""

    body: bytes
    url: str
    language: str
    outlet: str
    truths: tuple[str, ...] = ()


Tool = Callable[[Sample], str | None]
"""Gives a page's body; None where the tool does not read such a page."""


def ours(reader: Callable[[Sample], Reader | None]) -> Tool:
    names = registry.names()

    def read(sample: Sample) -> str | None:
        found = reader(sample)
        if found is None:
            return None
        decoded = charset.decode(sample.body, declared=None)
        extract = found.read(Page(decoded.html, sample.url), now=NOW)
        cleaned = editing.clean(editing.compose(extract, url=sample.url, outlet=sample.outlet))
        return editing.attribute(cleaned, names).body

    return read


def declared(sample: Sample) -> Reader | None:
    """The outlet's own reading, where we have it."""
    outlet = registry.outlets().get(sample.outlet)
    return outlet(name=sample.outlet) if outlet else None


def trafilatura(*, fast: bool) -> Tool:
    extract = import_module("trafilatura").extract
    return lambda sample: extract(sample.body, url=sample.url, fast=fast, favor_precision=True) or ""


def newspaper() -> Tool:
    module = import_module("newspaper")

    def read(sample: Sample) -> str:
        article = module.Article(sample.url, language=sample.language, fetch_images=False)
        article.download(input_html=sample.body.decode(errors="replace"))
        article.parse()
        return str(article.text)

    return read


def news_please() -> Tool:
    module = import_module("newsplease")
    return lambda sample: (
        module.NewsPlease.from_html(sample.body.decode(errors="replace"), url=sample.url, fetch_images=False).maintext
        or ""
    )


def goose() -> Tool:
    module = import_module("goose3")

    def read(sample: Sample) -> str:
        made = module.Goose({"target_language": sample.language, "enable_image_fetching": False})
        return str(made.extract(raw_html=sample.body.decode(errors="replace")).cleaned_text)

    return read


def fundus() -> Tool:
    collection = import_module("fundus").PublisherCollection

    def read(sample: Sample) -> str | None:
        if sample.outlet not in FUNDUS:
            return None
        found = getattr(collection.tr, FUNDUS[sample.outlet]).parser().parse(sample.body.decode(errors="replace"))
        return str(found.get("body") or "")

    return read


TOOLS: Final[Mapping[str, Callable[[], Tool]]] = {
    OURS: lambda: ours(lambda _: Reader()),
    "newscrawl, the outlet's selectors": lambda: ours(declared),
    "trafilatura, fast": lambda: trafilatura(fast=True),
    "trafilatura": lambda: trafilatura(fast=False),
    "newspaper4k, language given": newspaper,
    "news-please": news_please,
    "goose3": goose,
    "Fundus": fundus,
}


def real() -> list[Sample]:
    """The measuring material's pages with their truth; none where it is absent."""
    folder = SHARED / "real"
    if not folder.exists():
        print(f"real pages left out: no measuring material at {folder} (set NEWSCRAWL_SHARED)")
        return []
    samples = []
    for entry in json.loads((folder / "index.json").read_text(encoding="utf-8")):
        truth = json.loads((folder / "truth" / f"{entry['id']}.json").read_text(encoding="utf-8"))
        bodies = [truth["body"], *truth.get("body_variants", ())]
        texts = tuple(each if isinstance(each, str) else "\n\n".join(each) for each in bodies)
        body, outlet = gzip.decompress((folder / entry["page"]).read_bytes()), entry["page"].split("/")[0]
        samples.append(Sample(body, entry["url"], entry["language"], outlet, texts))
    return samples


def generated(count: int) -> list[Sample]:
    address = "https://loopback.example/story/{}"
    return [
        Sample(page(n, address.format(n)), address.format(n), ("ar", "tr")[n % 2], "loopback") for n in range(count)
    ]


def measured(tool: Tool, samples: list[Sample]) -> tuple[float, list[str | None]]:
    """Milliseconds for each page that the tool reads, and the bodies."""
    began, bodies = time.process_time(), [_tried(tool, each) for each in samples]
    read = sum(body is not None for body in bodies)
    return (time.process_time() - began) / max(1, read) * 1000, bodies


def _tried(tool: Tool, sample: Sample) -> str | None:
    try:
        return tool(sample)
    except Exception:  # what a tool cannot read counts as an empty body
        return ""


def scorer() -> Callable[[str, str], float]:
    """Body F1 as the measuring material's own scorer has it."""
    spec = spec_from_file_location("scorer", SHARED / "tools" / "score_extraction.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)

    def f1(body: str, truth: str) -> float:
        said, true = (module.shingles(module.tokens(text)) for text in (body, truth))
        return float(module.prf(said, true)[2])

    return f1


def quality(samples: list[Sample], bodies: list[str | None]) -> float | None:
    f1 = scorer() if any(sample.truths for sample in samples) else None
    scored = [
        max(f1(body, truth) for truth in sample.truths)
        for sample, body in zip(samples, bodies, strict=True)
        if f1 and body is not None
    ]
    return round(mean(scored), 3) if scored else None


def figures(kinds: Mapping[str, list[Sample]], rounds: int) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    tools = {}
    for name, make in TOOLS.items():
        try:
            tools[name] = make()
        except ImportError as error:
            print(f"{name} left out: {error}")
    for kind, samples in kinds.items():
        spent = defaultdict(list)
        for _ in range(rounds):
            for name, tool in tools.items():
                took, bodies = measured(tool, samples)
                spent[name].append(took if any(body is not None for body in bodies) else 0.0)
                rows.setdefault(name, {}).update({f"{kind}_f1": quality(samples, bodies)})
        for name, took in spent.items():
            slower = round(median(one / own for one, own in zip(took, spent[OURS], strict=True)), 1)
            rows[name] |= {f"{kind}_ms": round(median(took), 2), f"{kind}_ratio": slower}
    return rows


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench peers", description=__doc__)
    parser.add_argument("--generated", type=int, default=30, help="number of generated pages")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    kinds = {"real": real(), "generated": generated(options.generated)}
    rows = figures({kind: samples for kind, samples in kinds.items() if samples}, options.rounds)
    print(f"{'':36}{'real ms':>9}{'times':>7}{'body F1':>9}{'generated ms':>14}{'times':>7}")
    for name, row in rows.items():
        cells = (row.get(key) or "-" for key in ("real_ms", "real_ratio", "real_f1", "generated_ms", "generated_ratio"))
        print(f"{name:36}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, (9, 7, 9, 14, 7), strict=True)))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
