"""What a stranger's page, feed or answer says is data: in the database, in the log, in what is asked next."""

import json
import logging
from collections.abc import Mapping

import pytest
from scrapy.utils.project import get_project_settings

from newscrawl import settings
from newscrawl.exits import Exit
from newscrawl.extensions.logs import PlainFormatter
from newscrawl.masking import escaped, masked
from tests.crawling import Project
from tests.loopback import SENTENCE, article, options
from tests.webserver import Page, serving

HUGE = 1 << 200
# Values that some database, encoder or terminal takes for more than text.
VALUES = (
    {"$gt": ""}, {"$where": "sleep(9999)"}, {"a.b": {"$set": {"x": 1}}}, {"\0": "\0"}, "\0", "$published", "$$NOW",
    HUGE, -HUGE, 1e308, [HUGE, {"name": HUGE}], "\ud800", "x\udfffy", "\x1b]0;x\x07", "\u202e", True, None, [], {},
)  # fmt: skip
FIELDS = ("headline", "author", "datePublished", "dateModified", "articleSection", "keywords", "image", "inLanguage")


def declaring(number: int, value: object) -> bytes:
    """An article whose JSON-LD has one value in every field, and whose meta has it as text."""
    node = {"@type": "NewsArticle", **dict.fromkeys(FIELDS, value), "mainEntityOfPage": value, "$set": value, "a.b": 1}
    text = json.dumps(node).replace("</", "<\\/")
    meta = "".join(f"<meta property='{name}' content='{'$set' if value is None else ascii(value)[:200]}&#55296;&#0;'>"
                   for name in ("og:title", "article:author", "article:published_time", "og:image"))  # fmt: skip
    tags = f"{meta}<script type='application/ld+json'>{text}</script></head>"
    return article(number).replace(b"</head>", tags.encode("utf-8", "surrogatepass"))


def crawl(project: Project, pages: Mapping[str, bytes], outlet: str = "loopback") -> tuple[int, str]:
    """Crawl a site of these pages, all of which its sitemap names; the exit code and the log."""
    served: dict[str, Page] = {}
    with serving(served) as site:
        named = "".join(f"<url><loc>{site.address}{path}</loc></url>" for path in pages)
        served["/sitemap.xml"] = Page(f"<urlset>{named}</urlset>".encode(), headers={"Content-Type": "text/xml"})
        served |= {path: Page(body) for path, body in pages.items()}
        done = project.scrapy("crawl", outlet, *options(site.address))
        return done.returncode, done.stderr


def test_no_value_of_a_page_is_more_than_a_value_to_mongodb(project: Project) -> None:
    pages = {f"/story/{n}": declaring(n, value) for n, value in enumerate(VALUES, 1)}
    code, log = crawl(project, pages)
    assert code == 0, log[-3000:]
    assert project.find("dead_letters") == []
    stored = project.find("articles")
    assert len(stored) == len(VALUES), project.find("runs")[0]["outcomes"]
    assert not any(key.startswith("$") or "." in key for each in stored for key in keys(each))


def keys(value: object) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(key for each in value.values() for key in keys(each))]
    return [key for each in value for key in keys(each)] if isinstance(value, list) else []


def test_a_page_can_neither_forge_a_log_line_nor_reach_the_terminal(project: Project) -> None:
    forged = "2026-01-01T00:00:00+0000 INFO    newscrawl.extensions.ledger: quoting: 999 articles found: 999 new"
    hostile = f"<html>\x1b]0;owned\x07\r\n{forged}\n\x9b31m mongodb://root:hunter2@db.example/ \u202e"
    hostile += "proxy http://porter:hunter2@10.0.0.1:3128 refused</html>"
    code, log = crawl(project, {"/story/1": hostile.encode()}, "quoting")
    assert code == Exit.BUG
    assert "999 new" in log, "what the page said is there to be read"
    assert [line for line in log.splitlines() if line.startswith(forged[:20])] == []
    assert not set("\x1b\x07\x9b\u202e") & set(log)
    assert "hunter2" not in log
    assert "http://porter:***@10.0.0.1:3128" in log
    letter = project.one("dead_letters", {})
    assert "hunter2" not in letter["error"] + letter["traceback"]
    shown = project.scrapy("dead")
    assert not set("\x1b\x07\x9b\u202e") & set(shown.stdout)


