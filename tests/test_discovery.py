"""Feeds, sitemaps, pages and robots.txt: what they name, and what passes for them and is none."""

import gzip
import json
import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl import discovery
from newscrawl.discovery import (
    Child,
    Link,
    NotAFeed,
    NotASitemap,
    NotASource,
    alternates,
    feed,
    next_page,
    page_links,
    robots_sitemaps,
)  # fmt: skip
from tests.webserver import Page, serving

BASE = "https://www.example.com/rss/gundem"


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap names, all of it."""

    links: tuple[Link, ...]
    children: tuple[str, ...]


def sitemap(body: bytes, base_url: str, **bounds: int) -> Sitemap:
    named = list(discovery.sitemap(body, base_url, **bounds))
    links = tuple(each for each in named if isinstance(each, Link))
    return Sitemap(links, tuple(each.url for each in named if isinstance(each, Child)))


WHEN = "Fri, 24 Apr 2020 21:22:00 +0300"
PATTERN = re.compile(r"-\d{4,}/?$|/news/\d+")
TOO_MANY = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
    f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>".encode() for i in range(9)
) + b"]>"  # fmt: skip


def rss(items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>', version: str = "2.0") -> bytes:
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
    )
    return f'{head}<rss version="{version}" {spaces}><channel><title>Gazete</title>{items}</channel></rss>'.encode()


ONE = "<item><title>Liman açıldı</title><link>https://www.example.com/liman-1234</link></item>"
TWO = "<item><title>İki</title><link>https://www.example.com/iki-1235</link></item>"
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>t</title></channel>
 <item rdf:about="https://www.example.com/liman-1234"><title>Liman açıldı</title>
 <link>https://www.example.com/liman-1234</link><dc:date>2020-04-24T21:22:00+03:00</dc:date></item></rdf:RDF>""".encode()
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry>
 <title type="html">Liman &lt;b&gt;açıldı&lt;/b&gt;</title><link rel="self" href="https://www.example.com/api/1"/>
 <link rel="alternate" href="/liman-1234"/><updated>2020-04-25T10:00:00Z</updated>{}
 <content type="html">&lt;p&gt;Gemiler geldi.&lt;/p&gt;</content></entry></feed>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "t",
    "items": [
        {"id": "1", "url": "https://www.example.com/liman-1234", "title": "Liman açıldı",
         "content_html": "<p>Gemiler geldi.</p>", "date_published": "2020-04-24T21:22:00+03:00"},
    ],
}  # fmt: skip
LIMAN = "https://www.example.com/liman-1234"
ISO = "2020-04-24T21:22:00+03:00"
GEMI = "<p>Gemiler geldi.</p>"


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        (rss(ONE), [Link(LIMAN, "Liman açıldı", None)], "RSS 2.0"),
        (rss(ONE, version="0.91"), [Link(LIMAN, "Liman açıldı", None)], "RSS 0.91"),
        (RDF, [Link(LIMAN, "Liman açıldı", ISO)], "RDF, its date in Dublin Core"),
        (
            ATOM.format(f"<published>{ISO}</published>").encode(),
            [Link(LIMAN, "Liman açıldı", ISO, GEMI)],
            "Atom: the page, not the entry itself, and the publication, not the update",
        ),
        (
            ATOM.format("").encode(),
            [Link(LIMAN, "Liman açıldı", "2020-04-25T10:00:00Z", GEMI)],
            "the update where there is no other",
        ),
        (
            b'{"version": "https://jsonfeed.org/version/1", "items": [7, {"url": 7}, {"url": "/a", "title": null}]}',
            [Link("https://www.example.com/a", None, None)],
            "JSON Feed with fields of the wrong kind",
        ),
        (json.dumps(JSON).encode(), [Link(LIMAN, "Liman açıldı", ISO, GEMI)], "JSON Feed"),
        (rss(ONE + TWO), [Link(LIMAN, "Liman açıldı", None), Link(LIMAN[:-10] + "iki-1235", "İki", None)], "its order"),
        (rss(""), [], "a feed without entries is one"),
        (
            rss(f"<item><title>A</title><link>/a-1234</link><pubDate>{WHEN}</pubDate></item>"),
            [Link("https://www.example.com/a-1234", "A", WHEN)],
            "a relative address; the date as written",
        ),
        (
            rss("<item><title>A</title><link>/a-1234</link><pubDate></pubDate></item>"),
            [Link("https://www.example.com/a-1234", "A", None)],
            "a date that is empty",
        ),
        (
            rss("<item><title>A</title><link>a-1234</link></item>"),
            [Link("https://www.example.com/rss/a-1234", "A", None)],
            "relative to the feed",
        ),
        (
            rss("<item><title><![CDATA[Tom & <i>Ali</i>]]></title><link><![CDATA[ " + LIMAN + " ]]></link></item>"),
            [Link(LIMAN, "Tom & Ali", None)],
            "CDATA, with markup in the title and blanks around the address",
        ),
        (
            rss(f"<item><title>A</title><link>{LIMAN}?a=1&amp;b=2#son</link></item>"),
            [Link(f"{LIMAN}?a=1&b=2", "A", None)],
            "an escaped ampersand; no fragment",
        ),
        (
            rss(
                f"<item><title>A</title><link>{LIMAN}</link><description>Kısa</description>"
                f"<content:encoded><![CDATA[{GEMI}]]></content:encoded></item>"
            ),
            [Link(LIMAN, "A", None, GEMI)],
            "a full text",
        ),
        (
            rss(f"<item><title>A</title><link>{LIMAN}</link><description>Kısa</description></item>"),
            [Link(LIMAN, "A", None)],
            "a teaser is no full text",
        ),
        (
            rss(
                f"<item><media:title>Foto</media:title><title>A</title><atom:link href='/self' rel='self'/>"
                f"<link>{LIMAN}</link></item>"
            ),
            [Link(LIMAN, "A", None)],
            "a picture's title and the entry's own address are others",
        ),
        (
            rss(f'<item><title>A</title><guid isPermaLink="true">{LIMAN}</guid></item>'),
            [Link(LIMAN, "A", None)],
            "guid",
        ),
        (rss(f"<item><link>{LIMAN}</link></item>"), [Link(LIMAN, None, None)], "no title"),
        (rss("<item><title>A</title></item>" + ONE), [Link(LIMAN, "Liman açıldı", None)], "no address: passed over"),
        (
            rss("<item><link>javascript:void(0)</link></item><item><link>http://[x</link></item>" + ONE),
            [Link(LIMAN, "Liman açıldı", None)],
            "addresses that are none",
        ),
        (
            rss("<item><title>خبر الميناء</title><link>https://www.example.com/2024/خبر-1234/</link></item>"),
            [Link("https://www.example.com/2024/خبر-1234/", "خبر الميناء", None)],
            "an Arabic slug as typed",
        ),
        (
            rss(f"<item><title>Tom & Jerry&nbsp;&rsquo;ta &uuml;ç</title><link>{LIMAN}?a=1&b=2</link></item>" + TWO),
            [Link(f"{LIMAN}?a=1&b=2", "Tom & Jerry ’ta üç", None), Link(LIMAN[:-10] + "iki-1235", "İki", None)],
            "bare ampersands and HTML's entities",
        ),
        (b"\n\n  " + rss(ONE), [Link(LIMAN, "Liman açıldı", None)], "blank lines before the declaration"),
        (b"\xef\xbb\xbf" + rss(ONE), [Link(LIMAN, "Liman açıldı", None)], "a byte order mark"),
        (
            b"<br /><b>Warning</b>: x in y on line 3<br />" + rss(ONE),
            [Link(LIMAN, "Liman açıldı", None)],
            "PHP's words",
        ),
        (rss(ONE + TWO)[:-40], [Link(LIMAN, "Liman açıldı", None)], "cut inside an address: half of one is none"),
        (b"<?xml version='1.0'?><!-- made by x -->" + rss(ONE, ""), [Link(LIMAN, "Liman açıldı", None)], "a comment"),
        (rss(ONE + TWO)[:-23], [Link(LIMAN, "Liman açıldı", None), Link(LIMAN[:-10] + "iki-1235", "İki", None)], "cut"),
        (rss(ONE.replace("açıldı", "a\x0bçıldı")), [Link(LIMAN, "Liman a çıldı", None)], "a control character"),
        (
            rss(ONE, '<?xml version="1.0" encoding="windows-1254"?>').decode().encode("windows-1254"),
            [Link(LIMAN, "Liman açıldı", None)],
            "windows-1254, declared",
        ),
        (
            rss(ONE.replace("Liman açıldı", "Şişli'de yağış ve ığdır'ın güzel çiçekleri"))
            .decode()
            .encode("windows-1254"),
            [Link(LIMAN, "Şişli'de yağış ve ığdır'ın güzel çiçekleri", None)],
            "windows-1254 that says it is UTF-8",
        ),
        (rss(ONE, "").decode().encode("utf-16"), [Link(LIMAN, "Liman açıldı", None)], "UTF-16"),
        (
            rss(f"<item><title>A</title><link>{LIMAN}</link><text><![CDATA[<p>Bir</p><p>İki</p>]]></text></item>"),
            [Link(LIMAN, "A", None, "<p>Bir</p><p>İki</p>")],
            "a whole text in an element of the site's own",
        ),
        (
            rss(
                f"<item><title>DTD</title><link>{LIMAN}</link><content:encoded><![CDATA[<!ENTITY x 'y'>]]>"
                "</content:encoded></item>"
            ),
            [Link(LIMAN, "DTD", None, "<!ENTITY x 'y'>")],
            "a story about entities declares none",
        ),
    ],
)
def test_a_feed_names_its_entries(body: bytes, expected: list[Link], why: str) -> None:
    assert feed(body, BASE) == expected, why


