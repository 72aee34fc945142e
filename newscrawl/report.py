"""What a person reads in a terminal: tables and short texts from stored documents."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from unicodedata import combining, east_asian_width
from urllib.parse import unquote

from newscrawl.searching import Snippet, Spans
from newscrawl.syndication.changes import changes

Document = Mapping[str, Any]
_NUMBER = re.compile(r"|never|\?|(in )?[-+]?\d.{0,18}")  # with its unit, a range, or none
# From how many seconds on a lag is said in which unit: a day and a half is 36 hours.
_UNITS = ((2 * 86400, 86400, "days"), (2 * 3600, 3600, "h"))
_HEAD = (
    "outlet",
    "pages",
    "found",
    "new",
    "updated",
    "unchanged",
    "rejected",
    "failed",
    "left",
    "copies",
    "exit",
)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Columns set by the width that characters take; words are flush left, numbers flush right.

    What a terminal would obey is left out.
    """
    cells = [tuple(plain(str(each)) for each in row) for row in rows]
    lines = [tuple(map(str, head)), *cells]
    widths = [max(width(line[column]) for line in lines) for column in range(len(head))]
    right = [n > 0 and all(_NUMBER.fullmatch(line[n]) for line in cells) for n in range(len(head))]
    return "\n".join(
        "  ".join(_padded(text, widths[n], right=right[n]) for n, text in enumerate(line)).rstrip() for line in lines
    )


def as_json(found: object) -> str:
    """What a program reads instead of a table: indented, with times as 2026-03-01T08:00:00Z."""
    return json.dumps(found, ensure_ascii=False, indent=2, default=_spelt)


def _spelt(value: object) -> str:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else str(value)


