"""From a page's HTML to an article's fields, each with where it came from.

`Reader` reads a page: by what an outlet declares, by JSON-LD and meta, and generically where those are silent.
"""

from newscrawl.extraction.page import Page
from newscrawl.extraction.reader import Extract, Found, Reader
from newscrawl.extraction.told import completed

__all__ = ["Extract", "Found", "Page", "Reader", "completed"]