@pytest.mark.parametrize(
    ("body", "said", "why"),
    [
        (b"", "an empty answer", "nothing"),
        (b" \r\n\xef\xbb\xbf", "an empty answer", "white space"),
        (b"<!DOCTYPE html><html><body><rss>", "an HTML page", "a page"),
        (b"\n<!-- a --><!-- b -->\n<HTML lang=tr><head>", "an HTML page", "a page behind comments"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', "an HTML page", "XHTML"),
        (b"<head><title>x</title>", "an HTML page", "a page without html"),
        (b"<p>Not found</p>", "no feed", "a piece of a page"),
        (b"404", "no feed", "a word"),
        (b'{"error": "x"}', "no feed", "JSON of another kind"),
        (b'{"version": ', "no feed", "broken JSON"),
        (b'{"a":' * 1700, "no feed", "JSON too deep to read"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 3}', "no feed", "a JSON feed of no list"),
        (b"<urlset><url><loc>https://www.example.com/a</loc></url></urlset>", "no feed", "a sitemap"),
        (b"%PDF-1.7 \x00\x01\x02", "no feed", "a PDF"),
        (b'<?xml version="1.0"?>' + TOO_MANY + rss(ONE, ""), "entities", "a thousand million a"),
        (b"<!-- " + b"x" * 9000 + b" -->" + TOO_MANY + rss(ONE, ""), "entities", "the same far from the beginning"),
        ((TOO_MANY + rss(ONE, "")).decode().encode("utf-16"), "entities", "the same in UTF-16"),
        (
            b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(ONE.replace("Liman", "&x;"), ""),
            "entities",
            "a file of this machine",
        ),
        (rss(ONE * 100), "more than 9000 bytes", "too much"),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: bytes, said: str, why: str) -> None:
    with pytest.raises(NotAFeed, match=said):
        feed(body, BASE, most=20_000 if b"xxxx" in body else 9000)
    assert issubclass(NotAFeed, ValueError), why


def test_an_external_dtd_is_not_fetched() -> None:
    with serving({"/x.dtd": Page(b"")}) as site:
        dtd = f'<!DOCTYPE x SYSTEM "{site.address}/x.dtd">'
        assert feed(rss(ONE, dtd), BASE) == [Link(LIMAN, "Liman açıldı", None)]
        assert sitemap(dtd.encode() + urlset("<url><loc>/a</loc></url>"), BASE).links
    assert site.asked == []


def urlset(entries: str, root: str = "urlset") -> bytes:
    spaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
        'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
    )
    return f"<{root} {spaces}>{entries}</{root}>".encode()


PLAIN = urlset("<url><loc>https://www.example.com/a-1234</loc><lastmod>2020-04-24</lastmod></url>")
A = Link("https://www.example.com/a-1234", None, "2020-04-24")


@pytest.mark.parametrize(
    ("body", "links", "children", "why"),
    [
        (PLAIN, [A], [], "the plain form"),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- x -->\n' + PLAIN, [A], [], "a declaration and a comment"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?>' + PLAIN, [A], [], "a style sheet"),
        (gzip.compress(PLAIN), [A], [], "gzip"),
        (gzip.compress(PLAIN[:70]) + gzip.compress(PLAIN[70:]), [A], [], "gzip in two pieces"),
        (gzip.compress(PLAIN) + b"\0" * 512, [A], [], "gzip filled up with zeros"),
        (
            b"<urlset><url><loc>https://www.example.com/a-1234</loc><lastmod>2020-04-24</lastmod></url></urlset>",
            [A], [], "no namespace",
        ),
        (
            PLAIN.replace(b"<url>", b"<s:url>").replace(b"</url>", b"</s:url>").replace(b"loc>", b"s:loc>")
            .replace(b"lastmod>", b"s:lastmod>").replace(b"urlset", b"s:urlset").replace(b"xmlns=", b"xmlns:s="),
            [A], [], "prefixes",
        ),
        (PLAIN.replace(b"0.9", b"0.84"), [A], [], "an older namespace"),
        (urlset("<url><loc>\n  /a-1234 \n</loc></url>"), [Link(A.url, None, None)], [], "relative, with blanks"),
        (urlset("<url><loc><![CDATA[/a-1234?x=1&y=2]]></loc></url>"),
         [Link(A.url + "?x=1&y=2", None, None)], [], "CDATA"),
        (urlset("<url><loc>/a-1234?x=1&amp;y=2</loc></url>"), [Link(A.url + "?x=1&y=2", None, None)], [], "escaped"),
        (
            urlset("<url><loc>/a-1234</loc><n:news><n:publication><n:name>G</n:name></n:publication>"
                   f"<n:publication_date>{ISO}</n:publication_date><n:title>Liman</n:title></n:news>"
                   "<lastmod>2020-04-30</lastmod></url>"),
            [Link(A.url, "Liman", ISO)], [], "news: the publication wins over the change",
        ),
        (
            urlset("<url><loc>/a-1234</loc><image:image><image:loc>/b.jpg</image:loc><image:title>Foto</image:title>"
                   "</image:image><video:video><video:title>V</video:title><video:publication_date>2001-01-01"
                   "</video:publication_date></video:video><xhtml:link rel='alternate' href='/amp'/></url>"),
            [Link(A.url, None, None)], [], "a picture's address and a film's date are not the page's",
        ),
        (urlset("<url><loc></loc></url><url/><url><loc>mailto:x</loc></url>"), [], [], "entries of nothing"),
        (urlset(""), [], [], "an empty sitemap is one"),
        (b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + urlset("<url><loc>https://www.example.com/&x;</loc>"
         "</url><url><loc>/a-1234</loc></url>"), [Link(A.url, None, None)], [], "a file of this machine is not read"),
        (
            urlset("<sitemap><loc>/s-1.xml.gz</loc><lastmod>2020-04-24</lastmod></sitemap>"
                   "<sitemap><loc>https://other.example.net/s-2.xml</loc></sitemap>", "sitemapindex"),
            [], ["https://www.example.com/s-1.xml.gz", "https://other.example.net/s-2.xml"], "an index",
        ),
        (PLAIN[:-9] + b"<url><loc>https://www.exam", [A], [], "cut off"),
        (gzip.compress(PLAIN + b" " * 9000)[:-9], [A], [], "gzip cut off"),
        (PLAIN.replace(b"a-1234", b"a-1234?x=1&y=2"), [Link(A.url + "?x=1=2", None, "2020-04-24")], [],
         "a bare ampersand costs its name and no entry"),
        (
            urlset(f"<url><loc>/{unicodedata.normalize('NFD', 'أخبار')}-1234</loc></url>"),
            [Link(f"https://www.example.com/{unicodedata.normalize('NFD', 'أخبار')}-1234", None, None)], [],
            "named as the site names it; canonical() makes one of both spellings",
        ),
    ],
)  # fmt: skip
def test_a_sitemap_names_pages_and_sitemaps(body: bytes, links: list[Link], children: list[str], why: str) -> None:
    found = sitemap(body, "https://www.example.com/sitemap.xml")
    assert (list(found.links), list(found.children)) == (links, children), why


