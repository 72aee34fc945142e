"""One outlet in depth, as a person reads it in a terminal: what is wrong and why, its sources, fields and runs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from newscrawl import watching
from newscrawl.health import Problem
from newscrawl.report import table
from newscrawl.watching import Run, Standing

_SOURCES = ("source", "kind", "answer", "named", "new", "of others'", "newest")
_FIELDS = ("field", "found", "missing", "read from")
_RUNS = ("started", "took", "new", "updated", "unchanged", "rejected", "failed", "what was wrong")


def page(standing: Standing, runs: Sequence[Run], now: datetime) -> str:
    """Everything that the ledger knows of an outlet; sources, fields and costs are of the latest run that has them."""
    last = standing.last or {}
    ran, worked = watching.ago(last.get("started"), now), watching.ago(standing.worked, now)
    parts = [f"{standing.outlet}: last run {ran}, last worked {worked}", _problems(standing, now)]
    if asked := next((run for run in runs if run.get("sources")), None):
        parts.append(table(_SOURCES, (_source(each, now) for each in asked["sources"])))
    if read := next((run for run in runs if run.get("fields")), None):
        parts += [table(_FIELDS, map(_field, read["fields"].items())), "\n".join((*_texts(read), *_costs(read)))]
    if runs:
        parts.append(table(_RUNS, (watching.run_row(run, now)[2:] for run in runs)))
    return "\n\n".join(parts)


def _problems(standing: Standing, now: datetime) -> str:
    well = f"Only replayed from an archive: {watching.REPLAYS}." if standing.replayed else "Nothing is wrong."
    return "\n".join(line for each in standing.problems for line in _problem(each, now)) or well


def _problem(problem: Problem, now: datetime) -> Iterator[str]:
    since = f", since {watching.ago(problem.since, now)}" if problem.since else ""
    yield f"{problem.severity}: {problem.cause}{since}: {problem.says}"
    yield from (f"    {name}: {value}" for name, value in problem.evidence.items() if value not in (None, "", [], {}))
    yield f"    what to do: {problem.runbook}"


def _source(source: Mapping[str, Any], now: datetime) -> tuple[object, ...]:
    outcomes = ", ".join(f"{count}x {name}" for name, count in (source.get("outcomes") or {}).items())
    newest = watching.ago(source["newest"], now) if source.get("newest") else "?"
    shared = f"{source['shared']} of {source['others']}" if "others" in source else "?"
    return source.get("url"), source.get("kind"), outcomes, source.get("named"), source.get("fresh"), shared, newest


def _field(item: tuple[str, Mapping[str, Any]]) -> tuple[object, ...]:
    name, field = item
    by = ", ".join(f"{source} {count}" for source, count in (field.get("by") or {}).items())
    return name, field.get("found"), field.get("missing"), by


def _texts(run: Run) -> Iterator[str]:
    texts = run.get("texts") or {}
    for name, words in (("words", "words in an article"), ("letters", "share of letters")):
        if spread := texts.get(name):
            yield f"{words}: {spread['p50']:g} (p10 {spread['p10']:g}, p95 {spread['p95']:g})"
    if languages := texts.get("languages"):
        yield "languages: " + ", ".join(f"{name} {count}" for name, count in languages.items())


def _costs(run: Run) -> Iterator[str]:
    timing = run.get("timing") or {}
    wait = timing.get("latency") or {}
    yield f"took {timing.get('wall', '?')} s, {timing.get('cpu', '?')} s of CPU"
    yield f"answers in {wait.get('p50', '?')} s (p95 {wait.get('p95', '?')})"
    yield f"{run.get('bytes', 0) / 1e6:.1f} MB fetched, {run.get('memory', 0) / 1e6:.0f} MB resident"
