"""What a page reserves: text and data mining (W3C TDMRep), and use by machines that learn (noai, noimageai)."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

# X-Robots-Tag may name the robot that it is for: "otherbot: noai".
_TOKENS: Final = re.compile(r"[\s,:]+")


def is_reserved(headers: Mapping[str, Iterable[str]], meta: Mapping[str, str]) -> bool:
    """Whether a page's text is reserved. `headers` by lower-case name; `meta`: contents by lower-case name."""
    said = [*headers.get("tdm-reservation", ()), meta.get("tdm-reservation", "")]
    return any(each.strip() == "1" for each in said) or "noai" in directives(headers, meta)


def directives(headers: Mapping[str, Iterable[str]], meta: Mapping[str, str]) -> set[str]:
    """What a page and its server tell robots, in lower case."""
    return set(_TOKENS.split(" ".join((*headers.get("x-robots-tag", ()), meta.get("robots", ""))).lower()))
