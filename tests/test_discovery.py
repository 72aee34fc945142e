"""What feeds, sitemaps and pages name, and what is refused with a reason."""

import gzip
import re

import pytest

from newscrawl.discovery import NotASource, alternates, feed, page_links, robots_sitemaps, sitemap

BASE = "https://example.org/feeds/x.xml"
RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>t</title>
<item><title>تركيا أولا</title><link>https://example.org/story/1</link>
<pubDate>Mon, 02 Mar 2026 05:00:00 +0300</pubDate></item>
<item><title><![CDATA[B & C]]></title><link>/story/2</link></item><item><title>no link</title></item></channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry>
<title>A</title><link href="https://example.org/story/1"/><updated>2026-03-02T05:00:00Z</updated>
<content type="html">&lt;p&gt;body&lt;/p&gt;</content></entry></feed>"""
RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item><title>A</title><link>https://example.org/story/1</link></item></rdf:RDF>"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [
{"id": "1", "url": "https://example.org/story/1", "title": "A", "date_published": "2026-03-02T05:00:00Z"}]}"""
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc> https://example.org/story/1 </loc>
<news:news><news:title>A &amp; B</news:title><news:publication_date>2026-03-02</news:publication_date></news:news></url>
<url><loc>https://example.org/story/2</loc><lastmod>2026-03-01</lastmod></url><url></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/posts-2026-03.xml</loc></sitemap>
</sitemapindex>"""


def test_rss_with_relative_links_cdata_and_arabic() -> None:
    links = feed(RSS.encode(), BASE)
    assert [(link.url, link.title) for link in links] == [
        ("https://example.org/story/1", "تركيا أولا"),
        ("https://example.org/story/2", "B & C"),
    ]
    assert links[0].published == "Mon, 02 Mar 2026 05:00:00 +0300"


@pytest.mark.parametrize("source", [ATOM, RDF, JSON_FEED, RSS[:-30]], ids=["atom", "rdf", "json", "cut off"])
def test_other_kinds_of_feeds(source: str) -> None:
    assert feed(source.encode(), BASE)[0].url == "https://example.org/story/1"


def test_the_full_text_of_a_feed_is_kept() -> None:
    assert feed(ATOM.encode(), BASE)[0].body_html == "<p>body</p>"


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
def test_what_is_no_feed_says_so(body: bytes, message: str) -> None:
    with pytest.raises(NotASource, match=message):
        feed(body, BASE)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_news_sitemap(pack: type[bytes]) -> None:
    found = sitemap(pack(SITEMAP.encode()), BASE)
    assert [(link.url, link.title, link.published) for link in found.links] == [
        ("https://example.org/story/1", "A & B", "2026-03-02"),
        ("https://example.org/story/2", None, "2026-03-01"),
    ]


def test_an_index_names_further_sitemaps() -> None:
    assert sitemap(INDEX.encode(), BASE).children == ("https://example.org/posts-2026-03.xml",)


def test_a_sitemap_that_breaks_off_gives_what_it_has() -> None:
    assert len(sitemap(SITEMAP[: SITEMAP.index("<url><loc>https://example.org/story/2")].encode(), BASE).links) == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "empty"),
        (b"<!doctype html>", "HTML"),
        (b"<rss/>", "neither urlset nor sitemapindex"),
        (b"\x1f\x8bbroken", "damaged"),
    ],
)
def test_what_is_no_sitemap_says_so(body: bytes, message: str) -> None:
    with pytest.raises(NotASource, match=message):
        sitemap(body, BASE)


def test_a_sitemap_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(NotASource, match="more than 1000 bytes"):
        sitemap(gzip.compress(b"<urlset>" + b" " * 10_000_000), BASE, most=1000)


def test_entities_are_not_followed() -> None:
    body = b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>https://a.org/&x;</loc></url></urlset>'
    assert all("root:" not in link.url for link in sitemap(body, BASE).links)


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
