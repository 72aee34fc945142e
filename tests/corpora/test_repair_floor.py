"""Language and damaged encodings on real text: told right, repaired, and clean text left alone, in 99 of 100 at least.

Saudi, BBC and CNN articles are Arabic, SemEval's are what their file says. A sample, whose figures
`python -m pytest -s tests/corpora` prints.
"""

import gzip
import json
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from newscrawl.text import detect_language, display, repair

LEAST = 0.99
# How a page was written, and how somebody read it.
DAMAGES = {
    "ar": (("utf-8", "cp1252"), ("utf-8", "latin-1"), ("utf-8", "cp1256"), ("cp1256", "cp1252")),
    "tr": (("utf-8", "cp1252"), ("utf-8", "latin-1"), ("cp1254", "cp1252"), ("iso-8859-9", "latin-1")),
}


def texts(corpora: Path, language: str) -> Iterator[str]:
    for line in (corpora / f"semeval2022-task8/{language}_pairs.jsonl").read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        yield from (pair["text_1"], pair["text_2"])
    if language == "ar":
        for path in sorted((corpora / "ant").glob("*.jsonl.gz")):
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                yield from (json.loads(line)["text"] for line in islice(lines, 0, None, 20))
        with zipfile.ZipFile(corpora / "saudinewsnet/2015-07-21.zip") as archive:
            for name in archive.namelist():
                yield from (each["content"] for each in json.loads(archive.read(name))[::10])


@pytest.fixture(params=["ar", "tr"])
def sample(request: pytest.FixtureRequest, shared: Callable[[str], Path]) -> tuple[str, list[str]]:
    """A language and paragraphs in it, of 60 characters at least and as their publishers meant them."""
    corpora = shared("corpora/semeval2022-task8").parent
    paragraphs = (part.strip() for text in texts(corpora, request.param) for part in text.split("\n")[:2])
    long = [part for part in paragraphs if len(part) >= 60]
    return request.param, long[:: max(1, len(long) // 600)]


def test_the_language_is_told_from_the_text(sample: tuple[str, list[str]]) -> None:
    language, paragraphs = sample
    right = sum(detect_language(part) == language for part in paragraphs) / len(paragraphs)
    print(f"{language}: language right in {right:.4f} of {len(paragraphs)} paragraphs")
    assert right >= LEAST


def test_clean_text_is_left_alone(sample: tuple[str, list[str]]) -> None:
    language, paragraphs = sample
    touched = [part for part in paragraphs if repair(part).kind]
    print(f"{language}: {len(touched)} of {len(paragraphs)} clean paragraphs touched")
    assert not touched


def test_damaged_text_is_repaired(sample: tuple[str, list[str]]) -> None:
    language, paragraphs = sample
    for written, read in DAMAGES[language]:
        damaged = dict(filter(None, (damage(part, written, read) for part in paragraphs)))
        right = sum(display(bad) == display(good) for bad, good in damaged.items()) / len(damaged)
        print(f"{language}: {written} read as {read}: {right:.4f} of {len(damaged)} repaired")
        assert right >= LEAST, (written, read)


def damage(text: str, written: str, read: str) -> tuple[str, str] | None:
    """The text as somebody read it, and itself; None where the encoding cannot write it or reading changes nothing.
    Browsers keep a byte that cp1252 does not know as a control character."""
    try:
        body = text.encode(written)
    except UnicodeEncodeError:
        return None
    seen = "".join(bytes((byte,)).decode(read, "ignore") or chr(byte) for byte in body)
    return (seen, text) if seen != text else None
