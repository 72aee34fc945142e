"""What feeds, sitemaps, pages and robots.txt name: bytes in, links out. Nothing here fetches anything."""

from newscrawl.discovery.feeds import feed
from newscrawl.discovery.links import Link, NotAFeed, NotASitemap, NotASource
from newscrawl.discovery.pages import alternates, next_page, page_links
from newscrawl.discovery.sitemaps import Sitemap, robots_sitemaps, sitemap

__all__ = (
    "Link",
    "NotAFeed",
    "NotASitemap",
    "NotASource",
    "Sitemap",
    "alternates",
    "feed",
    "next_page",
    "page_links",
    "robots_sitemaps",
    "sitemap",
)
