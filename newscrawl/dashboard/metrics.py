"""/metrics: the fleet for Prometheus, the same as `scrapy metrics` writes."""

from datetime import timedelta

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import Response

from newscrawl.metrics import Fleet, registry
from newscrawl.store.connection import Database
from newscrawl.store.digest import Digest
from newscrawl.store.runs import RunStore


async def page(request: Request) -> Response:
    state = request.app.state
    found = registry(await gather(state.database, state.site.term))
    return Response(generate_latest(found), headers={"content-type": CONTENT_TYPE_LATEST})


async def gather(database: Database, term: timedelta) -> Fleet:
    """What the metrics are made of. `term`: after so long without a heartbeat a run is silent."""
    digest = Digest(database)
    return Fleet(await RunStore(database).fleet(term), await digest.totals(), await digest.letters())
