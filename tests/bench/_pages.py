"""Generated article pages of 60 to 120 KB, as outlets lay them out: Arabic and Turkish in turn, the same for a number.

An article of some 300 words in the middle of what surrounds it on real pages: scripts and styles for a third of the
bytes, menus, lists of other stories with pictures, a footer. One article in ten repeats an earlier one, whole or cut;
one Arabic one in four cites the outlet of the Turkish ones.
"""

import json
import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from html import escape
from string import Template
from typing import Final

from tests.corpora.invented import LANGUAGES, Writer, writer

WORDS: Final = 300
LAYOUTS: Final = 12  # surroundings of each language, of different sizes
BEGIN: Final = datetime(2026, 11, 1, 4, tzinfo=UTC)
CREDIT: Final = {"ar": "المصدر: الأناضول", "tr": "Kaynak: DHA"}
CITED: Final = "وذكرت صحيفة ملييت التركية أن"
PLACE: Final = {"ar": "أنقرة/ الأناضول", "tr": "ANKARA (AA) -"}
WORDING: Final = {
    "ar": ("الرئيسية", "مواضيع ذات صلة", "جميع الحقوق محفوظة", "تركيا", "نشر في:", "rtl"),
    "tr": ("Ana Sayfa", "Bunlar da ilginizi çekebilir", "Her hakkı saklıdır", "Gündem", "Yayınlanma:", "ltr"),
}
PAGE: Final = Template("""<!DOCTYPE html>
<html lang="$language" dir="$direction"><head><meta charset="utf-8"><title>$title - Loopback</title>
<meta name="viewport" content="width=device-width"><link rel="canonical" href="$url">
<meta property="og:type" content="article"><meta property="og:title" content="$title">
<meta property="og:url" content="$url"><meta property="og:image" content="$url/large.jpg">
<meta property="og:site_name" content="Loopback"><meta property="article:published_time" content="$published">
<script type="application/ld+json">$data</script>
$head</head><body>
$above
<main><article class="detail-page"><h1 class="detail-title">$title</h1><h2 class="detail-spot">$lead</h2>
<div class="detail-info"><span class="detail-date">$label $shown</span><span class="writer">$author</span></div>
<figure><img src="$url/large.jpg" alt="$title"><figcaption>$title</figcaption></figure>
<div class="detail-text">
$body
<div class="inline-adv">REKLAM</div>
<p>$credit</p>
</div></article></main>
$below
</body></html>""")


def page(number: int, url: str) -> bytes:
    """The page of an article at its address."""
    language = LANGUAGES[number % len(LANGUAGES)]
    title, lead, *paragraphs = _article(number, language)
    moment = BEGIN + timedelta(minutes=13 * (number % 2000))
    author, published = _writer(language, 0).word().title(), moment.isoformat()
    _, _, _, section, label, direction = WORDING[language]
    fields = {
        "language": language, "direction": direction, "title": escape(title), "lead": escape(lead), "url": url,
        "published": published, "shown": f"{moment + timedelta(hours=3):%d.%m.%Y %H:%M}", "label": label,
        "author": author, "data": _data(title, url, (published, section, author)), "credit": CREDIT[language],
        "body": "\n".join(f"<p>{escape(text)}</p>" for text in paragraphs),
    }  # fmt: skip
    return PAGE.substitute(fields, **_surroundings(language, number % LAYOUTS)).encode()


def bodies(number: int) -> tuple[str, ...]:
    """What may be told as the body of an article: with its lead and without, with where it was written and without."""
    language = LANGUAGES[number % len(LANGUAGES)]
    _, lead, first, *rest = _article(number, language)
    texts = ("\n\n".join((start, *rest)) for start in (first, first.removeprefix(f"{PLACE[language]} ")))
    return tuple(each for text in texts for each in (text, f"{lead}\n\n{text}"))


