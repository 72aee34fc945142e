"""CPU that an article of 250 words costs, step by step: `scripts/bench text [--json FILE]`.

Invented Arabic and Turkish articles, in five paragraphs with a dateline and a credit line. Beside the steps, for the
speed of the machine: a bare xxh3 and a bare NFC of the text. Milliseconds, the median of rounds over all articles.
"""

import argparse
import json
import time
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any, Final
from zoneinfo import ZoneInfo

import xxhash

from newscrawl import credits, dates, registry, text
from newscrawl.syndication import sign
from tests.corpora.invented import LANGUAGES, writer

WORDS: Final = 250
ARTICLES, ROUNDS = 200, 7
BUDGETS: Final = {"clean": 0.25, "key": 0.15, "dates and credits": 0.4}
ZONE: Final = ZoneInfo("Europe/Istanbul")
HEAD: Final = {"ar": "أنقرة/ الأناضول", "tr": "ANKARA (AA) -"}
TAIL: Final = {"ar": "المصدر: الأناضول", "tr": "Kaynak: DHA"}
DATE: Final = {"ar": "الثلاثاء 3 آذار/مارس 2026 - 14:05", "tr": "3 Mart 2026 Salı 14:05"}


def articles(language: str) -> list[tuple[str, ...]]:
    """The paragraphs of each article."""
    writes, made = writer(language), list[tuple[str, ...]]()
    for _ in range(ARTICLES):
        words = " ".join(writes.text(WORDS + 100)).split()
        while len(words) < WORDS:
            words += writes.sentence().split()
        parts = (" ".join(words[start : start + WORDS // 5]) + "." for start in range(0, WORDS, WORDS // 5))
        made.append((HEAD[language], *parts, TAIL[language]))
    return made


def steps(language: str) -> Mapping[str, Callable[[tuple[str, ...]], object]]:
    names, date = registry.names(), DATE[language]
    return {
        "clean": lambda article: [text.clean(article), text.display(article[1][:60])],
        "key": lambda article: text.match_key("\n\n".join(article)),
        "dates and credits": lambda article: [
            dates.parse(date, ZONE),
            credits.attribute(article, names, outlet="ntv", language=language),
        ],
        "language": lambda article: text.detect_language(" ".join(article)),
        "sign": lambda article: sign("\n\n".join(article)),
        "bare xxh3": lambda article: xxhash.xxh3_64_intdigest("\n\n".join(article).encode()),
        "bare NFC": lambda article: unicodedata.normalize("NFC", "\n\n".join(article)),
    }


def measured(language: str) -> dict[str, float]:
    """Milliseconds of CPU an article, by step."""
    made, figures = articles(language), dict[str, float]()
    for name, step in steps(language).items():
        rounds = []
        for _ in range(ROUNDS):
            began = time.process_time()
            for article in made:
                step(article)
            rounds.append((time.process_time() - began) / len(made) * 1000)
        figures[name] = round(median(rounds), 4)
    return figures


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench text", description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    figures: dict[str, Any] = {language: measured(language) for language in LANGUAGES}
    print(f"{'ms an article':20}" + "".join(f"{language:>9}" for language in LANGUAGES) + f"{'budget':>9}")
    for name in figures[LANGUAGES[0]]:
        row, budget = [figures[language][name] for language in LANGUAGES], BUDGETS.get(name)
        verdict = "" if budget is None else f"{budget:9.2f}  {'ok' if max(row) <= budget else 'above'}"
        print(f"{name:20}" + "".join(f"{value:9.4f}" for value in row) + verdict)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