@pytest.mark.parametrize(
    ("body", "said", "why"),
    [
        (b"", "an empty answer", "nothing"),
        (gzip.compress(b""), "an empty answer", "nothing in gzip"),
        (b"<!doctype html><html>", "an HTML page", "a page"),
        (gzip.compress(b"<html><body>"), "an HTML page", "a page in gzip"),
        (rss(ONE), "its root is <rss>", "a feed"),
        (b"https://www.example.com/a\n", "no XML", "a list of addresses"),
        (TOO_MANY + urlset("<url><loc>/&j;</loc></url>"), "made of entities", "a thousand million a"),
        (TOO_MANY + urlset("<url x='&j;'><loc>/a</loc></url>"), "made of entities", "the same in an attribute"),
        (b'{"a": 1}', "no XML", "JSON"),
        (gzip.compress(PLAIN)[:14] + b"\xff" * 40, "damaged gzip", "broken gzip"),
        (gzip.compress(b"<urlset>" + b" " * 200_000), "more than 100000 bytes", "a bomb"),
        (b"".join(gzip.compress(b" " * 60_000) for _ in range(3)), "more than 100000 bytes", "a bomb in pieces"),
        (b"<urlset>" + b" " * 200_000, "more than 100000 bytes", "too much without gzip"),
    ],
)  # fmt: skip
def test_what_is_no_sitemap_says_what_it_is(body: bytes, said: str, why: str) -> None:
    with pytest.raises(NotASitemap, match=said):
        sitemap(body, BASE, most=100_000)
    assert issubclass(NotASitemap, ValueError), why


