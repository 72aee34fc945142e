"""Why a request did not end in a page, in one word that can be counted."""

from collections.abc import Iterator

from pymongo.errors import PyMongoError
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawl.extraction.page import Page
from newscrawl.extraction.walls import challenges
from newscrawl.frontier import LET_GO
from newscrawl.sources import decode_page, header_values

_BY_NAME = (
    ("BrowserTimeout", "browser_timeout"), ("BrowserCrash", "browser_crash"), ("BrowserLaunch", "browser_launch"),
    ("BrowserError", "browser_error"), ("RobotsUnreachable", "robots_unreachable"), ("socket.gaierror", "dns"),
    ("DNSLookup", "dns"), ("CannotResolveHost", "dns"), ("Timeout", "timeout"), ("ConnectionRefused", "refused"),
    ("NoRouteError", "unreachable"), ("ConnectError", "unreachable"), ("ConnectionLost", "cut_off"),
    ("ConnectionDone", "cut_off"), ("ResponseNeverReceived", "cut_off"), ("DataLoss", "cut_off"),
    ("SSL", "tls"), ("TLS", "tls"), ("Certificate", "tls"),
    ("HeadersTooLarge", "too_large"), ("DownloadCancelled", "too_large"),
    ("UnsupportedURLScheme", "bad_url"), ("ParseError", "malformed"),
    ("Malformed", "malformed"), ("gzip.", "malformed"), ("zlib.", "malformed"), ("brotli.", "malformed"),
    ("zstd.", "malformed"), ("ResponseFailed", "malformed"),
)  # fmt: skip
# Scrapy gives one class to several refusals; its sentence tells them apart, where an address cannot: it has no blanks.
_BY_SENTENCE = (
    ("by robots.txt", "robots"), ("offsite request", "offsite"), ("max redirections", "redirects"),
    ("exceeded DOWNLOAD_MAXSIZE", "too_large"),
    ("not on the public internet", "private_address"), ("not in the archive", "not_archived"),
    ("is no page", "not_html"), ("is reserved in", "reserved"),
)  # fmt: skip
_CHALLENGING = (401, 403, 405, 429, 503)
_REJECTIONS = ("robots", "private_address", "offsite", "not_html", "reserved")


def reason(failure: Failure, *, area: bool = False) -> str:
    """A failure's reason; with `area`, under "failed" or, where a rule forbade the request, "rejected"."""
    error = failure.value
    word = _refused(error.response) if isinstance(error, HttpError) else _named(error)
    if not area:
        return word
    return f"rejected/{word}" if word in _REJECTIONS else f"failed/{word}"


def outcome(failure: Failure) -> str:
    """What came of the address whose request failed; an answer that nothing has changed is no failure."""
    return "unchanged" if reason(failure) == "http_304" else reason(failure, area=True)


def _refused(response: Response) -> str:
    """The status, or what a refusal really is: a test whether we are a browser."""
    if response.status in _CHALLENGING:
        page = Page(decode_page(response).html, response.url)
        return "challenge" if challenges(page, header_values(response)) else f"http_{response.status}"
    return f"http_{response.status}"


def _named(error: BaseException | None) -> str:
    if isinstance(error, IgnoreRequest):
        if type(error).__name__ == "LetGo":
            return LET_GO.partition("/")[2]
        return next((word for part, word in _BY_SENTENCE if part in str(error)), "ignored")
    if isinstance(error, PyMongoError):  # of the pace that processes share
        return "database"
    words = (word for kinds in map(_kinds, _causes(error)) for part, word in _BY_NAME if part in kinds)
    return next(words, "bad_url" if isinstance(error, ValueError) else type(error).__name__)


def _causes(error: BaseException | None) -> Iterator[BaseException | None]:
    """What lies behind an error, the deepest first: Scrapy has one error for all of Twisted's, Twisted one for many."""
    for reason in getattr(error, "reasons", ()):
        yield from _causes(reason.value)
    if error is not None and error.__cause__ is not None:
        yield from _causes(error.__cause__)
    yield error


def _kinds(error: BaseException | None) -> str:
    """Its class and those above, with their modules."""
    return " ".join(f"{kind.__module__}.{kind.__name__}" for kind in type(error).__mro__)
