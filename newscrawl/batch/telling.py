"""Stories of all articles of an archive: those that merging relations connect, told by the crawl's own function."""

from collections.abc import Iterable, Iterator, Mapping

from pyspark import RDD

from newscrawl.store.story_documents import from_story, roles_in
from newscrawl.syndication import Member, Relation, stories

Document = dict[str, object]
Roles = list[tuple[str, Document]]
ROUNDS = 50  # a chain of near copies longer than this is told in parts


def tell(members: "RDD[Member]", relations: "RDD[Relation]", kinds: Mapping[str, str]) -> "RDD[tuple[Document, Roles]]":
    """Each story as a document, with the place of each of its articles; `kinds` ranks possible origins."""
    merging = relations.filter(lambda each: each.merges).cache()
    labels = components(merging.map(lambda each: (each.shorter, each.longer)))
    edges = merging.map(lambda each: (each.shorter, each)).join(labels).map(lambda each: (each[1][1], each[1][0]))
    inside = members.map(lambda each: (each.id, each)).join(labels).map(lambda each: (each[1][1], each[1][0]))
    return inside.cogroup(edges).flatMap(lambda each: _told(list(each[1][0]), list(each[1][1]), kinds))


def components(pairs: "RDD[tuple[str, str]]") -> "RDD[tuple[str, str]]":
    """Each end of a pair with the smallest id that it is connected with: labels spread until none changes."""
    size = pairs.getNumPartitions()
    near = pairs.flatMap(lambda pair: (pair, pair[::-1])).groupByKey(size).cache()
    labels = near.map(lambda each: (each[0], min(each[0], *each[1])), preservesPartitioning=True)
    for _ in range(ROUNDS):
        spread = near.join(labels, size).flatMap(_offered).reduceByKey(min, size)
        # Lineage ends here, or each round would do all those before it again.
        spread.localCheckpoint()
        settled = spread.join(labels, size).values().filter(lambda each: each[0] != each[1]).isEmpty()
        labels = spread
        if settled:
            break
    return labels


def _offered(each: tuple[str, tuple[Iterable[str], str]]) -> Iterator[tuple[str, str]]:
    article, (others, label) = each
    yield article, label
    yield from ((other, label) for other in others)


def _told(members: list[Member], edges: list[Relation], kinds: Mapping[str, str]) -> Iterator[tuple[Document, Roles]]:
    by_id = {member.id: member for member in members}
    for story in stories(members, edges, kinds):
        yield from_story(story, by_id), roles_in(story)
