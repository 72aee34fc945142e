"""Outlets by the names of their files, each imported when it is asked for: 64 of them cost `scrapy list` nothing."""

from importlib import import_module
from pkgutil import iter_modules

from scrapy import Request, Spider
from scrapy.spiderloader import SpiderLoader

import spiders


class OutletLoader(SpiderLoader):
    """Scrapy's loader, which finds out for itself what other modules than `spiders` hold."""

    def _load_all_spiders(self) -> None:
        self.outlets: dict[str, str] = {}
        if spiders.__name__ in self.spider_modules:
            self.outlets = {name: f"{spiders.__name__}.{name}" for _, name, _ in iter_modules(spiders.__path__)}
        self.spider_modules = [name for name in self.spider_modules if name != spiders.__name__]
        super()._load_all_spiders()

    def load(self, spider_name: str) -> type[Spider]:
        """The outlet's class. KeyError where no file has this name."""
        if spider_name in self.outlets and spider_name not in self._spiders:
            self._load_spiders(import_module(self.outlets[spider_name]))
        return super().load(spider_name)

    def list(self) -> list[str]:
        """The names of all outlets, in alphabetical order."""
        return sorted({*self.outlets, *super().list()})

    def find_by_request(self, request: Request) -> "list[str]":  # type: ignore[valid-type]
        """The outlets on whose site a request's address lies."""
        for name in self.outlets:
            self.load(name)
        return super().find_by_request(request)
