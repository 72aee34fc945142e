"""Commands of the project, found by Scrapy; each is named as its module."""

from collections.abc import Sequence
from pkgutil import iter_modules

from scrapy import commands


def place(arguments: Sequence[str]) -> str:
    """Where Scrapy looks for the command that is asked for: it imports all that is there, so no other is.

    Nowhere for one of Scrapy's own; for help and a word that is no command, in all of them.
    """
    asked = next((each for each in arguments[1:] if not each.startswith("-")), "")
    if asked in _names(__path__):
        return f"{__name__}.{asked}"
    return "" if asked in _names(commands.__path__) else __name__


def _names(path: Sequence[str]) -> set[str]:
    return {name for _, name, _ in iter_modules(path)}
