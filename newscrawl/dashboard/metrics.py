"""/metrics: the fleet for Prometheus, the same as `scrapy metrics` writes."""

from datetime import UTC, datetime, timedelta

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import Response

from newscrawl import watching
from newscrawl.declarations import Declarations
from newscrawl.metrics import Fleet, registry
from newscrawl.store.connection import Database
from newscrawl.store.digest import Digest
from newscrawl.store.runs import RunStore


async def page(request: Request) -> Response:
    state = request.app.state
    found = registry(await gather(state.database, state.site.term, state.site.declared))
    return Response(generate_latest(found), headers={"content-type": CONTENT_TYPE_LATEST})


async def gather(database: Database, term: timedelta, declared: Declarations) -> Fleet:
    """What the metrics are made of. `term`: after so long without a heartbeat a run is silent."""
    digest = Digest(database)
    known = watching.standings(await RunStore(database).fleet(term), declared, datetime.now(UTC))
    return Fleet([each for each in known if not each.replayed], await digest.totals(), await digest.letters())