def width(text: str) -> int:
    """Terminal columns that a text takes: marks take none, wide letters two."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def runs_table(runs: Iterable[Document]) -> str:
    """A row a run: what was found and what became of it."""
    return table(_HEAD, (_run_row(run) for run in runs))


def rejects(runs: Iterable[Document]) -> str:
    """Why pages were not stored, outlet by outlet; empty where every page was."""
    lines = []
    for run in runs:
        reasons = [
            f"{count} {name.replace('/', ': ')}"
            for name, count in sorted(run.get("outcomes", {}).items())
            if "/" in name
        ]
        if reasons:
            lines.append(f"  {run['outlet']}: {', '.join(reasons)}")
    return "\n".join(lines)


def article_text(article: Document) -> str:
    """One stored article in a few lines."""
    credits = ", ".join(f"{c['name']} -> {c.get('outlet') or '?'}" for c in article.get("credits", ())) or "none"
    citations = ", ".join(f"{c['name']} -> {c.get('outlet') or '?'}" for c in article.get("citations", ())) or "none"
    provenance = ", ".join(f"{field} {source}" for field, source in article.get("provenance", {}).items())
    return "\n".join(
        (
            f"  {plain(article['title'])}",
            f"    {article['outlet']}, {_moment(article.get('published'))}, {article.get('language')}",
            f"    {_address(article)}",
            f"    {_shortened(plain(article['body']))}",
            f"    credits: {credits}; cites: {citations}; story: {article.get('story', {}).get('role', 'pending')}",
            f"    fields from: {provenance}",
        )
    )


def hits_text(hits: Iterable[tuple[Document, Spans, Snippet]], *, colour: bool) -> str:
    """Articles found: title, place and a piece of the text of each, the words found in [brackets] or bold."""
    marks = ("\x1b[1m", "\x1b[0m") if colour else ("[", "]")
    return "\n\n".join(
        f"{_marked(article['title'], spans, marks)}\n"
        f"  {article['outlet']}, {_moment(article.get('published'))}, "
        f"{article.get('story', {}).get('role', 'pending')}  {_address(article)}\n"
        f"  {_marked(snippet.text, snippet.spans, marks)}"
        for article, spans, snippet in hits
    )


def story_text(story: Document) -> str:
    """A story as a person wants to read it: its origin and why, then each copy, what speaks for it, and its editing."""
    origin = _origin(story)
    lines = [
        f"  {plain(origin['title'])}",
        f"  origin: {origin['outlet']}, {_moment(origin.get('published'))}  {_address(origin)}",
        f"  why:    {plain(story['why'])}",
    ]
    if story.get("unseen"):
        lines.append(f"  credited but not crawled: {plain(story['unseen'])}")
    for article in story["articles"]:
        if article is not origin:
            lines += [_copy_line(article), *_edited(origin, article)]
    return "\n".join(lines)


def story_document(story: Document) -> Document:
    """A story for programs: each copy with the sentences that it cut from the origin and those that it added."""
    origin = _origin(story)
    articles = [each if each is origin else {**each, **_changed(origin, each)} for each in story["articles"]]
    return {**story, "articles": articles}


def round_page(found: Document, options: str, uri: str) -> str:
    """The summary of a round: accounts, examples, the widest story, and what to type to look further.

    `options` is what a command needs to reach the same database.
    """
    totals, story = found["totals"], found["story"]
    parts = [runs_table(found["runs"])]
    if reasons := rejects(found["runs"]):
        parts.append(f"Not stored, and why:\n{reasons}")
    parts.append(
        f"In the database: {totals['articles']} articles, {totals['stories']} stories, {totals['copies']} copies"
    )
    if found["examples"]:
        parts.append("For example:\n" + "\n".join(map(article_text, found["examples"])))
    if story:
        parts.append(f"The story that most outlets carry ({len(story['outlets'])}):\n{story_text(story)}")
        parts.append(f"Look further:\n  .venv/bin/scrapy story {story['_id']}{options}\n  mongosh {uri}")
    return "\n\n".join(parts)


def _copy_line(article: Document) -> str:
    place = article.get("story", {})
    score = f" {place['score']:.2f}" if place.get("score") is not None else ""
    return f"  copy:   {article['outlet']}, {place.get('method', '?')}{score}{_lag(place)}  {_address(article)}"


def _edited(origin: Document, copy: Document) -> Iterator[str]:
    """A line for what was cut and one for what was added: how many sentences, and how the longest begins."""
    for what, sentences in _changed(origin, copy).items():
        if sentences:
            noun = "sentence" if len(sentences) == 1 else "sentences"
            yield f"    {what} {len(sentences)} {noun}: {_shortened(plain(max(sentences, key=len)), 80)}"


def _origin(story: Document) -> Document:
    found: Document = next(each for each in story["articles"] if each["_id"] == story["origin"])
    return found


def _changed(origin: Document, copy: Document) -> dict[str, tuple[str, ...]]:
    found = changes(origin.get("body", ""), copy.get("body", ""))
    return {"cut": found.cut, "added": found.added}


def _lag(place: Document) -> str:
    """How long after the origin, in the largest unit that says it."""
    seconds = place.get("lag_seconds")
    if seconds is None:
        return ", time unknown"
    size, unit = next(((size, unit) for least, size, unit in _UNITS if abs(seconds) >= least), (60, "min"))
    return f", {abs(seconds) / size:.0f} {unit} {'later' if seconds >= 0 else 'earlier'}"


def _address(article: Document) -> str:
    return plain(unquote(article["url"]))


def plain(text: str) -> str:
    """Text from outside without what a terminal would obey: controls, and marks that turn the direction of writing."""
    return "".join(c if c.isprintable() or c == "\u200c" else " " for c in text)


def _marked(text: str, spans: Spans, marks: tuple[str, str]) -> str:
    """A text with marks around spans of it."""
    pieces, last = [], 0
    for begin, end in spans:
        pieces += [plain(text[last:begin]), marks[0], plain(text[begin:end]), marks[1]]
        last = end
    return "".join((*pieces, plain(text[last:])))


def plain_lines(text: str) -> str:
    """A text of several lines without what a terminal would obey."""
    return "\n".join(map(plain, text.split("\n")))


def _run_row(run: Document) -> tuple[object, ...]:
    outcomes = run.get("outcomes", {})
    rejected = sum(count for name, count in outcomes.items() if name.startswith("rejected/"))
    failed = sum(count for name, count in outcomes.items() if name.startswith("failed/"))
    stored = (outcomes.get("new", 0), outcomes.get("updated", 0), outcomes.get("unchanged", 0))
    return (
        run["outlet"], run.get("pages", 0), run.get("found", 0), *stored, rejected, failed, run.get("left", 0),
        run.get("copies", 0), run.get("exit_code", run.get("state", "?")),
    )  # fmt: skip


def _moment(value: datetime | None) -> str:
    return f"{value:%Y-%m-%d %H:%M} UTC" if value else "time unknown"


def _shortened(text: str, most: int = 140) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def _padded(text: str, columns: int, *, right: bool) -> str:
    space = " " * (columns - width(text))
    return space + text if right else text + space
