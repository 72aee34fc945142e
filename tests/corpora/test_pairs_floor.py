"""How well copies are told on labelled pairs of real articles; the method is that of `scripts/bench pairs`."""

from collections.abc import Callable
from pathlib import Path

from tests.bench.pairs import CORPUS, articles, pairs, signatures, stream, table


def test_copies_are_told_from_templates(shared: Callable[[str], Path]) -> None:
    root = shared(CORPUS).parents[1]
    labelled = pairs(root)
    wanted = {url for pair in labelled for url in pair.key}
    found = {frozenset((each.shorter, each.longer)): each for each in stream(signatures(articles(root)), wanted)}
    figures = table(labelled, found)
    print(*(f"{name}: {row}" for name, row in figures.items()), sep="\n")
    everything, checked = figures["all"], figures["half 1"]
    assert everything["precision"] >= 0.97
    assert everything["recall"] >= 0.88
    assert everything["f1"] >= 0.92
    assert checked["f1"] >= 0.92
    assert figures["T"]["wrong"] <= 3
