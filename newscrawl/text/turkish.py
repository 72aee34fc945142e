"""Turkish letters as a reader should see them."""

from typing import Final

_LOWER: Final = str.maketrans("İI", "iı")


def lower(text: str) -> str:
    """The text in lower case as Turkish has it: I is ı, İ is i."""
    return text.translate(_LOWER).lower()


def drop_stray_dots(text: str) -> str:
    """The text without the combining dot that lower-casing İ elsewhere leaves after an i."""
    return text.replace("i\u0307", "i")
