"""Articles, edges and stories of an archive as Parquet, and into MongoDB where asked."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

from py4j.protocol import Py4JJavaError
from pyspark import RDD
from pyspark.sql import SparkSession
from pyspark.sql.types import StructType

from newscrawl.store import connection
from newscrawl.store.batches import BatchStore

Document = dict[str, Any]
ATTRIBUTION: Final = "array<struct<kind:string,name:string,outlet:string,text:string>>"
# As Spark writes its schemas; nested fields keep the names that they have in MongoDB.
SCHEMAS: Final = {
    "articles": "_id string, url string, outlet string, title string, body string, language string, "
    "published timestamp, published_precision string, modified timestamp, first_seen timestamp, "
    "authors array<string>, section string, dateline string, image string, canonical_url string, "
    f"links array<string>, credits {ATTRIBUTION}, citations {ATTRIBUTION}, "
    "story struct<id:string,role:string,of:string,method:string,score:double,lag_seconds:bigint>",
    "edges": "_id string, kind string, score double, shorter string, longer string, evidence map<string,double>",
    "stories": "_id string, origin string, why string, unseen string, head string, members array<string>, "
    "outlets array<string>, size int, first_published timestamp, last_published timestamp",
}


class FolderError(Exception):
    """A folder that a job cannot write to; the message names it and the way out."""


def begin(spark: SparkSession, folder: str) -> None:
    """Make the folder, wherever Hadoop's file systems have it; raises FolderError unless it is new or empty."""
    java: Any = spark.sparkContext._jvm
    place = java.org.apache.hadoop.fs.Path(folder)
    try:
        files = place.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
        taken = files.exists(place) and len(files.listStatus(place))
        made = taken or files.mkdirs(place)
    except Py4JJavaError as error:
        raise FolderError(f"cannot write to {folder}: {error.java_exception.getMessage()}") from None
    if taken or not made:
        why = "already exists; name a new folder" if taken else "cannot be made"
        raise FolderError(f"{folder} {why}")


def to_parquet(spark: SparkSession, name: str, documents: "RDD[Document]", folder: str) -> None:
    """One of SCHEMAS as a folder of Parquet files; refused where it exists."""
    schema = StructType.fromDDL(SCHEMAS[name])
    fields = schema.names
    rows = documents.map(lambda each: tuple(_value(each.get(field)) for field in fields))
    spark.createDataFrame(rows, schema).write.mode("errorifexists").parquet(f"{folder}/{name}")


def to_mongodb(documents: "RDD[Document]", uri: str, database: str, collection: str) -> None:
    """Every partition writes its own documents."""
    documents.foreachPartition(lambda some: asyncio.run(_keep(some, uri, database, collection)))


async def prepare(uri: str, database: str) -> None:
    """See BatchStore.prepare."""
    async with connection.connect(uri) as client:
        await BatchStore(connection.database(client, database)).prepare()


async def _keep(documents: Iterable[Document], uri: str, database: str, collection: str) -> None:
    async with connection.connect(uri) as client:
        await BatchStore(connection.database(client, database)).keep(collection, documents)


def _value(value: Any) -> Any:
    """Evidence holds whole numbers and fractions; a column has one type."""
    if not isinstance(value, dict):
        return value
    return {name: float(each) if type(each) is int and name != "lag_seconds" else each for name, each in value.items()}
