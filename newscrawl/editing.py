"""From what a page yielded to the article as stored: compose, clean, attribute. The pipelines and
`scrapy extract` both go this way, so what the one prints is what the other stores."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import accumulate

from newscrawl import credits, text, urls
from newscrawl.article import PARAGRAPH_BREAK, Article
from newscrawl.credits import Attribution
from newscrawl.extraction import Extract
from newscrawl.names import Names, Reader
from newscrawl.relevance import about_turkey

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
    modified = extract.modified.dated if extract.modified else None
    return Article(
        url=url,
        outlet=outlet,
        title=extract.headline.value if extract.headline else "",
        body=PARAGRAPH_BREAK.join(extract.paragraphs.value) if extract.paragraphs else "",
        published=published.value if published else None,
        published_precision=published.precision if published else None,
        published_raw=published.raw if published else None,
        published_confidence=extract.published.confidence if extract.published else None,
        modified=modified.value if modified else None,
        modified_raw=modified.raw if modified else None,
        modified_confidence=extract.modified.confidence if extract.modified else None,
        authors=extract.authors.value if extract.authors else (),
        section=extract.section.value if extract.section else None,
        image=extract.image.value if extract.image else None,
        canonical_url=extract.canonical.value if extract.canonical else None,
        links=extract.links,
        wall=extract.wall.kind if extract.wall else None,
        provenance=_provenance(extract),
        fetched=fetched,
    )


def damage(article: Article) -> Counter[str]:
    """How many paragraphs of an extracted article were decoded with the wrong table, by the kind of damage.

    `clean` mends them without a word: this is for the accounts of a run.
    """
    found = (text.repair(each).kind for each in (article.title, *article.paragraphs))
    return Counter(kind for kind in found if kind)


def clean(article: Article, taglines: Iterable[str] = ()) -> Article:
    """Display text: orthography mended, boilerplate out. `taglines` are lines that only this outlet repeats.

    A byline that is taken out names the authors where the page named none.
    """
    title = text.display(article.title)
    cleaned = text.clean(article.paragraphs, title=title, drop_lines=tuple(taglines))
    authors = tuple(filter(None, map(text.display, article.authors)))
    signed = (line.text for line in cleaned.removed if line.rule == "byline")
    return _signed(
        replace(
            article,
            title=title,
            body=PARAGRAPH_BREAK.join(cleaned.paragraphs),
            removed=article.removed + cleaned.removed,
            language=text.detect_language(" ".join((title, *cleaned.paragraphs))),
            authors=authors,
            section=text.display(article.section) if article.section else None,
        ),
        [name for line in signed for name in text.byline_names(line)],
    )


def attribute(article: Article, names: Names) -> Article:
    """Credits, citations and the dateline; lines that are nothing but a credit leave the body."""
    reader = Reader(names, article.language, article.outlet)
    dateline = text.read_dateline(article.paragraphs, reader.knows)
    found = credits.attribute(
        article.paragraphs, names, outlet=article.outlet, language=article.language, bylines=article.authors
    )
    attributed = replace(
        article,
        body=PARAGRAPH_BREAK.join(found.paragraphs),
        dateline=dateline.place if dateline else None,
        credits=tuple(found.credits),
        citations=tuple(found.citations),
    )
    return _signed(attributed, dateline.reporters) if dateline else attributed


def relate(article: Article) -> Article:
    """The article with the decision whether it is about Turkey."""
    found = about_turkey(article.title, article.body, section=article.section, url=article.url)
    return replace(article, relevance=found)


def edge_lines(article: Article) -> Mapping[str, str]:
    """Lines above and below the text that may be the outlet's own, by folded key; none that credits or cites."""
    paragraphs = article.paragraphs
    return {key: paragraphs[position] for position, key in _edges(article).items()}


def drop_lines(article: Article, learned: Collection[str]) -> Article:
    """The article without the edge lines of these keys; the places of its credits move with the text."""
    gone = {position for position, key in _edges(article).items() if key in learned}
    if not gone:
        return article
    starts = _starts(article.paragraphs)
    cuts = [(starts[position], starts[position + 1] - starts[position]) for position in sorted(gone)]
    lines = article.paragraphs
    return replace(
        article,
        body=PARAGRAPH_BREAK.join(line for position, line in enumerate(lines) if position not in gone),
        removed=article.removed + tuple(text.Removed(lines[position], "learned") for position in sorted(gone)),
        credits=tuple(_moved(each, cuts) for each in article.credits),
        citations=tuple(_moved(each, cuts) for each in article.citations),
    )


def restored(article: Article) -> Article:
    """A stored article as it was before its credits were read: lines that were nothing but a credit are in it again.

    They stand at the end, where most had stood; of more than an end has room for the first go to the top.
    """
    taken = [each.text for each in article.credits if each.span is None and each.text not in article.authors]
    lines = tuple(dict.fromkeys(taken))
    body = PARAGRAPH_BREAK.join((*lines[:-3], *article.paragraphs, *lines[-3:]))
    return replace(article, body=body, credits=(), citations=())


def check(article: Article) -> None:
    """Raise a Rejection where there is no article to store."""
    if article.wall:
        raise Rejection(f"wall_{article.wall}", article.url)
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


def _signed(article: Article, names: Iterable[str]) -> Article:
    """The article with the authors its text names, where the page named none."""
    authors = tuple(dict.fromkeys(names))
    if article.authors or not authors:
        return article
    return replace(article, authors=authors, provenance={**article.provenance, "authors": "text"})


def _edges(article: Article) -> dict[int, str]:
    edges = text.edge_lines(article.paragraphs, article.title)
    if not edges:
        return {}
    starts = _starts(article.paragraphs)
    spans = [each.span for each in (*article.credits, *article.citations) if each.span]
    return {
        position: key
        for position, key in edges.items()
        if not any(starts[position] <= begin < starts[position + 1] for begin, _ in spans)
    }


def _starts(paragraphs: Iterable[str]) -> list[int]:
    """Where each paragraph begins in the body, and where one more would."""
    return [0, *accumulate(len(line) + len(PARAGRAPH_BREAK) for line in paragraphs)]


def _moved(found: Attribution, cuts: Iterable[tuple[int, int]]) -> Attribution:
    if found.span is None:
        return found
    begin, end = found.span
    shift = sum(length for start, length in cuts if start < begin)
    return replace(found, span=(begin - shift, end - shift))


def _provenance(extract: Extract) -> dict[str, str]:
    found = {
        "title": extract.headline, "body": extract.paragraphs, "published": extract.published,
        "modified": extract.modified, "authors": extract.authors, "section": extract.section,
        "image": extract.image, "canonical_url": extract.canonical,
    }  # fmt: skip
    return {name: value.source for name, value in found.items() if value is not None}
