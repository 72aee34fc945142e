"""What feeds, sitemaps, pages and robots.txt name: bytes in, links out. Nothing here fetches anything."""

from newscrawl.discovery.feeds import feed
from newscrawl.discovery.links import Link, NotAFeed, NotASitemap, NotASource
from newscrawl.discovery.pages import alternates, next_page, page_links
from newscrawl.discovery.sitemaps import Child, robots_sitemaps, sitemap
from newscrawl.discovery.windows import (
    Window,
    dated_within,
    expand,
    is_dated,
    may_hold,
    source_days,
    window,
)
from newscrawl.discovery.wordpress import page_after, posts, posts_between

__all__ = (
    "Child",
    "Link",
    "NotAFeed",
    "NotASitemap",
    "NotASource",
    "Window",
    "alternates",
    "dated_within",
    "expand",
    "feed",
    "is_dated",
    "may_hold",
    "next_page",
    "page_after",
    "page_links",
    "posts",
    "posts_between",
    "robots_sitemaps",
    "sitemap",
    "source_days",
    "window",
)
