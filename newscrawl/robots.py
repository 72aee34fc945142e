"""Which groups of a robots.txt speak to one robot, by the product token in its name (RFC 9309, 2.2.1)."""

import re
from typing import Final

OURS: Final = "newscrawl"
OTHER: Final = "another robot"  # with a space in it, no token has it inside
_GROUP: Final = re.compile(r"(\s*user[- ]?agent[\s:]+)(\S[^#]*)", re.IGNORECASE)
_NAMED: Final = re.compile(r"(?:.*compatible;\s*)?([a-z_-]+)", re.IGNORECASE)


def product_token(agent: str) -> str:
    """What a user agent is called: "newscrawl" of "newscrawl/1.0 (+https://bot.example.org)", "Reader" of
    "Mozilla/5.0 (compatible; Reader/2.0)". What calls itself nothing goes by our name."""
    found = _NAMED.match(agent)
    return found[1] if found else OURS


def spoken_to(body: bytes, token: str) -> bytes:
    """The same robots.txt with the names of all other robots taken out.

    Protego looks for a group's name anywhere in a user agent, where a contact has words of its own: a group for "bot"
    or "example" would be taken for ours, before the one for everybody.
    """
    lines = body.decode("utf-8-sig", "ignore").splitlines()
    return "\n".join(_GROUP.sub(lambda found: found[1] + _name(found[2], token), line) for line in lines).encode()


def _name(group: str, token: str) -> str:
    if group.split(maxsplit=1)[0] == "*":
        return "*"
    found = _NAMED.match(group)
    return token if found and found[1].lower() == token.lower() else OTHER
