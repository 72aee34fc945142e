"""What is stored, read again after rules have changed: what became of each article, and everything placed anew."""

import asyncio
import json
import logging
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from pymongo.errors import PyMongoError

from newscrawl import editing, registry, ruleset
from newscrawl.article import Article
from newscrawl.rereading import Rereader
from newscrawl.revising import Edit, reread
from newscrawl.store.articles import FIELDS, ArticleStore, from_document, to_document
from newscrawl.store.clock import ServerClock
from newscrawl.store.connection import Database, Document, patiently
from newscrawl.store.gathering import Gathered
from newscrawl.store.indexes import prepare
from newscrawl.store.lines import LineStore
from newscrawl.store.placement import UnknownArticleError
from newscrawl.store.reports import ReportStore
from newscrawl.store.reprocess import NotTaken, ReprocessStore, Scope
from newscrawl.store.stories import StoryStore
from newscrawl.text import match_key

logger = logging.getLogger(__name__)
SWEPT: Final = 500  # articles that are signed before the first of them is compared
TOGETHER: Final = 32  # of them that are placed at once
ATTEMPTS: Final = 5  # for an article that crawls change meanwhile
QUIET: Final = ("unchanged", "overtaken")
_AS_JSON: Final[dict[str, Any]] = {"ensure_ascii": False, "sort_keys": True, "default": str}


@dataclass(frozen=True, slots=True)
class Example:
    """What became of an article.

    `outcome`: changed, unchanged, overtaken (a crawl has stored it by today's rules meanwhile, or it is gone),
    refused/REASON (a crawl would not store it today; it stays as it was) or failed/REASON.
    """

    url: str
    outcome: str
    changed: tuple[str, ...] = ()
    """Its fields that differ."""

    lines: tuple[str, ...] = ()
    """How, to be read."""


@dataclass(slots=True)
class Tally:
    """What came of it. `outcomes`, `sources` and `fields` count articles."""

    run: str
    expected: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)
    placed: int = 0
    unplaced: int = 0
    stopped: bool = False

    def add(self, found: Example, show: int) -> None:
        """Count it; of each outcome that says something so many are kept to be shown."""
        self.outcomes[found.outcome] += 1
        self.fields.update(found.changed)
        if found.outcome not in QUIET and self.outcomes[found.outcome] <= show:
            self.examples.append(found)

    @property
    def done(self) -> int:
        return self.outcomes.total()


@dataclass(frozen=True, slots=True)
class Options:
    """`days` and `patience` as a crawl has them; `obeyed`: what pages reserve; `learned`: take out learned lines;
    `dry`: write nothing; `show`: so many examples of each outcome."""

    days: int
    patience: float
    obeyed: bool = True
    learned: bool = True
    dry: bool = False
    show: int = 5