@pytest.mark.parametrize("start", ["<urlset>", "<urlset><url><loc>/a</loc>", "<urlset><a><b>"])
def test_a_sitemap_of_nodes_that_are_no_entries_is_left_before_they_fill_the_memory(start: str) -> None:
    with pytest.raises(NotASitemap, match="more than 100000 nodes and no entry"):
        sitemap(start.encode() + b"<c/>" * 100_000, BASE)


def test_a_sitemap_of_more_entries_than_anybody_needs_is_left_behind_so_many() -> None:
    named = discovery.sitemap(b"<urlset>" + b"<url><loc>/a</loc></url>" * 12 + b"</urlset>", BASE, entries=10)
    with pytest.raises(NotASitemap, match="more than 10 entries"):
        assert len(list(named)) < 10


def test_a_bomb_is_not_unpacked_whole() -> None:
    bomb = gzip.compress(b"\0" * 300_000_000, 9)
    begin = time.process_time()
    with pytest.raises(NotASitemap, match="more than 1000000 bytes"):
        sitemap(bomb, BASE, most=1_000_000)
    assert time.process_time() - begin < 0.5


@pytest.mark.parametrize(
    ("html", "expected", "why"),
    [
        ("<a href='/a-1234'>Bir</a><a href='/b-1235'>İki</a>", [("/a-1234", "Bir"), ("/b-1235", "İki")], "in order"),
        ("<a href='/a-1234'>Bir</a><a href='/a-1234/?utm_source=x#y'>Yine</a>", [("/a-1234", "Bir")], "one article"),
        ("<a href='/a-1234?ref=anasayfa'>Bir</a>", [("/a-1234?ref=anasayfa", "Bir")], "a tracker hides no article"),
        (
            "<a href='/a-1234'><img alt='Foto' src=x></a><a href='/a-1234'>Bir</a>",
            [("/a-1234", "Bir")],
            "its text wins",
        ),
        (
            "<a href='/a-1234'><img alt=' Foto ' src=x></a>",
            [("/a-1234", "Foto")],
            "a picture's text, where no other is",
        ),
        ("<a href='/a-1234' title='Başlık'><img src=x></a>", [("/a-1234", "Başlık")], "or the anchor's"),
        ("<a href='/a-1234'></a>", [("/a-1234", None)], "or none"),
        ("<a href='/a-1234'><h3>Bir</h3>\n <p>özet</p></a>", [("/a-1234", "Bir özet")], "blocks are parted"),
        ("<a href='/gundem/'>Gündem</a><a href='/galeri/x'>G</a>", [], "what does not match"),
        ("<a href=' /a-1234 '>Bir</a>", [("/a-1234", "Bir")], "blanks in the address"),
        ("<a href='http://[x-1234'>x</a><a href='mailto:x-1234'>y</a><a href>z</a>", [], "addresses that are none"),
        ("<a href='/b-1235'>Bir<a href='/a-1234'>İki", [("/b-1235", "Bir"), ("/a-1234", "İki")], "anchors left open"),
        ("<a href='/أخبار-1234'>خبر</a>", [("/أخبار-1234", "خبر")], "an Arabic slug as typed"),
        (
            "<a href='/أخبار-1234'>خبر</a><a href='/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1-1234'>ثان</a>"
            + unicodedata.normalize("NFD", "<a href='/أخبار-1234'>ثالث</a>"),
            [("/أخبار-1234", "خبر")],
            "one slug in three spellings",
        ),
        ("", [], "nothing"),
    ],
)
def test_a_page_names_articles(html: str, expected: list[tuple[str, str | None]], why: str) -> None:
    found = page_links(f"<html><body>{html}", "https://www.example.com/gundem/", PATTERN)
    assert found == [Link("https://www.example.com" + path, title, None) for path, title in expected], why


