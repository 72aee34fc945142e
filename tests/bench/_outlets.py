"""Whose the generated pages are: outlets that there are, so that all is done that is done for their articles."""

from typing import Final

ARABIC: Final = "arabi21"
TURKISH: Final = "milliyet"


def outlet(number: int) -> str:
    """The key of the outlet of a page; Arabic and Turkish ones come in turn."""
    return (ARABIC, TURKISH)[number % 2]
