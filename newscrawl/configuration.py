"""Whether the project's settings can work, said before the first request instead of by a traceback in the middle."""

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from newscrawl.addresses import networks

Rule = Callable[[Any], None]
"""Raises ValueError, saying what a value has to be, for one that is not."""

_SWITCHES: Final = ("1", "0", "true", "false", "True", "False")
_LEVELS: Final = ("CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG")


class Invalid(ValueError):
    """A setting that cannot work, in one line that names it, what it is, and what it may be."""


def _number(least: float, *, whole: bool = True, above: bool = False) -> Rule:
    """A number of at least so much; `above`: of more than that."""
    says = f"a {'whole ' if whole else ''}number {'above' if above else 'of at least'} {least:g}"

    def accept(value: Any) -> None:
        try:
            found = float(int(value) if whole else value)
        except (TypeError, ValueError, OverflowError):
            found = math.nan
        if not least <= found < math.inf or (above and found == least) or isinstance(value, bool):
            raise ValueError(says)

    return accept


def check(settings: Mapping[str, Any]) -> None:
    """Raise Invalid for the first setting that cannot work. One that is not set is left to its default."""
    for name, accept in _RULES.items():
        if settings.get(name) is None:
            continue
        try:
            accept(settings[name])
        except (ValueError, OSError) as error:
            raise Invalid(f"{name} is {str(settings[name])!r:.80}; it has to be {error}") from None


def _switch(value: Any) -> None:
    if not isinstance(value, bool) and str(value) not in _SWITCHES:
        raise ValueError("1 or 0")


def _networks(value: Any) -> None:
    names = value.split(",") if isinstance(value, str) else value
    try:
        networks(names)
    except ValueError as error:
        raise ValueError(f"networks, by comma, as 10.1.0.0/16 or a single address ({error})") from None


def _operations(value: Any) -> None:
    from newscrawl.declarations import read  # noqa: PLC0415 - what judges runs, which few commands do

    try:
        read(Path(value))
    except (OSError, ValueError) as error:
        raise ValueError(f"a TOML file, as docs/operations.md shows it ({error})") from None


def _level(value: Any) -> None:
    if str(value) not in _LEVELS:
        raise ValueError(f"one of {', '.join(_LEVELS)}")


def _writable(value: Any) -> None:
    try:
        Path(value).open("ab").close()
    except OSError as error:
        raise ValueError(f"a file that can be written ({error.strerror})") from None


_SECONDS, _PAUSE = _number(0, whole=False, above=True), _number(0, whole=False)
_SOME, _ANY = _number(1), _number(0)
_RULES: Final[Mapping[str, Rule]] = {
    **dict.fromkeys(("LEASE_SECONDS", "STALL_SECONDS", "BROWSER_SECONDS", "DOWNLOAD_TIMEOUT"), _SECONDS),
    **dict.fromkeys(("DATABASE_PATIENCE", "BROWSER_SETTLE_SECONDS", "DOWNLOAD_DELAY", "CLOSESPIDER_TIMEOUT"), _PAUSE),
    **dict.fromkeys(("SYNDICATION_DAYS", "BROWSER_PAGES"), _SOME),
    **dict.fromkeys(("CONCURRENT_ITEMS", "CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN"), _SOME),
    **dict.fromkeys(("ARTICLES_PER_RUN", "DEAD_LETTERS_MAXSIZE", "DOWNLOAD_MAXSIZE"), _ANY),
    **dict.fromkeys(("RETRY_TIMES", "REDIRECT_MAX_TIMES", "BREAKER_FAILURES"), _ANY),
    **dict.fromkeys(
        ("SHARED", "LEARN_LINES", "RESERVATIONS_OBEY", "REPLAY_ALL_PAGES", "BROWSER_SANDBOX", "LOG_JSON"), _switch
    ),
    "REACHABLE_NETWORKS": _networks,
    "WATCH": _operations,
    "LOG_LEVEL": _level,
    "LOG_FILE": _writable,
}