def test_a_page_may_move_its_base() -> None:
    html = "<head><base href='/tr/'></head><a href='a-1234'>Bir</a><link rel=alternate type=application/rss+xml href=f>"
    assert page_links(html, "https://example.com/x/", PATTERN) == [Link("https://example.com/tr/a-1234", "Bir", None)]
    assert alternates(html, "https://example.com/x/") == ["https://example.com/tr/f"]


@pytest.mark.parametrize(
    ("html", "expected", "why"),
    [
        ("<link rel=next href='/gundem?page=2'>", "/gundem?page=2", "the head says it"),
        ("<a rel='nofollow next' href='?page=2'>2</a>", "/gundem?page=2", "an anchor says it"),
        ("<LINK REL='Next' HREF='/gundem/2'>", "/gundem/2", "in capitals"),
        ("<ul class=pagination><a href=/gundem/1>1</a><a href=/gundem/2>Sonraki ›</a></ul>", "/gundem/2", "Turkish"),
        ("<div class='pager'><a href=/gundem/2>التالي</a></div>", "/gundem/2", "Arabic"),
        ("<div class='pager'><a href=/gundem/2>الصفحة التالية »</a></div>", "/gundem/2", "Arabic in full"),
        ("<div><a class='next page-numbers' href=/gundem/page/2>»</a></div>", "/gundem/page/2", "a class"),
        ("<nav><a href='/gundem/2'>Next page</a></nav>", "/gundem/2", "English"),
        ("<ul class=pagination><a href=/gundem/2>»</a></ul>", None, "an arrow points either way"),
        ("<ul class=pagination><a href=/gundem/2>2</a></ul>", None, "a number is not said to be next"),
        ("<p>Sonraki <a href=/gundem/2>Sonraki</a></p>", None, "the word outside of pagination"),
        ("<link rel=next href='https://other.example.net/2'>", None, "another site"),
        ("<link rel=next href='/gundem'>", None, "the page itself"),
        ("<link rel=next href='#'>", None, "the page itself, by a script"),
        ("<link rel=next href='javascript:x()'><a rel=next href='/gundem/2'>2</a>", "/gundem/2", "the first address"),
        ("<link rel=prev href='/gundem/1'>", None, "the page before"),
        ("", None, "nothing"),
    ],
)  # fmt: skip
def test_the_page_that_follows(html: str, expected: str | None, why: str) -> None:
    found = next_page(f"<html>{html}", "https://www.example.com/gundem")
    assert found == (f"https://www.example.com{expected}" if expected else None), why


