"""When an article was published and changed, from what a page declares and what it shows.

Sites contradict themselves: an update passes for the publication, a local time carries a Z, metadata knows the day
and the byline the minute. The rules here are those that hand-checked pages needed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, tee
from typing import Literal
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborNode

from newscrawl.dates import Dated, find_all, parse
from newscrawl.extraction.page import Page, value

PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "datepublished", "publishdate", "publish-date", "pubdate",
    "publication_date", "date", "dc.date", "dc.date.issued", "dcterms.created", "sailthru.date", "parsely-pub-date",
)  # fmt: skip
MODIFIED_META = (
    "article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod", "dcterms.modified",
)  # fmt: skip
_DATE_NAMES = re.compile(r"date|time|tarih|publish|created|posted", re.IGNORECASE)
_UPDATE_WORDS = re.compile(r"güncelle|updated|modified|تحديث|تعديل", re.IGNORECASE)
_IN_PATH = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)")
_DATE_ELEMENTS = "time, [class*=date], [class*=tarih], [id*=date], [itemprop=datePublished]"
_A_MINUTE = timedelta(minutes=1)
_METADATA = ("selector", "json-ld", "meta")
_DATE_LINE = 160  # characters; a longer line that names a date is prose

Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A date as found: its value, where it was found, and whether a word beside it calls it an update.

    `confidence`: high where metadata names the offset or two places of the page say the same; low where it stands in
    the address alone or counts back from the time of reading; else medium.
    """

    dated: Dated
    source: str
    update: bool = False
    confidence: Confidence = "medium"


def published(page: Page, selector: str, zone: ZoneInfo, now: datetime | None) -> Sighting | None:
    """The publication time; None where the page has no date that can be believed."""
    sightings = _declared(page, (selector, "datePublished", PUBLISHED_META), zone, now)
    first = next(sightings, None)
    if first and first.dated.precision != "day" and _offset_is_plausible(first, zone):
        return _weighed(first, sightings, zone)
    declared = [first, *sightings] if first else []
    shown = (sighting for sighting in visible(page, zone, now) if not sighting.update)
    if not declared:
        seen = next(shown, None) or _from_path(page, zone, now)
        return _weighed(seen, shown, zone) if seen else None
    # The page is looked at no further than it takes: most show the date beside the headline.
    locally, finer, others = tee(shown, 3)
    local = _local_if_shown(declared[0], locally, zone)
    return _weighed(_refined(local, chain(declared, finer), zone), chain(declared[1:], others), zone)


def modified(page: Page, selector: str, zone: ZoneInfo, now: datetime | None) -> Sighting | None:
    """The time of the last change that the page claims."""
    sightings = _declared(page, (selector, "dateModified", MODIFIED_META), zone, now)
    if declared := next(sightings, None):
        return _weighed(declared, sightings, zone)
    first = next((sighting for sighting in visible(page, zone, now) if sighting.update), None)
    return _weighed(first, (), zone) if first else None


def visible(page: Page, zone: ZoneInfo, now: datetime | None) -> Iterator[Sighting]:
    """Dates that a reader sees around the headline, in the order of the page; then those in date elements."""
    for line in page.beside_headline:
        if len(line) <= _DATE_LINE:
            yield from _dates_in(line, zone, now)
    # In a list of other stories they are of these.
    box = _box(page.headline)
    for node in page.css(_DATE_ELEMENTS, within=box) if box is not None else ():
        yield from _dates_in(value(node)[:_DATE_LINE], zone, now)


def _dates_in(text: str, zone: ZoneInfo, now: datetime | None) -> Iterator[Sighting]:
    begin = 0
    for dated in find_all(text, zone, now=now):
        position = max(text.find(dated.raw, begin), begin)
        yield Sighting(dated, "generic", bool(_UPDATE_WORDS.search(text[begin:position])))
        begin = position + len(dated.raw)


