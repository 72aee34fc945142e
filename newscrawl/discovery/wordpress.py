"""WordPress's REST interface: /wp-json/wp/v2/posts, the newest first, a page at a time."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from newscrawl.discovery.links import Link, NotAFeed, absolute, refuse_page
from newscrawl.discovery.windows import Window

MAX_POSTS: Final = 16 * 1024 * 1024  # bytes; a hundred posts have a megabyte or two


def posts(body: bytes, base_url: str) -> Iterator[Link]:
    """The posts of a page of answers, each with its whole text. NotAFeed, with the reason, for anything else."""
    if len(body) > MAX_POSTS:
        raise NotAFeed(f"posts of more than {MAX_POSTS} bytes", "too_large")
    text = body.decode("utf-8", "replace").lstrip("\ufeff")
    refuse_page(text, NotAFeed, "posts")
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError):
        raise NotAFeed(f"no posts, and broken JSON: {text.strip()[:40]!r}") from None
    if not isinstance(listed, list):
        said = listed.get("code") if isinstance(listed, dict) else None
        raise NotAFeed(f"no posts, but {str(said or 'JSON of another kind')[:80]}")
    yield from (link for each in listed if isinstance(each, dict) and (link := _link(each, base_url)))


def _link(post: dict[str, Any], base_url: str) -> Link | None:
    link, written = post.get("link"), post.get("date_gmt")
    place = absolute(link, base_url) if isinstance(link, str) else None
    if place is None:
        return None
    published = f"{written}+00:00" if isinstance(written, str) and written else None
    return Link(place, _rendered(post, "title"), published, _rendered(post, "content"))


def _rendered(post: dict[str, Any], name: str) -> str | None:
    field = post.get(name)
    text = field.get("rendered") if isinstance(field, dict) and not field.get("protected") else None
    return text.strip() or None if isinstance(text, str) else None


def page_after(url: str, total: str) -> str | None:
    """The address of the page that follows, of `total` pages by the answer's X-WP-TotalPages; None at the last."""
    fields = dict(parse_qsl(urlsplit(url).query))
    page = int(fields["page"]) if re.fullmatch(r"\d{1,6}", fields.get("page", ""), re.ASCII) else 1
    if not re.fullmatch(r"\d{1,6}", total, re.ASCII) or page >= int(total):
        return None
    return _with(url, page=str(page + 1))


def posts_between(url: str, days: Window) -> str:
    """The address that asks for the posts of these days alone, on the site's own clock."""
    eve = days.since - timedelta(days=1)
    return _with(url, after=f"{eve}T23:59:59", before=f"{days.until + timedelta(days=1)}T00:00:00")


def _with(url: str, **changes: str) -> str:
    parts = urlsplit(url)
    return parts._replace(query=urlencode({**dict(parse_qsl(parts.query)), **changes})).geturl()
