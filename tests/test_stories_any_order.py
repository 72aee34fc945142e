"""Real processes place the same articles in any order, one is killed, the rest is swept: the edges are the same."""

import asyncio
import random
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient

from tests.generated import Invented, Press
from tests.placing import Crowd, sweep

Document = dict[str, Any]
# Which of an article's neighbours are read is bounded, and which these are may depend on who was there.
TOLERANCE = 0.01


@pytest.fixture
def databases(mongo_uri: str) -> Iterator[tuple[Any, Any]]:
    with MongoClient[Document](mongo_uri, tz_aware=True) as client:
        names = [f"test_{uuid.uuid4().hex[:12]}" for _ in range(2)]
        yield client[names[0]], client[names[1]]
        for name in names:
            client.drop_database(name)


def run(
    uri: str, database: Any, articles: list[Invented], processes: int, killed: bool, together: int = 1
) -> list[int]:
    database.articles.insert_many([each.document() for each in articles])
    ids = [each.id for each in articles]
    crowd = Crowd(uri, database.name, [ids[number::processes] for number in range(processes)], together)
    crowd.start()
    if killed:
        crowd.kill(processes - 1, after=len(ids) // processes // 2)
    return crowd.wait()


def edges(database: Any) -> dict[str, Document]:
    return {each["_id"]: each for each in database.edges.find()}


def compare(uri: str, databases: tuple[Any, Any], count: int, processes: int, together: int) -> None:
    """Place articles one by one as they were published, and again shuffled by a crowd; the same must come out."""
    alone, crowd = databases
    articles = list(Press(count, seed=count).articles())
    assert run(uri, alone, articles, 1, killed=False) == [0]
    shuffled = random.Random(count).sample(articles, count)
    codes = run(uri, crowd, shuffled, processes, killed=True, together=together)
    assert sorted(codes) == [-9] + [0] * (processes - 1)
    assert crowd.articles.count_documents({"story_state": "pending"}) >= count // processes // 3
    asyncio.run(sweep(uri, crowd.name, 1000))
    one, other = edges(alone), edges(crowd)
    same = sum(edge == other.get(name) for name, edge in one.items())
    kinds = sum(edge["kind"] == other.get(name, {}).get("kind") for name, edge in one.items())
    print(
        f"\n{count} articles, {processes} processes: {len(one)} and {len(other)} edges, {kinds} alike, {same} the same"
    )
    assert len(one) >= count // 20
    for agreeing in (kinds, same):
        assert agreeing / len(one.keys() | other.keys()) >= 1 - TOLERANCE
    assert crowd.articles.count_documents({"story_state": {"$ne": "done"}}) == 0
    check_stories(crowd)
    check_truth(articles, other)


def check_stories(database: Any) -> None:
    """Nobody is in two stories, and articles say of themselves what the stories say of them."""
    members = Counter(member for story in database.stories.find() for member in story["members"])
    assert set(members.values()) <= {1}
    told = {each["_id"] for each in database.articles.find({"story.id": {"$exists": True}})}
    assert told == set(members)


def check_truth(articles: list[Invented], found: dict[str, Document]) -> None:
    """Nearly every copy was found, so that the comparison is about something."""
    copies = [each for each in articles if each.of]
    linked = sum("|".join(sorted((each.id, each.of or ""))) in found for each in copies)
    assert linked >= 0.95 * len(copies)


@pytest.mark.parametrize(("processes", "together"), [(2, 1), (8, 1), (2, 16)])
def test_any_order_and_any_number_of_processes_give_the_same_edges(
    mongo_uri: str, databases: tuple[Any, Any], processes: int, together: int
) -> None:
    compare(mongo_uri, databases, 300, processes, together)


@pytest.mark.faults
@pytest.mark.long
def test_eight_processes_over_thousands_with_one_killed_give_the_same_edges(
    mongo_uri: str, databases: tuple[Any, Any]
) -> None:
    compare(mongo_uri, databases, 3000, 8, 1)


@pytest.mark.parametrize("together", [1, 16])
def test_copies_that_arrive_at_once_in_two_processes_are_all_found(
    mongo_uri: str, databases: tuple[Any, Any], together: int
) -> None:
    database, _ = databases
    firsts = list(Press(100, seed=7, days=1).articles())
    again = [each.document() | {"_id": f"copy{n:012}", "url": f"https://other.example/{n}/", "outlet": "other"}
             for n, each in enumerate(firsts)]  # fmt: skip
    database.articles.insert_many([*(each.document() for each in firsts), *again])
    crowd = Crowd(mongo_uri, database.name, [[each.id for each in firsts], [each["_id"] for each in again]], together)
    crowd.start()
    assert crowd.wait() == [0, 0]
    found = edges(database)
    lost = [n for n, each in enumerate(firsts) if "|".join(sorted((each.id, f"copy{n:012}"))) not in found]
    assert not lost