def _box(headline: LexborNode | None) -> LexborNode | None:
    """The element in which a date stands that is this article's: it holds the headline, two or three levels up."""
    box = headline.parent if headline is not None else None
    for _ in range(2):
        box = box.parent if box is not None and box.parent is not None else box
    return box if box is not None and box.is_element_node else None


def _declared(
    page: Page, places: tuple[str, str, tuple[str, ...]], zone: ZoneInfo, now: datetime | None
) -> Iterator[Sighting]:
    """What the outlet's selector, JSON-LD and meta say, in this order."""
    for source, raw in _raws(page, places):
        if dated := parse(raw, zone, now=now) or (source == "selector" and _first(raw, zone, now)) or None:
            yield Sighting(dated, source)


def _raws(page: Page, places: tuple[str, str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Where they say it and the words; each place is looked up when those before it have been tried."""
    selector, name, metas = places
    for text in page.values(selector):
        yield "selector", text
    yield "json-ld", str(page.article.get(name) or "")
    for key in metas:
        if key in page.meta:
            yield "meta", page.meta[key]
    for text in page.values(f"[itemprop={name}]"):
        yield "meta", text


def _first(text: str, zone: ZoneInfo, now: datetime | None) -> Dated | None:
    return next(iter(find_all(text, zone, now=now)), None)


def _offset_is_plausible(sighting: Sighting, zone: ZoneInfo) -> bool:
    """UTC on a site that lives elsewhere may be local time with a false Z: worth a look at the page's clock."""
    local = sighting.dated.value.astimezone(zone)
    return not sighting.dated.raw.rstrip().endswith(("Z", "z", "+00:00", "+0000", "GMT")) or not local.utcoffset()


def _weighed(sighting: Sighting, others: Iterable[Sighting], zone: ZoneInfo) -> Sighting:
    """The sighting with what speaks for it; an offset that may be false counts where another place agrees."""
    if sighting.source == "url" or sighting.dated.relative:
        return replace(sighting, confidence="low")
    named = sighting.dated.zoned and sighting.source in _METADATA and _offset_is_plausible(sighting, zone)
    sure = named or any(_same(sighting, other) for other in others if other is not sighting)
    return replace(sighting, confidence="high" if sure else "medium")


def _same(one: Sighting, other: Sighting) -> bool:
    """Whether another place of the page says the same: the minute, or the day where no clock is known."""
    if one.source == other.source and one.dated.raw == other.dated.raw:
        return False
    days = [sighting.dated.precision == "day" for sighting in (one, other)]
    return days[0] == days[1] and abs(one.dated.value - other.dated.value) < _A_MINUTE


def _local_if_shown(sighting: Sighting, shown: Iterable[Sighting], zone: ZoneInfo) -> Sighting:
    """Where the page shows the declared wall clock itself, the declared Z is false."""
    if _offset_is_plausible(sighting, zone):
        return sighting
    as_local = sighting.dated.value.replace(tzinfo=zone)
    for other in shown:
        if other.dated.precision != "day" and abs(other.dated.value - as_local) < _A_MINUTE:
            return replace(sighting, dated=replace(sighting.dated, value=as_local.astimezone(other.dated.value.tzinfo)))
    return sighting


def _refined(first: Sighting, others: Iterable[Sighting], zone: ZoneInfo) -> Sighting:
    """A day is refined by the first other sighting of that day that knows the clock."""
    if first.dated.precision != "day":
        return first
    day = first.dated.value.astimezone(zone).date()
    finer = (o for o in others if o.dated.precision != "day" and o.dated.value.astimezone(zone).date() == day)
    return next(finer, first)


def _from_path(page: Page, zone: ZoneInfo, now: datetime | None) -> Sighting | None:
    found = _IN_PATH.search(page.url)
    dated = parse("-".join(found.groups()), zone, now=now) if found else None
    return Sighting(dated, "url") if dated else None
