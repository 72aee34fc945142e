"""An answer as it came over the wire, and an archive of them by URL."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url


class ArchiveError(Exception):
    """An archive that cannot be used; the message is one line that names the fix."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One answer as it came over the wire: its body is encoded as its headers say, these are latin-1 as HTTP's are."""

    url: str
    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes
    fetched: datetime | None = None
    """When it came, where the archive says so."""


class Archive:
    """Answers by URL, read when asked for. Of several answers to one URL the latest counts."""

    def __init__(self, answers: Iterable[tuple[str, Callable[[], Stored]]]) -> None:
        self.answers: dict[str, tuple[str, Callable[[], Stored]]] = {}
        for url, read in answers:
            self.answers.pop(loose_key(url), None)
            self.answers[url] = self.answers[loose_key(url)] = (url, read)

    def get(self, url: str) -> Stored | None:
        """The answer to a URL, else to another spelling of it; None where the archive holds neither."""
        found = self.answers.get(url) or self.answers.get(loose_key(url))
        return found[1]() if found else None

    def urls(self) -> Iterator[str]:
        """Every URL that the archive answers, in its order; of several spellings the latest."""
        return (url for key, (url, _) in self.answers.items() if key.startswith("//"))


def loose_key(url: str) -> str:
    """What the spellings of one address share: http as https, one percent-encoding, no fragment. Begins with //."""
    try:
        _, host, path, query, _ = urlsplit(canonicalize_url(url))
    except ValueError:
        return f"//{url}"
    return f"//{host.removesuffix(':80').removesuffix(':443')}{path}?{query}"
