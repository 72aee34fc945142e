"""A look at an outlet's site: asks each source and archive once and reads a sample of what the sources name."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, Final
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.http import Response
from selectolax.lexbor import LexborNode
from twisted.python.failure import Failure

from newscrawl import discovery, urls
from newscrawl.diagnosis import MISSING, NOT_ASKED, SELECTORS, UNDATED, Findings, SourceFinding
from newscrawl.discovery import Link, Window
from newscrawl.editing import Rejection, check, clean, compose
from newscrawl.extraction import Extract, Page
from newscrawl.failures import outcome, reason
from newscrawl.frontier import ARTICLE, LET_GO
from newscrawl.outlet import OutletSpider, instead
from newscrawl.reservations import is_reserved
from newscrawl.sources import MAX_SOURCE, MOST_DEPTH, Home, Robots, Source, decode_page, header_values

ENOUGH: Final = 50_000  # of what a source names; a sitemap may name more than a look needs


class Checkup(Spider):
    """Asks every source of `outlet` once, every archive for last week, and reads a few of the articles that the sources
    name. Stores nothing."""

    name = "checkup"

    def __init__(self, outlet: type[OutletSpider], findings: Findings, pages: int, **kwargs: Any) -> None:
        super().__init__(self.name, **kwargs)
        self.outlet, self.findings, self.left = outlet, findings, pages
        self.reader, self.seen = outlet(), set[str]()
        self.zone = ZoneInfo(outlet.timezone)
        self.week = week_before(datetime.now(self.zone).date())

    async def start(self) -> AsyncIterator[Request]:
        for source in self.outlet.sources:
            yield self._ask(source, self._begin(source))
        for source in self.outlet.archives:
            finding = self._begin(source, str(self.week))
            if dated := next(source.between(self.week), None):
                yield self._ask(dated, finding)
            else:
                finding.answer = UNDATED
        site = urljoin(self.outlet.sources[0].url, "/")
        for place in (Home(site), Robots(f"{site}robots.txt")):
            yield Request(place.url, self.suggest, errback=self.ignore, cb_kwargs={"place": place}, dont_filter=True)

    def _begin(self, source: Source, days: str = "") -> SourceFinding:
        finding = SourceFinding(f'{type(source).__name__}("{source.url}")', source.status, days=days)
        self.findings.sources.append(finding)
        return finding

    def _ask(self, source: Source, finding: SourceFinding, depth: int = 0) -> Request:
        carried = {"source": source, "finding": finding, "depth": depth}
        meta = {"download_maxsize": MAX_SOURCE, **self.outlet.meta(type(source).__name__)}
        return Request(
            source.url, self.answered, errback=self.unanswered, meta=meta, cb_kwargs=carried, dont_filter=True
        )

    def answered(self, response: Response, source: Source, finding: SourceFinding, depth: int) -> Iterator[Request]:
        if not urls.same_site(response.url, self.outlet.allowed_domains):
            finding.answer = f"it leads to another site, {response.url}"
            return
        try:
            named = list(islice(source.read(response, self.reader.pattern), ENOUGH))
        except ValueError as error:
            finding.answer = str(error)
            return
        links = [each for each in named if isinstance(each, Link)]
        children = [each for each in named if isinstance(each, Source)]
        articles = [link for link in links if self.outlet.is_article(link.url)]
        finding.example = next((link.url for link in articles or links), None)
        if finding.days:
            around = source.days()  # what a backfill of last week would take
            articles = [
                each for each in articles if discovery.dated_within(each, around, self.week, self.zone) is not False
            ]
            children = [each for each in children if each.may_hold(self.week, self.zone)]
        finding.answer, finding.links, finding.articles = "ok", len(named), len(articles)
        if articles:
            finding.example = None
            yield from () if finding.days else self._sample(articles)
        if children and not links:  # an index: its first child shows what the others are like
            if depth < MOST_DEPTH:
                yield self._ask(children[0], finding, depth + 1)
            else:
                finding.answer = f"indexes that lead to indexes, {depth} deep"

    def _sample(self, articles: list[Link]) -> Iterator[Request]:
        for url in [link.url for link in articles if link.url not in self.seen][: self._share()]:
            self.seen.add(url)
            self.left -= 1
            carried, meta = {"named": url}, self.outlet.meta(ARTICLE)
            yield Request(url, self.page, errback=self.lost, meta=meta, cb_kwargs=carried, dont_filter=True)

    def _share(self) -> int:
        """How many of the pages to read a source may name: what is left of them, shared with those still to come."""
        heard = sum(each.answer != NOT_ASKED for each in self.findings.sources if not each.days)
        return -(-self.left // (len(self.outlet.sources) - heard + 1))

    def unanswered(self, failure: Failure) -> None:
        if outcome(failure) != LET_GO:
            failure.request.cb_kwargs["finding"].answer = reason(failure)  # type: ignore[attr-defined]

    def suggest(self, response: Response, place: Home | Robots) -> None:
        named = (each for each in place.read(response, self.reader.pattern) if isinstance(each, Source))
        declared = {source.url for source in (*self.outlet.sources, *self.outlet.archives)}
        self.findings.suggested += [
            f'{type(each).__name__}("{each.url}")' for each in named if each.url not in declared
        ]

    def page(self, response: Response, named: str) -> None:
        """Read an article as a crawl would."""
        if wrong := instead(response, named, self.outlet.allowed_domains):
            self.findings.rejected[wrong] += 1
            return
        page = Page(decode_page(response, self.outlet.encoding).html, response.url)
        if self.settings.getbool("RESERVATIONS_OBEY") and is_reserved(header_values(response), page.meta):
            self.findings.rejected["reserved"] += 1
            return
        extract = self.reader.read(page, now=datetime.now(UTC))
        self.findings.pages += 1
        if extract.wall:
            self.findings.walls[extract.wall.kind] += 1
            return
        self._note(page, extract)
        article = compose(extract, url=response.url, outlet=self.outlet.name)
        try:
            check(clean(article, self.outlet.taglines))
        except Rejection as rejection:
            self.findings.rejected[rejection.reason] += rejection.reason not in MISSING

    def _note(self, page: Page, extract: Extract) -> None:
        """Where each field came from, and which selectors hit."""
        fields = {"title": extract.headline, "body": extract.paragraphs, "published": extract.published}
        for name, found in fields.items():
            self.findings.provenance.setdefault(name, Counter())[found.source if found else "missing"] += 1
        for name in SELECTORS:
            self.findings.hits[name] += bool(page.css(getattr(self.outlet, name)))
        for selector in self.outlet.drop:
            self.findings.drops[selector] += bool(page.css(selector))
        if extract.paragraphs and extract.paragraphs.source == "generic":
            holder = page.reading.container()
            if holder is not None:
                self.findings.containers[_selector(page.outline.nodes[holder])] += 1

    def lost(self, failure: Failure) -> None:
        if outcome(failure) != LET_GO:
            self.findings.failed[reason(failure)] += 1

    def closed(self, reason: str) -> None:
        self.findings.ended = reason

    def ignore(self, failure: Failure) -> None:
        """A home page or a robots.txt that does not answer suggests nothing."""


def week_before(today: date) -> Window:
    """The seven days before a day: archives name them by then, and they have articles of the smallest outlet."""
    return Window(today - timedelta(days=7), today - timedelta(days=1))


def _selector(node: LexborNode | None) -> str:
    if node is None:
        return "nothing"
    classes = (node.attributes.get("class") or "").split()
    name = node.attributes.get("id")
    return f"{node.tag}#{name}" if name else ".".join([node.tag or "div", *classes])
