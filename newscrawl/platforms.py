"""What outlets of one platform have in common, where three or more stand on it."""

from typing import Any, ClassVar, Final
from urllib.parse import urljoin

from newscrawl.outlet import OutletSpider, WordPress
from newscrawl.sources import Source

POSTS: Final = "/wp-json/wp/v2/posts?per_page=50"


class WordPressSite(OutletSpider):
    """Themes keep the text in one of two elements; the REST interface, on the host of the first source, names what is
    older. An outlet whose site is otherwise says so: `archives = ()`."""

    archives: ClassVar[tuple[Source, ...]]
    body = "div.entry-content, div.post-content"

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        if cls.sources and "archives" not in vars(cls):
            cls.archives = (WordPress(urljoin(cls.sources[0].url, POSTS), status="inferred"),)
