"""The sample newsroom as web sites: every page, feed, sitemap, section and robots.txt that a crawl asks for."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from html import escape
from string import Template
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from newscrawl import registry
from newscrawl.outlet import Feed, NewsSitemap, OutletSpider, Section, Sitemap
from newscrawl.sample.edition import HERE, Print
from newscrawl.sources import Source
from newscrawl.text import match_key

_MONTHS = [
    "Ocak",
    "Şubat",
    "Mart",
    "Nisan",
    "Mayıs",
    "Haziran",
    "Temmuz",
    "Ağustos",
    "Eylül",
    "Ekim",
    "Kasım",
    "Aralık",
]
_PATHS = {
    "turkeyalaan": "https://www.turkeyalaan.net/{date}/{slug}/",
    "arabi21": "https://arabi21.com/story/{seven}/{slug}",
    "bbc_ar": "https://www.bbc.com/arabic/articles/c{seven}synt",
    "aa_tr": "https://www.aa.com.tr/tr/gundem/{slug}/{seven}",
    "dha": "https://www.dha.com.tr/gundem/{slug}-{seven}",
    "hurriyet": "https://www.hurriyet.com.tr/gundem/{slug}-{eight}",
    "milliyet": "https://www.milliyet.com.tr/gundem/{slug}-{seven}",
    "ntv": "https://www.ntv.com.tr/turkiye/{slug}-{seven}",
    "haberturk": "https://www.haberturk.com/{slug}-{seven}",
}
# What a crawl also meets: a page that is gone, a page without an article, a page that robots.txt forbids.
_GONE = ("hurriyet", "https://www.hurriyet.com.tr/gundem/kaldirilan-ornek-haber-19999999")
_EMPTY = (
    ("milliyet", "https://www.milliyet.com.tr/gundem/bulunamayan-ornek-haber-3999999", "Sayfa bulunamadı"),
    ("turkeyalaan", "https://www.turkeyalaan.net/2026/03/03/video-only/", "شاهد الفيديو"),
)
_FORBIDDEN = ("arabi21", "https://arabi21.com/story/3999999/forbidden")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server of the sample newsroom says to one URL."""

    url: str
    status: int
    content_type: str
    body: bytes


def answers(prints: Iterable[Print]) -> Iterator[Answer]:
    """Every answer of the newsroom, outlet by outlet."""
    by_outlet: dict[str, list[Print]] = {}
    for each in prints:
        by_outlet.setdefault(each.outlet, []).append(each)
    for key, printed in sorted(by_outlet.items()):
        outlet = registry.outlets()[key]
        yield from _robots(outlet)
        for position, each in enumerate(printed):
            yield Answer(address(each), 200, "text/html; charset=utf-8", _page(outlet, each, printed, position))
        for source in outlet.sources:
            yield _source(source, printed)
    for _, url, title in _EMPTY:
        yield Answer(url, 200, "text/html; charset=utf-8", f"<h1>{title}</h1><p>404</p>".encode())
    yield Answer(_GONE[1], 404, "text/html", b"<h1>404</h1>")


def address(each: Print) -> str:
    """Where an article lies: in the form of its outlet's real addresses."""
    slug = match_key(each.title).replace(" ", "-") if each.language == "tr" else "-".join(each.title.split())
    return _PATHS[each.outlet].format(
        date=f"{each.published:%Y/%m/%d}",
        slug=quote(slug, safe="-"),
        seven=each.number - 7_000_000,
        eight=each.number,
    )


def _page(outlet: type[OutletSpider], each: Print, printed: list[Print], position: int) -> bytes:
    others = [printed[(position + step) % len(printed)] for step in (1, 2, 3)]
    paragraphs = [escape(text, quote=False) for text in each.paragraphs]
    fields = _times(each, ZoneInfo(outlet.timezone)) | {
        "title": escape(each.title, quote=True),
        "json_title": json.dumps(each.title, ensure_ascii=False).replace("</", "<\\/"),
        "url": address(each),
        "lead": _paragraph(each.outlet, escape(each.lead, quote=False)) if each.lead else "",
        "lead_text": escape(each.lead, quote=False),
        "body": "\n".join(_paragraph(each.outlet, text) for text in paragraphs),
        "body_br": "<br><br>\n".join(paragraphs),
        "credit": _paragraph(each.outlet, each.credit) if each.credit else "",
        "section": escape(each.section),
        "author": escape(each.author or each.agency or outlet.title),
        "agency": each.agency or outlet.title,
        "city": each.city,
        "city_upper": each.city.replace("i", "İ").upper(),
        "tags": escape("، ".join(each.tags) if each.language == "ar" else ", ".join(each.tags)),
        "image": f"https://{urlsplit(address(each)).hostname}/images/{each.number}.jpg",
        "views": str(100 + each.number % 900),
        "related": "".join(f'<li><a href="{address(o)}">{escape(o.title)}</a></li>' for o in others),
        "first_related": address(others[0]),
        "first_related_title": escape(others[0].title),
    }
    return _template(each.outlet).substitute(fields).encode()


