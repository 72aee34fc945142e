"""From a template and what it shows to an answer. Everything that a template is given is escaped."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from newscrawl import watching
from newscrawl.dashboard import asked, words
from newscrawl.dashboard.daybook import last_days
from newscrawl.dashboard.outlets import Outlet

TEMPLATES: Final = Path(__file__).parent / "templates"


def render(request: Request, template: str, context: Mapping[str, Any], status: int = 200) -> Response:
    """A page. Templates find `request`, `url` (the path of a route) and the daybook beside their context."""
    env: jinja2.Environment = request.app.state.templates
    daybook = getattr(request.app.state, "daybook", None)

    def url(name: str, /, **parts: str) -> str:
        return str(request.app.url_path_for(name, **parts))

    told = {"request": request, "url": url, "daybook": daybook, **context}
    return HTMLResponse(env.get_template(template).render(told), status)


def environment(outlets: Mapping[str, Outlet]) -> jinja2.Environment:
    """Templates that escape. What a document lacks is a gap on the page, not an error: others wrote it."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {
        "moment": words.moment, "lag": words.lag, "direction": words.direction, "outcome": words.outcome,
        "web_address": words.web_address, "address": words.address, "told": words.told, "cut": words.cut,
        "ago": lambda value: watching.ago(value, datetime.now(UTC)),
        "outlet": lambda key: outlets.get(key) or Outlet(key, key),
    }  # fmt: skip
    env.globals |= {
        "periods": tuple((days, f"{days} days") for days in asked.PERIODS),
        "changed": asked.changed,
        "first_day": lambda: last_days(asked.LONGEST)[0],
    }
    return env
