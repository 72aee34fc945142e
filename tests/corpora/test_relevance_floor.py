"""How well articles about Turkey are told, on 357 labelled ones; print the table with `-s`."""

from collections.abc import Callable
from pathlib import Path

from newscrawl.relevance import about_turkey
from tests.corpora.turkey import Labelled, labelled

PRECISION, RECALL = 0.95, 0.94


def scores(articles: list[Labelled]) -> tuple[float, float]:
    told = [(about_turkey(each.title, each.body).about, each.about) for each in articles]
    right = sum(found and wanted for found, wanted in told)
    return right / sum(found for found, _ in told), right / sum(wanted for _, wanted in told)


def test_articles_about_turkey_are_told_from_the_rest(shared: Callable[[str], Path]) -> None:
    articles = list(labelled(shared("corpora/ant").parents[1]))
    assert len(articles) >= 300
    parts = {"tuned on": [a for a in articles if not a.held], "held": [a for a in articles if a.held], "all": articles}
    for name, part in parts.items():
        print(f"{name:9} {len(part)} articles, precision {scores(part)[0]:.3f}, recall {scores(part)[1]:.3f}")
    precision, recall = scores(articles)
    assert precision >= PRECISION
    assert recall >= RECALL
