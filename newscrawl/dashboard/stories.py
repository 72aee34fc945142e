"""Stories: a list that can be searched, and one story with its timeline and what each copy cut and added."""

import asyncio
import re
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newscrawl.dashboard import asked, charts, words
from newscrawl.dashboard.charts import Point
from newscrawl.dashboard.rendering import render
from newscrawl.searching import BadQuery
from newscrawl.store.browsing import Browser
from newscrawl.store.connection import Database, Document
from newscrawl.store.search import Filters, Hit, find
from newscrawl.store.stories import StoryStore
from newscrawl.syndication.changes import changes

ON_A_PAGE: Final = 25
_NAME: Final = re.compile(r"https?://\S+|s?[0-9a-f]{16}")
SEARCHED: Final = 4  # pages that a search shows, since it reads all of them
PATIENCE: Final = 5  # seconds
LANES: Final = 40  # articles on a timeline; the table has all


async def listing(request: Request) -> Response:
    state = request.app.state
    number, query, outlet = asked.page(request), asked.words(request), asked.outlet(request)
    if _NAME.fullmatch(query) and (story := await StoryStore(state.database, {}).story(query)):
        return RedirectResponse(request.app.url_path_for("story", name=story["_id"] or story["origin"]), 303)
    hits = await _hits(state.database, query, outlet, number) if query else []
    skip = (number - 1) * ON_A_PAGE
    found = [] if query else await Browser(state.database).latest_stories(outlet, skip, ON_A_PAGE + 1)
    context = {
        "stories": found[:ON_A_PAGE], "hits": hits[:ON_A_PAGE], "query": query, "outlet": outlet, "number": number,
        "more": len(found or hits) > ON_A_PAGE and number < (SEARCHED if query else asked.PAGES),
        "outlets": state.site.outlets,
    }  # fmt: skip
    return render(request, "stories.html", context)


async def _hits(database: Database, query: str, outlet: str | None, number: int) -> list[Hit]:
    """A page of articles that have the words, and one more where there are more."""
    if number > SEARCHED:
        raise HTTPException(400, f"a search shows {SEARCHED} pages; more words find less")
    try:
        async with asyncio.timeout(PATIENCE):
            hits = await find(database, query, Filters(outlets=[outlet] if outlet else []), number * ON_A_PAGE + 1)
    except BadQuery as error:
        raise HTTPException(400, str(error)) from error
    except TimeoutError as error:
        raise HTTPException(503, f"The search took more than {PATIENCE} s; other words may be quicker.") from error
    return hits[(number - 1) * ON_A_PAGE :]


async def page(request: Request) -> Response:
    state, name = request.app.state, request.path_params["name"]
    story = await StoryStore(state.database, {}).story(name)
    if story is None or not story["articles"]:
        raise HTTPException(404, "No story or article goes by this name.")
    origin = story["articles"][0]
    chosen = request.query_params.get("copy")
    copy = next((each for each in story["articles"][1:] if each["_id"] == chosen), None)
    if chosen and copy is None:
        raise HTTPException(404, "This story has no such copy.")
    context = {
        "story": story, "origin": origin, "copies": story["articles"][1:], "copy": copy,
        "chart": _timeline(story, state.site.outlets), **_side_by_side(origin, copy),
    }  # fmt: skip
    return render(request, "story.html", context)


def _side_by_side(origin: Document, copy: Document | None) -> dict[str, Any]:
    if copy is None:
        return {"left": words.marked(origin.get("body", ""), ()), "right": None, "edited": None}
    changed = changes(origin.get("body", ""), copy.get("body", ""))
    return {
        "left": words.marked(origin.get("body", ""), changed.cut),
        "right": words.marked(copy.get("body", ""), changed.added),
        "edited": words.edited(changed),
    }


def _timeline(story: Document, outlets: dict[str, Any]) -> Any:
    timed = [each for each in story["articles"] if each.get("published")]
    points = [
        Point(
            getattr(outlets.get(each["outlet"]), "title", each["outlet"]),
            each["published"],
            each["_id"] == story["origin"],
        )
        for each in sorted(timed, key=lambda each: each["published"])[:LANES]
    ]
    label = f"{len(points)} articles in order of publication; the table has their times"
    return charts.timeline(points, label) if len(points) > 1 else None
