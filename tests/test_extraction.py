"""How a page is read: which element is the article, which headline, which date, and where each came from."""

import gc
import weakref
from datetime import UTC, datetime

import pytest

from newscrawl.editing import compose
from newscrawl.extraction import Page, Reader

NOW = datetime(2026, 3, 10, tzinfo=UTC)
LONG = (
    "The harbour town opened its new ferry terminal on Monday, and hundreds of people queued for the first crossing.",
    "Officials said the boats, built at a nearby yard, will carry commuters, cyclists and tourists every half hour.",
    "Fishermen, who had feared for their berths, were given a quay of their own, with ice and electricity included.",
)
BODY = "".join(f"<p>{text}</p>" for text in LONG)


def page(inside: str, head: str = "", url: str = "https://example.org/news/1") -> Page:
    return Page(f"<html><head>{head}</head><body>{inside}</body></html>", url)


def body_of(inside: str, reader: Reader | None = None, head: str = "") -> tuple[str, ...]:
    found = (reader or Reader()).parse_body(page(inside, head))
    return found.value if found else ()


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        (f"<nav><p>{LONG[1]}</p></nav><h1>T</h1><div>{BODY}</div>", "navigation is not read"),
        (f"<h1>T</h1><div>{BODY}</div><aside><p>{LONG[1]} aside</p></aside>", "nor is an aside"),
        (
            f"<h1>T</h1><div>{BODY}<div class='jp-relatedposts'><h3>İlgili</h3><p>{LONG[1]} x</p></div></div>",
            "nor Jetpack's related posts",
        ),
        (f"<h1>T</h1><div>{BODY}<div class='related-news'><p>{LONG[1]} x</p></div></div>", "nor related news inside"),
        (f"<h1>T</h1><div class='print'>{BODY}</div>", "a body with a suspicious class is still the body"),
        (f"<h1>T</h1><div class='content-news-tag-selector'>{BODY}</div>", "so is one with a tag in its class"),
        (
            f"<h1>T</h1><div>{BODY}<ul><li><a href='/x'>{LONG[1]}</a></li></ul></div>",
            "a line that is a link is left out",
        ),
        (f"<h1>T</h1><div>{BODY}<p hidden>{LONG[1]} h</p></div>", "hidden text is not shown"),
        (f"<h1>T</h1><div>{BODY}<p style='display: none'>{LONG[1]} d</p></div>", "nor undisplayed text"),
        (f"<h1>T</h1><div hidden id='S:3'>{BODY}</div>", "a streaming page's body waits in a hidden box"),
        ("<h1>T</h1><pre>" + "\n\n".join(LONG) + "</pre>", "lines that the page's author broke"),
        (f"<h1>T</h1><div>{LONG[0]}<br><br>{LONG[1]}<br>{LONG[2]}</div>", "text between line breaks"),
        (
            "<h1>T</h1><main>" + "".join(f"<div><p>{t}</p></div>" for t in LONG) + "</main>",
            "a box around each paragraph",
        ),
        (f"<h1>T</h1><section role=region><p>{LONG[1]} r</p></section><div>{BODY}</div>", "a region is a side matter"),
        (f"<h1>T</h1><div>{BODY}</div><div id=comments><p>{LONG[1]} c</p></div>", "comments are not the article"),
        (f"<h1>T</h1><div><p>12.03.2026 10:15</p></div><div>{BODY}</div>", "a byline with a date is no lead"),
    ],
)
def test_the_generic_reading_finds_the_body_and_nothing_else(inside: str, why: str) -> None:
    assert body_of(inside) == LONG, why


def test_an_article_in_several_boxes_is_read_whole() -> None:
    boxes = "".join(f"<div class='page-break'><h2>Part {n}</h2><p>{text}</p></div>" for n, text in enumerate(LONG))
    assert body_of(f"<h1>T</h1><div class='cms'>{boxes}</div>") == (
        "Part 0", LONG[0], "Part 1", LONG[1], "Part 2", LONG[2],
    )  # fmt: skip


