"""What a look at an outlet's site finds: each source's answer, and what a sample of its articles yields."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from scrapy import Request, Spider
from scrapy.http import Response
from selectolax.lexbor import LexborNode
from twisted.python.failure import Failure

from newscrawl.discovery import Link
from newscrawl.extraction import Page
from newscrawl.failures import reason
from newscrawl.frontier import ARTICLE
from newscrawl.outlet import OutletSpider
from newscrawl.sources import Home, Robots, Source, decode_page

SELECTORS = ("headline", "lead", "body", "published", "modified", "authors", "section", "image")
ENOUGH = 50_000  # of what a source names; a sitemap may name more than a look needs
ON_EVERY_PAGE = ("headline", "body", "published")  # the others are missing on some pages of a healthy outlet
REMEDIES = {
    "javascript": "; `javascript = True` reads them in a browser",
    "shell": "; `javascript = True` reads them in a browser",
    "consent": "; with `javascript`, `consent` names the button to click",
}


@dataclass(slots=True)
class SourceFinding:
    """One source: `answer` is ok or what went wrong; `links` it names, `articles` of them by the outlet's pattern."""

    source: str
    status: str
    answer: str = "not asked"
    links: int = 0
    articles: int = 0
    example: str | None = None
    """A link that is no article by the pattern, where none is."""


@dataclass(slots=True)
class Findings:
    """Everything seen. Pages are counted by field and by where the field came from, selectors by how often they hit."""

    outlet: str
    sources: list[SourceFinding] = field(default_factory=list)
    suggested: list[str] = field(default_factory=list)
    """Sources that the home page and robots.txt name."""

    pages: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    walls: Counter[str] = field(default_factory=Counter)
    provenance: dict[str, Counter[str]] = field(default_factory=dict)
    hits: Counter[str] = field(default_factory=Counter)
    drops: Counter[str] = field(default_factory=Counter)
    """On how many pages each selector of `drop` matched; none is no fault."""

    containers: Counter[str] = field(default_factory=Counter)
    """Where the generic reading found the body, as selectors, on pages that the declared one missed."""


class Checkup(Spider):
    """Asks every source of `outlet` once and reads a few of the articles that they name. Stores nothing."""

    name = "checkup"

    def __init__(self, outlet: type[OutletSpider], findings: Findings, pages: int, **kwargs: Any) -> None:
        super().__init__(self.name, **kwargs)
        self.outlet, self.findings, self.left = outlet, findings, pages
        self.reader, self.seen = outlet(), set[str]()

    async def start(self) -> AsyncIterator[Request]:
        for source in self.outlet.sources:
            finding = SourceFinding(f'{type(source).__name__}("{source.url}")', source.status)
            self.findings.sources.append(finding)
            yield self._ask(source, finding)
        site = urljoin(self.outlet.sources[0].url, "/")
        for place in (Home(site), Robots(f"{site}robots.txt")):
            yield Request(place.url, self.suggest, errback=self.ignore, cb_kwargs={"place": place}, dont_filter=True)

    def _ask(self, source: Source, finding: SourceFinding) -> Request:
        carried = {"source": source, "finding": finding}
        meta = self.outlet.meta(type(source).__name__)
        return Request(
            source.url, self.answered, errback=self.unanswered, meta=meta, cb_kwargs=carried, dont_filter=True
        )

    def answered(self, response: Response, source: Source, finding: SourceFinding) -> Iterator[Request]:
        try:
            named = list(islice(source.read(response, self.reader.pattern), ENOUGH))
        except ValueError as error:
            finding.answer = str(error)
            return
        links = [each for each in named if isinstance(each, Link)]
        children = [each for each in named if isinstance(each, Source)]
        articles = [link.url for link in links if self.outlet.is_article(link.url)]
        finding.answer, finding.links, finding.articles = "ok", len(links) + len(children), len(articles)
        finding.example = links[0].url if links and not articles else None
        for url in [url for url in articles if url not in self.seen][: self.left]:
            self.seen.add(url)
            self.left -= 1
            yield Request(url, self.page, errback=self.lost, meta=self.outlet.meta(ARTICLE), dont_filter=True)
        if children and not links:  # an index: its first child shows what the others are like
            yield self._ask(children[0], finding)

    def unanswered(self, failure: Failure) -> None:
        failure.request.cb_kwargs["finding"].answer = reason(failure)  # type: ignore[attr-defined]

    def suggest(self, response: Response, place: Home | Robots) -> None:
        named = (each for each in place.read(response, self.reader.pattern) if isinstance(each, Source))
        declared = {source.url for source in self.outlet.sources}
        self.findings.suggested += [
            f'{type(each).__name__}("{each.url}")' for each in named if each.url not in declared
        ]

    def page(self, response: Response) -> None:
        """Read an article as a crawl would, and note where each field came from."""
        page = Page(decode_page(response, self.outlet.encoding).html, response.url)
        extract = self.reader.read(page, now=datetime.now(UTC))
        self.findings.pages += 1
        if extract.wall:
            self.findings.walls[extract.wall.kind] += 1
            return
        fields = {"title": extract.headline, "body": extract.paragraphs, "published": extract.published}
        for name, found in fields.items():
            self.findings.provenance.setdefault(name, Counter())[found.source if found else "missing"] += 1
        for name in SELECTORS:
            self.findings.hits[name] += bool(page.css(getattr(self.outlet, name)))
        for selector in self.outlet.drop:
            self.findings.drops[selector] += bool(page.css(selector))
        if extract.paragraphs and extract.paragraphs.source == "generic":
            holder = page.reading.container()
            self.findings.containers[_selector(holder)] += holder is not None

    def lost(self, failure: Failure) -> None:
        self.findings.failed[reason(failure)] += 1

    def ignore(self, failure: Failure) -> None:
        """A home page or a robots.txt that does not answer suggests nothing."""


def problems(outlet: type[OutletSpider], found: Findings) -> Iterator[str]:
    """What is wrong, each with the line of the outlet's file to change; nothing for a healthy outlet."""
    for each in found.sources:
        if each.answer != "ok":
            yield f"{each.source} does not work ({each.answer}): take it out" + _instead(found)
        elif not each.links:
            yield f"{each.source} is empty"
        elif not each.articles:
            yield f'article_url = r"{outlet.article_url}" matches none of {each.links} links, e.g. {each.example}'
    for kind, count in found.walls.items():
        yield f"{count} of {found.pages} pages are no article but {kind}{REMEDIES.get(kind, '')}"
    yield from (f"{count} article pages could not be fetched ({cause})" for cause, count in found.failed.items())
    yield from _misread(outlet, found)


def _misread(outlet: type[OutletSpider], found: Findings) -> Iterator[str]:
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


def _instead(found: Findings) -> str:
    return f"; the site itself names {', '.join(found.suggested[:3])}" if found.suggested else ""


def _container(name: str, found: Findings) -> str:
    if name != "body" or not found.containers:
        return ""
    return f"; the text is in {found.containers.most_common(1)[0][0]}"


def _selector(node: LexborNode | None) -> str:
    if node is None:
        return "nothing"
    classes = (node.attributes.get("class") or "").split()
    name = node.attributes.get("id")
    return f"{node.tag}#{name}" if name else ".".join([node.tag or "div", *classes])
