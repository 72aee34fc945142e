"""Crawls many outlets in one process: `python -m tests.replaying OUTLET...`, answered from the archive in REPLAY.

With EVERYTHING=1 articles that are not about Turkey are kept."""

import os
import sys

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

if __name__ == "__main__":
    settings = get_project_settings()
    settings.setdict(
        {"REPLAY": os.environ["REPLAY"], "REPLAY_ALL_PAGES": False, "LOG_LEVEL": "WARNING"}, priority="cmdline"
    )
    process = AsyncCrawlerProcess(settings)
    for outlet in sys.argv[1:]:
        process.crawl(outlet, everything=os.environ.get("EVERYTHING", "0"))
    process.start()
