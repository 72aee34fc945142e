"""Synthetic sites of outlets nobody could visit: pages in the markup that an outlet declares, and what names them.

A page is built from the outlet's own selectors, so it shows that declarations, extraction and store fit together; what
the site looks like today only `scrapy extract` on the site can say.
"""

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from newscrawl.outlet import Feed, OutletSpider, Section
from newscrawl.sources import Source

ADDRESSES: Final[dict[str, list[str]]] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
PUBLISHED: Final = "2026-03-02T09:30:00+00:00"
PARAGRAPHS: Final = {
    "ar": (
        "افتتح وزير النقل التركي صباح اليوم في مدينة إزمير جسرا جديدا يربط ضفتي الخليج، بعد ثلاثة أعوام من العمل.",
        "وقال الوزير في كلمة ألقاها أمام الحضور إن الجسر سيختصر زمن العبور من ساعة كاملة إلى عشر دقائق فقط.",
        "ويتوقع أن تعبره خمسة وعشرون ألف مركبة في اليوم، معظمها من الشاحنات القادمة من ميناء المدينة في الشمال.",
        "ورحب سكان الأحياء المجاورة بالخطوة، لكنهم طالبوا البلدية بتخصيص ممرات آمنة للمشاة وللدراجات الهوائية.",
    ),
    "tr": (
        "Ulaştırma Bakanı, İzmir Körfezi'nin iki yakasını birbirine bağlayan köprüyü bu sabah törenle açtı.",
        "Bakan, köprünün bir saat süren geçişi on dakikaya indireceğini, yakıttan da tasarruf edileceğini söyledi.",
        "Köprüden günde yirmi beş bin aracın geçmesi, çoğunun kuzeydeki limandan gelen kamyonlar olması bekleniyor.",
        "Çevre mahallelerde oturanlar adımı sevinçle karşıladı, belediyeden yayalar ve bisikletliler için yol istedi.",
    ),
    "en": (
        "The transport minister opened a bridge across the Gulf of Izmir on Monday, three years after work began.",
        "He told the crowd that the crossing, which took an hour by road until now, would take ten minutes.",
        "Some twenty-five thousand vehicles are expected to use it every day, most of them lorries from the port.",
        "People of the quarters nearby welcomed the step but asked the city for safe lanes for cyclists.",
    ),
}
TITLES: Final = {
    "ar": "إزمير: افتتاح جسر جديد يختصر زمن العبور",
    "tr": "İzmir'de yeni köprü açıldı, geçiş süresi kısaldı",
    "en": "New bridge opens in Izmir, cutting crossing time",
}
_AROUND: Final = {
    "ar": ("الرئيسية", "شارك المقال", "اقرأ أيضا"),
    "tr": ("Ana sayfa", "Haberi paylaş", "İlgili haberler"),
    "en": ("Home", "Share this article", "Related articles"),
}
_PART = re.compile(r"#[\w-]+|\.[\w-]+|\[[^\]]+\]|:[\w-]+(?:\([^)]*\))?")


def page(outlet: type[OutletSpider], url: str, number: int = 0) -> str:
    """An article of an outlet at a URL; `number` tells its text from that of the outlet's others."""
    home, share, related = _AROUND[outlet.language]
    lead, *rest = paragraphs(outlet, number)
    inside = [lead, *rest] if not outlet.lead else rest
    text = "".join(f"<p>{escape(each)}</p>" for each in inside)
    noise = "".join(element(selector, f"<p>{related} {n}</p>") for n, selector in enumerate(outlet.drop))
    body = element(outlet.body.split(",")[0] or "article div.text", text + noise)
    above = element(outlet.lead.split(",")[0], escape(lead)) if outlet.lead else ""
    return f"""<!DOCTYPE html><!-- Synthetic. --><html lang="{outlet.language}"><head><meta charset="utf-8">
<title>{title(outlet, number)} - {outlet.title}</title><link rel="canonical" href="{escape(url)}">
<meta property="og:site_name" content="{outlet.title}"><meta property="article:published_time" content="{PUBLISHED}">
</head><body><nav><a href="/">{home}</a></nav><main><h1>{title(outlet, number)}</h1>{above}
<div class="share-buttons">{share} 12</div>{body}<div class="related"><h4>{related}</h4><a href="/x">{home}</a></div>
</main></body></html>"""


def title(outlet: type[OutletSpider], number: int = 0) -> str:
    return f"{TITLES[outlet.language]} ({number})"


def paragraphs(outlet: type[OutletSpider], number: int = 0) -> tuple[str, ...]:
    first, *rest = PARAGRAPHS[outlet.language]
    return (first, *rest[number % 3 :], *rest[: number % 3])


def answers(outlet: type[OutletSpider]) -> Iterator[tuple[str, str, str]]:
    """URL, content type and text of what a replay of an outlet asks for: its first source and the articles."""
    addresses = ADDRESSES[outlet.name]
    yield naming(outlet, addresses)
    for number, url in enumerate(addresses):
        yield url, "text/html; charset=utf-8", page(outlet, url, number)


def naming(outlet: type[OutletSpider], addresses: list[str]) -> tuple[str, str, str]:
    """URL, content type and text of an outlet's first source that names articles."""
    return outlet.sources[0].url, *answer_of(outlet.sources[0], addresses)


def answer_of(source: Source, addresses: list[str]) -> tuple[str, str]:
    """Content type and text of a source that names articles."""
    places = [escape(url) for url in addresses]
    if isinstance(source, Feed):
        items = "".join(f"<item><link>{place}</link></item>" for place in places)
        return "application/rss+xml", f'<rss version="2.0"><channel>{items}</channel></rss>'
    if isinstance(source, Section):
        links = "".join(f'<a href="{place}">x</a>' for place in places)
        return "text/html; charset=utf-8", f"<!DOCTYPE html><html><body>{links}</body></html>"
    entries = "".join(f"<url><loc>{place}</loc></url>" for place in places)
    return "application/xml", f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'


def element(selector: str, inside: str) -> str:
    """The simplest markup that a CSS selector matches; the innermost element holds `inside`."""
    for part in reversed(selector.replace(">", " ").split()):
        inside = _nested(part, inside)
    return inside


def _nested(compound: str, inside: str) -> str:
    tag = _PART.sub("", compound) or "div"
    parts = _PART.findall(compound)
    classes = " ".join(part[1:] for part in parts if part.startswith("."))
    named = "".join(f' id="{part[1:]}"' for part in parts if part.startswith("#"))
    for part in parts:
        if part.startswith("["):
            name, _, value = part[1:-1].partition("=")
            quoted = value.strip("\"'")
            named += f' {name.rstrip("^*~$")}="{quoted}"'
    return f"<{tag}{named}" + (f' class="{classes}"' if classes else "") + f">{inside}</{tag}>"
