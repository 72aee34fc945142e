"""`scrapy` with a meter: `python -m tests.bench._metered crawl SPIDER -s METER=FILE`."""

import sys

from scrapy.cmdline import execute
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings


def settings() -> Settings:
    """The project's, with the meter among the extensions."""
    found = get_project_settings()
    found.set("EXTENSIONS", {**found.getdict("EXTENSIONS"), "tests.bench._spiders.Meter": 10}, priority="project")
    return found


if __name__ == "__main__":
    execute(["scrapy", *sys.argv[1:]], settings())
