"""Who took a text from whom in an archive of any size: WARC files or an export in, Parquet and MongoDB out.

    spark-submit --master 'local[2]' ops/spark/archive.py --warc crawl/*.warc.gz --out stories

Reads and judges with the crawl's own functions; docs/scale.md says how a cluster is prepared. Prints what became of
every answer, and puts that under `summary` of the new folder when all else is there. Exit codes as of `scrapy crawl`.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Sequence
from operator import add
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pymongo.errors import PyMongoError
from pyspark import RDD, StorageLevel
from pyspark.errors import AnalysisException
from pyspark.sql import SparkSession

from newscrawl import registry
from newscrawl.archive import ArchiveError
from newscrawl.batch import matching, reading, telling, writing
from newscrawl.exits import Exit
from newscrawl.store.batches import ForeignDatabase
from newscrawl.store.story_documents import SINGLE, from_relation, to_member
from newscrawl.syndication import sign

Document = dict[str, Any]
TABLES = ("articles", "edges", "stories")


def main(arguments: Sequence[str]) -> int:
    options = parsed(arguments)
    spark = SparkSession.builder.appName("newscrawl archive").config("spark.sql.session.timeZone", "UTC").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        if options.mongodb:
            asyncio.run(writing.prepare(os.environ["MONGODB_URI"], options.mongodb))
        writing.begin(spark, options.out)
        print(json.dumps(work(spark, options), ensure_ascii=False, indent=2))
    except (ForeignDatabase, AnalysisException, ArchiveError, writing.FolderError) as error:
        return fail(str(error).splitlines()[0], Exit.CONFIG)
    except PyMongoError as error:
        return fail(f"MongoDB: {error}", Exit.DATABASE)
    finally:
        spark.stop()
    return Exit.OK


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="archive.py", description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--warc", nargs="+", metavar="FILE", help="WARC files, where every worker can read them")
    source.add_argument("--parquet", metavar="FOLDER", help="articles as `scrapy export` writes them")
    source.add_argument("--json", metavar="FILE", help="articles as JSON lines, mongoexport's too")
    parser.add_argument("--out", required=True, metavar="FOLDER", help="where articles, edges and stories go; new")
    parser.add_argument("--mongodb", metavar="DATABASE", help="write them there as well, at MONGODB_URI")
    options = parser.parse_args(arguments)
    if options.mongodb and "MONGODB_URI" not in os.environ:
        parser.error("--mongodb needs MONGODB_URI in the environment")
    missing = [path for path in options.warc or () if not Path(path).is_file()]
    if missing:
        parser.error(f"no such file: {', '.join(missing)}")
    return options


def work(spark: SparkSession, options: argparse.Namespace) -> Document:
    """Read, match, tell, write; the counts of what came of it."""
    read = source(spark, options).persist(StorageLevel.MEMORY_AND_DISK)
    size = max(read.getNumPartitions(), spark.sparkContext.defaultParallelism)
    counted = dict(sorted(read.map(lambda each: (each[0], 1)).reduceByKey(add).collect()))
    outcomes = {name: count for name, count in counted.items() if not name.startswith(reading.DAMAGED)}
    damaged = {name.removeprefix(reading.DAMAGED): n for name, n in counted.items() if name not in outcomes}
    if not outcomes:
        told = f"; damaged: {', '.join(damaged)}" if damaged else ""
        raise ArchiveError(f"the archive holds no answers and no articles{told}")
    articles = unique(read, size).persist(StorageLevel.MEMORY_AND_DISK)
    members = articles.mapValues(to_member).cache()
    packed = articles.map(
        lambda each: matching.Packed(each[0], each[1]["outlet"], to_member(each[1]).time, sign(each[1]["body"]))
    ).persist(StorageLevel.MEMORY_AND_DISK)
    relations = matching.relations(packed).persist(StorageLevel.MEMORY_AND_DISK)
    told = telling.tell(members.values(), relations, registry.kinds()).cache()
    places = told.flatMap(lambda each: each[1])
    placed = articles.leftOuterJoin(places, size).map(lambda each: {**each[1][0], "story": each[1][1] or SINGLE})
    tables: dict[str, RDD[Document]] = dict(
        zip(TABLES, (placed, relations.map(from_relation), told.keys()), strict=True)
    )
    for name, documents in tables.items():
        writing.to_parquet(spark, name, documents, options.out)
        if options.mongodb:
            writing.to_mongodb(documents, os.environ["MONGODB_URI"], options.mongodb, name)
    counts = {name: each.count() for name, each in tables.items()}
    summary = {"answers": sum(outcomes.values()), "outcomes": outcomes, "damaged": damaged, **counts}
    # Last of all: a folder without it is not whole.
    spark.sparkContext.parallelize([json.dumps(summary)], 1).saveAsTextFile(f"{options.out}/summary")
    return summary


def source(spark: SparkSession, options: argparse.Namespace) -> "RDD[reading.Outcome]":
    if options.warc:
        return reading.from_warcs(spark, options.warc)
    kind, place = ("parquet", options.parquet) if options.parquet else ("json", options.json)
    return reading.from_rows(spark, place, kind)


def unique(read: "RDD[reading.Outcome]", size: int) -> "RDD[tuple[str, Document]]":
    """Of several pages of one article the one fetched last."""
    found = read.filter(lambda each: each[1] is not None).map(lambda each: (each[1]["_id"], each[1]))
    return found.reduceByKey(lambda *two: max(two, key=lambda each: (each["first_seen"], each["body"])), size)


def fail(message: str, code: Exit) -> int:
    print(f"newscrawl: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
