"""What a page says of an outlet beside its key."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet as readers know it."""

    key: str
    title: str
    language: str = ""
    country: str = ""
    kind: str = ""
