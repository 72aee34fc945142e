"""Arabic and Turkish text: what a reader sees, what a matcher compares, what bytes and pages do to it.

`display` and `clean` give the text that is stored; `match_key` folds it for comparison and search and is
never shown. Nothing here knows of pages, outlets or databases.
"""

from newscrawl.text.boilerplate import Cleaned, Removed, clean
from newscrawl.text.bylines import names as byline_names
from newscrawl.text.charset import Decoded, decode
from newscrawl.text.dateline import Dateline, read_dateline
from newscrawl.text.language import Language, detect_language
from newscrawl.text.learned import edge_lines
from newscrawl.text.matchkey import fold_all, match_key, match_words
from newscrawl.text.mojibake import Repair, repair
from newscrawl.text.surface import display

__all__ = (
    "Cleaned",
    "Dateline",
    "Decoded",
    "Language",
    "Removed",
    "Repair",
    "byline_names",
    "clean",
    "decode",
    "detect_language",
    "display",
    "edge_lines",
    "fold_all",
    "match_key",
    "match_words",
    "read_dateline",
    "repair",
)
