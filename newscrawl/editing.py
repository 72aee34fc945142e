"""From what a page yielded to the article as stored: compose, clean, attribute. The pipelines and
`scrapy extract` both go this way, so what the one prints is what the other stores."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from newscrawl import credits, text, urls
from newscrawl.article import PARAGRAPH_BREAK, Article
from newscrawl.extraction import Extract
from newscrawl.names import Names

MIN_WORDS = 12  # a shorter text is a caption or an error page
FEW_WORDS = 60  # a shorter one needs a date, an author or a known layout to be believed


class Rejection(Exception):
    """Why a page is not stored: the reason is the outcome's name in the run's accounts."""

    def __init__(self, reason: str, url: str) -> None:
        super().__init__(f"{reason}: {url}")
        self.reason = reason


def compose(extract: Extract, *, url: str, outlet: str, fetched: datetime | None = None) -> Article:
    """The article as extracted; texts are still as on the page."""
    published = extract.published.dated if extract.published else None
    return Article(
        url=url,
        outlet=outlet,
        title=extract.headline.value if extract.headline else "",
        body=PARAGRAPH_BREAK.join(extract.paragraphs.value) if extract.paragraphs else "",
        published=published.value if published else None,
        published_precision=published.precision if published else None,
        published_raw=published.raw if published else None,
        modified=extract.modified.dated.value if extract.modified else None,
        authors=extract.authors.value if extract.authors else (),
        section=extract.section.value if extract.section else None,
        image=extract.image.value if extract.image else None,
        canonical_url=extract.canonical.value if extract.canonical else None,
        provenance=_provenance(extract),
        fetched=fetched,
    )


def clean(article: Article, taglines: Iterable[str] = ()) -> Article:
    """Display text: orthography mended, boilerplate out. `taglines` are lines that only this outlet repeats."""
    title = text.display(article.title)
    cleaned = text.clean(article.paragraphs, title=title, drop_lines=tuple(taglines))
    return replace(
        article,
        title=title,
        body=PARAGRAPH_BREAK.join(cleaned.paragraphs),
        removed=article.removed + cleaned.removed,
        language=text.detect_language(" ".join((title, *cleaned.paragraphs))),
        authors=tuple(filter(None, map(text.display, article.authors))),
        section=text.display(article.section) if article.section else None,
    )


def attribute(article: Article, names: Names) -> Article:
    """Credits and citations; lines that are nothing but a credit leave the body."""
    found = credits.attribute(article.paragraphs, names, outlet=article.outlet, language=article.language)
    return replace(
        article,
        body=PARAGRAPH_BREAK.join(found.paragraphs),
        credits=tuple(found.credits),
        citations=tuple(found.citations),
    )


def check(article: Article) -> None:
    """Raise a Rejection where there is no article to store."""
    if not article.title:
        raise Rejection("no_title", article.url)
    if len(article.body.split()) < MIN_WORDS:
        raise Rejection("no_body", article.url)
    if article.body.count("�") > len(article.body) // 100:
        raise Rejection("undecodable", article.url)
    if _is_front_page(article):
        raise Rejection("not_an_article", article.url)


def _is_front_page(article: Article) -> bool:
    """The home page or an error page in an article's place: it says so itself, or is short, undated and unsigned."""
    declared = article.canonical_url
    if declared and urls.is_root(declared) and not urls.is_root(article.url):
        return True
    nameless = article.published is None and not article.authors and article.provenance.get("body") == "generic"
    return nameless and len(article.body.split()) < FEW_WORDS


def _provenance(extract: Extract) -> dict[str, str]:
    found = {
        "title": extract.headline, "body": extract.paragraphs, "published": extract.published,
        "modified": extract.modified, "authors": extract.authors, "section": extract.section,
        "image": extract.image, "canonical_url": extract.canonical,
    }  # fmt: skip
    return {name: value.source for name, value in found.items() if value is not None}
