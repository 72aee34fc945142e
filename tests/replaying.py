"""Crawls many outlets in one process: `python -m tests.replaying OUTLET...`, answered from the archive in REPLAY.

With EVERYTHING=1 articles that are not about Turkey are kept.
"""

import asyncio
import os
import sys
from collections.abc import Iterable

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.log import configure_logging
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor
from twisted.internet.defer import Deferred

AT_A_TIME = 6  # each has clients of its own, which a busy machine keeps waiting


async def crawl(outlets: Iterable[str]) -> None:
    settings = get_project_settings()
    settings.setdict(
        {"REPLAY": os.environ["REPLAY"], "REPLAY_ALL_PAGES": False, "LOG_LEVEL": "WARNING"}, priority="cmdline"
    )
    configure_logging(settings)
    turns = asyncio.Semaphore(AT_A_TIME)

    async def one(outlet: str) -> None:
        async with turns:
            await AsyncCrawlerRunner(settings).crawl(outlet, everything=os.environ.get("EVERYTHING", "0"))

    await asyncio.gather(*map(one, outlets))


if __name__ == "__main__":
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet.task import react

    react(lambda _: Deferred.fromFuture(asyncio.ensure_future(crawl(sys.argv[1:]))))