def _article(number: int, language: str) -> list[str]:
    """Title, lead and paragraphs."""
    copied = number % 20 in (2, 3) and number > 3
    writes, chance = _writer(language, number - 2 if copied else number), random.Random(number)
    words = 0
    sentences = [writes.sentence() for _ in range(2)]
    while words < WORDS:
        sentences.append(writes.sentence())
        words += sentences[-1].count(" ") + 1
    title, lead, *rest = sentences
    kept = rest[: chance.randint(len(rest) // 2, len(rest))] if copied else rest
    kept[0] = f"{PLACE[language]} {kept[0]}"
    if language == "ar" and number % 8 == 0:
        kept[2] = f"{CITED} {kept[2]}"
    return [title[:90], lead, *(" ".join(kept[start : start + 3]) for start in range(0, len(kept), 3))]


def _writer(language: str, number: int) -> Writer:
    """Words are drawn anew for each article; the list of words is made once."""
    words = _words(language)
    return Writer(language, random.Random(f"{language} {number}"), words.words, words.weights)


@cache
def _words(language: str) -> Writer:
    return writer(language)


def _data(title: str, url: str, details: tuple[str, str, str]) -> str:
    published, section, author = details
    node = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": published,
        "dateModified": published, "articleSection": section, "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "image": {"@type": "ImageObject", "url": f"{url}/large.jpg", "width": 1200, "height": 675},
        "author": {"@type": "Person", "name": author}, "publisher": {"@type": "Organization", "name": "Loopback"},
    }  # fmt: skip
    return json.dumps(node, ensure_ascii=False)


@cache
def _surroundings(language: str, layout: int) -> Mapping[str, str]:
    """What stands above and below the article, and the scripts; layout 0 is the smallest page."""
    writes, size = _writer(language, -1 - layout), 1.15 + layout / (LAYOUTS - 1)
    home, related, rights, section, _, _ = WORDING[language]
    menu = "".join(_item(writes, "menu-item", 1 + n % 2) for n in range(int(55 * size)))
    cards = "".join(_card(writes) for _ in range(int(32 * size)))
    footer = "".join(_item(writes, "footer-item", 1) for _ in range(int(35 * size)))
    return {
        "head": f"<style>{_style(int(60 * size))}</style><script>{_script(writes.chance, int(95 * size))}</script>",
        "above": f'<header class="site-header"><nav class="main-menu"><ul>{menu}</ul></nav></header>'
        f'<div class="breadcrumb"><a href="/">{home}</a> / <a href="/{language}/">{section}</a></div>',
        "below": f'<section class="related-news"><h3>{related}</h3><div class="row">{cards}</div></section>'
        f'<footer class="site-footer"><ul>{footer}</ul><p>{rights}</p></footer>',
    }


def _item(writes: Writer, name: str, words: int) -> str:
    said = " ".join(writes.word() for _ in range(words))
    return f'<li class="{name} level-1"><a class="{name}-link" href="/{name}/{len(said)}/">{said}</a></li>\n'


def _card(writes: Writer) -> str:
    said, number = escape(writes.sentence()[:80]), writes.chance.randint(10**6, 10**7)
    return (
        f'<div class="card col-md-4"><a href="/news/{number}" title="{said}"><img loading="lazy" '
        f'class="card-img lazy" data-src="/images/{number}/300x170.jpg" width="300" height="170" alt="{said}">'
        f'<span class="card-title">{said}</span><time class="card-time">{number % 24:02}:{number % 60:02}</time></a>'
        "</div>\n"
    )


def _style(rules: int) -> str:
    return "\n".join(
        f".detail-{n} .card:nth-child({n}){{margin:0 {n}px;padding:{n}px;color:#{n:06x}}}" for n in range(rules)
    )


def _script(chance: random.Random, calls: int) -> str:
    calls_made = (
        f'window.slots.push({{id:"{chance.getrandbits(48):x}",sizes:[[300,{n}],[728,90]],when:function(a,b){{return a<b'
        f"&&document.querySelectorAll('.slot-{n}').length>{n}}}}});"
        for n in range(calls)
    )
    return "\n".join(("window.slots=[];", *calls_made))
