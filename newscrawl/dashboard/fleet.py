"""The fleet's page: a tile an outlet, those that need a look first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from newscrawl import watching
from newscrawl.dashboard import asked, charts
from newscrawl.dashboard.daybook import last_days
from newscrawl.dashboard.outlets import Outlet
from newscrawl.dashboard.rendering import render
from newscrawl.health import Problem
from newscrawl.store.runs import RunStore
from newscrawl.watching import Standing

ORDER = ("error", "warning", "running", "well", "replayed")


@dataclass(frozen=True, slots=True)
class Tile:
    """An outlet at a glance. `state`: error, warning, running, well or replayed."""

    outlet: Outlet
    state: str
    worked: datetime | None
    began: datetime | None
    problems: Sequence[Problem]
    volume: list[int]
    chart: Markup

    @property
    def total(self) -> int:
        return sum(self.volume)


async def page(request: Request) -> Response:
    state, back = request.app.state, asked.days(request)
    only = asked.one_of(request, "show", ("all", "trouble"))
    days, found = last_days(back), await RunStore(state.database).fleet(state.site.term)
    known = watching.standings(found, state.site.declared, datetime.now(UTC))
    tiles = [_tile(each, state.site.outlets, state.daybook.volume(each.outlet, days)) for each in known]
    tiles.sort(key=lambda tile: (ORDER.index(tile.state), tile.outlet.key))
    crawled = {tile.outlet.key for tile in tiles}
    context = {
        "days": days, "back": back, "only": only, "all": tiles,
        "tiles": [tile for tile in tiles if only == "all" or tile.state in ("error", "warning")],
        "declared": state.site.declared.problems,
        "states": Counter(tile.state for tile in tiles), "today": sum(tile.volume[-1] for tile in tiles),
        "never": [each for key, each in state.site.outlets.items() if key not in crawled],
    }  # fmt: skip
    return render(request, "fleet.html", context)


def _tile(standing: Standing, outlets: Mapping[str, Outlet], volume: list[int]) -> Tile:
    outlet, last = outlets.get(standing.outlet) or Outlet(standing.outlet, standing.outlet), standing.last or {}
    label = f"{outlet.title}: articles a day, {volume[-1]} today, {max(volume)} at most"
    return Tile(
        outlet=outlet,
        state=watching.state(last, standing.problems),
        worked=standing.worked,
        began=last.get("started"),
        problems=standing.problems,
        volume=volume,
        chart=charts.sparkline(volume, label),
    )
