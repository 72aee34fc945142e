"""Who took a text from whom in an archive: the crawl's own engine over a file with an article a line."""

import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import BinaryIO, Final
from zoneinfo import ZoneInfo

from newscrawl import editing, registry, urls
from newscrawl.article import PARAGRAPH_BREAK, Article
from newscrawl.store.connection import Database, Document
from newscrawl.store.stories import StoryStore
from newscrawl.store.submitted import SubmittedStore
from newscrawl.submissions import BadLine, Submission, lines, parse

BATCH: Final = 200  # articles, and
BATCH_BYTES: Final = 12_000_000  # bytes of their bodies, in one write
AT_A_TIME: Final = 16  # placements in flight: MongoDB answers one while another is being judged
PROGRESS_SECONDS: Final = 5.0
# Of these relations the shorter is said of the longer, or the longer of the shorter; the rest of the later.
SHORTER_OF_LONGER: Final = "abridged"
LONGER_OF_SHORTER: Final = "contains"


class Syndication:
    """Reads articles into a temporary database, places each, and tells edges and stories in the file's order."""

    def __init__(
        self, database: Database, *, days: int, say: Callable[[str], None], check: Callable[[], None] = lambda: None
    ) -> None:
        """`say` takes errors and progress; `check` is called with every batch and may raise to end the work."""
        self.store, self.say, self.check, self.counts = SubmittedStore(database), say, check, Counter[str]()
        self.stories = StoryStore(database, registry.kinds(), days=days)
        self.seen: dict[str, tuple[int, int]] = {}
        self.clock = datetime.min.replace(tzinfo=UTC)
        self.told = time.monotonic()

    async def read(self, file: BinaryIO, name: str) -> None:
        """Take in every line that is an article; each of the others is named with its number, and skipped."""
        batch: list[tuple[Article, Document]] = []
        size = 0
        for line, url, article in self._articles(file, name):
            batch.append((article, {"line": line, "url": url, "first_seen": self._seen(article)}))
            size += len(article.body)
            if len(batch) >= BATCH or 4 * size > BATCH_BYTES:
                await self.store.add(batch)
                batch, size = [], 0
                self._progress(f"{self.counts['lines']:,} lines read")
        if batch:
            await self.store.add(batch)

    def _articles(self, file: BinaryIO, name: str) -> Iterator[tuple[int, str, Article]]:
        now, names, taglines = datetime.now(UTC), registry.names(), _taglines()
        zones = {key: ZoneInfo(outlet.timezone) for key, outlet in registry.outlets().items()}
        for number, line in lines(file):
            self.counts["lines"] += 1
            try:
                submission = parse(line, now, zones)
            except BadLine as error:
                self.counts["bad"] += 1
                self.say(f"{name}:{number}: {error}")
                continue
            for remark in filter(None, (submission.remark, self._repeats(submission, number))):
                self.say(f"{name}:{number}: {remark}")
            cleaned = editing.clean(_article(submission), taglines.get(submission.outlet, ()))
            yield number, submission.url, editing.attribute(cleaned, names)

    def _repeats(self, submission: Submission, line: int) -> str | None:
        """The second text of an address takes the place of the first, as in a crawl."""
        key, text = urls.article_id(submission.address), hash((submission.title, submission.body))
        before, self.seen[key] = self.seen.get(key), (line, text)
        if before is None:
            return None
        self.counts["repeated"] += 1
        return f"the address of line {before[0]} with another text, which counts" if before[1] != text else None

    def _seen(self, article: Article) -> datetime:
        """When it arrived: undated articles count as of the latest time that the file has come to."""
        self.clock = max(self.clock, article.published or self.clock)
        return article.published or (self.clock if self.clock.year > 1 else datetime.now(UTC))

    async def place(self) -> None:
        """Compare every article with the others, in the file's order."""
        await self.stories.ensure_indexes()
        ids = list(await self.store.addresses())
        self.counts["articles"] = len(ids)
        for start in range(0, len(ids), AT_A_TIME):
            some = ids[start : start + AT_A_TIME]
            for placed in await self.stories.place_all(some):
                self.counts[f"remark {placed.remark}"] += bool(placed.remark)
            self._progress(f"{start + len(some):,} of {len(ids):,} compared")

    async def results(self) -> AsyncIterator[Document]:
        """Edges, then stories, by the lines of their articles."""
        addresses = await self.store.addresses()
        order = {article: place for place, article in enumerate(addresses)}
        edges = [_edge(each, order) async for each in self.store.all_edges()]
        for url, of, edge in sorted(edges, key=lambda each: (order[each[0]], order[each[1]])):
            yield {"kind": "edge", "url": addresses[url], "of": addresses[of], **edge}
        stories = [each async for each in self.store.all_stories()]
        for story in sorted(stories, key=lambda each: min(order[member] for member in each["members"])):
            yield _story(story, addresses, order)
        self.counts.update(edges=len(edges), stories=len(stories), members=sum(each["size"] for each in stories))

    def summary(self) -> str:
        count = self.counts
        remarks = "".join(
            f", {n} {name.removeprefix('remark ')}" for name, n in sorted(count.items()) if " " in name and n
        )
        return (
            f"{count['lines']:,} lines: {count['articles']:,} articles ({count['repeated']} repeated{remarks}), "
            f"{count['bad']} not read; {count['edges']:,} edges, {count['stories']:,} stories of {count['members']:,}"
        )

    def _progress(self, sentence: str) -> None:
        self.check()
        if time.monotonic() - self.told >= PROGRESS_SECONDS:
            self.told = time.monotonic()
            self.say(sentence)


def _article(of: Submission) -> Article:
    return Article(
        url=of.address,
        outlet=of.outlet,
        title=of.title,
        body=PARAGRAPH_BREAK.join(filter(None, map(str.strip, of.body.splitlines()))),
        published=of.published,
        published_precision=of.precision,
    )


def _taglines() -> Mapping[str, tuple[str, ...]]:
    return {key: outlet.taglines for key, outlet in registry.outlets().items()}


def _edge(edge: Document, order: Mapping[str, int]) -> tuple[str, str, Document]:
    """Of which article something is said, of which other, and what: "abridged" of the longer, "contains" the shorter,
    anything else of the one that came first."""
    url, of = sorted(edge["articles"], key=lambda article: order[article], reverse=True)
    if edge["kind"] == SHORTER_OF_LONGER:
        url, of = edge["shorter"], edge["longer"]
    elif edge["kind"] == LONGER_OF_SHORTER:
        url, of = edge["longer"], edge["shorter"]
    return url, of, {"relation": edge["kind"], "score": round(edge["score"], 4), "evidence": edge["evidence"]}


def _story(story: Document, addresses: Mapping[str, str], order: Mapping[str, int]) -> Document:
    found = {"kind": "story", "id": story["_id"], "origin": addresses[story["origin"]], "why": story["why"]}
    members = [addresses[each] for each in sorted(story["members"], key=lambda each: order[each])]
    return {**found, **({"unseen": story["unseen"]} if story.get("unseen") else {}), "members": members}
