"""What a page, its server or its whole site reserves: text and data mining (W3C TDMRep), and use by machines that learn
(noai, noimageai)."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Final

WELL_KNOWN: Final = "/.well-known/tdmrep.json"
MOST_RULES: Final = 1000
LONGEST_LOCATION: Final = 1000
Rule = tuple[str, bool]  # a location, and whether what falls under it is reserved

# X-Robots-Tag may name the robot that it is for: "otherbot: noai".
_TOKENS: Final = re.compile(r"[\s,:]+")


def is_reserved(headers: Mapping[str, Iterable[str]], meta: Mapping[str, str]) -> bool:
    """Whether a page's text is reserved. `headers` by lower-case name; `meta`: contents by lower-case name."""
    said = [*headers.get("tdm-reservation", ()), meta.get("tdm-reservation", "")]
    return any(each.strip() == "1" for each in said) or "noai" in directives(headers, meta)


def directives(headers: Mapping[str, Iterable[str]], meta: Mapping[str, str]) -> set[str]:
    """What a page and its server tell robots, in lower case."""
    return set(_TOKENS.split(" ".join((*headers.get("x-robots-tag", ()), meta.get("robots", ""))).lower()))


def site_rules(body: bytes) -> tuple[Rule, ...]:
    """What a site's tdmrep.json says, in its order; nothing where it is none. As much as is well-formed counts."""
    try:
        listed = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    given = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return tuple(
        (each["location"][:LONGEST_LOCATION], str(each.get("tdm-reservation")) == "1")
        for each in given[:MOST_RULES]
        if isinstance(each.get("location"), str)
    )


def is_reserved_at(path: str, rules: Iterable[Rule]) -> bool:
    """Whether the first rule that a path, with its query, falls under reserves it. Locations are as in robots.txt."""
    return next((reserved for location, reserved in rules if _falls_under(path, location)), False)


def _falls_under(path: str, location: str) -> bool:
    """`*` stands for anything, `$` for the end. Piece by piece: many stars cost no more than their number."""
    first, *others = (location[:-1] if location.endswith("$") else f"{location}*").split("*")
    if not others or not path.startswith(first):
        return path == first
    place = len(first)
    for piece in others[:-1]:
        found = path.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return path.endswith(others[-1]) and len(path) - len(others[-1]) >= place
