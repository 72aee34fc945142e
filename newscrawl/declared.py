"""What an outlet declares, and what follows from that alone: which addresses are its articles', under which of them
they are stored, how its pages are fetched."""

import re
from functools import cached_property
from typing import Any, ClassVar, Final

from newscrawl import rendering, urls
from newscrawl.extraction import Reader
from newscrawl.frontier import ARTICLE
from newscrawl.health import Expectations
from newscrawl.sources import Source

PAGES: Final = (ARTICLE, "Section", "Home")


class Outlet(Reader):
    """One news site as its file in `spiders/` describes it; see docs/adding-an-outlet.md."""

    name: str
    title: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]] = ()
    kind: ClassVar[str] = "newspaper"
    country: ClassVar[str]
    language: ClassVar[str]
    timezone: ClassVar[str] = "Europe/Istanbul"
    allowed_domains: ClassVar[tuple[str, ...]]
    sources: ClassVar[tuple[Source, ...]] = ()
    archives: ClassVar[tuple[Source, ...]] = ()
    article_url: ClassVar[str]
    exclude: ClassVar[str] = ""
    permalink: ClassVar[str] = ""
    mirrors: ClassVar[tuple[str, ...]] = ()
    taglines: ClassVar[tuple[str, ...]] = ()
    encoding: ClassVar[str | None] = None
    javascript: ClassVar[bool] = False
    consent: ClassVar[str] = ""
    on_turkey_only: ClassVar[bool] = False
    licence: ClassVar[str] = ""
    terms: ClassVar[str] = ""
    expect: ClassVar[Expectations] = Expectations(per_day=(1, 5000))

    @classmethod
    def meta(cls, kind: str) -> dict[str, Any]:
        """How a page of a kind is fetched: feeds, sitemaps and robots.txt by HTTP, whatever the pages need."""
        scripted = cls.javascript and kind in PAGES
        return {"kind": kind, **(rendering.rendered(cls.body, cls.consent) if scripted else {})}

    @classmethod
    def is_article(cls, url: str) -> bool:
        """Whether a URL is one of this outlet's articles, by its form as named or as stored."""
        if not urls.same_site(url, cls.allowed_domains) or (cls.exclude and re.search(cls.exclude, url)):
            return False
        try:
            return any(re.search(cls.article_url, form) for form in (url, urls.canonical(url)))
        except ValueError:
            return False

    @classmethod
    def address(cls, url: str) -> str:
        """The one address that an article is stored under; see `permalink` and `mirrors` in docs/adding-an-outlet.md.

        Idempotent. ValueError for what is no web address.
        """
        place = urls.moved(urls.canonical(url), cls.mirrors, cls.allowed_domains[0])
        return urls.kept(place, cls.permalink) if cls.permalink else place

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.article_url)
