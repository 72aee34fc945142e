"""An outlet's page: its days, its runs, how its fields are found, its sources, and what was not stored and why."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newscrawl import watching
from newscrawl.dashboard import asked, charts
from newscrawl.dashboard.charts import Series
from newscrawl.dashboard.daybook import last_days
from newscrawl.dashboard.outlets import Outlet
from newscrawl.dashboard.rendering import render
from newscrawl.store.browsing import Browser
from newscrawl.store.runs import RunStore

RUNS: Final = 20
LOOKS: Final = {
    "json-ld": "c2", "meta": "c6", "selector": "c4", "generic": "c3", "url": "c5", "text": "c7", "feed": "c8",
    "missing": "none",
}  # fmt: skip
# What became of addresses, in the order of the chart.
AREAS: Final = (("new", "c2"), ("updated", "c6"), ("unchanged", "c5"), ("rejected", "c3"), ("failed", "bad"))


@dataclass(frozen=True, slots=True)
class Fill:
    """How often a field was found, and by what."""

    field: str
    found: int
    missing: int
    by: dict[str, int]
    chart: Markup


async def page(request: Request) -> Response:
    state, key, back = request.app.state, request.path_params["key"], asked.days(request)
    store, now = RunStore(state.database), datetime.now(UTC)
    runs = await store.recent(key, RUNS, state.site.term)
    outlet = state.site.outlets.get(key) or Outlet(key, key)
    if not runs and key not in state.site.outlets:
        raise HTTPException(404, "No outlet goes by this key.")
    browser, days = Browser(state.database), last_days(back)
    outcomes, sources, rejects, headlines = await asyncio.gather(
        browser.outcomes(key, datetime.combine(days[0], time(), UTC)),
        browser.sources(key),
        browser.rejects(key, [run["_id"] for run in runs]),
        browser.headlines(key),
    )
    series, volume = _series(days, outcomes), state.daybook.volume(key, days)
    standings = watching.standings(await store.fleet(state.site.term, key), state.site.declared, now)
    standing = next((each for each in standings if each.outlet == key), None)
    context = {
        "outlet": outlet, "back": back, "days": days, "series": series, "volume": volume, "runs": runs,
        "standing": standing, "sources": sources, "rejects": rejects,
        "headlines": headlines, "fills": list(fills(runs)), "rows": [watching.run_row(run, now) for run in runs],
        "looks": LOOKS, "state": watching.state(standing.last or {}, standing.problems) if standing else "",
        "stored": charts.columns(days, [Series("articles stored", "c2", volume)], _label("Articles stored", volume)),
        "became": charts.columns(days, series, "What became of addresses, day by day; the numbers are in the table"),
    }  # fmt: skip
    return render(request, "outlet.html", context)


def fills(runs: Iterable[Mapping[str, Any]]) -> Iterable[Fill]:
    """Each field over these runs: how often it was found, and by what."""
    by, missing = dict[str, Counter[str]](), Counter[str]()
    for run in runs:
        fields = run.get("fields")
        for name, counts in fields.items() if isinstance(fields, Mapping) else ():
            if isinstance(counts, Mapping):
                by.setdefault(name, Counter()).update(counts.get("by") or {})
                missing[name] += int(counts.get("missing") or 0)
    for name, sources in by.items():
        found, parts = sources.total(), {**dict(sources.most_common()), "missing": missing[name]}
        label = f"{name}: " + ", ".join(f"{source} {count}" for source, count in parts.items())
        yield Fill(name, found, missing[name], dict(sources.most_common()), charts.shares(parts, LOOKS, label))


def _series(days: Sequence[date], outcomes: Iterable[Mapping[str, Any]]) -> list[Series]:
    counts = Counter[tuple[date, str]]()
    for row in outcomes:
        counts[row["day"].date(), str(row["outcome"]).partition("/")[0]] += row["count"]
    return [Series(area, look, [counts[day, area] for day in days]) for area, look in AREAS]


def _label(what: str, values: Sequence[int]) -> str:
    return f"{what} a day: {sum(values):,} in {len(values)} days, {max(values):,} at most, {values[-1]:,} today"