def test_of_several_articles_the_one_under_the_headline_is_read() -> None:
    other = "".join(f"<p>{text} And another story went on for much longer than this one did.</p>" for text in LONG * 3)
    first = tuple(f"{text} It was a long day for everyone who had come to the quay." for text in LONG * 2)
    body = "".join(f"<p>{text}</p>" for text in first)
    inside = (
        f"<main><article><h1>T</h1><div>{body}</div></article><article><h2>U</h2><div>{other}</div></article></main>"
    )
    assert body_of(inside) == first


def test_a_lead_outside_the_body_comes_first() -> None:
    lead = "A ferry line that was closed for twelve years has been opened again, town officials say."
    assert body_of(f"<h1>T</h1><h2>{lead}</h2><div class='share'>x</div><div>{BODY}</div>") == (lead, *LONG)


def test_a_lead_that_the_body_repeats_is_taken_once() -> None:
    assert body_of(f"<h1>T</h1><h2>{LONG[0]}</h2><div>{BODY}</div>") == LONG


class Declared(Reader):
    """An outlet's declarations, as a spider makes them."""

    body = ".text"
    drop = (".box",)
    authors = ".writer"
    timezone = "Europe/Istanbul"


def test_declared_selectors_are_used_and_named() -> None:
    inside = f"<h1>T</h1><p class=writer>A. B.</p><div class=text>{BODY}<div class=box><p>{LONG[1]} x</p></div></div>"
    extract = Declared().read(page(inside), now=NOW)
    assert extract.paragraphs is not None
    assert (extract.paragraphs.value, extract.paragraphs.source) == (LONG, "selector")
    assert extract.authors is not None
    assert extract.authors.value == ("A. B.",)


def test_a_selector_that_misses_falls_back_and_shows_it() -> None:
    extract = Declared().read(page(f"<h1>T</h1><div class=renamed>{BODY}</div>"), now=NOW)
    assert extract.paragraphs is not None
    assert (extract.paragraphs.value, extract.paragraphs.source) == (LONG, "generic")


@pytest.mark.parametrize(
    ("line", "links", "why"),
    [
        ("told <a href='https://b.example/s/7'>the paper</a>", ("https://b.example/s/7",), "another site's article"),
        ("told <a href='//b.example/s/7#top'>the paper</a>", ("https://b.example/s/7",), "without scheme and fragment"),
        ("<a href=https://b.example/s/7>a</a> <a href=https://b.example/s/7>b</a>", ("https://b.example/s/7",), "once"),
        ("told <a href='/news/2'>before</a>, <a href='https://www.example.org/3'>again</a>", (), "the site's own"),
        ("told <a href='https://b.example/'>the paper</a>", (), "a front page names no article"),
        ("told <a href='mailto:x@b.example'>us</a> <a href='https://[b'>x</a> <a>y</a>", (), "no web address"),
        ("of <b>old</b></p><aside><a href='https://b.example/s/7'>x</a></aside><p>and new", (), "beside the text"),
        ("".join(f"<a href='https://b.example/{n}'>{n}</a> " for n in range(40)) + LONG[0] * 5,
         tuple(f"https://b.example/{n}" for n in range(20)), "bounded"),
    ],
)  # fmt: skip
def test_links_to_other_sites_in_the_text_are_kept(line: str, links: tuple[str, ...], why: str) -> None:
    inside = f"<h1>T</h1><a href='https://c.example/1'>{LONG[0]}</a><div class=text>{BODY}<p>{LONG[1]} {line}</p></div>"
    assert Declared().read(page(inside), now=NOW).links == links, why
    assert Reader().read(page(inside.replace("=text", "=words")), now=NOW).links == links, why


