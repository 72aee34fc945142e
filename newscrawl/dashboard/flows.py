"""The map: whose texts are carried by whom, and who reports on what whom said, over a period."""

from collections import Counter
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from newscrawl.dashboard import asked
from newscrawl.dashboard.daybook import Pair, last_days
from newscrawl.dashboard.rendering import render
from newscrawl.dashboard.ribbons import ribbons

SHOWN: Final = 14  # names on a side of the chart
LISTED: Final = 200  # pairs in the table
OTHERS: Final = "others"


async def page(request: Request) -> Response:
    state, back = request.app.state, asked.days(request)
    kind = asked.one_of(request, "kind", ("copies", "citations"))
    pairs: Counter[Pair] = state.daybook.flows(kind, last_days(back))
    titles = {key: each.title for key, each in state.site.outlets.items()}
    what = "texts carried over" if kind == "copies" else "reports citing another outlet"
    label = f"{what} in {back} days: {pairs.total():,} between {len(pairs)} pairs of outlets"
    context = {
        "kind": kind, "back": back, "pairs": pairs.most_common(LISTED), "unlisted": max(0, len(pairs) - LISTED),
        "total": pairs.total(),
        "chart": ribbons(gathered(pairs), {**titles, OTHERS: OTHERS}, label),
    }  # fmt: skip
    return render(request, "map.html", context)


def gathered(pairs: Counter[Pair]) -> Counter[Pair]:
    """The pairs of the outlets that count most on either side; the rest as "others"."""
    sides = [Counter[str](), Counter[str]()]
    for pair, count in pairs.items():
        for side, name in zip(sides, pair, strict=True):
            side[name] += count
    shown = [{name for name, _ in side.most_common(SHOWN)} for side in sides]
    found = Counter[Pair]()
    for (of, by), count in pairs.items():
        found[of if of in shown[0] else OTHERS, by if by in shown[1] else OTHERS] += count
    return found
