"""Why a request did not end in a page, in one word that can be counted."""

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

_BY_NAME = (
    ("DNSLookup", "dns"), ("CannotResolveHost", "dns"), ("Timeout", "timeout"), ("ConnectionRefused", "refused"),
    ("NoRouteError", "unreachable"), ("ConnectError", "unreachable"), ("ConnectionLost", "cut_off"),
    ("ConnectionDone", "cut_off"), ("ResponseNeverReceived", "cut_off"), ("DataLoss", "cut_off"),
    ("SSL", "tls"), ("TLS", "tls"), ("Certificate", "tls"), ("NotArchived", "not_archived"),
    ("DownloadCancelled", "too_large"), ("UnsupportedURLScheme", "bad_url"),
)  # fmt: skip


def reason(failure: Failure, *, area: bool = False) -> str:
    """A failure's reason; with `area`, under "failed" or, where a rule forbade the request, "rejected"."""
    error = failure.value
    word = f"http_{error.response.status}" if isinstance(error, HttpError) else _named(error)
    if not area:
        return word
    return f"rejected/{word}" if word == "robots" else f"failed/{word}"


def _named(error: BaseException | None) -> str:
    names = " ".join(kind.__name__ for kind in type(error).__mro__)
    for part, word in _BY_NAME:
        if part in names:
            return word
    if isinstance(error, IgnoreRequest):
        return "robots" if "robots" in str(error).lower() else "ignored"
    return type(error).__name__
