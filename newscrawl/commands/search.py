"""`scrapy search QUERY`: the articles that have these words in any spelling, the newest first."""

import argparse
import sys
from datetime import UTC, datetime
from typing import Any, ClassVar

from scrapy.exceptions import UsageError

from newscrawl import registry, report
from newscrawl.article import SCHEMA
from newscrawl.asking import ask
from newscrawl.commands.crawl import unknown_outlet
from newscrawl.configured import Configured
from newscrawl.exits import Exit
from newscrawl.searching import BadQuery, Snippet, Spans, parse
from newscrawl.store.connection import Database, DatabaseUnavailable
from newscrawl.store.schema import SchemaStore
from newscrawl.store.search import LIMIT, Filters, Hit, find


class Command(Configured):
    """Search the articles. Exit code 0: there are some; 66: there is none."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] <query>"

    def short_desc(self) -> str:
        return "Search the articles, in any spelling"

    def long_desc(self) -> str:
        return (
            'Search the articles: every word must be there; "words together"; one|of|several; begin*; -without. '
            "Hamza, alef, teh marbuta, vowel marks, Turkish letters and capitals make no difference."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_filters(parser)
        parser.add_argument("--limit", type=int, default=LIMIT, help=f"so many articles (default: {LIMIT})")
        parser.add_argument("--json", action="store_true", help="print them as JSON, with the places found")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if not args or opts.limit < 1:
            raise UsageError("name what to search for, and a limit of 1 at least", print_help=False)
        text, filters = " ".join(args), read_filters(opts)
        try:
            parse(text)
            hits, schema = ask(self.settings, lambda database: _found(database, text, filters, opts.limit))
        except BadQuery as error:
            raise UsageError(str(error), print_help=False) from None
        except DatabaseUnavailable as error:
            print(f"newscrawl: {error}", file=sys.stderr)  # noqa: T201
            self.exitcode = Exit.DATABASE
            return
        if schema < SCHEMA:
            print("newscrawl: older articles are not searched yet: run `scrapy migrate`", file=sys.stderr)  # noqa: T201
        if opts.json:
            print(report.as_json([as_json(hit) for hit in hits]))  # noqa: T201
        elif hits:
            print(report.hits_text(map(_shown, hits), colour=sys.stdout.isatty()))  # noqa: T201
        else:
            print(f"newscrawl: no article has {text!r}", file=sys.stderr)  # noqa: T201
        self.exitcode = Exit.OK if hits else Exit.NOTHING_FOUND


async def _found(database: Database, text: str, filters: Filters, limit: int) -> tuple[list[Hit], int]:
    return await find(database, text, filters, limit), await SchemaStore(database).version()


def add_filters(parser: argparse.ArgumentParser) -> None:
    """The options that say which articles count."""
    parser.add_argument("--outlet", action="append", default=[], metavar="NAME", help="of this outlet; may be repeated")
    parser.add_argument("--since", metavar="DATE", help="published on this day or later (2026-03-01, UTC)")
    parser.add_argument("--until", metavar="DATE", help="published before this day")
    parser.add_argument("--language", choices=("ar", "tr", "en"), help="in this language")
    parser.add_argument("--originals", action="store_true", help="no copies: of a story only the origin")


def read_filters(opts: argparse.Namespace) -> Filters:
    """The filters that the options name; raises UsageError in words that name the option."""
    known = list(registry.outlets())
    for outlet in opts.outlet:
        if outlet not in known:
            raise UsageError(unknown_outlet(outlet, known), print_help=False)
    return Filters(
        outlets=opts.outlet,
        since=read_time("--since", opts.since),
        until=read_time("--until", opts.until),
        language=opts.language,
        originals=opts.originals,
    )


def as_json(hit: Hit) -> dict[str, Any]:
    """A hit for programs: places are [begin, end) in characters of `title` and `snippet.text`."""
    article, piece = hit.article, hit.snippet
    fields = {name: article.get(name) for name in ("_id", "url", "outlet", "title", "published", "language", "story")}
    return {
        **fields,
        "title_places": hit.title,
        "body_places": hit.body,
        "snippet": {"text": piece.text, "places": piece.spans},
    }


def _shown(hit: Hit) -> tuple[dict[str, Any], Spans, Snippet]:
    return hit.article, hit.title, hit.snippet


def read_time(option: str, text: str | None) -> datetime | None:
    """The moment that an option names, in UTC where it names no offset; raises UsageError."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text!r} is no date; write 2026-03-01", print_help=False) from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
