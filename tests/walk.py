"""A spider that asks for given URLs and writes down what it sees: `python -m tests.walk OUT URL... -- SETTINGS`."""

import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

seen: dict[str, Any] = {}


class Walker(Spider):
    """Notes each answer as [status, body as text, position in the WARC file]."""

    name = "walker"
    handle_httpstatus_all = True

    async def start(self) -> AsyncIterator[Request]:
        for url in self.settings["URLS"]:
            yield Request(url, errback=self.failed, dont_filter=True)

    def parse(self, response: Response) -> Iterator[None]:
        text = response.body.decode("utf-8", "replace")
        seen[response.request.url] = [response.status, response.url, text, "warc" in response.meta]
        yield from ()

    def failed(self, failure: Failure) -> None:
        seen[failure.request.url] = type(failure.value).__name__  # type: ignore[attr-defined]


if __name__ == "__main__":
    split = sys.argv.index("--")
    settings = {
        "URLS": sys.argv[2:split],
        "LOG_LEVEL": "WARNING",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
        **json.loads(sys.argv[split + 1]),
    }
    process = AsyncCrawlerProcess(settings)
    process.crawl(Walker)
    process.start()
    Path(sys.argv[1]).write_text(json.dumps(seen, ensure_ascii=False, sort_keys=True), encoding="utf-8")
