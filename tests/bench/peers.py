"""Extraction beside other tools: `scripts/bench peers [--generated 30] [--rounds 3] [--json FILE]`.

CPU milliseconds a page to a clean title, body and date, ours from its bytes, the others' from its decoded text. Each
tool has a process of its own that has read the pages once before; the median of rounds in which every tool has its turn
on every page. Real pages where the measuring material is at hand, and generated ones. Beside it the body F1 on the real
pages: 4-word shingles against what was checked by hand, the mean over pages. Fundus reads the outlets it has. Tools ask
for libraries that do not go together, so each has an environment under `.venv/peers`, made on first use; one that
cannot be made or does not start leaves its rows out by name.
"""

import argparse
import gzip
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryFile
from typing import Any, Final

from newscrawl import editing, registry
from newscrawl.extraction import Page, Reader
from newscrawl.text import charset
from tests.bench._pages import page
from tests.conftest import ROOT, SHARED

OURS: Final = "newscrawl, no selectors"
NOW: Final = datetime(2026, 11, 27, tzinfo=UTC)
DRIVER: Final = Path(__file__).with_name("_peer.py")
PINS: Final = {
    "trafilatura, fast": ("trafilatura==2.3.1", "lxml_html_clean==0.4.6"),
    "trafilatura": ("trafilatura==2.3.1", "lxml_html_clean==0.4.6"),
    "newspaper4k, language given": ("newspaper4k==0.9.6", "nltk==3.10.4"),
    "news-please": ("news-please==1.6.16", "nltk==3.10.4"),
    "goose3": ("goose3==3.1.22",),
    "Fundus": ("fundus==0.5.7", "curl_cffi==0.13.0"),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A page: its bytes, its address, its language, the outlet whose it is, and the checked bodies if there are any."""

    body: bytes
    url: str
    language: str
    outlet: str
    truths: tuple[str, ...] = ()


Tool = Callable[[Sample], tuple[float, str | None]]
"""Gives the milliseconds that a page took and its body; None where the tool does not read such a page."""


def ours(reader: Callable[[Sample], Reader | None], *, credited: bool = False) -> Tool:
    """Extraction and cleaning; `credited`: with credits, citations and the dateline, which no other tool looks for."""
    names = registry.names()

    def read(sample: Sample) -> tuple[float, str | None]:
        began, found = time.process_time(), reader(sample)
        if found is None:
            return 0.0, None
        extract = found.read(Page(charset.decode(sample.body, declared=None).html, sample.url), now=NOW)
        article = editing.clean(editing.compose(extract, url=sample.url, outlet=sample.outlet))
        body = editing.attribute(article, names).body if credited else article.body
        return (time.process_time() - began) * 1000, body

    return read


def parsed(sample: Sample) -> tuple[float, str | None]:
    """Nothing but decoding and parsing: no reader on this parser takes less."""
    began = time.process_time()
    Page(charset.decode(sample.body, declared=None).html, sample.url)
    return (time.process_time() - began) * 1000, ""


def declared(sample: Sample) -> Reader | None:
    """The outlet's own reading, where we have it."""
    outlet = registry.outlets().get(sample.outlet)
    return outlet(name=sample.outlet) if outlet else None


OWN: Final[Mapping[str, Callable[[], Tool]]] = {
    OURS: lambda: ours(lambda _: Reader()),
    "newscrawl, the outlet's selectors": lambda: ours(declared),
    "newscrawl, no selectors, with credits": lambda: ours(lambda _: Reader(), credited=True),
    "parsing alone (lexbor)": lambda: parsed,
}


def environment(pins: tuple[str, ...]) -> Path:
    """The Python of an environment that has these packages. Raises CalledProcessError where it cannot be made."""
    folder = ROOT / ".venv" / "peers" / pins[0]
    python, done = folder / "bin" / "python", folder / "installed"
    if not (done.exists() and done.read_text() == " ".join(pins)):
        print(f"installing {pins[0]} for the comparison (once)", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True, capture_output=True, text=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pins]
        subprocess.run(install, check=True, capture_output=True, text=True)
        done.write_text(" ".join(pins))
    return python


@contextmanager
def peer(name: str) -> Iterator[Tool]:
    """A tool that runs in its own environment, for as long as the context lasts."""
    command, pipe = [environment(PINS[name]), DRIVER, name], subprocess.PIPE
    with (
        TemporaryFile("w+") as said,
        subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=said, text=True, encoding="utf-8") as process,
    ):
        assert process.stdin
        assert process.stdout

        def read(sample: Sample) -> tuple[float, str | None]:
            html = charset.decode(sample.body, declared=None).text
            asked = {"html": html, "url": sample.url, "language": sample.language, "outlet": sample.outlet}
            print(json.dumps(asked), file=process.stdin, flush=True)
            if not (answer := process.stdout.readline()):
                said.seek(0)
                raise OSError(said.read().strip().rpartition("\n")[2])
            took, body = json.loads(answer)
            return took, body

        yield read


@contextmanager
def tools() -> Iterator[dict[str, Tool]]:
    """Every tool that there is; the others are named."""
    with ExitStack() as running:
        found = {name: make() for name, make in OWN.items()}
        for name in PINS:
            try:
                found[name] = running.enter_context(peer(name))
                found[name](Sample(b"<p>a page that shows that the tool starts</p>", "https://a.example/1", "tr", ""))
            except subprocess.CalledProcessError as error:
                print(f"{name} left out: {(error.stderr or str(error)).strip().splitlines()[-1]}")
                found.pop(name, None)
            except OSError as error:
                print(f"{name} left out: it does not start ({error})")
                found.pop(name, None)
        yield found


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
    found = [tool(each) for each in samples]
    read = [took for took, body in found if body is not None]
    return (mean(read) if read else 0.0), [body for _, body in found]


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
    with tools() as found:
        for kind, samples in kinds.items():
            spent = defaultdict(list)
            for turn in range(rounds + 1):
                for name, tool in found.items():
                    took, bodies = measured(tool, samples)
                    if turn:  # the first one fills caches and compiles patterns
                        spent[name].append(took)
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