def _paragraph(outlet: str, text: str) -> str:
    return f'<div dir="rtl" class="bbc-4wucq3"><p>{text}</p></div>' if outlet == "bbc_ar" else f"<p>{text}</p>"


def _times(each: Print, zone: ZoneInfo) -> dict[str, str]:
    local = each.published.astimezone(zone)
    changed = local + timedelta(minutes=6)
    return {
        "published": local.isoformat(timespec="seconds"),
        "modified": changed.isoformat(timespec="seconds"),
        "published_local": local.isoformat(timespec="milliseconds")[:23],
        "modified_local": changed.isoformat(timespec="milliseconds")[:23],
        "shown": f"{local:%d.%m.%Y %H:%M}",
        "shown_dash": f"{local:%d.%m.%Y - %H:%M}",
        "shown_long": f"{_MONTHS[local.month - 1]} {local:%d, %Y %H:%M}",
        "day": f"{local:%Y-%m-%d}",
    }


@cache
def _template(outlet: str) -> Template:
    return Template((HERE / "markup" / f"{outlet}.html").read_text(encoding="utf-8"))


def _robots(outlet: type[OutletSpider]) -> Iterator[Answer]:
    hosts = {urlsplit(source.url).netloc for source in outlet.sources}
    hosts.add(urlsplit(_PATHS[outlet.name]).netloc)
    rule = f"Disallow: {urlsplit(_FORBIDDEN[1]).path}" if outlet.name == _FORBIDDEN[0] else "Disallow: /admin/"
    for host in sorted(hosts):
        yield Answer(f"https://{host}/robots.txt", 200, "text/plain", f"User-agent: *\n{rule}\n".encode())


def _source(source: Source, printed: list[Print]) -> Answer:
    """A source's answer: sitemaps name everything, feeds and sections what is newest; inferred ones are not there."""
    newest = sorted(printed, key=lambda each: each.published, reverse=True)
    if isinstance(source, NewsSitemap | Sitemap):
        if source.status == "inferred":
            return Answer(source.url, 404, "text/html", b"<h1>404</h1>")
        return Answer(source.url, 200, "application/xml", _sitemap(newest, printed[0].outlet))
    if isinstance(source, Feed):
        return Answer(source.url, 200, "application/rss+xml; charset=utf-8", _feed(newest))
    assert isinstance(source, Section)
    return Answer(source.url, 200, "text/html; charset=utf-8", _section(newest[:40]))


def _extra(outlet: str) -> list[str]:
    return [url for key, url, *_ in (_GONE, *_EMPTY, _FORBIDDEN) if key == outlet]


def _sitemap(printed: list[Print], outlet: str) -> bytes:
    entries = [(address(each), each.title, each.published) for each in printed]
    entries += [(url, "", FIRST) for url in _extra(outlet) for FIRST in (printed[-1].published,)]
    body = "".join(
        f"<url><loc>{escape(url)}</loc><news:news><news:publication_date>{when.isoformat()}</news:publication_date>"
        f"<news:title>{escape(title)}</news:title></news:news></url>"
        for url, title, when in entries
    )
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {spaces}>{body}</urlset>'.encode()


def _feed(printed: list[Print]) -> bytes:
    outlet = printed[0].outlet
    entries = [(address(each), each.title, _rfc822(each.published)) for each in printed]
    entries += [(url, "", _rfc822(printed[-1].published)) for url in _extra(outlet)]
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{escape(url)}</link><pubDate>{when}</pubDate></item>"
        for url, title, when in entries
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{outlet}</title>{items}'
        "</channel></rss>"
    ).encode()


def _rfc822(moment: datetime) -> str:
    return f"{moment:%a, %d %b %Y %H:%M:%S} GMT"


def _section(printed: list[Print]) -> bytes:
    links = "".join(f'<li><a href="{address(each)}">{escape(each.title)}</a></li>' for each in printed)
    return (
        f"<!DOCTYPE html><html><body><nav><a href='/'>.</a></nav><ul class='list'>{links}</ul></body></html>".encode()
    )
