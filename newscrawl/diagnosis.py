"""What a look at an outlet's site has found, and what of it is wrong, each with the line to change."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from newscrawl.declared import Outlet

SELECTORS = ("headline", "lead", "body", "published", "modified", "authors", "section", "image")
NOT_ASKED = "not asked"
NOT_ARCHIVED = "not_archived"
UNDATED = "it names the latest alone: a backfill does not ask it"
FORBIDDEN = "robots.txt forbids it, "
MISSING = ("no_title", "no_body")  # said of the field
ON_EVERY_PAGE = ("headline", "body", "published")  # the others are missing on some pages of a healthy outlet
# Answers that say nothing of a declaration, and what to do; of others the source is to be taken out.
PASSING = ("dns", "timeout", "refused", "unreachable", "cut_off", "tls", "http_5", "robots_unreachable", "browser_")
CLOSED = ("http_401", "http_403", "http_429", "challenge")
REMEDIES = {
    "javascript": "; `javascript = True` reads them in a browser",
    "shell": "; `javascript = True` reads them in a browser",
    "consent": "; with `javascript`, `consent` names the button to click",
    "challenge": "; crawl it slower, or write to the site",
    "login": "; it needs a licence or another source",
    "paywall": "; it needs a licence or another source",
    "soft_404": "; the links are stale: see the sources",
    "parked": "; has the site moved?",
}


@dataclass(slots=True)
class SourceFinding:
    """One source: `answer` is ok or what went wrong; `links` it names, `articles` of them by the outlet's pattern."""

    source: str
    status: str
    answer: str = NOT_ASKED
    links: int = 0
    articles: int = 0
    example: str | None = None
    """A link that is no article by the pattern, where none is; of an archive, an article of other days."""

    days: str = ""
    """Of an archive: the days that it was asked for. `articles` are those of these days."""


@dataclass(slots=True)
class Findings:
    """Everything seen. Pages are counted by field and by where the field came from, selectors by how often they hit."""

    outlet: str
    sources: list[SourceFinding] = field(default_factory=list)
    suggested: list[str] = field(default_factory=list)
    """Sources that the home page and robots.txt name."""

    pages: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    """Pages that a crawl would not store as articles, beside the walls."""

    ended: str = "finished"
    walls: Counter[str] = field(default_factory=Counter)
    provenance: dict[str, Counter[str]] = field(default_factory=dict)
    hits: Counter[str] = field(default_factory=Counter)
    drops: Counter[str] = field(default_factory=Counter)
    """On how many pages each selector of `drop` matched; none is no fault."""

    containers: Counter[str] = field(default_factory=Counter)
    """Where the generic reading found the body, as selectors, on pages that the declared one missed."""


def problems(outlet: type[Outlet], found: Findings) -> Iterator[str]:
    """What is wrong, each with the line of the outlet's file to change; nothing for a healthy outlet."""
    for each in found.sources:
        if each.days and each.answer == NOT_ARCHIVED:
            continue  # a crawl that was recorded does not ask for them
        if each.answer == NOT_ASKED:
            yield f"{each.source} was not asked, for the look ended early ({found.ended})"
        elif each.answer != "ok":
            yield f"{each.source} does not work ({each.answer}): {_remedy(each.answer, found)}"
        elif not each.links:
            yield f"{each.source} is empty" + _instead(found)
        elif each.days and not each.articles and each.example:
            yield f"{each.source} names no article of {each.days}, e.g. {each.example}"
        elif not each.articles and each.example:
            yield f'article_url = r"{outlet.article_url}" matches none of {each.links} links, e.g. {each.example}'
    for kind, count in found.walls.items():
        yield f"{count} of {found.pages} pages are no article but {kind}{REMEDIES.get(kind, '')}"
    yield from (f"{count} article pages could not be fetched ({cause})" for cause, count in found.failed.items())
    yield from (_rejected(outlet, what, count) for what, count in found.rejected.items() if count)
    yield from _misread(outlet, found)


def _misread(outlet: type[Outlet], found: Findings) -> Iterator[str]:
    """What the pages that were read say about the selectors."""
    read = found.pages - found.walls.total()
    if not found.pages:
        yield "no article page was read: mend the sources first"
    for name in SELECTORS:
        least = read if name in ON_EVERY_PAGE else min(read, 1)
        if (selector := getattr(outlet, name)) and found.hits[name] < least:
            yield f'{name} = "{selector}" matches on {found.hits[name]} of {read} pages{_container(name, found)}'
    for name, sources in found.provenance.items():
        if missing := sources["missing"]:
            yield f"{name} is missing on {missing} of {read} pages"


def _remedy(answer: str, found: Findings) -> str:
    if answer.startswith(PASSING):
        return "look again later, it may be a bad moment"
    if answer == "private_address":
        return "its address is not on the public internet; -s REACHABLE_NETWORKS=... names networks that are meant"
    if answer.startswith(CLOSED):
        return "the site turns us away; look at its robots.txt and terms, or write to it"
    return f"{FORBIDDEN if answer == 'robots' else ''}take it out{_instead(found)}"


def _rejected(outlet: type[Outlet], what: str, count: int) -> str:
    if what in ("home_page", "not_an_article"):
        return f'article_url = r"{outlet.article_url}" lets in {count} pages that are no article ({what})'
    if what == "offsite":
        return f"allowed_domains = {outlet.allowed_domains!r} has not the site that {count} articles lead to"
    return f"{count} pages that should be articles would not be stored ({what})"


def _instead(found: Findings) -> str:
    return f"; the site itself names {', '.join(found.suggested[:3])}" if found.suggested else ""


def _container(name: str, found: Findings) -> str:
    if name != "body" or not found.containers:
        return ""
    return f"; the text is in {found.containers.most_common(1)[0][0]}"
