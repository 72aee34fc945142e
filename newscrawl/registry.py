"""The outlets there are, by key and by domain, and the names they go by in others' texts."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from newscrawl import urls
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


def names() -> Names:
    """Every outlet's names, for credits and citations."""
    return Names({key: NameEntry(outlet.title, outlet.aliases, outlet.language) for key, outlet in outlets().items()})


def kinds() -> dict[str, str]:
    """Each outlet's kind (agency, newspaper, broadcaster, aggregator), which ranks possible origins."""
    return {key: outlet.kind for key, outlet in outlets().items()}


def turkish() -> frozenset[str]:
    """The outlets whose articles Arabic ones report on."""
    return frozenset(key for key, outlet in outlets().items() if outlet.language == "tr")
