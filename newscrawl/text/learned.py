"""Lines that an outlet puts around its articles, known by their coming back: which lines may be learned at all.

Only what stands outside of an article's running text is looked at, so that a sentence that many reports share
("the investigation goes on") and an agency's paragraph that comes in three of them are never taken.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from newscrawl.text.boilerplate import SENTENCE_END
from newscrawl.text.matchkey import match_key

ARTICLES: Final = 3  # fewer may be updates of one report
DAYS: Final = 2  # on one day, one event gives several reports the same line
MOST_WORDS: Final = 12  # a longer line is told text, with a full stop or without
_SENTENCE_WORDS: Final = 4  # fewer in quotation marks or before a colon are a name or a label
_MOST_LINES: Final = 8  # at either end: more of them are a list, a poem, a table


def _is_told(line: str) -> bool:
    words = line.count(" ") + 1
    if words > MOST_WORDS:
        return True
    ends = SENTENCE_END.search(line, max(0, len(line) - 1)) is not None
    return ends and (words >= _SENTENCE_WORDS or line[-1] in ".؟?")


def edge_lines(paragraphs: Sequence[str], title: str = "") -> Mapping[int, str]:
    """The lines above and below an article's running text by their position, each with its folded key.

    Empty where there is no running text; the title is never among them.
    """
    told = [position for position, line in enumerate(paragraphs) if _is_told(line)]
    if not told:
        return {}
    edges = (
        *range(min(told[0], _MOST_LINES)),
        *range(max(told[-1] + 1, len(paragraphs) - _MOST_LINES), len(paragraphs)),
    )
    keys = {position: match_key(paragraphs[position]) for position in edges}
    own = match_key(title)
    return {position: key for position, key in keys.items() if key and key != own}


def is_learned(articles: int, days: int) -> bool:
    """Whether a line seen in so many articles of an outlet, on so many days, is the outlet's and not theirs."""
    return articles >= ARTICLES and days >= DAYS
