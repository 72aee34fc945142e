"""Find whom an article credits and whom it cites."""

from newscrawl import editing, registry
from newscrawl.article import Article


class AttributePipeline:
    """Gives an article its credits and citations; see `newscrawl.editing.attribute`."""

    def __init__(self) -> None:
        self.names = registry.names()

    def process_item(self, item: Article) -> Article:
        return editing.attribute(registry.addressed(item), self.names)