def test_an_element_that_matches_two_alternatives_is_read_once() -> None:
    class Two(Reader):
        body = "div.text, div.article"
        lead = "h2.spot, h2.summary"

    inside = f"<h1>T</h1><h2 class='spot summary'>{LONG[0]} Lead.</h2><div class='text article'>{BODY}</div>"
    assert body_of(inside, Two()) == (f"{LONG[0]} Lead.", *LONG)


def test_a_box_is_weighed_against_what_the_outlet_declares_not_against_the_page() -> None:
    elsewhere = f"<div>{'<p>Another story, told at length and with many words, stands beside this one.</p>' * 20}</div>"
    held = f"<h1>T</h1><div class=text><div class=related>{BODY}</div></div>{elsewhere}"
    assert body_of(held, Declared()) == LONG


def test_the_elements_of_a_body_in_pieces_are_weighed_together() -> None:
    related = f"<div class=text><div class=related><p>{LONG[0]} Related.</p></div></div>"
    pieces = "".join(f"<div class=text><p>{text}</p></div>" for text in LONG)
    assert body_of(f"<h1>T</h1>{pieces}{related}", Declared()) == LONG


def test_a_byline_is_looked_for_beside_the_headline_and_no_further() -> None:
    above = "<p>2 Mart 2026 10:30</p>" + "".join(f"<p>Menu {n}</p>" for n in range(3))
    below = "".join(f"<p>Share {n}</p>" for n in range(12))
    near = f"<div><div><div>{above}</div></div></div><div><div><div><h1>T<br>on two lines</h1>{below}</div></div></div>"
    found = Declared().read(page(f"{near}<div class=text>{BODY}</div>"), now=NOW).published
    assert found is not None
    assert found.dated.value == datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    far = near.replace("<p>Menu 0</p>", "<p>Menu 0</p><p>Menu</p>")
    assert Declared().read(page(f"{far}<div class=text>{BODY}</div>"), now=NOW).published is None


def test_nested_matches_are_read_once() -> None:
    assert body_of(f"<h1>T</h1><div class=text><div class=text>{BODY}</div></div>", Declared()) == LONG


@pytest.mark.parametrize(
    ("inside", "head", "title", "source", "why"),
    [
        ('<h1>"Ferry" opens</h1>', '<meta property="og:title" content="Ferry opens">', '"Ferry" opens', "generic",
         "the h1 as shown keeps its quotation marks"),
        ("<h1>Site</h1><h1>Ferry opens today</h1>", "<title>Ferry opens today | Site</title>", "Ferry opens today",
         "generic", "of two h1 the one that the title repeats"),
        ("<h1>The Daily Harbour</h1>", '<meta property="og:title" content="Ferry opens today">', "Ferry opens today",
         "meta", "an h1 that is the site's logo"),
        ("", "<title>Ferry opens today - Site</title>", "Ferry opens today", "meta", "the site's name is cut off"),
        ("<h2>Other news</h2><h2>Ferry opens today</h2>", "<title>Ferry opens today - Town - Site</title>",
         "Ferry opens today", "generic", "a headline that is no h1"),
        ("<h1>A <b>b</b>c</h1>", "", "A bc", "generic", "words are not torn at inline elements"),
    ],
)  # fmt: skip
def test_headlines(inside: str, head: str, title: str, source: str, why: str) -> None:
    found = Reader().parse_headline(page(inside, head))
    assert found is not None
    assert (found.value, found.source) == (title, source), why


def ld(**fields: str) -> str:
    inner = ",".join(f'"{name}": "{value}"' for name, value in fields.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {inner}}}</script>'


