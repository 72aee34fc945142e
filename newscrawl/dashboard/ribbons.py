"""Who takes from whom, as SVG: ribbons from the left, where a text was first, to those that printed it too."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from markupsafe import Markup

from newscrawl.dashboard.charts import WIDTH
from newscrawl.dashboard.svg import picture, shape

_HEIGHT: Final = 520  # of all ribbons together, where there is more than one pixel for each
_THICKEST: Final = 14.0  # a ribbon that counts 1
_FROM: Final = 202
_TO: Final = 550
_BAR: Final = 8
_LABEL: Final = 16  # the room that a name needs
_COLOURS: Final = 6
Pairs = Mapping[tuple[str, str], int]
Places = Mapping[str, tuple[float, float]]


def ribbons(pairs: Pairs, titles: Mapping[str, str], label: str) -> Markup:
    """`pairs`: (of, by) and how often."""
    sums = [_sums(pairs, side) for side in (0, 1)]
    room = _HEIGHT - _LABEL * max(map(len, sums))
    scale = min(_THICKEST, room / (sum(pairs.values()) or 1))
    places = [_places(side, scale) for side in sums]
    height = max((top + size for side in places for top, size in side.values()), default=0.0) + 10
    parts = [*_bands(pairs, titles, places, scale)]
    for side, (x, anchor, bar) in enumerate(((_FROM - 10, "end", _FROM), (_TO + 18, "start", _TO))):
        for key, (top, size) in places[side].items():
            parts.append(shape("rect", look="node", x=bar, y=top, width=_BAR, height=size))
            words = f"\u2068{titles.get(key, key)}\u2069 {sums[side][key]:,}"  # a name keeps its direction to itself
            parts.append(shape("text", words, x=x, y=top + size / 2 + 4, text_anchor=anchor))
    return picture("flows", label, WIDTH, height, parts)


def _bands(pairs: Pairs, titles: Mapping[str, str], places: Sequence[Places], scale: float) -> Iterator[Markup]:
    """A band a pair, stacked at both of its ends."""
    order, used = {key: n for n, key in enumerate(places[0])}, dict[tuple[int, str], float]()
    for (of, by), count in sorted(pairs.items(), key=lambda each: (order[each[0][0]], -each[1], each[0][1])):
        size, ends = max(1.0, count * scale), []
        for side, key in enumerate((of, by)):
            before = used.get((side, key), 0.0)
            ends.append(round(places[side][key][0] + before + size / 2, 1))
            used[side, key] = before + count * scale
        says = shape("title", f"{titles.get(of, of)} → {titles.get(by, by)}: {count:,}")
        middle = (_FROM + _BAR + _TO) // 2
        way = f"M{_FROM + _BAR} {ends[0]} C{middle} {ends[0]} {middle} {ends[1]} {_TO} {ends[1]}"
        yield shape("path", says, look=f"c{order[of] % _COLOURS + 1}", d=way, stroke_width=size)


def _sums(pairs: Pairs, side: int) -> dict[str, int]:
    """Sums by name, the largest first."""
    sums = Counter[str]()
    for pair, count in pairs.items():
        sums[pair[side]] += count
    return dict(sorted(sums.items(), key=lambda each: (-each[1], each[0])))


def _places(sums: Mapping[str, int], scale: float) -> Places:
    """Where each name's bar begins and how long it is; a thin one gets the room that its label needs."""
    found, at = dict[str, tuple[float, float]](), 8.0
    for name, count in sums.items():
        size = max(1.0, count * scale)
        margin = max(0.0, _LABEL - size) / 2
        found[name] = (at + margin, size)
        at += size + 2 * margin + _LABEL / 2
    return found
