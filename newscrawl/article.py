"""The item: one text at one URL of one outlet. This class is the data contract."""

from dataclasses import dataclass, field
from datetime import datetime

from newscrawl.credits import Attribution
from newscrawl.relevance import Relevance
from newscrawl.text import Removed

PARAGRAPH_BREAK = "\n\n"
SCHEMA = 2  # of stored articles


@dataclass(kw_only=True, slots=True)
class Article:
    """An article on its way from the page to the database, and as it is stored there."""

    url: str
    """The canonical URL; unique."""

    outlet: str
    """Key of the outlet that published it: the spider's name."""

    title: str
    """The headline as the reader saw it, without the site's name."""

    body: str
    """The text as the reader saw it, a displayed lead included; paragraphs are separated by a blank line."""

    language: str | None = None
    """"ar", "tr" or "en", decided from the text itself; None when undecided."""

    published: datetime | None = None
    """When the outlet says it was published, in UTC; None when the page has no date that can be believed."""

    published_precision: str | None = None
    """"second", "minute" or "day": what the page knew. A day is stored as its local midnight."""

    published_raw: str | None = None
    """The date as written on the page; where on it, `provenance` says."""

    published_confidence: str | None = None
    """"high": metadata names the offset, or two places of the page agree; "low": it stands in the address alone or
    counts back from the fetch ("3 hours ago"); else "medium". What cannot be believed at all is None."""

    modified: datetime | None = None
    """The time of the last change that the page claims, in UTC."""

    modified_raw: str | None = None
    """That time as written on the page; where on it, `provenance` says."""

    modified_confidence: str | None = None
    """As `published_confidence`."""

    authors: tuple[str, ...] = ()
    """Bylines, in the page's order; where the page declares none, those that stand in the text."""

    dateline: str | None = None
    """The place a report says it was filed from («أنقرة (الأناضول)»: أنقرة), as written; the body keeps it too.
    Example: أنقرة"""

    section: str | None = None
    """The section the outlet filed it under."""

    image: str | None = None
    """Absolute URL of the main picture."""

    canonical_url: str | None = None
    """The address the page gives itself, as declared; another site's is a sign of syndication."""

    links: tuple[str, ...] = ()
    """Other sites' pages that the body links to, at most 20: one to another article of its story shows the origin.
    Example: ["https://arabi21.com/story/1"]"""

    credits: tuple[Attribution, ...] = ()
    """Whom the text says it was taken from."""

    citations: tuple[Attribution, ...] = ()
    """Outlets the text reports on. Cited is not copied."""

    relevance: Relevance | None = None
    """Whether it is about Turkey, with a score and what that rests on; None before it was asked."""

    provenance: dict[str, str] = field(default_factory=dict)
    """For every field found: json-ld, meta, selector, generic or url; text for authors named only there; feed for what
    a feed told of a page without a text."""

    removed: tuple[Removed, ...] = ()
    """Lines that cleaning took out, each with its rule ("learned": the outlet repeats it): for audit."""

    encoding: str | None = None
    """The encoding the page was read in."""

    source: str | None = None
    """The feed, sitemap or section page that led to it."""

    fetched: datetime | None = None
    """When the page was fetched, in UTC."""

    warc: dict[str, str | int] | None = None
    """Where the raw response lies: path, offset and length in bytes. None when the crawl kept no archive."""

    wall: str | None = None
    """The kind of page that stands in its place (consent, challenge, ...); such a one is never stored."""

    outcome: str | None = None
    """What storing it came to: new, updated or unchanged; not itself stored."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(self.body.split(PARAGRAPH_BREAK)) if self.body else ()