@pytest.mark.parametrize(
    ("inside", "head", "expected", "why"),
    [
        ("<h1>T</h1>", ld(datePublished="2026-03-02T10:00:00+03:00"), "2026-03-02T07:00", "an offset is believed"),
        ("<h1>T</h1>", ld(datePublished="2026-03-02T10:00:00"), "2026-03-02T07:00", "no offset: the outlet's clock"),
        ("<h1>T</h1>", '<meta property="article:published_time" content="2026-03-02T10:00+0300">', "2026-03-02T07:00",
         "an offset without a colon"),
        ("<h1>T</h1>", ld(datePublished="2026-03-02T10:00:00+03:00")
         + '<meta property="article:published_time" content="2026-03-02T12:00:00+03:00">', "2026-03-02T07:00",
         "JSON-LD before meta, which may be the update"),
        ("<h1>T</h1><p>02.03.2026 10:00</p>", ld(datePublished="2026-03-02T10:00:00Z"), "2026-03-02T07:00",
         "a Z that the page's own clock gives away"),
        ("<h1>T</h1><p>02.03.2026 13:00</p>", ld(datePublished="2026-03-02T10:00:00Z"), "2026-03-02T10:00",
         "a Z that the page's own clock confirms"),
        ("<h1>T</h1><p>02.03.2026 10:00</p>", '<meta itemprop="datePublished" content="2026-03-02">',
         "2026-03-02T07:00", "a day in the metadata is refined by the clock shown"),
        ("<h1>T</h1><p>Giriş: 02.03.2026 - 10:00 Güncelleme: 02.03.2026 - 11:00</p>", "", "2026-03-02T07:00",
         "shown only; the update is not the publication"),
        ("<h1>T</h1><p>Güncelleme: 02.03.2026 - 11:00</p><p>02.03.2026 10:00</p>", "", "2026-03-02T07:00",
         "the update may come first"),
        ("<h1>T</h1>", ld(datePublished="2027-03-02T10:00:00+03:00"), None, "the future is not believed"),
        ("<h1>T</h1>", ld(datePublished="soon"), None, "what cannot be read is unknown"),
    ],
)  # fmt: skip
def test_publication_times(inside: str, head: str, expected: str | None, why: str) -> None:
    found = Declared().parse_published(page(inside, head), NOW)
    assert (f"{found.dated.value:%Y-%m-%dT%H:%M}" if found else None) == expected, why


@pytest.mark.parametrize(
    ("url", "head", "hour", "why"),
    [
        ("https://news.example.eg/1", "", 8, "the country in the address: Cairo in winter"),
        (
            "https://news.example/1",
            '<meta property="og:locale" content="ar_AE">',
            6,
            "the country in the locale: Dubai",
        ),
        ("https://news.example/1", '<meta property="og:locale" content="ar_AR">', 7, "ar_AR names no Arab country"),
        ("https://news.example/1", '<meta property="og:locale" content="en_US">', 7, "nor does a theme's default"),
    ],
)
def test_an_unknown_sites_clock_goes_by_its_country(url: str, head: str, hour: int, why: str) -> None:
    found = Reader().parse_published(page("<h1>T</h1>", head + ld(datePublished="2026-03-02T10:00:00"), url), NOW)
    assert found is not None
    assert found.dated.value.hour == hour, why


def test_a_date_in_the_path_is_the_last_resort() -> None:
    found = Declared().parse_published(page("<h1>T</h1>", url="https://example.org/2026/03/02/x/"), NOW)
    assert found is not None
    assert (found.source, found.dated.precision, found.confidence) == ("url", "day", "low")


@pytest.mark.parametrize(
    ("inside", "head", "expected", "why"),
    [
        ("", ld(datePublished="2026-03-02T10:00:00+03:00"), "high", "metadata with the outlet's offset"),
        ("", ld(datePublished="2026-03-02T10:00:00"), "medium", "metadata without an offset"),
        ("", ld(datePublished="2026-03-02T10:00:00")
         + '<meta property="article:published_time" content="2026-03-02T10:00:00+03:00">', "high", "two places agree"),
        ("", ld(datePublished="2026-03-02T10:00:00")
         + '<meta property="article:published_time" content="2026-03-02T12:00:00+03:00">', "medium", "they do not"),
        ("", ld(datePublished="2026-03-02T10:00:00Z"), "medium", "a Z that may be false"),
        ("<p>02.03.2026 13:00</p>", ld(datePublished="2026-03-02T10:00:00Z"), "high", "a Z that the page confirms"),
        ("<p>02.03.2026 10:00</p>", ld(datePublished="2026-03-02T10:00:00Z"), "high", "a false Z, told by the page"),
        ("<p>02.03.2026 10:00</p>", "", "medium", "shown only"),
    ],
)  # fmt: skip
def test_a_date_says_how_far_it_can_be_believed(inside: str, head: str, expected: str, why: str) -> None:
    found = Declared().parse_published(page(f"<h1>T</h1>{inside}", head), NOW)
    assert found is not None
    assert found.confidence == expected, why


