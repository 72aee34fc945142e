"""From archives to articles, as documents of the store; every page that was read ends in one outcome."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pyspark import RDD
from pyspark.sql import SparkSession

from newscrawl import editing, registry
from newscrawl.archive import Stored, records
from newscrawl.archive.encoding import UnreadableBody, charset, content
from newscrawl.store.articles import to_document
from newscrawl.stored import StoredPages
from newscrawl.urls import article_id, canonical

Document = dict[str, Any]
Outcome = tuple[str, Document | None]
HTML: Final = ("text/html", "application/xhtml+xml", "")


def from_warcs(spark: SparkSession, paths: Iterable[str]) -> "RDD[Outcome]":
    """The pages of WARC files, a task a file; the files lie where every worker can read them."""
    files = sorted(paths)
    return spark.sparkContext.parallelize(files, max(1, len(files))).flatMap(read_warc)


def from_rows(spark: SparkSession, place: str, kind: str) -> "RDD[Outcome]":
    """The articles of an export: Parquet, or JSON lines; cleaned already."""
    return spark.read.format(kind).load(place).rdd.map(lambda row: read_row(row.asDict(recursive=True)))


def read_warc(path: str) -> Iterator[Outcome]:
    """Each answer of a WARC file with its outcome; of what is no answer to a page nothing is said."""
    pages, now = StoredPages(), datetime.now(UTC)
    for _, read in records(Path(path)):
        yield read_page(pages, read(), now)


def read_page(pages: StoredPages, stored: Stored, now: datetime) -> Outcome:
    """What a crawl would have made of an answer: its outcome, and the article where there is one."""
    kind = next((value for name, value in stored.headers if name.lower() == "content-type"), "")
    if stored.status != 200:
        return f"failed/http_{stored.status}", None
    if kind.partition(";")[0].strip().lower() not in HTML:
        return "not_a_page", None
    seen = stored.fetched or now
    try:
        article = pages.article(content(stored), charset(stored), stored.url, seen)
        pages.check(article)
    except UnreadableBody:
        return "failed/malformed", None
    except editing.Rejection as rejection:
        return f"rejected/{rejection.reason}", None
    return "article", {**to_document(article), "first_seen": seen}


def read_row(row: Document) -> Outcome:
    """An exported article as a document; `rejected/bad_row` where it has no address or no text."""
    try:
        url = registry.address(canonical(row["url"]))
        kept = {name: value for name, value in row.items() if value is not None}
        published, body = kept.get("published"), str(kept["body"])
    except (KeyError, ValueError, TypeError, AttributeError):
        return "rejected/bad_row", None
    moment = _moment(published)
    seen = _moment(kept.get("first_seen")) or moment or datetime.now(UTC)
    fields = {**kept, "_id": article_id(url), "url": url, "body": body, "first_seen": seen, "published": moment}
    return "article", {name: value for name, value in fields.items() if value is not None}


def _moment(value: object) -> datetime | None:
    """A time of the export, in UTC: Spark gives naive ones, JSON gives text."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) if isinstance(moment, datetime) else None
