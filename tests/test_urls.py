"""One article, one URL."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.urls import article_id, canonical, is_root, same_site, url_key

ARABIC = "https://example.org/2024/01/14/%D8%AA%D8%B1%D9%83%D9%8A%D8%A7"


@pytest.mark.parametrize(
    ("url", "expected", "why"),
    [
        ("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a", "campaign parameters"),
        (
            "https://example.org/a?fbclid=1&id=7&gclid=2",
            "https://example.org/a?id=7",
            "clicks; an id in the query stays",
        ),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2", "parameters in one order"),
        ("https://example.org/a#comments", "https://example.org/a", "a fragment"),
        ("https://example.org/a/", "https://example.org/a", "a trailing slash"),
        ("https://example.org", "https://example.org/", "the front page keeps its slash"),
        ("https://example.org//a//b", "https://example.org/a/b", "doubled slashes"),
        ("https://Example.ORG/A", "https://example.org/A", "hosts have no case, paths do"),
        ("https://example.org:443/a", "https://example.org/a", "the default port"),
        ("http://example.org:8080/a", "http://example.org:8080/a", "another port"),
        ("https://example.org/a/amp/", "https://example.org/a", "an AMP copy below the article"),
        ("https://example.org/a-1234567-amp", "https://example.org/a-1234567", "an AMP copy by suffix"),
        ("https://example.org/amp/a-1234567", "https://example.org/a-1234567", "an AMP copy by prefix"),
        ("https://example.org/a?amp=1", "https://example.org/a", "an AMP copy by parameter"),
        ("https://example.org/a?outputType=amp", "https://example.org/a", "and by another"),
        ("https://example.org/lamp", "https://example.org/lamp", "a word that ends alike"),
        ("https://example.org/2024/01/14/%d8%aa%d8%b1%d9%83%d9%8a%d8%a7", ARABIC, "percent-encoding in lower case"),
        ("https://example.org/2024/01/14/تركيا", ARABIC, "an undecoded slug"),
        ("  https://example.org/a  ", "https://example.org/a", "space around it"),
        ("https://example.org/a%2Fb", "https://example.org/a/b", "an encoded slash"),
    ],
)
def test_the_canonical_form(url: str, expected: str, why: str) -> None:
    assert canonical(url) == expected, why
    assert canonical(expected) == expected


def test_decomposed_and_composed_letters_are_one_address() -> None:
    slug = "أنقرة-şehir"
    composed, decomposed = (unicodedata.normalize(form, slug) for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert canonical(f"https://example.org/{composed}") == canonical(f"https://example.org/{decomposed}")


@pytest.mark.parametrize(
    "other",
    ["http://example.org/a", "https://www.example.org/a", "https://m.example.org/a", "https://amp.example.org/a/amp"],
)
def test_scheme_and_mobile_hosts_are_no_other_article(other: str) -> None:
    assert url_key(other) == url_key("https://example.org/a")
    assert article_id(other) == article_id("https://example.org/a")


@pytest.mark.parametrize("other", ["https://example.org/b", "https://news.example.org/a", "https://example.org/a?id=1"])
def test_other_articles_have_other_ids(other: str) -> None:
    assert article_id(other) != article_id("https://example.org/a")


def test_ids_are_the_same_on_every_machine() -> None:
    assert article_id("https://example.org/a") == article_id("https://example.org/a/")
    assert len(article_id("https://example.org/a")) == 16


@pytest.mark.parametrize(
    "url",
    ["", "a", "/a", "mailto:a@example.org", "javascript:void(0)", "ftp://example.org/", "https://", "http://[::1"],
)
def test_what_is_no_web_address_is_named(url: str) -> None:
    with pytest.raises(ValueError, match="not a web address"):
        canonical(url)


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("https://example.org/a", True),
        ("https://www.example.org/a", True),
        ("https://example.org./a", True),
        ("https://notexample.org/", False),
        ("https://example.org.evil.net/", False),
        ("https://evil.net/example.org", False),
        ("http://[::1", False),
        ("https://example.org:port/a", False),
        ("", False),
    ],
)
def test_whose_site_it_is(url: str, inside: bool) -> None:
    assert same_site(url, ("example.org",)) is inside


@pytest.mark.parametrize(
    ("url", "root"), [("https://a.org", True), ("https://a.org/", True), ("https://a.org/?p=1", False)]
)
def test_front_pages(url: str, root: bool) -> None:
    assert is_root(url) is root


@given(st.text(max_size=60))
def test_canonical_is_idempotent_whatever_the_path(path: str) -> None:
    try:
        once = canonical(f"https://example.org/{path}")
    except ValueError:
        return
    assert canonical(once) == once
    assert once.isascii()