@pytest.mark.parametrize(
    ("head", "expected", "why"),
    [
        ("<link rel=alternate type=application/rss+xml href=/feed/>", ["/feed/"], "RSS"),
        ("<link rel=alternate type=application/atom+xml href=/atom>", ["/atom"], "Atom"),
        ("<link rel=alternate type=application/feed+json href=/f.json>", ["/f.json"], "JSON Feed"),
        ("<link rel='Alternate' type='Application/RSS+XML; charset=utf-8' href=/feed>", ["/feed"], "in capitals"),
        ("<link rel=alternate type=application/rss+xml href=/feed><link rel=alternate type=application/rss+xml "
         "href='https://www.example.com/feed'>", ["/feed"], "named twice"),
        ("<link rel=alternate type=application/rss+xml href=/comments/feed/>", [], "what readers say"),
        ("<link rel=alternate type='application/json+oembed' href=/o><link rel=alternate hreflang=en href=/en>", [],
         "other alternates"),
        ("<link rel=alternate type=application/rss+xml href='javascript:x'>", [], "no address"),
        ("<link rel=stylesheet type=application/rss+xml href=/x>", [], "no alternate"),
    ],
)  # fmt: skip
def test_the_feeds_that_a_page_names(head: str, expected: list[str], why: str) -> None:
    found = alternates(f"<html><head>{head}</head>", "https://www.example.com/x/")
    assert found == [f"https://www.example.com{path}" for path in expected], why


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("User-agent: *\nSitemap: https://e.org/s.xml\n", ["https://e.org/s.xml"], "the usual form"),
        ("sitemap:https://e.org/s.xml", ["https://e.org/s.xml"], "no blank, no capital, no end of line"),
        ("\ufeffSitemap: https://e.org/s.xml", ["https://e.org/s.xml"], "a byte order mark"),
        ("  SITEMAP : https://e.org/s.xml # all\r\nAllow: /", ["https://e.org/s.xml"], "blanks and a remark"),
        ("Sitemap: https://e.org/1\rSitemap: https://e.org/2\rSitemap: https://e.org/1",
         ["https://e.org/1", "https://e.org/2"], "old line ends; each once"),
        ("# Sitemap: https://e.org/s.xml", [], "a remark"),
        ("Sitemap: /s.xml\nSitemap:\nDisallow: /", [], "no address"),
        ("<html>Sitemap: no</html>", [], "a page"),
        ("", [], "nothing"),
    ],
)  # fmt: skip
def test_the_sitemaps_that_robots_txt_names(text: str, expected: list[str], why: str) -> None:
    assert robots_sitemaps(text) == expected, why
    assert robots_sitemaps(text.encode()) == expected, why


