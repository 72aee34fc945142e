"""From archives to articles, as documents of the store; every page that was read ends in one outcome."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from pyspark import RDD
from pyspark.sql import SparkSession

from newscrawl import contract, editing, registry
from newscrawl.archive import ArchiveError, Stored, records
from newscrawl.archive.encoding import UnreadableBody, charset, content
from newscrawl.store.articles import to_document
from newscrawl.stored import UNKNOWN, StoredPages
from newscrawl.urls import article_id, canonical

Document = dict[str, Any]
Outcome = tuple[str, Document | None]
# Of an exported article what the contract knows.
FIELDS: Final = {each.name: each.type for each in contract.collection_fields("articles") if each.name != "superseded"}
HTML: Final = ("text/html", "application/xhtml+xml", "")
# No answer, but a stretch of a file that holds none which is whole; the file's path follows.
DAMAGED: Final = "damaged "


def from_warcs(spark: SparkSession, paths: Iterable[str]) -> "RDD[Outcome]":
    """The pages of WARC files, a task a file; the files lie where every worker can read them. Raises ArchiveError for
    one that no task could read."""
    files = sorted(paths)
    for path in files:
        try:
            next(records(Path(path)), None)
        except ArchiveError as error:
            raise ArchiveError(f"{path}: {error}") from None
    return spark.sparkContext.parallelize(files, max(1, len(files))).flatMap(read_warc)


def from_rows(spark: SparkSession, place: str, kind: str) -> "RDD[Outcome]":
    """The articles of an export: Parquet, or JSON lines; cleaned already."""
    return spark.read.format(kind).load(place).rdd.map(lambda row: read_row(row.asDict(recursive=True)))


def read_warc(path: str) -> Iterator[Outcome]:
    """Each answer of a WARC file with its outcome, each stretch that is damaged; of other records nothing is said."""
    pages, now, stretches = StoredPages(), datetime.now(UTC), list[int]()
    for _, read in records(Path(path), stretches.append):
        yield read_answer(pages, read, now)
    yield from ((f"{DAMAGED}{path}", None) for _ in stretches)


def read_answer(pages: StoredPages, read: Callable[[], Stored], now: datetime) -> Outcome:
    """`read_page` for a record that may hold something else than it says."""
    try:
        return read_page(pages, read(), now)
    except ArchiveError:
        return "failed/malformed", None


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
    # Two sites that nobody has declared are two outlets.
    named = replace(article, outlet=_site(article.url)) if article.outlet == UNKNOWN else article
    return "article", {**to_document(named), "first_seen": seen}


def read_row(row: Document) -> Outcome:
    """An exported article as a document; `rejected/bad_row` where it has no address or no text."""
    try:
        url = registry.address(canonical(row["url"]))
        kept = {name: _value(hint, row[name]) for name, hint in FIELDS.items() if row.get(name) is not None}
        body = str(kept["body"])
    except (KeyError, ValueError, TypeError, AttributeError):
        return "rejected/bad_row", None
    seen = kept.get("first_seen") or kept.get("published") or datetime.now(UTC)
    named = {"outlet": _site(url), **kept, "_id": article_id(url), "url": url, "body": body, "first_seen": seen}
    return "article", {name: value for name, value in named.items() if value is not None}


def _site(url: str) -> str:
    """What stands for the key of an outlet that is not known."""
    return urlsplit(url).hostname or UNKNOWN


def _value(hint: Any, value: Any) -> Any:
    """A field as the store has it; times of mongoexport are objects."""
    if hint is datetime:
        return _moment(value)
    if isinstance(value, dict):
        return {name: _moment(each) if _is_moment(each) else each for name, each in value.items()}
    return value


def _is_moment(value: object) -> bool:
    return isinstance(value, dict) and "$date" in value


def _moment(value: Any) -> datetime | None:
    """A time of the export, in UTC: Spark gives naive ones, JSON gives text, mongoexport an object around it."""
    told = value["$date"] if _is_moment(value) else value
    try:
        moment = datetime.fromisoformat(told) if isinstance(told, str) else told
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) if isinstance(moment, datetime) else None
