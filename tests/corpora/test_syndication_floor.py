"""What our engine finds of invented copies and leaves apart; the table with others is `scripts/bench syndication`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench.syndication import adjusted_rand, invented, semeval

BASES = 100  # texts a language
FOUND = {
    "orthographic": 100, "re-titled": 100, "boilerplate left in": 99, "drop 30 %": 99, "drop 60 %": 97,
    "embedded 1/5": 99, "half and half": 80, "rewrite 10 %": 98, "rewrite 20 %": 85,
}  # fmt: skip
APART = {
    "follow-up 20 %, merged": 5,
    "follow-up 35 %, merged": 5,
    "follow-up 50 %, merged": 5,
    "templates warm": 1,
    "templates cold": 4,
}


def test_copies_are_found_and_the_rest_is_left_apart() -> None:
    figures = invented(BASES, presets={})
    print(*(f"{name}: {row}" for name, row in figures.items()), sep="\n")
    ours = figures["newscrawl"]
    assert {way: ours[way] for way, floor in FOUND.items() if ours[way] < floor} == {}
    assert {way: ours[way] for way, ceiling in APART.items() if ours[way] > ceiling} == {}
    assert ours["ARI"] >= 0.95


def test_articles_that_have_nothing_in_common_have_no_relation(shared: Callable[[str], Path]) -> None:
    grades = semeval(shared("corpora/semeval2022-task8").parents[1])
    print(*(f"{grade}: {kinds}" for grade, kinds in grades.items()), sep="\n")
    apart = [kinds for grade, kinds in grades.items() if float(grade.split()[1]) >= 3.5]
    assert apart
    assert all(set(kinds) == {"none"} for kinds in apart)


@pytest.mark.parametrize(
    ("gold", "found", "index"),
    [("aabb", "xxyy", 1.0), ("aabb", "xyxy", -0.5), ("aabb", "xxxx", 0.0), ("aaab", "xxyy", 0.0)],
)
def test_the_adjusted_rand_index(gold: str, found: str, index: float) -> None:
    sides = [{str(place): label for place, label in enumerate(labels)} for labels in (gold, found)]
    assert adjusted_rand(*sides) == pytest.approx(index)
