"""What is an article, and what is not stored in its place."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newscrawl.article import Article
from newscrawl.editing import Rejection, check, clean

WORDS = "افتتح الوزير صباح اليوم معرض الكتاب في قاعة المؤتمرات بحضور ناشرين من عشرين دولة"
GOOD = Article(
    url="https://example.org/story/1",
    outlet="arabi21",
    title="معرض الكتاب",
    body="\n\n".join([WORDS] * 6),
    published=datetime(2026, 3, 2, tzinfo=UTC),
    provenance={"body": "generic"},
)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "a whole article"),
        ({"published": None}, "a page without a date is no less an article"),
        ({"body": WORDS}, "a flash, dated"),
        ({"body": WORDS, "published": None, "authors": ("A",)}, "a flash, signed"),
        ({"body": WORDS, "published": None, "provenance": {"body": "selector"}}, "a flash in the outlet's own layout"),
        ({"canonical_url": "https://example.org/story/1/amp"}, "another address of the same article"),
    ],
)
def test_articles_pass(changes: dict[str, object], why: str) -> None:
    check(replace(GOOD, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": ""}, "no_title"),
        ({"body": ""}, "no_body"),
        ({"body": "الصفحة غير موجودة"}, "no_body"),
        ({"body": WORDS, "published": None}, "not_an_article"),
        ({"canonical_url": "https://example.org/"}, "not_an_article"),
        ({"body": "\ufffd\ufffd كلمة " * 20}, "undecodable"),
    ],
)
def test_what_is_no_article_is_rejected_with_its_reason(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(Rejection) as rejected:
        check(replace(GOOD, **changes))  # type: ignore[arg-type]
    assert rejected.value.reason == reason


def test_an_outlets_tagline_is_taken_out_and_kept_for_audit() -> None:
    article = clean(replace(GOOD, body=f"{WORDS}\n\nشعار الصحيفة اليومي"), ["شعار الصحيفة اليومي"])
    assert article.body == WORDS
    assert [removed.text for removed in article.removed] == ["شعار الصحيفة اليومي"]
    assert article.language == "ar"
