"""What a log line, an error or a run's document may show: no password, and no character that does more than be read."""

import re
from typing import Final

_USERINFO: Final = re.compile(r"(?<=://)([^\s:/@]*):[^\s/@]*@")
# A password that was not escaped ends at the last @; the driver refuses it, and the message names the URI.
_MONGODB: Final = re.compile(r"(?<=mongodb)(\+srv)?://([^\s:/@]*):\S*@")
_OPTION: Final = re.compile(r"\b(\w*password|AWS_SESSION_TOKEN)([=:])[^\s&,]+", re.IGNORECASE)
# Control characters but the tab, what turns the direction of a line around, ends a line, or is half a character.
_ACTIVE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def masked(text: str) -> str:
    """The text without the passwords of the URIs in it."""
    text = _MONGODB.sub(lambda found: f"{found[1] or ''}://{found[2]}:***@", text)
    return _OPTION.sub(r"\1\2***", _USERINFO.sub(r"\1:***@", text))


def escaped(text: str) -> str:
    """The text with its lines below the first indented and active characters written out.

    What a page says can neither begin a line of a log nor do anything to the terminal that shows it.
    """
    text = _ACTIVE.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode("ascii"), text)
    return text.replace("\n", "\n    ")
