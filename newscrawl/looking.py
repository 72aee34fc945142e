"""A crawl that stores nothing, for commands that look at an outlet's site."""

from typing import Any, Final

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import BaseSettings, Settings

from newscrawl.outlet import OutletSpider

OURS: Final = 25  # a priority above the project's settings and below the command line


def look(settings: Settings, outlet: type[OutletSpider], spider: type[Spider], **arguments: Any) -> None:
    """Run a spider on an outlet's site, by its rules and in its browser, with no pipelines, no frontier, no ledger."""
    for name, value in unstored(settings).items():
        settings.set(name, value, priority=OURS)
    outlet.update_settings(settings)
    process = AsyncCrawlerProcess(settings)
    process.crawl(spider, outlet=outlet, **arguments)
    process.start()


def unstored(settings: BaseSettings) -> dict[str, Any]:
    """Scrapy settings under which nothing is stored, and only what goes wrong is logged."""
    own = [name for name in settings.getdict("EXTENSIONS") if name.startswith("newscrawl.")]
    return {"ITEM_PIPELINES": {}, "EXTENSIONS": dict.fromkeys(own), "LOG_LEVEL": "ERROR"}
