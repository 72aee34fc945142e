"""Neighbours found for all articles at once are those that the index finds one by one: the relations are the same."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain

import pytest

from newscrawl.store.story_documents import to_member
from newscrawl.syndication import Relation, Signed, in_length, relate, sign
from newscrawl.syndication.neighbours import (
    HISTORY,
    MOST_NEIGHBOURS,
    Posting,
    end_of_history,
    enough,
    most,
    neighbours,
    older,
)
from tests.crawling import Project
from tests.generated import BEGIN, Press
from tests.placing import sweep

WINDOW = timedelta(days=30)
COUNT = 300


class Grouped:
    """What a batch engine makes of the postings, in memory."""

    def __init__(self, articles: list[Signed]) -> None:
        self.articles = {each.id: each for each in articles}
        self.postings: defaultdict[int, list[Posting]] = defaultdict(list)
        for each in articles:
            keys = each.signature.fingerprints
            for key in keys:
                self.postings[key].append(Posting(each.time, each.id, len(keys)))
        for found in self.postings.values():
            found.sort()

    def pairs(self) -> set[tuple[str, str]]:
        counted = Counter(chain.from_iterable(map(neighbours, self.postings.values())))
        near: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for (mine, other), shared in counted.items():
            if enough(mine, other, shared, WINDOW):
                near[mine.id].append((other.id, shared))
        return {
            (min(mine, other), max(mine, other)) for mine, some in near.items() for other in most(some, MOST_NEIGHBOURS)
        }

    def relations(self) -> Iterator[Relation]:
        for one, other in sorted(self.pairs()):
            ends = self.articles[one], self.articles[other]
            if found := relate(*ends, self.history(*ends)):
                yield found

    def history(self, one: Signed, other: Signed) -> list[Signed]:
        shorter, _ = in_length(one, other)
        before, since = end_of_history(one, other), shorter.time - WINDOW
        found = (older(self.postings[key], since, before) for key in shorter.signature.fingerprints)
        counted = Counter(each.id for some in found for each in some if each.id != shorter.id)
        return [self.articles[each] for each in most(counted.items(), HISTORY)]


def test_a_crawl_and_a_batch_find_the_same_relations(project: Project) -> None:
    made = [each.document() for each in Press(COUNT, seed=5).articles()]
    project.insert("articles", made)
    assert asyncio.run(sweep(project.uri, project.database, COUNT)) >= COUNT
    crawled = {(each["shorter"], each["longer"]): each["kind"] for each in project.find("edges")}
    articles = [Signed(each["_id"], each["outlet"], to_member(each).time, sign(each["body"])) for each in made]
    batch = {(each.shorter, each.longer): each.kind for each in Grouped(articles).relations()}
    assert len(crawled) > COUNT // 20
    assert batch == crawled


def posting(hours: float, name: str, size: int = 20) -> Posting:
    return Posting(BEGIN + timedelta(hours=hours), name, size)


def test_a_search_reads_the_nearest_before_and_the_nearest_later() -> None:
    crowd = [posting(hour, f"a{hour:03}") for hour in range(0, 500, 5)]
    seen = [other.id for mine, other in neighbours(crowd) if mine.id == "a250"]
    assert seen[0] == "a180"  # 24 back from 298, the last within two days after
    assert seen[-1] == "a415"  # and 24 of what came later
    assert len(seen) == 47


@pytest.mark.parametrize(
    ("hours", "sizes", "shared", "is_enough"),
    [
        (0, (16, 16), 1, False),
        (0, (16, 16), 2, True),
        (0, (40, 40), 3, False),  # a tenth
        (0, (40, 40), 4, True),
        (24 * 40, (16, 16), 7, False),  # beyond the window half of them
        (24 * 40, (16, 16), 8, True),
    ],
)
def test_how_much_makes_a_candidate(hours: float, sizes: tuple[int, int], shared: int, is_enough: bool) -> None:
    one, other = posting(0, "a", sizes[0]), posting(hours, "b", sizes[1])
    assert enough(one, other, shared, WINDOW) is is_enough
