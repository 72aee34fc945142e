"""Pages that lead on by `<meta http-equiv=refresh>`: Scrapy's own way, for those that have the word at all."""

from typing import Final

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http import Response

REACH: Final = 4 * 4096  # bytes of the 4,096 characters that Scrapy looks at


class Refresh(MetaRefreshMiddleware):
    """Scrapy's decodes every page to the end to look for it."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        if b"refresh" in response.body[:REACH].lower():
            return super().process_response(request, response)
        return response
