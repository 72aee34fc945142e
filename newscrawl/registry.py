"""The outlets there are, by key and by domain, and the names they go by in others' texts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from newscrawl import urls
from newscrawl.article import Article
from newscrawl.names import NameEntry, Names
from newscrawl.outlet import OutletSpider


@cache
def outlets() -> Mapping[str, type[OutletSpider]]:
    """Every outlet of the `spiders` package by its key, in alphabetical order."""
    import spiders  # noqa: PLC0415 - outlets import this package's modules first

    found: dict[str, type[OutletSpider]] = {}
    for module in sorted(name for _, name, _ in iter_modules(spiders.__path__)):
        for value in vars(import_module(f"spiders.{module}")).values():
            if isinstance(value, type) and issubclass(value, OutletSpider) and value.__module__ == f"spiders.{module}":
                found[value.name] = value
    return found


def outlet_of(url: str) -> type[OutletSpider] | None:
    """The outlet on whose site a URL lies."""
    matching = (outlet for outlet in outlets().values() if urls.same_site(url, outlet.allowed_domains))
    return max(matching, key=lambda outlet: outlet.is_article(url), default=None)


def unlicensed(outlet: type[OutletSpider] | None, settings: BaseSettings) -> str | None:
    """Why an outlet's site may not be asked: its terms ask for a licence that nobody has said there is. None if it
    may."""
    if outlet is None or not outlet.licence or outlet.name in settings.getlist("LICENSED_OUTLETS"):
        return None
    return f"{outlet.name} is not crawled: {outlet.licence}; with a licence, add {outlet.name} to LICENSED_OUTLETS"


def address(url: str) -> str:
    """The address that an article is stored under if its outlet tells articles by less than the whole of it; else the
    URL as it is, and so is what is no web address."""
    try:
        own = _ruling(urlsplit(url).hostname or "")
        return own.address(url) if own else url
    except ValueError:
        return url


def addressed(article: Article) -> Article:
    """The article with the addresses of others as these are stored, so that they are found."""
    canonical = address(article.canonical_url) if article.canonical_url else None
    return replace(article, canonical_url=canonical, links=tuple(dict.fromkeys(map(address, article.links))))


def addresses() -> dict[str, Callable[[str], str]]:
    """What gives, of each outlet, the address that an article is stored under by the rules of today."""
    return {key: outlet.address for key, outlet in outlets().items()}


@lru_cache(maxsize=1024)  # an article links to twenty pages, most of them on few sites
def _ruling(host: str) -> type[OutletSpider] | None:
    return next((outlet for outlet in _ruled() if urls.same_site(f"https://{host}/", outlet.allowed_domains)), None)


@cache
def _ruled() -> tuple[type[OutletSpider], ...]:
    return tuple(outlet for outlet in outlets().values() if outlet.permalink or outlet.mirrors)


def names() -> Names:
    """Every outlet's names, for credits and citations."""
    return Names({key: NameEntry(outlet.title, outlet.aliases, outlet.language) for key, outlet in outlets().items()})


def kinds() -> dict[str, str]:
    """Each outlet's kind (agency, newspaper, broadcaster, aggregator), which ranks possible origins."""
    return {key: outlet.kind for key, outlet in outlets().items()}


def turkish() -> frozenset[str]:
    """The outlets whose articles Arabic ones report on."""
    return frozenset(key for key, outlet in outlets().items() if outlet.language == "tr")
