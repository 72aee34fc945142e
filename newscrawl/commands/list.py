"""`scrapy list`: Scrapy's own, for a reader too who has read enough."""

from scrapy.commands.list import Command as ScrapyList

from newscrawl.configured import Configured


class Command(Configured, ScrapyList):
    """List the outlets by key."""

    def short_desc(self) -> str:
        return "List the outlets by key"
