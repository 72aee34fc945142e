"""Relations of all articles of an archive: postings joined on fingerprints, candidates verified, with their history.

The same bounds and the same judgement as a crawl's (`newscrawl.store.edges`), so that both find the same. Postings,
candidates and requests for history are grouped by Spark; each function that decides is pure.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from operator import add
from typing import Final, NamedTuple

from pyspark import RDD

from newscrawl.syndication import Relation, Signature, Signed, alike, in_length, relate
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

WINDOW: Final = timedelta(days=30)


class Packed(NamedTuple):
    """A signed article as it travels between workers: shingles stay packed."""

    id: str
    outlet: str
    time: datetime
    signature: Signature

    def signed(self) -> Signed:
        return Signed(*self)


class Request(NamedTuple):
    """What the history of an article before a time is asked for by."""

    article: str
    before: datetime


Pair = tuple[str, str]
Both = tuple[Packed, Packed]


def relations(articles: "RDD[Packed]", window: timedelta = WINDOW) -> "RDD[Relation]":
    """Every relation among the articles."""
    size = articles.getNumPartitions()
    by_id = articles.map(lambda each: (each.id, each)).partitionBy(size).cache()
    postings = articles.flatMap(_postings).groupByKey(size).mapValues(sorted).cache()
    pairs = _near(postings, window).union(_same(articles)).distinct(size)
    both = _with_both(pairs, by_id, size).filter(lambda pair: alike(pair[0].signed(), pair[1].signed())).cache()
    told = _histories(both, postings, by_id, window)
    asked = both.map(lambda pair: (_request(*pair), pair))
    return asked.leftOuterJoin(told, size).map(lambda each: _judged(*each[1])).filter(lambda each: each is not None)


def _postings(each: Packed) -> Iterator[tuple[int, Posting]]:
    size = len(each.signature.fingerprints)
    for fingerprint in each.signature.fingerprints:
        yield fingerprint, Posting(each.time, each.id, size)


def _near(postings: "RDD[tuple[int, list[Posting]]]", window: timedelta) -> "RDD[Pair]":
    """Pairs that share enough fingerprints, seen from either side."""
    counted = postings.flatMap(lambda each: ((pair, 1) for pair in neighbours(each[1]))).reduceByKey(add)
    kept = counted.filter(lambda each: enough(each[0][0], each[0][1], each[1], window))
    by_article = kept.map(lambda each: (each[0][0].id, (each[0][1].id, each[1]))).groupByKey()
    return by_article.flatMap(lambda each: (_pair(each[0], other) for other in most(each[1], MOST_NEIGHBOURS)))


def _same(articles: "RDD[Packed]") -> "RDD[Pair]":
    """Articles of the very same text with the earliest of it, whenever that was."""
    by_text = articles.map(lambda each: (each.signature.exact, (each.time, each.id))).groupByKey()
    return by_text.flatMap(lambda each: _with_earliest(each[1]))


def _with_earliest(found: Iterable[tuple[datetime, str]]) -> Iterator[Pair]:
    ordered = [each for _, each in sorted(found)]
    for first in ordered[:MOST_NEIGHBOURS]:
        yield from (_pair(first, other) for other in ordered if other != first)


def _with_both(pairs: "RDD[Pair]", by_id: "RDD[tuple[str, Packed]]", size: int) -> "RDD[Both]":
    half = pairs.join(by_id, size).map(lambda each: each[1])
    return half.join(by_id, size).map(lambda each: each[1])


def _histories(
    both: "RDD[Both]", postings: "RDD[tuple[int, list[Posting]]]", by_id: "RDD[tuple[str, Packed]]", window: timedelta
) -> "RDD[tuple[Request, list[Packed]]]":
    """The older articles that show what is template in the shorter of each pair: the most shared first."""
    asked = both.filter(lambda pair: pair[0].signature.exact != pair[1].signature.exact).flatMap(_asked)
    size = by_id.getNumPartitions()
    counted = postings.cogroup(asked.distinct(size), size).flatMap(lambda each: _found(each[1][0], each[1][1], window))
    ranked = counted.reduceByKey(add, size).map(lambda each: (each[0][0], (each[0][1], each[1]))).groupByKey(size)
    chosen = ranked.flatMap(
        lambda each: ((other, (rank, each[0])) for rank, other in enumerate(most(each[1], HISTORY)))
    )
    joined = chosen.join(by_id, size).map(lambda each: (each[1][0][1], (each[1][0][0], each[1][1])))
    return joined.groupByKey(size).mapValues(_in_order)


def _asked(pair: Both) -> Iterator[tuple[int, tuple[Request, datetime]]]:
    shorter, _ = _in_length(*pair)
    for fingerprint in shorter.signature.fingerprints:
        yield fingerprint, (_request(*pair), shorter.time)


def _found(
    postings: Iterable[list[Posting]], asked: Iterable[tuple[Request, datetime]], window: timedelta
) -> Iterator[tuple[tuple[Request, str], int]]:
    there = [each for some in postings for each in some]
    for request, time in asked:
        for each in older(there, time - window, request.before):
            if each.id != request.article:
                yield (request, each.id), 1


def _in_order(ranked: Iterable[tuple[int, Packed]]) -> list[Packed]:
    return [each for _, each in sorted(ranked, key=lambda pair: pair[0])]


def _judged(pair: Both, history: list[Packed] | None) -> Relation | None:
    one, other = pair
    return relate(one.signed(), other.signed(), [each.signed() for each in history or ()])


def _request(one: Packed, other: Packed) -> Request:
    ends = one.signed(), other.signed()
    return Request(in_length(*ends)[0].id, end_of_history(*ends))


def _in_length(one: Packed, other: Packed) -> Both:
    shorter, _ = in_length(one.signed(), other.signed())
    return (one, other) if shorter.id == one.id else (other, one)


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
