"""What a visitor may ask: every question has bounds, and whoever leaves them is told which they are."""

import re
from typing import Final
from urllib.parse import urlencode

from jinja2 import pass_context
from jinja2.runtime import Context
from starlette.exceptions import HTTPException
from starlette.requests import Request

LONGEST: Final = 90  # days that a page looks back
PERIODS: Final = (7, 30, 90)
PAGES: Final = 40
WORDS: Final = 200  # characters of a search
_KEY: Final = re.compile(r"[a-z0-9_]{1,64}")


def days(request: Request, usual: int = 30) -> int:
    """The period that is looked back over."""
    return _number(request, "days", usual, LONGEST)


def page(request: Request) -> int:
    """The page of a list, from 1."""
    return _number(request, "page", 1, PAGES)


def words(request: Request) -> str:
    """What is searched for, "" for nothing."""
    text = request.query_params.get("q", "").strip()
    if len(text) > WORDS:
        raise HTTPException(400, f"a search has {WORDS} characters at most")
    return text


def outlet(request: Request) -> str | None:
    """The outlet that a list is about, None for all of them."""
    key = request.query_params.get("outlet", "")
    if key and not _KEY.fullmatch(key):
        raise HTTPException(400, "outlet is a key such as those on the fleet's page")
    return key or None


def one_of(request: Request, name: str, allowed: tuple[str, ...]) -> str:
    """One of a few words; the first where none is said."""
    value = request.query_params.get(name, allowed[0])
    if value not in allowed:
        raise HTTPException(400, f"{name} is one of: {', '.join(allowed)}")
    return value


@pass_context
def changed(context: Context, name: str, value: object) -> str:
    """The query of this page with one answer changed, so that a view stays a link; another view begins at page 1."""
    request: Request = context["request"]
    kept = {key: text for key, text in request.query_params.items() if key not in (name, "page")}
    return urlencode({**kept, name: value})


def _number(request: Request, name: str, usual: int, most: int) -> int:
    text = request.query_params.get(name, "") or str(usual)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 1 <= number <= most:
        raise HTTPException(400, f"{name} is a whole number from 1 to {most}")
    return number