def test_the_update_has_its_raw_text_and_confidence() -> None:
    head = ld(datePublished="2026-03-02T10:00:00+03:00", dateModified="2026-03-02T11:30:00+03:00")
    article = compose(Declared().read(page("<h1>T</h1>", head), now=NOW), url="https://example.org/1", outlet="x")
    assert (article.published_raw, article.published_confidence) == ("2026-03-02T10:00:00+03:00", "high")
    assert (article.modified_raw, article.modified_confidence) == ("2026-03-02T11:30:00+03:00", "high")
    assert article.provenance["modified"] == "json-ld"


@pytest.mark.parametrize(
    ("inside", "head"),
    [
        ("<p>2026</p>", ""),
        ("<p>Mart 2026</p>", ld(datePublished="2026")),
        ("<p>Salı 10:30</p>", ld(datePublished="10:30")),
        ("<p>الثلاثاء 10:30</p>", ld(datePublished="0000-00-00T00:00:00Z")),
        ("<p>© 2019-2026</p>", ld(datePublished="0001-01-01T00:00:00")),
        ("<p>اليوم</p>", ld(datePublished="2026-03")),
        ("<p>Bugün</p>", ld(datePublished="null")),
        ("<p>31.02.2026</p>", ld(datePublished="2026-02-31T10:00:00+03:00")),
        ("<p>04.03.2027 10:00</p>", ld(datePublished="2027-03-04T10:00:00+03:00")),
    ],
)
def test_half_a_date_is_neither_today_nor_the_first_of_january(inside: str, head: str) -> None:
    assert Declared().parse_published(page(f"<h1>T</h1>{inside}", head), NOW) is None
    assert Declared().parse_modified(page(f"<h1>T</h1>{inside}", head.replace("Published", "Modified")), NOW) is None


def test_the_update_is_found_apart() -> None:
    inside = "<h1>T</h1><p>Giriş: 02.03.2026 - 10:00 Güncelleme: 02.03.2026 - 11:30</p>"
    found = Declared().parse_modified(page(inside), NOW)
    assert found is not None
    assert f"{found.dated.value:%H:%M}" == "08:30"


@pytest.mark.parametrize(
    "script",
    [
        '{"@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"], "headline": "x"}]}',
        '[{"@type": "NewsArticle", "headline": "x"}]',
        '<![CDATA[ {"@type": "ReportageNewsArticle", "headline": "x"} ]]>',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "x"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "x", "image": ["a",],}',
        '{"@type": "NewsArticle", "headline": "x", "articleBody": "line\nline"}',
        '{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "x"}}',
    ],
)
def test_json_ld_as_sites_write_it(script: str) -> None:
    found = page("", f'<script type="application/ld+json">{script}</script>').article
    assert found["headline"] == "x"


def test_dates_are_taken_from_the_block_of_several_that_is_the_article() -> None:
    site = (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "datePublished": "2019-01-01"}]}</script>'
    )
    crumbs = '<script type="application/ld+json">[{"@type": "BreadcrumbList"}]</script>'
    found = Declared().parse_published(
        page("<h1>T</h1>", site + crumbs + ld(datePublished="2026-03-02T10:00+03:00")), NOW
    )
    assert found is not None
    assert (f"{found.dated.value:%Y-%m-%d %H:%M}", found.source) == ("2026-03-02 07:00", "json-ld")


