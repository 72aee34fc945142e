"""What a full-text feed told of an article, in the place of what its page does not yield."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from newscrawl.dates import parse
from newscrawl.extraction.page import Page
from newscrawl.extraction.reader import Extract, Found, Reader
from newscrawl.extraction.times import Sighting

LEAST: Final = 40  # words; a shorter text in a feed is a teaser
NO_BODY: Final = 12  # words below which a page has no text of its own
# Pages whose text comes by script or behind a question. Who asks for money or a password is not gone around.
PASSABLE: Final = ("consent", "javascript", "shell")


def completed(extract: Extract, told: Mapping[str, str], reader: Reader, url: str, now: datetime) -> Extract:
    """The extract with the feed's text, title and time, each marked "feed", where the page has no text."""
    read = extract.paragraphs.value if extract.paragraphs else ()
    wall = extract.wall
    closed = wall is not None and wall.certain and wall.kind not in PASSABLE
    if closed or len(" ".join(read).split()) >= NO_BODY:
        return extract
    page = Page(f"<body><article>{told.get('html', '')}</article></body>", url)
    paragraphs = reader.lines_of(page)
    if len(" ".join(paragraphs).split()) < LEAST:
        return extract
    title = told.get("title")
    dated = parse(told.get("published", ""), reader.zone(page), now=now)
    vague = extract.published is None or extract.published.source == "url"  # an address knows the day alone
    return replace(
        extract,
        wall=None,
        paragraphs=Found(paragraphs, "feed"),
        # A shell has the site's name for a title.
        headline=Found(title, "feed") if title and (wall or not extract.headline) else extract.headline,
        published=Sighting(dated, "feed") if dated and vague else extract.published,
    )
