"""What an answer lets the next visit ask: whether anything has changed since."""

from typing import Final

from scrapy.http import Response

LONGEST_VALIDATOR: Final = 512  # characters that a server may have us say back to it


def conditions(response: Response) -> dict[str, str]:
    """The request headers with which the next visit asks whether anything has changed since this answer."""
    pairs = (("If-None-Match", b"ETag"), ("If-Modified-Since", b"Last-Modified"))
    given = {ask: (response.headers.get(name) or b"").decode("latin-1") for ask, name in pairs}
    return {ask: value for ask, value in given.items() if 0 < len(value) <= LONGEST_VALIDATOR}