def test_a_broken_address_costs_itself_and_not_the_article() -> None:
    head = '<link rel="canonical" href="//[::1"><meta property="og:image" content="http://[x/1.jpg">'
    extract = Reader().read(page(f"<h1>T</h1><div>{BODY}</div>", head), now=NOW)
    assert extract.paragraphs is not None
    assert (extract.canonical, extract.image) == (None, None)


@pytest.mark.parametrize("script", ["", "{", "null", "[[[[[[[[[[]]]]]]]]]]", '"text"', "[" * 100_000])
def test_broken_json_ld_is_no_article(script: str) -> None:
    assert page("", f'<script type="application/ld+json">{script}</script>').article == {}


@pytest.mark.parametrize("html", ["", "<", "text", "<p>" * 50_000, "<div>" * 50_000 + "x", "\x00", "<h1></h1>"])
def test_no_page_is_too_broken_to_be_read(html: str) -> None:
    Reader().read(Page(html, "https://example.org/"), now=NOW)


def test_a_selector_may_name_an_element_within_a_line() -> None:
    found = page("<h1>T</h1><p>By <span class='writer'>Ada <b>Byron</b></span>, <time>3 Mart 2026</time></p>")
    assert list(found.values(".writer")) == ["Ada Byron"]
    assert list(found.values("time")) == ["3 Mart 2026"]


@pytest.mark.parametrize(
    ("inside", "lines"),
    [
        ("<p>menu</p><h1>T</h1><p>lead</p><div><p id=b>text</p></div><p>below</p>", ["T", "lead", "text"]),
        ("<p>menu</p><div><div><h1>T</h1></div>lead</div><section id=b>text<p>below</p>", ["T", "lead", "text"]),
        ("<aside><h1>T</h1></aside><p>lead</p><p id=b>text</p><p>below</p>", ["lead", "text", "below"]),
        ("<p id=b>text</p><h1>T</h1><p>below</p>", ["text", "T", "below"]),
    ],
    ids=["in-a-row", "in-boxes", "headline-hidden", "body-above"],
)
def test_of_the_lines_only_those_from_the_headline_to_the_body_are_read(inside: str, lines: list[str]) -> None:
    """Where the one is not shown, or the other not after it, all lines are."""
    found = page(inside)
    (headline,), (body,) = found.css("h1"), found.css("#b")
    assert [line.text for line in found.lines_between(headline, body)] == lines


def test_what_hangs_in_a_line_and_is_no_text_is_cut_out_of_it() -> None:
    marked = LONG[0].replace(" ", " <span class='share'>Share</span> ", 1)
    assert body_of(f"<h1>T</h1><div><p>{marked}</p><p>{LONG[1]}</p></div>") == LONG[:2]


def test_a_page_whose_text_is_all_left_out_has_no_body() -> None:
    class Bare(Reader):
        drop = ("p",)

    assert Bare().read(page(f"<h1>T</h1><div>{BODY}</div>"), now=NOW).paragraphs is None


def test_a_page_that_has_been_read_is_freed_at_once() -> None:
    """A tree that waits for the garbage collector is memory that a crawl does not have."""
    found = page(f"<h1>T</h1><p>12.03.2026 10:15</p><div>{BODY}</div>")
    Reader().read(found, now=NOW)
    gone = weakref.ref(found)
    gc.disable()
    try:
        del found
        assert gone() is None
    finally:
        gc.enable()


def test_bytes_are_read_as_the_text_that_they_are() -> None:
    html = f"<h1>Başlık</h1><div>{BODY}<p>حديث طويل عن أمر ما في المدينة وما حولها اليوم</p></div>"
    texts, raw = (Reader().read(Page(each, "https://a.example/1"), now=NOW) for each in (html, html.encode()))
    assert texts == raw
