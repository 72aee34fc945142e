"""Numbers as SVG, made on the server. Colours come from the style sheet, so a chart follows the reader's light or dark.

A chart is a picture with a name; the page that shows it gives the same numbers as a table.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Final

from markupsafe import Markup

from newscrawl.dashboard.svg import picture, shape

WIDTH: Final = 760
_NARROW: Final = 540  # of what stands in pairs
_LEFT: Final = 44  # room for the numbers of the axis
_BELOW: Final = 22  # and for its dates
_NAMES: Final = 190  # and for the outlets on a timeline
_LANE: Final = 26


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values. `look` is a class of the style sheet."""

    name: str
    look: str
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Point:
    """An article on a timeline; `origin` is the one the others were taken from."""

    label: str
    when: datetime
    origin: bool


def sparkline(values: Sequence[int], label: str, height: int = 34) -> Markup:
    """A column a day; the last is paler, since its day is not over. Two paths: a fleet has thousands of columns."""
    top, step = max([*values, 1]), 6
    sizes = [max(1.5 if value else 0.0, value / top * (height - 2)) for value in values]
    ways = [f"M{n * step} {height}v{-size:.1f}h4v{size:.1f}z" for n, size in enumerate(sizes) if size]
    last = ways.pop() if sizes and sizes[-1] else ""
    parts = (shape("path", d="".join(ways)), shape("path", look="open", d=last))
    return picture("spark", label, len(values) * step, height, parts, preserveAspectRatio="none")


def columns(days: Sequence[date], series: Sequence[Series], label: str, height: int = 200) -> Markup:
    """Stacked columns, a day each, with an axis."""
    top = ceiling(max((sum(each) for each in zip(*(row.values for row in series), strict=True)), default=0))
    floor, step = float(height - _BELOW), (_NARROW - _LEFT) / max(1, len(days))
    parts = [*_axis(top, floor), *_dates(days, step, height)]
    for n, day in enumerate(days):
        sizes = [row.values[n] / top * (floor - 8) for row in series]
        for row, size, under in zip(series, sizes, accumulate(sizes), strict=True):
            if row.values[n]:
                says = shape("title", f"{day:%d %b}: {row.values[n]:,} {row.name}")
                x, width = _LEFT + (n + 0.12) * step, step * 0.76
                parts.append(shape("rect", says, look=row.look, x=x, y=floor - under, width=width, height=size))
    return picture("columns", label, _NARROW, height, parts)


def shares(parts: Mapping[str, int], looks: Mapping[str, str], label: str) -> Markup:
    """One bar, cut into shares of a whole."""
    whole, at, drawn = sum(parts.values()) or 1, 0.0, []
    for name, count in parts.items():
        says, width = shape("title", f"{name}: {count / whole:.0%}"), count / whole * 300
        drawn.append(shape("rect", says, look=looks.get(name, "c5"), x=at, y=0, width=width, height=12))
        at += width
    return picture("shares", label, 300, 12, drawn)


def timeline(points: Sequence[Point], label: str) -> Markup:
    """A lane an article, from the first moment to the last; a line says how long after the origin."""
    first, last = min(each.when for each in points), max(each.when for each in points)
    span = (last - first).total_seconds() or 1.0
    across = [_NAMES + (each.when - first).total_seconds() / span * (WIDTH - _NAMES - 40) for each in points]
    begin = next((x for x, each in zip(across, points, strict=True) if each.origin), float(_NAMES))
    below = len(points) * _LANE + 20
    parts = [part for n, each in enumerate(points) for part in _lane(each, across[n], begin, n * _LANE + 18)]
    parts.append(shape("text", f"{first:%d %b %H:%M}", look="tick", x=_NAMES, y=below))
    parts.append(shape("text", f"{last:%d %b %H:%M}", look="tick", x=WIDTH - 40, y=below, text_anchor="end"))
    return picture("timeline", label, WIDTH, below + 8, parts)


def _lane(point: Point, x: float, begin: float, y: int) -> Iterator[Markup]:
    says = shape("title", f"{point.label}, {point.when:%Y-%m-%d %H:%M} UTC")
    yield shape("line", look="lane", x1=_NAMES, x2=WIDTH - 30, y1=y, y2=y)
    yield shape("line", look="lag", x1=begin, x2=x, y1=y, y2=y)
    yield shape("circle", says, look="origin" if point.origin else "copy", cx=x, cy=y, r=6)
    yield shape("text", point.label, x=_NAMES - 16, y=y + 4, text_anchor="end")


def _axis(top: int, floor: float) -> Iterator[Markup]:
    for part in (0, 0.5, 1):
        y, value = floor - part * (floor - 8), top * part
        yield shape("line", look="grid", x1=_LEFT, x2=_NARROW, y1=y, y2=y)
        if value == int(value):
            yield shape("text", f"{int(value):,}", look="tick", x=_LEFT - 6, y=y + 4, text_anchor="end")


def _dates(days: Sequence[date], step: float, height: int) -> Iterator[Markup]:
    every = max(1, -(-len(days) // 6))
    for n in range(0, len(days), every):
        yield shape("text", f"{days[n]:%d %b}", look="tick", x=_LEFT + n * step, y=height - 4)


def ceiling(most: int) -> int:
    """The next round number: 1, 2 or 5 times a power of ten, 2 at least."""
    size: int = 10 ** max(0, len(str(most)) - 1)
    steps = [step * size for step in (1, 2, 5, 10)]
    return min(step for step in steps if step >= max(2, most))
