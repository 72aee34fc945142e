"""The page that the project was made from: built around its text in the markup of its outlet, read, placed."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest

from newscrawl.article import Article
from newscrawl.stored import StoredPages

TITLE = "ملييت: فرق عمل مشتركة بين أنقرة وواشنطن بشأن ليبيا"
URL = "https://www.turkeyalaan.net/2020/06/30/seed/"


@pytest.fixture(scope="session")
def lines(shared: Callable[..., Path]) -> list[str]:
    text = shared("seed/turkeyalaan-milliyet-libya.txt").read_text(encoding="utf-8")
    return [line.strip("\n") for line in text.split("\n") if line.strip()]


def page(lines: list[str], container: str) -> bytes:
    """The seed's lines where its theme puts them: tagline, h1, counter, content, related, comments, cookies."""
    title = lines.index(TITLE)
    end = lines.index("قد يعجبك أيضا")
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines[title + 2 : end])
    tail = "".join(f"<div>{escape(line)}</div>" for line in lines[end:])
    return (
        f'<html dir="rtl"><head><meta charset="utf-8"><meta property="og:title" content="{TITLE} - تركيا الآن">'
        f'<meta property="article:published_time" content="2020-06-30T15:10:00+03:00"></head><body>'
        f"<header><p>{escape(lines[0])}</p></header><article><h1>{TITLE}</h1><span>{lines[title + 1]}</span>"
        f'<div class="{container}">{paragraphs}</div>{tail}</article></body></html>'
    ).encode()


@pytest.fixture(params=["entry-content", "tdb-block-inner", "x9"], ids=["known", "other-theme", "nameless"])
def article(request: pytest.FixtureRequest, lines: list[str]) -> Article:
    return StoredPages().article(page(lines, request.param), "utf-8", URL, datetime.now(UTC), outlet="turkeyalaan")


def test_the_headline_is_the_one_shown(article: Article) -> None:
    assert article.title == TITLE


def test_the_body_is_the_fourteen_paragraphs(article: Article) -> None:
    assert len(article.paragraphs) == 14
    assert article.paragraphs[0].startswith("كشفت صحيفة تركية،")
    assert article.paragraphs[-1].startswith("وأضاف: “وعليه،")


@pytest.mark.parametrize(
    "foreign",
    [
        "عين على تركيا",
        "147",
        "المصدر/",
        "قد يعجبك أيضا",
        "اترك رد",
        "لن يتم نشر",
        "ملفات تعريف الارتباط",
        "arabi21",
    ],
)
def test_nothing_but_the_article_is_kept(article: Article, foreign: str) -> None:
    assert foreign not in article.body


def test_no_paragraph_is_mere_punctuation(article: Article) -> None:
    assert all(any(map(str.isalnum, paragraph)) for paragraph in article.paragraphs)


def test_it_credits_arabi21(article: Article) -> None:
    assert [credit.outlet for credit in article.credits] == ["arabi21"]


def test_it_cites_the_two_papers(article: Article) -> None:
    assert {citation.outlet for citation in article.citations} == {"milliyet", "hurriyet"}


def test_letters_of_the_text_are_as_published(article: Article, lines: list[str]) -> None:
    published = "".join(filter(str.isalpha, "".join(lines)))
    kept = iter(published)
    assert all(letter in kept for letter in filter(str.isalpha, article.body))