@pytest.mark.parametrize(
    "piece", ["<", "&", "<item>", "<![CDATA[", "<!--", "<!---->", "<?", "<?x?>", "<a b=", "<title>", "\n", "<a href=x>"]
)
@pytest.mark.parametrize(
    "read",
    [
        lambda text: feed(text.encode(), BASE),
        lambda text: feed(b"<rss><channel>" + text.encode(), BASE),
        lambda text: sitemap(text.encode(), BASE),
        lambda text: sitemap(b"<urlset>" + text.encode(), BASE),
        lambda text: page_links(text, BASE, PATTERN),
        lambda text: next_page(text, BASE),
        robots_sitemaps,
    ],
    ids=["feed", "rss", "sitemap", "urlset", "page", "next", "robots"],
)
def test_a_quarter_of_a_megabyte_of_anything_takes_linear_time(read: Callable[[str], object], piece: str) -> None:
    begin = time.process_time()
    try:
        read(piece * (250_000 // len(piece)))
    except ValueError as refused:
        assert str(refused)  # noqa: PT017 - either way of ending is right, and both are timed
    assert time.process_time() - begin < 8


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_a_source_or_a_named_refusal(body: bytes) -> None:
    for read, refusal in ((feed, NotAFeed), (sitemap, NotASitemap)):
        for prefix in (b"", b"<rss><channel><item><link>http://e.org/", b"<urlset><url><loc>http://e.org/"):
            try:
                read(prefix + body, BASE)
            except refusal:
                continue


@given(st.text())
def test_any_text_is_a_page(html: str) -> None:
    page_links(f"<a href='{html}'>{html}</a>", BASE, PATTERN)
    next_page(f"<a rel=next href='{html}'>", BASE)
    alternates(f"<base href='{html}'><link rel=alternate type=application/rss+xml href='{html}'>", BASE)
    robots_sitemaps(f"Sitemap: {html}")


FEEDS = "https://example.org/feeds/x.xml"
RSS_NEWS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>t</title>
<item><title>تركيا أولا</title><link>https://example.org/story/1</link>
<pubDate>Mon, 02 Mar 2026 05:00:00 +0300</pubDate></item>
<item><title><![CDATA[B & C]]></title><link>/story/2</link></item><item><title>no link</title></item></channel></rss>"""
ATOM_NEWS = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry>
<title>A</title><link href="https://example.org/story/1"/><updated>2026-03-02T05:00:00Z</updated>
<content type="html">&lt;p&gt;body&lt;/p&gt;</content></entry></feed>"""
RDF_NEWS = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item><title>A</title><link>https://example.org/story/1</link></item></rdf:RDF>"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [
{"id": "1", "url": "https://example.org/story/1", "title": "A", "date_published": "2026-03-02T05:00:00Z"}]}"""
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc> https://example.org/story/1 </loc>
<news:news><news:title>A &amp; B</news:title><news:publication_date>2026-03-02</news:publication_date></news:news></url>
<url><loc>https://example.org/story/2</loc><lastmod>2026-03-01</lastmod></url><url></url></urlset>"""
SITEMAP_INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/posts-2026-03.xml</loc></sitemap>
</sitemapindex>"""


def test_rss_with_relative_links_cdata_and_arabic() -> None:
    links = feed(RSS_NEWS.encode(), FEEDS)
    assert [(link.url, link.title) for link in links] == [
        ("https://example.org/story/1", "تركيا أولا"),
        ("https://example.org/story/2", "B & C"),
    ]
    assert links[0].published == "Mon, 02 Mar 2026 05:00:00 +0300"


@pytest.mark.parametrize(
    "source", [ATOM_NEWS, RDF_NEWS, JSON_FEED, RSS_NEWS[:-30]], ids=["atom", "rdf", "json", "cut off"]
)
def test_other_kinds_of_feeds(source: str) -> None:
    assert feed(source.encode(), FEEDS)[0].url == "https://example.org/story/1"


def test_a_number_that_is_no_character_costs_itself_and_not_the_feed() -> None:
    items = "".join(
        f"<item><link>https://o.example/{n}</link><title>A&#{n};B&#x110000;</title></item>" for n in (67, 9999999)
    )
    (first, second) = feed(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), "https://o.example/")
    assert (first.title, second.title) == ("ACB", "AB")


def test_the_full_text_of_a_feed_is_kept() -> None:
    assert feed(ATOM_NEWS.encode(), FEEDS)[0].body_html == "<p>body</p>"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "empty"),
        (b"   \n ", "empty"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "HTML"),
        (b"<HTML><body>", "HTML"),
        (b"nonsense", "no feed"),
        (b'{"a": 1}', "no feed"),
        (b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><rss><channel/></rss>', "entities"),
    ],
)
def test_a_refused_feed_says_why(body: bytes, message: str) -> None:
    with pytest.raises(NotASource, match=message):
        feed(body, FEEDS)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_news_sitemap(pack: type[bytes]) -> None:
    found = sitemap(pack(SITEMAP.encode()), FEEDS)
    assert [(link.url, link.title, link.published) for link in found.links] == [
        ("https://example.org/story/1", "A & B", "2026-03-02"),
        ("https://example.org/story/2", None, "2026-03-01"),
    ]


def test_an_index_names_further_sitemaps() -> None:
    assert sitemap(SITEMAP_INDEX.encode(), FEEDS).children == ("https://example.org/posts-2026-03.xml",)


def test_a_sitemap_that_breaks_off_gives_what_it_has() -> None:
    assert len(sitemap(SITEMAP[: SITEMAP.index("<url><loc>https://example.org/story/2")].encode(), FEEDS).links) == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "empty"),
        (b"<!doctype html>", "HTML"),
        (b"<rss/>", "neither urlset nor sitemapindex"),
        (b"\x1f\x8bbroken", "damaged"),
    ],
)
def test_a_refused_sitemap_says_why(body: bytes, message: str) -> None:
    with pytest.raises(NotASource, match=message):
        sitemap(body, FEEDS)


def test_a_sitemap_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(NotASource, match="more than 1000 bytes"):
        sitemap(gzip.compress(b"<urlset>" + b" " * 10_000_000), FEEDS, most=1000)


def test_entities_are_not_followed() -> None:
    body = b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>https://a.org/&x;</loc></url></urlset>'
    assert all("root:" not in link.url for link in sitemap(body, FEEDS).links)


def test_the_article_links_of_a_page() -> None:
    html = """<nav><a href="/about">x</a></nav><a href="/story/2"><img></a><a href="/story/1">One</a>
    <a href="https://example.org/story/2?utm_source=x"> Two  words </a><a href="mailto:a@b">m</a><a>none</a>"""
    links = page_links(html, "https://example.org/", re.compile(r"/story/\d+"))
    assert [(link.url, link.title) for link in links] == [
        ("https://example.org/story/2?utm_source=x", "Two words"),
        ("https://example.org/story/1", "One"),
    ]


def test_feeds_that_a_page_names() -> None:
    html = """<head><link rel="alternate" type="application/rss+xml" href="/feed/"><link rel=alternate href="/ar">
    <link rel="alternate" type="application/atom+xml" href="https://example.org/atom"></head>"""
    assert alternates(html, "https://example.org/") == ["https://example.org/feed/", "https://example.org/atom"]


def test_sitemaps_that_robots_txt_names() -> None:
    body = b"User-agent: *\nSitemap: https://example.org/a.xml\r\n sitemap:https://example.org/b.xml\n#Sitemap: no"
    assert robots_sitemaps(body) == ["https://example.org/a.xml", "https://example.org/b.xml"]
