"""Pages that stand in an article's place, and articles that look like them: synthetic, modelled on the products' own.

walls.json has the walls (kind, language, title, what the page shows, what its markup gives away), and what makes an
article look like one: titles that name what walls say, furniture around a text, flashes of a sentence, undated notices
about what walls speak of, and the frame of a site that says all of it. The rules were written with these in sight: that
all are found says that the rules work, not how many of tomorrow's are. corpora/walls.jsonl has more walls, in sets.
"""

import json
from html import escape
from pathlib import Path
from typing import Any, Final

from tests.fleet import PARAGRAPHS

_PAGES: Final[dict[str, Any]] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
WALLS: Final[list[dict[str, str]]] = _PAGES["walls"]
NOTICES: Final[list[dict[str, str]]] = _PAGES["notices"]
FRAMES: Final[dict[str, tuple[str, str]]] = _PAGES["frames"]
SETS: Final = Path(__file__).parent / "corpora/walls.jsonl"


def wall_page(wall: dict[str, str]) -> str:
    language, title = wall["language"], wall["title"]
    return (
        f'<!DOCTYPE html><!-- Synthetic. --><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"</head><body>{wall['markup']}<h1>{title}</h1><div><p>{wall['shown']}</p></div></body></html>"
    )


def sets() -> list[dict[str, Any]]:
    """Walls by `set`, `kind` and `language`, each with its `html`."""
    rows = map(json.loads, SETS.read_text(encoding="utf-8").splitlines())
    return [{**row, "html": _whole(row)} for row in rows]


def _whole(row: dict[str, Any]) -> str:
    above, below = FRAMES[row["language"]] if row.get("site") else ("", "")
    return (
        f'<!DOCTYPE html><!-- Synthetic. --><html lang="{row["language"]}"><head><meta charset="utf-8">'
        f"<title>{row['title']}</title>{row.get('head', '')}</head>"
        f'<body class="{row.get("class", "")}">{above}{row["body"]}{below}</body></html>'
    )


def undated(title: str, text: str, language: str, *, framed: bool = False) -> str:
    """An article's page that names no time; the outlet's selector for its text is div.text."""
    above, below = FRAMES[language] if framed else ("", "")
    paragraphs = "".join(f"<p>{escape(each)}</p>" for each in text.split("\n") if each.strip())
    return (
        f'<!DOCTYPE html><!-- Synthetic. --><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head><body>{above}<article><h1>{escape(title)}</h1>"
        f'<div class="text">{paragraphs}</div></article>{below}</body></html>'
    )


def look_alikes() -> list[tuple[str, str]]:
    """Why it is an article, and the page."""
    titles: dict[str, list[str]] = _PAGES["titles"]
    pages = [(title, _article(lang, title, PARAGRAPHS[lang])) for lang, named in titles.items() for title in named]
    for furniture in _PAGES["furniture"]:
        pages += [(furniture, _article(lang, "Bridge", PARAGRAPHS[lang], furniture)) for lang in titles]
    return pages + [
        (each["title"], _article(each["language"], each["title"], (each["text"],))) for each in _PAGES["flashes"]
    ]


def _article(language: str, title: str, paragraphs: tuple[str, ...], furniture: str = "") -> str:
    text = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        f'<!DOCTYPE html><!-- Synthetic. --><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="2026-03-02T09:30:00+00:00"></head><body>{furniture}'
        f'<article><h1>{title}</h1><div class="text">{text}</div></article></body></html>'
    )
