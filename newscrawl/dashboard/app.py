"""The application: its routes, the headers of every answer, and what a visitor sees when something fails."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newscrawl.dashboard import fleet, flows, metrics, outlet, stories
from newscrawl.dashboard.daybook import Daybook
from newscrawl.dashboard.outlets import Outlet
from newscrawl.dashboard.rendering import environment, render
from newscrawl.declarations import Declarations
from newscrawl.store import connection
from newscrawl.store.connection import Document
from newscrawl.store.digest import Digest
from newscrawl.store.runs import RunStore

HERE: Final = Path(__file__).parent
# No script runs on these pages, whatever an article brings; nothing is loaded from elsewhere.
HEADERS: Final = {
    b"content-security-policy": b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    b"base-uri 'none'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
}


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages stand on. `term`: after so long without a heartbeat a run is silent; `declared`: when each
    outlet should run and what is expected of it."""

    connect: Callable[[], AsyncMongoClient[Document]]
    database: str | None
    outlets: Mapping[str, Outlet]
    term: timedelta
    declared: Declarations


def build(site: Site, hosts: Sequence[str]) -> Starlette:
    """The application; `hosts` are the names it may be asked for by, "*" for any."""
    routes = [
        Route("/", fleet.page, name="fleet"),
        Route("/outlet/{key}", outlet.page, name="outlet"),
        Route("/stories", stories.listing, name="stories"),
        Route("/story/{name}", stories.page, name="story"),
        Route("/map", flows.page, name="map"),
        Route("/metrics", metrics.page, name="metrics"),
        Mount("/static", StaticFiles(directory=HERE / "static"), name="static"),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Headers), Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))],
        exception_handlers={HTTPException: _refused, PyMongoError: _unavailable, Exception: _broken},
        lifespan=_lifespan,
    )
    app.state.site, app.state.templates = site, environment(site.outlets)
    return app


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """Read what the first page shows before it is asked for, and go on reading the counts by day."""
    site: Site = app.state.site
    client = site.connect()
    app.state.database = connection.database(client, site.database)
    app.state.daybook = Daybook(Digest(app.state.database), list(site.outlets))
    for name in app.state.templates.list_templates():
        app.state.templates.get_template(name)
    with contextlib.suppress(PyMongoError):  # pages say that it is away; it is tried again every minute
        await app.state.daybook.read_today()
        await RunStore(app.state.database).fleet(site.term)
    reading = asyncio.create_task(app.state.daybook.keep())
    yield
    reading.cancel()
    await client.close()


class Headers:
    """Sends the headers that guard the reader with every answer, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS.items()]
            await send(message)

        await self.app(scope, receive, guarded)


def _message(request: Request, status: int, title: str, text: str) -> Response:
    return render(request, "message.html", {"title": title, "text": text}, status)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    titles = {400: "Not a question for this page", 404: "Nothing here", 405: "Read only"}
    text = "These pages are only read." if error.status_code == 405 else error.detail
    return _message(request, error.status_code, titles.get(error.status_code, "Not possible"), text)


async def _unavailable(request: Request, error: Exception) -> Response:
    return _message(request, 503, "No answer from MongoDB", "The pages are back as soon as it is; it is asked again.")


async def _broken(request: Request, error: Exception) -> Response:
    return _message(request, 500, "A fault of this page", "The error is in the log of the dashboard.")