class Reprocessing:
    """Articles in the order of their ids, a few at a time, then everything that waits to be placed.

    `say` is told the tally after each few; `stopped` is asked before them.
    """

    def __init__(
        self, database: Database, options: Options, say: Callable[[Tally], None], stopped: Callable[[], bool]
    ) -> None:
        self.database, self.options, self.say, self.stopped = database, options, say, stopped
        self.store, self.lines, self.clock = ReprocessStore(database), LineStore(database), ServerClock(database)
        self.reports = ReportStore(database, registry.turkish())
        self.stories = StoryStore(database, registry.kinds(), days=options.days)
        self.placing = Gathered(self.stories.place_all, moment=0)
        self.rereader = Rereader(obeyed=options.obeyed)

    async def run(self, scope: Scope) -> Tally:
        """Read again what other rules have read. Raises PyMongoError, DatabaseUnavailable."""
        await self.clock.synchronise()
        self.tally = Tally(f"reprocess-{self.clock.now():%Y%m%dT%H%M%S}-{secrets.token_hex(3)}")
        await self.store.check()
        if not self.options.dry:
            await prepare(self.database)
            for store in (ArticleStore(self.database), self.lines, self.stories, self.reports):
                await store.ensure_indexes()
        self.tally.expected = await self.store.count(scope)
        async for some in self.store.left(scope):
            if self.stopped():
                break
            for found in await asyncio.gather(*map(self._one, some)):
                self.tally.add(found, self.options.show)
            self.say(self.tally)
        if not self.options.dry:
            await self._place()
        self.tally.stopped = self.stopped()
        return self.tally

    async def _one(self, document: Document) -> Example:
        """A page that a fault of ours keeps from being read costs itself alone."""
        url = str(document["url"])
        try:
            return await self._reread(document)
        except editing.Rejection as rejection:
            return Example(url, f"refused/{rejection.reason}")
        except NotTaken as error:
            return Example(url, "failed/contract", lines=(str(error),))
        except PyMongoError:
            raise
        except Exception as error:
            logger.exception("cannot read %s again", url)
            return Example(url, "failed/bug", lines=(repr(error),))

    async def _reread(self, document: Document) -> Example:
        for _ in range(ATTEMPTS):
            known = from_document(document)
            article, source = self.rereader.read(known)
            article = await self._unlearned(article, known)
            new = to_document(article)
            edit = reread(document, new, FIELDS)
            if self.options.dry or await self._change(document, article, new, edit):
                self.tally.sources[source] += 1
                return _changed(document, new, edit) if edit else Example(known.url, "unchanged")
            again = await self.store.again(document["_id"])
            if again is None or again.get("rules") == ruleset.version():
                # What was noted a moment ago is not what is stored.
                await self.reports.note_all([from_document(again)] if again else [], self.clock.now())
                break
            document = again
        return Example(document["url"], "overtaken")

    async def _change(self, old: Document, article: Article, new: Document, edit: Edit | None) -> bool:
        """Proposals first: an article that has today's rules is not looked at again."""
        if "superseded" in old:
            return False
        if edit:
            await self.reports.note(article, self.clock.now())
        run, now = self.tally.run, _to_milliseconds(self.clock.now())
        return await patiently(lambda: self.store.change(old, new, edit, run, now), self.options.patience)

    async def _unlearned(self, found: Article, known: Article) -> Article:
        """Without the outlet's own lines: those it is known to repeat, and those that were taken out as such before,
        which may be forgotten by now."""
        edges = editing.edge_lines(found)
        gone = {match_key(line.text) for line in known.removed if line.rule == "learned"}
        learned = await self.lines.known(found.outlet, edges) if self.options.learned and edges else frozenset()
        return editing.drop_lines(found, gone | learned)

    async def _place(self) -> None:
        """Everything that waits, each once; with it those it was tied to, whose signatures may have expired."""
        tried = set[str]()
        while ids := [each for each in await self.stories.pending(len(tried) + SWEPT) if each not in tried][:SWEPT]:
            await self.stories.sign(sorted(await self.store.relatives(ids)))
            for start in range(0, len(ids), TOGETHER):
                if self.stopped():
                    return
                await asyncio.gather(*map(self._place_one, ids[start : start + TOGETHER]))
                self.say(self.tally)
            tried.update(ids)

    async def _place_one(self, article: str) -> None:
        """With those that are asked for at the same time; what is wrong with one costs itself alone."""
        try:
            await self.placing(article)
            self.tally.placed += 1
        except UnknownArticleError:
            pass  # a signature without its article, forgotten by now
        except PyMongoError:
            raise
        except Exception:
            logger.exception("cannot place article %s", article)
            self.tally.unplaced += 1


def _changed(old: Document, new: Document, edit: Edit) -> Example:
    """The lines of the diff, and what other fields said and say."""
    others = [name for name in edit.changed if name not in ("title", "body")]
    lines = [f"{name}: {_said(old.get(name))} -> {_said(new.get(name))}" for name in others]
    return Example(new["url"], "changed", edit.changed, (*edit.diff, *lines))


def _said(value: Any) -> str:
    return "nothing" if value is None else value if isinstance(value, str) else json.dumps(value, **_AS_JSON)


def _to_milliseconds(moment: datetime) -> datetime:
    return moment - timedelta(microseconds=moment.microsecond % 1000)
