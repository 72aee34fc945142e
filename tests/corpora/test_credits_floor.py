"""How well credits and citations are read on labelled articles; the method is that of `scripts/bench credits`."""

from collections.abc import Callable
from pathlib import Path

from tests.bench.credits import labelled, table

F1 = {"credits": 0.98, "citations": 0.96}
HELD_F1 = {"credits": 0.97, "citations": 0.95}
RESOLVED = 0.98


def test_credits_and_citations_are_read(shared: Callable[[str], Path]) -> None:
    articles = list(labelled(shared("corpora/ant").parents[1]))
    assert len(articles) >= 400
    assert sum(bool(each.credits) for each in articles) >= 120
    assert sum(bool(each.citations) for each in articles) >= 120
    figures = table(articles)
    print(*(f"{name}: {row}" for name, row in figures.items()), sep="\n")
    for name, floor in F1.items():
        assert figures[f"all {name}"]["f1"] >= floor
        assert figures[f"held {name}"]["f1"] >= HELD_F1[name]
        assert figures[f"all {name}"]["resolved"] >= RESOLVED
        assert figures[f"held {name}"]["resolved"] >= RESOLVED
