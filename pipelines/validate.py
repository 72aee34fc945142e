"""Drop what is no article. The reason is counted as the URL's outcome."""

from scrapy.exceptions import DropItem

from newscrawl import editing
from newscrawl.article import Article


class Rejected(DropItem):
    """An article that is not stored; `reason` is one word for the accounts."""

    def __init__(self, rejection: editing.Rejection) -> None:
        super().__init__(str(rejection), log_level="INFO")
        self.reason = rejection.reason


class ValidatePipeline:
    """Refuses error pages, front pages and empty texts; see `newscrawl.editing.check`."""

    def process_item(self, item: Article) -> Article:
        try:
            editing.check(item)
        except editing.Rejection as rejection:
            raise Rejected(rejection) from None
        return item
