"""How pages say things: moments, lags, outcomes, and the direction that a text is written in."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from unicodedata import bidirectional
from urllib.parse import unquote, urlsplit

from newscrawl.syndication.changes import Changes

_UNITS: Final = ((2 * 86400, 86400, "days"), (2 * 3600, 3600, "h"), (0, 60, "min"))
SHOWN: Final = 90  # characters of an address


def moment(value: datetime | None) -> str:
    return f"{value:%Y-%m-%d %H:%M} UTC" if value else "time unknown"


def lag(seconds: float | None) -> str:
    """How much later, in the largest unit that says it."""
    if seconds is None:
        return "time unknown"
    size, unit = next((size, unit) for least, size, unit in _UNITS if abs(seconds) >= least)
    return f"{abs(seconds) / size:.0f} {unit} {'later' if seconds >= 0 else 'earlier'}"


def direction(text: str) -> str:
    """ "rtl" or "ltr", by the first letter that has a direction; a browser's `auto` is the same rule, where it is not
    the language that a page knows."""
    kinds = (bidirectional(letter) for letter in text)
    return next(("rtl" if kind in ("R", "AL") else "ltr" for kind in kinds if kind in ("L", "R", "AL")), "ltr")


def outcome(name: str) -> str:
    """An outcome's name in words: "rejected/no_body" is "rejected: no body"."""
    return name.replace("/", ": ").replace("_", " ")


def web_address(url: str) -> str | None:
    """An address that a link may lead to; None for what is no web page, such as a script."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def address(url: str) -> str:
    """An address to read: decoded, without its scheme, not too long."""
    text = "".join(c if c.isprintable() else " " for c in unquote(url)).partition("://")[2] or url
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def marked(text: str, sentences: tuple[str, ...]) -> list[list[tuple[str, bool]]]:
    """The paragraphs of a text, each as pieces with whether they are among the sentences, which stand in its order."""
    left = list(sentences)
    return [list(_pieces(line, left)) for line in text.split("\n\n") if line.strip()]


def _pieces(line: str, left: list[str]) -> Iterator[tuple[str, bool]]:
    at = 0
    while left and (found := line.find(left[0], at)) >= 0:
        if line[at:found]:
            yield line[at:found], False
        yield left[0], True
        at = found + len(left.pop(0))
    if line[at:]:
        yield line[at:], False


def cut(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The pieces of a text, each with whether it is one of the spans."""
    at = 0
    for begin, end in spans:
        yield text[at:begin], False
        yield text[begin:end], True
        at = end
    yield text[at:], False


def edited(changed: Changes) -> str:
    """What a copy is, in a few words."""
    if not (changed.cut or changed.added):
        return "the whole text, nothing added"
    said = ((len(changed.cut), "cut"), (len(changed.added), "added"))
    return ", ".join(f"{count} sentence{'s' * (count > 1)} {what}" for count, what in said if count)


def _evidence(found: Mapping[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in found.items())


def told(found: Any) -> str:
    """Whatever a problem rests on, as a line."""
    return _evidence(found) if isinstance(found, Mapping) else _value(found)


def _value(value: Any) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, float):
        return f"{value:.2f}"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
