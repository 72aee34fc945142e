"""What the dashboard says and draws, without a browser: numbers in, words and shapes out."""

from collections import Counter
from datetime import date

import pytest

from newscrawl.dashboard import words
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
