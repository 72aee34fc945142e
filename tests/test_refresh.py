"""Pages that lead on by a meta element are followed; no other is decoded for it."""

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from newscrawl.middlewares.refresh import Refresh

URL = "https://paper.example/1"
LEADS = "<html><head>{}<META HTTP-EQUIV='Refresh' content='0; url=/2'></head><body><p>Haber</p></body></html>"


class Unread(HtmlResponse):
    """A page that must not be decoded."""

    @property
    def text(self) -> str:
        raise AssertionError("decoded")


def passed(response: Response) -> Request | Response:
    return Refresh.from_crawler(get_crawler()).process_response(Request(URL), response)


@pytest.mark.parametrize("before", ["", f"<title>{'ş' * 3900}</title>"], ids=["at once", "after a long title"])
def test_a_page_that_leads_on_is_followed(before: str) -> None:
    found = passed(HtmlResponse(URL, body=LEADS.format(before).encode(), encoding="utf-8"))
    assert isinstance(found, Request)
    assert found.url == "https://paper.example/2"


def test_the_word_in_a_text_leads_nowhere() -> None:
    page = HtmlResponse(URL, body=b"<html><body><p>refresh, url=/2</p></body></html>", encoding="utf-8")
    assert passed(page) is page


def test_a_page_without_the_word_is_not_decoded() -> None:
    page = Unread(URL, body="<html><body><p>Köprü açıldı.</p></body></html>".encode(), encoding="utf-8")
    assert passed(page) is page