def test_no_cookie_is_kept(project: Project) -> None:
    asked: list[str] = []
    pages = {f"/story/{n}": Page(article(n), headers={"Set-Cookie": f"id={n}" + "x" * 4000}) for n in range(1, 4)}
    served: dict[str, Page] = dict(pages)
    with serving(served, seen=lambda headers: asked.append(headers.get("Cookie", ""))) as site:
        named = "".join(f"<url><loc>{site.address}{path}</loc></url>" for path in pages)
        served["/sitemap.xml"] = Page(f"<urlset>{named}</urlset>".encode(), headers={"Content-Type": "text/xml"})
        assert project.scrapy("crawl", "loopback", *options(site.address)).returncode == 0
    assert len(asked) >= len(pages)
    assert not any(asked)


def test_a_validator_without_measure_is_not_kept(project: Project) -> None:
    served: dict[str, Page] = {}
    with serving(served) as site:
        named = f"<urlset><url><loc>{site.address}/story/1</loc></url></urlset>"
        served["/sitemap.xml"] = Page(named.encode(), headers={"Content-Type": "text/xml"})
        served["/story/1"] = Page(article(1), headers={"ETag": '"' + "x" * 9000 + '"', "Last-Modified": "yesterday"})
        assert project.scrapy("crawl", "loopback", *options(site.address)).returncode == 0
    (entry,) = project.find("frontier", {"kind": "article"})
    assert entry["conditions"] == {"If-Modified-Since": "yesterday"}


def nested(tag: str) -> bytes:
    """An article at the bottom of a well."""
    text = "".join(f"<p>{SENTENCE.format(n, n, n)}</p>" for n in range(3))
    return f"<html><h1>عنوان الخبر</h1>{f'<{tag}>' * 300_000}<div class=entry>{text}</div>".encode()


def test_no_depth_of_nesting_breaks_or_holds_the_crawl(project: Project) -> None:
    pages = {f"/story/{n}": nested(tag) for n, tag in enumerate(("div", "b", "table"), 1)}
    pages["/story/4"] = b"<html><script type='application/ld+json'>" + b'[{"@graph":' * 300_000
    pages["/story/5"] = article(5)
    code, log = crawl(project, pages)
    assert code == 0, log[-3000:]
    (run,) = project.find("runs")
    assert sum(run["outcomes"].values()) == len(pages)
    assert "failed/bug" not in run["outcomes"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mongodb://root:s3cret@db.example.org:27017/news?w=1", "mongodb://root:***@db.example.org:27017/news?w=1"),
        ("mongodb+srv://root:s3/c@r%40et@db.example.org/", "mongodb+srv://root:***@db.example.org/"),
        ("proxy http://me:s3cret@10.0.0.1:3128 refused", "proxy http://me:***@10.0.0.1:3128 refused"),
        ("http://a.example:80/@name and https://b.example/x:y@z", "http://a.example:80/@name and https://b.example/x:y@z"),
        ("/?tlsCertificateKeyFilePassword=s3cret&w=1", "/?tlsCertificateKeyFilePassword=***&w=1"),
        ("authMechanismProperties=AWS_SESSION_TOKEN:s3cret", "authMechanismProperties=AWS_SESSION_TOKEN:***"),
    ],
)  # fmt: skip
def test_passwords_are_masked_and_nothing_else(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_the_log_shows_every_record_on_lines_of_its_own() -> None:
    record = logging.LogRecord("n", logging.INFO, "f", 1, "a\n%s\r\n\x00\ud800 \tb", ("x\u2028y",), None)
    assert PlainFormatter(None).format(record) == "a\n    x\\u2028y\\r\n    \\x00\\ud800 \tb"
    assert escaped("خبر‌ها Ünlü 👩\u200d🔧") == "خبر‌ها Ünlü 👩\u200d🔧", "joiners are letters' own"


def test_every_door_but_http_is_shut() -> None:
    shut = (settings.TELNETCONSOLE_ENABLED, settings.REMOTE_CONTROL_ENABLED, settings.COOKIES_ENABLED)
    assert shut == (False, False, False)
    assert settings.DOWNLOAD_VERIFY_CERTIFICATES
    given = get_project_settings().getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in given.items() if handler} == {"http", "https"}
