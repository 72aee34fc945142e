"""One article is one URL, however it was found; and what is no web address is refused by name."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.urls import MAX_LENGTH, article_id, canonical, is_root, same_site, url_key

SITE = "https://www.example.com"
ARABIC = "/2024/01/14/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1-%D8%A7%D9%84%D9%85%D9%8A%D9%86%D8%A7%D8%A1"


@pytest.mark.parametrize(
    ("url", "expected", "why"),
    [
        ("HTTPS://WWW.Example.COM/Haber-1", "/Haber-1", "scheme and host know no case, a path does"),
        ("  https://www.example.com/a-1 \n", "/a-1", "white space around"),
        ("https://www.example.com", "/", "the front page has a path"),
        ("https://www.example.com/", "/", "and keeps it"),
        ("https://www.example.com./a", "/a", "the root's dot"),
        ("https://www.example.com:443/a", "/a", "the default port"),
        ("https://user:word@www.example.com/a", "/a", "who logged in"),
        ("https://www.example.com/a-1/", "/a-1", "a trailing slash"),
        ("https://www.example.com//gundem///a-1", "/gundem/a-1", "slashes that a template doubled"),
        ("https://www.example.com/a-1#yorumlar", "/a-1", "a place on the page"),
        ("https://www.example.com/a-1?", "/a-1", "an empty query"),
        ("https://www.example.com/a-1?&&", "/a-1", "a query of nothing"),
        ("https://www.example.com/a-1?utm_source=x&utm_medium=y", "/a-1", "campaigns"),
        ("https://www.example.com/a-1?UTM_Source=x", "/a-1", "campaigns in capitals"),
        ("https://www.example.com/a-1?fbclid=x", "/a-1", "Facebook"),
        ("https://www.example.com/a-1?gclid=x&ref=home", "/a-1", "Google, and a share button"),
        ("https://www.example.com/a-1?at_medium=RSS&at_campaign=KARANGA", "/a-1", "the BBC's feeds"),
        ("https://www.example.com/a-1?maca=ara-rss", "/a-1", "Deutsche Welle's feeds"),
        ("https://www.example.com/a-1?traffic_source=rss", "/a-1", "Al Jazeera's feeds"),
        ("https://www.example.com/view?id=123&utm_source=x", "/view?id=123", "the id is what names the article"),
        ("https://www.example.com/view?id=b&cdate=a", "/view?cdate=a&id=b", "the order of parameters says nothing"),
        ("https://www.example.com/a?x=2&x=1", "/a?x=1&x=2", "nor among equals"),
        ("https://www.example.com/?p=123", "/?p=123", "an id of WordPress"),
        ("https://www.example.com/haber.asp?123", "/haber.asp?123", "an id without a name"),
        ("https://www.example.com/a?id=", "/a?id=", "an empty value stays empty"),
        ("https://www.example.com/a?q=a+b", "/a?q=a%20b", "two ways to write a space"),
        ("https://www.example.com/a?u=a%26b", "/a?u=a%26b", "an escaped & does not part parameters"),
        ("https://www.example.com/a?reference=5", "/a?reference=5", "no tracker, though it begins like one"),
        ("https://www.example.com/a?q=şehir", "/a?q=%C5%9Fehir", "letters in a query"),
        ("https://www.example.com/a?q=%C7%E1", "/a?q=%C7%E1", "a query in windows-1256 keeps its bytes"),
        ("https://www.example.com/gundem/a-1234567-amp", "/gundem/a-1234567", "AMP behind an id"),
        ("https://www.example.com/a-1234567-ekonomi-amp", "/a-1234567-ekonomi", "AMP behind an id and a section"),
        ("https://www.example.com/muzikte-yeni-amp", "/muzikte-yeni-amp", "a slug that ends in the word"),
        ("https://www.example.com/2024/01/14/slug/amp/", "/2024/01/14/slug", "AMP of WordPress"),
        ("https://www.example.com/2024/01/14/slug/amp", "/2024/01/14/slug", "the same without the slash"),
        ("https://www.example.com/slug/amp/amp", "/slug", "twice, by a plugin's mistake"),
        ("https://www.example.com/world-1.amp", "/world-1", "the BBC's AMP"),
        ("https://www.example.com/amp/gundem/a-1", "/gundem/a-1", "AMP in front"),
        ("https://www.example.com/amp-nedir-1", "/amp-nedir-1", "a slug that begins with the word"),
        ("https://www.example.com/swamp", "/swamp", "a word that ends so"),
        ("https://www.example.com/a-1?amp=1", "/a-1", "AMP as a parameter"),
        ("https://www.example.com/a-1?amp", "/a-1", "the same without a value"),
        ("https://www.example.com/a-1?outputType=amp", "/a-1", "AMP as a type"),
        ("https://www.example.com/a-1?output=pdf", "/a-1?output=pdf", "another type is another thing"),
        ("https://www.example.com/2024/01/14/أخبار-الميناء/", ARABIC, "letters as typed"),
        ("https://www.example.com" + ARABIC.lower(), ARABIC, "escapes in small letters"),
        (
            "https://www.example.com" + unicodedata.normalize("NFD", "/2024/01/14/أخبار-الميناء"),
            ARABIC,
            "a hamza of its own is the same letter",
        ),
        ("https://www.example.com/%61%2D1", "/a-1", "escapes that nothing needs"),
        ("https://www.example.com/a-1;jsessionid=5F3B0C1A", "/a-1", "a session of a Java server"),
        ("https://www.example.com/a-1;jsessionid=5F3B0C1A?id=7#x", "/a-1?id=7", "the same before a query"),
        ("https://www.example.com/a-1;JSESSIONID=5F3B0C1A.node1!-12!34", "/a-1", "in capitals, with a server's name"),
        ("https://www.example.com/haber;jsessionid=5F/a-1", "/haber/a-1", "within a path"),
        ("https://www.example.com/a-1%3Bjsessionid=5F", "/a-1", "an escaped semicolon"),
        ("https://www.example.com/haber;v=2/a-1", "/haber;v=2/a-1", "a parameter that is no session"),
        ("https://www.example.com/a;jsessionidea=1", "/a;jsessionidea=1", "a word that begins alike"),
        (
            "https://www.example.com/(S(lit3py55t21z5v55vlm25s55))/haber.aspx?id=7",
            "/haber.aspx?id=7",
            "a session of ASP.NET",
        ),
        ("https://www.example.com/a-1?PHPSESSID=5f3b&id=7", "/a-1?id=7", "a session of PHP"),
        ("https://www.example.com/a-1?jsessionid=5F", "/a-1", "one of Java as a parameter"),
        ("https://www.example.com/a-1?id=7&amp;utm_source=x", "/a-1?id=7", "an & that was escaped for a feed twice"),
        ("https://www.example.com/view?cdate=1&amp;id=7", "/view?cdate=1&id=7", "the same before what counts"),
        ("https://www.example.com/gundem/../spor/a-1", "/spor/a-1", "a step up"),
        ("https://www.example.com/./gundem/./a-1", "/gundem/a-1", "steps to where one is"),
        ("https://www.example.com/../../a-1", "/a-1", "steps above the root"),
        ("https://www.example.com/gundem/%2e%2e/a-1", "/a-1", "a step up, escaped"),
        ("https://www.example.com/a...b-1", "/a...b-1", "dots that are no step"),
        ("https://www.example.com/gundem/a-1/index.html", "/gundem/a-1", "the file of a folder"),
        ("https://www.example.com/gundem/a-1/index.php", "/gundem/a-1", "the same in PHP"),
        ("https://www.example.com/index.php?id=7", "/?id=7", "before a query"),
        ("https://www.example.com/Default.aspx?id=7", "/?id=7", "the same in ASP.NET"),
        ("https://www.example.com/index.php/haber/a-1", "/index.php/haber/a-1", "a program that goes on"),
        ("https://www.example.com/haber-index.html", "/haber-index.html", "a page that ends alike"),
        ("https://www.example.com/gundem/index.html/amp/", "/gundem", "AMP of the file"),
        ("https://www.example.com/a-1?amp_js_v=0.1&usqp=mq331AQ&amp_gsa=1", "/a-1", "what Google's AMP viewer adds"),
        ("https://www.example.com/a-1?mibextid=Zxz&sfnsn=mo", "/a-1", "Facebook's application"),
        ("https://www.example.com/a-1?srsltid=Af&_gl=1*x", "/a-1", "Google's shopping and linker"),
        ("https://www.example.com/a-1?wt_mc=x&wt.zmc=y", "/a-1", "Webtrekk"),
        ("https://www.example.com/a-1#!/yorum", "/a-1", "a place of a program"),
        ("https://www.example.com/#!/haber/a-1", "/", "no server sees what stands behind #!"),
        ("https://www.example.com/a-1\u200f", "/a-1", "a mark of direction copied along"),
        ("\ufeffhttps://www.example.com/a-1", "/a-1", "a byte order mark before it"),
        ("https://www.example.com/a-1%E2%80%8E", "/a-1", "the same, escaped"),
        (
            "https://www.example.com/%D9%85%DB%8C%E2%80%8C%D8%B1%D9%88%D8%AF",
            "/%D9%85%DB%8C%E2%80%8C%D8%B1%D9%88%D8%AF",
            "a non-joiner is part of a word",
        ),
        ("https://user@www.example.com:443//a-1/?#", "/a-1", "all of it at once"),
        ("https://www.example.com:/a-1", "/a-1", "a port left out"),
        ("https://www.example.com./a-1;jsessionid=1", "/a-1", "the root's dot and a session"),
        ("https://www.example.com.:443/a-1", "/a-1", "the root's dot and a port"),
        ("https://www.example。com/a-1", "/a-1", "a full stop of another script"),
        ("https://www.example.com。/a-1", "/a-1", "the root's dot in it"),
        ("https://www.example.com/a b", "/a%20b", "a space"),
        ("https://www.example.com/100%-yerli", "/100%25-yerli", "a per cent sign that escapes nothing"),
        ("https://www.example.com/a%252Fb", "/a%252Fb", "escaped twice stays so"),
        ("https://www.example.com/a%2fb", "/a/b", "an escaped slash is a slash"),
        ("https://www.example.com/a%3fb", "/a%3Fb", "an escaped question mark opens no query"),
        ("https://www.example.com/%C7%E1%CE", "/%C7%E1%CE", "a slug in windows-1256 keeps its bytes"),
        ("https://www.example.com/haber,AbC-d_E1", "/haber,AbC-d_E1", "a comma and an id with case"),
    ],
)
def test_the_canonical_form(url: str, expected: str, why: str) -> None:
    assert canonical(url) == SITE + expected, why
    assert canonical(SITE + expected) == SITE + expected, "idempotent"


@pytest.mark.parametrize(
    ("url", "expected", "why"),
    [
        ("http://example.com:80/a", "http://example.com/a", "an old site may know no https"),
        ("https://example.com:8443/a", "https://example.com:8443/a", "a port that matters"),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a", "an address of four numbers"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a", "an address in brackets keeps them"),
        ("https://müller.de/a", "https://xn--mller-kva.de/a", "a name beyond ASCII"),
        ("https://XN--MLLER-KVA.de/a", "https://xn--mller-kva.de/a", "the same as it goes over the wire"),
        (
            "http://موقع.وزارة-الاتصالات.مصر/a",
            "http://xn--4gbrim.xn----ymcbaaajlc6dj7bxne2c.xn--wgbh1c/a",
            "an Arabic name, as registered",
        ),
        ("https://m.example.com/a", "https://m.example.com/a", "the mobile site is what a person can open"),
    ],
)
def test_the_site_stays_as_found(url: str, expected: str, why: str) -> None:
    assert canonical(url) == expected, why


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/gundem/a-1234567",
        "https://example.com/gundem/a-1234567/",
        "https://www.example.com/gundem/a-1234567",
        "https://www2.example.com/gundem/a-1234567",
        "https://m.example.com/gundem/a-1234567",
        "https://www.m.example.com/gundem/a-1234567",
        "https://mobile.example.com/gundem/a-1234567",
        "https://amp.example.com/gundem/a-1234567",
        "https://mobil.example.com/gundem/a-1234567",
        "https://touch.example.com/gundem/a-1234567",
        "https://wap.example.com/gundem/a-1234567",
        "https://www.example.com./gundem/a-1234567/index.html",
        "https://m.example.com/gundem/a-1234567;jsessionid=1",
        "https://www.example.com/gundem/a-1234567-amp",
        "https://www.example.com/amp/gundem/a-1234567",
        "https://www.example.com/gundem/a-1234567?utm_source=rss#top",
    ],
)
def test_one_article_has_one_key_and_one_id(url: str) -> None:
    assert url_key(url) == "example.com/gundem/a-1234567"
    assert article_id(url) == "49cf592e4674b396", "as b2sum -l 64 prints it"


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("https://example.com/a?id=1", "https://example.com/a?id=2", "the id in the query"),
        ("https://arabic.example.com/a", "https://www.example.com/a", "a language's own site"),
        ("https://example.com/A-xY", "https://example.com/a-xy", "ids with case"),
        ("https://www.com/a", "https://m.com/a", "names that look like prefixes"),
        ("https://example.com/a%3Fb", "https://example.com/a?b", "an escaped question mark"),
        ("https://example.com/%C7", "https://example.com/%C8", "bytes that are no UTF-8"),
    ],
)
def test_other_articles_have_other_keys(one: str, other: str, why: str) -> None:
    assert url_key(one) != url_key(other), why


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "nothing"),
        ("/gundem/a-1", "a path"),
        ("www.example.com/a", "no scheme"),
        ("//www.example.com/a", "no scheme, though a host"),
        ("mailto:a@example.com", "a mailbox"),
        ("javascript:void(0)", "a script"),
        ("ftp://example.com/a", "another protocol"),
        ("https://", "no host"),
        ("https:///a", "a path in the host's place"),
        ("https://[::1/a", "a bracket left open"),
        ("https://[v1.x]/a", "an address of the future"),
        ("https://exa mple.com/a", "a space in the host"),
        ("https://exam%70le.com/a", "an escape in the host"),
        ("https://-.com/a", "a label of a hyphen"),
        ("https://a..b/", "an empty label"),
        ("https://" + "ş" * 70 + ".com/", "a label too long once encoded"),
        ("https://example.com:port/a", "a port in letters"),
        ("https://example.com:99999/a", "a port too high"),
        ("https://example.com/\ud800", "half a character"),
        ("https://example.com/" + "a" * MAX_LENGTH, "too long"),
        ("https://example.com/" + "ش" * (MAX_LENGTH // 3), "too long once escaped"),
    ],
)
def test_what_is_no_web_address_is_refused_by_name(url: str, why: str) -> None:
    with pytest.raises(ValueError, match="not a web address: ") as refused:
        canonical(url)
    assert repr(url[:20])[1:-1] in str(refused.value), why
    assert len(str(refused.value)) < 1500


@pytest.mark.parametrize(
    ("url", "expected", "why"),
    [
        ("https://example.com/a", True, "the domain"),
        ("https://WWW.Example.com/a", True, "below it, in capitals"),
        ("https://example.com./a", True, "with the root's dot"),
        ("https://haber.news.example.com/a", True, "far below it"),
        ("https://badexample.com/a", False, "a name that ends alike"),
        ("https://example.com.evil.org/a", False, "a name that begins alike"),
        ("https://evil.org/?example.com", False, "the name elsewhere"),
        ("https://example.com@evil.org/", False, "the name as a user's"),
        ("https://old.example.net/a", True, "another of the outlet's domains"),
        ("mailto:a@example.com", False, "no address of a page"),
        ("ftp://example.com/a", False, "nor is that"),
        ("https://[bad", False, "no address at all"),
        ("", False, "nothing"),
    ],
)
def test_whose_site_it_is(url: str, expected: bool, why: str) -> None:
    assert same_site(url, ["Example.com", "example.net"]) is expected, why


def test_the_front_page_is_the_root_without_a_query() -> None:
    assert is_root("https://example.com")
    assert is_root("https://example.com/#top")
    assert is_root("https://example.com/index.php?utm_source=x")
    assert not is_root("https://example.com/?p=1")
    assert not is_root("https://example.com/a")


_PIECES = st.sampled_from(
    ["/", "//", "amp", "-amp", ".amp", "-1234567", "?", "&", "=", "#", "%", "%2F", "%d8%a7", "%E1", "ا\u0654", "ş", "+",
     "utm_x", "id", "a", " ", ".", "..", "\u0301", ";", "@", ":", "[", "\\", "\n", "\x00",
     ";jsessionid=1", "(S(1))", "index.html", "&amp;", "\u200e", "%2e%2e"]
)  # fmt: skip


@given(st.lists(_PIECES).map("".join))
def test_canonical_is_idempotent_and_plain(rest: str) -> None:
    try:
        once = canonical("https://www.example.com/" + rest)
    except ValueError:
        return
    assert canonical(once) == once
    assert url_key(once) == url_key("http://m.example.com/" + rest)
    assert once.isascii()
    assert " " not in once


@given(st.text())
def test_any_text_is_an_address_or_a_value_error(text: str) -> None:
    for url in (text, "https://" + text, "https://example.com/" + text):
        same_site(url, ["example.com"])
        try:
            once = canonical(url)
        except ValueError:
            continue
        assert canonical(once) == once


@pytest.mark.parametrize("piece", ["/amp", "-12345-amp", "/", "%2F", "&a", "%", "a.", "-1"])
def test_the_longest_address_takes_no_time(piece: str) -> None:
    begin = time.process_time()
    for start in ("https://example.com/x", "https://example.com/?", "https://"):
        with pytest.raises(ValueError, match="not a web"):
            canonical(start + piece * 200_000)
        url = (start + piece * MAX_LENGTH)[: MAX_LENGTH // 3]
        try:
            canonical(url)
        except ValueError:
            continue
    assert time.process_time() - begin < 2


SLUG = "https://example.org/2024/01/14/%D8%AA%D8%B1%D9%83%D9%8A%D8%A7"


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
        ("https://example.org/2024/01/14/%d8%aa%d8%b1%d9%83%d9%8a%d8%a7", SLUG, "percent-encoding in lower case"),
        ("https://example.org/2024/01/14/تركيا", SLUG, "an undecoded slug"),
        ("  https://example.org/a  ", "https://example.org/a", "space around it"),
        ("https://example.org/a%2Fb", "https://example.org/a/b", "an encoded slash"),
    ],
)
def test_the_canonical_form_of_an_address(url: str, expected: str, why: str) -> None:
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
def test_which_site_it_is(url: str, inside: bool) -> None:
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
