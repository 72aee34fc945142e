"""What the dashboard says and draws, without a browser: numbers in, words and shapes out."""

import re
from collections import Counter
from datetime import date
from itertools import combinations
from math import dist
from pathlib import Path

import pytest

from newscrawl import dashboard
from newscrawl.dashboard import outlet, words
from newscrawl.dashboard.charts import Series, ceiling, columns, sparkline
from newscrawl.dashboard.flows import OTHERS, SHOWN, gathered
from newscrawl.dashboard.ribbons import ribbons
from newscrawl.dashboard.svg import shape


@pytest.mark.parametrize(
    ("most", "top"), [(0, 2), (1, 2), (3, 5), (7, 10), (10, 10), (11, 20), (999, 1000), (1001, 2000)]
)
def test_an_axis_ends_at_a_round_number(most: int, top: int) -> None:
    assert ceiling(most) == top


@pytest.mark.parametrize(
    ("text", "way"),
    [("عربي21", "rtl"), ("BBC عربي", "ltr"), ("«21 عربي", "rtl"), ("Çarşı", "ltr"), ("2026", "ltr"), ("", "ltr")],
)
def test_the_first_letter_gives_the_direction(text: str, way: str) -> None:
    assert words.direction(text) == way


@pytest.mark.parametrize(
    ("url", "leads"),
    [("https://a.example/x", True), ("javascript:alert(1)", False), ("data:text/html,x", False), ("http://[", False),
     ("//a.example", False), ("https:///x", False)],
)  # fmt: skip
def test_a_link_leads_to_a_web_page_or_nowhere(url: str, leads: bool) -> None:
    assert (words.web_address(url) == url) is leads


def test_sentences_are_marked_where_they_stand() -> None:
    found = words.marked("One. Two. Three.\n\nFour. Two.", ("Two.", "Four."))
    assert found == [
        [("One. ", False), ("Two.", True), (" Three.", False)],
        [("Four.", True), (" Two.", False)],
    ]
    assert list(words.cut("a bird", [(2, 6)])) == [("a ", False), ("bird", True), ("", False)]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(None, "time unknown"), (0, "0 min later"), (-120, "2 min earlier"), (3 * 86400, "3 days later")],
)
def test_a_lag_in_words(seconds: float | None, said: str) -> None:
    assert words.lag(seconds) == said


def test_what_is_drawn_is_escaped() -> None:
    assert shape("text", "<b>", look='"x"', x=1.26) == '<text class="&#34;x&#34;" x="1.3">&lt;b&gt;</text>'
    assert "<script>" not in ribbons({("<script>", "b"): 1}, {}, "<script>")


def test_columns_stack_up_to_their_sum() -> None:
    drawn = columns([date(2026, 3, 2)], [Series("new", "c1", [3]), Series("failed", "bad", [2])], "x", height=130)
    assert 'y="48.0"' in drawn  # 3 of 5 from the floor at 108
    assert 'y="8.0"' in drawn  # and 2 more reach the top
    assert "02 Mar: 3 new" in drawn
    assert sparkline([], "nothing").count("path") == 4


def test_the_map_shows_those_that_count_most_and_sums_up_the_others() -> None:
    pairs = Counter({(f"of{n:02}", "by"): 100 - n for n in range(SHOWN + 3)})
    found = gathered(pairs)
    assert found.total() == pairs.total()
    assert found[OTHERS, "by"] == sum(100 - n for n in range(SHOWN, SHOWN + 3))


STYLE = (Path(dashboard.__file__).parent / "static" / "style.css").read_text(encoding="utf-8")


def lab(colour: str) -> tuple[float, float, float]:
    """A colour as #rrggbb in CIELAB, where distances are what eyes see."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    light = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
    )
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in light)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("looks", [tuple(outlet.LOOKS.values()), tuple(look for _, look in outlet.AREAS)])
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_no_two_colours_of_a_legend_are_alike(looks: tuple[str, ...], scheme: int) -> None:
    """25 is what tells two swatches of a legend apart at a glance; the least that an eye sees is 2."""
    by_class = dict(re.findall(r"\.(c\d|bad|none) \{ fill: var\(--(\w+)\)", STYLE))
    values = {look: re.findall(rf"--{by_class[look]}: (#\w+);", STYLE)[scheme] for look in looks}
    assert len(set(looks)) == len(looks)
    close = [pair for pair in combinations(looks, 2) if dist(lab(values[pair[0]]), lab(values[pair[1]])) < 25]
    assert not close, [(pair, values[pair[0]], values[pair[1]]) for pair in close]


def test_every_way_to_find_a_field_has_a_colour() -> None:
    assert set(outlet.LOOKS) == {"json-ld", "meta", "selector", "generic", "url", "text", "feed", "missing"}
