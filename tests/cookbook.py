"""What data teams ask: every example of docs/cookbook.md, and filters on every view."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

PAGE = (Path(__file__).parent.parent / "docs" / "cookbook.md").read_text(encoding="utf-8")
# Question, language, code.
EXAMPLES = [
    (section.split("\n", 1)[0], language, code)
    for section in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    for language, code in re.findall(r"^```(js|python)\n(.*?)^```", section, flags=re.MULTILINE | re.DOTALL)
]


def filters(since: datetime) -> Mapping[str, list[dict[str, Any]]]:
    """Of every view the filters that have to reach an index."""
    return {
        "unique_articles": [{}, {"outlet": "arabi21"}, {"published": {"$gte": since}}],
        "all_copies": [{}, {"outlet": "turkeyalaan"}, {"published": {"$gte": since}}],
        "taken_from": [{}, {"from": "arabi21"}, {"from": "arabi21", "origin_published": {"$gte": since}}],
        "story_reach": [{}, {"last_published": {"$gte": since}}],
        "citations": [{}, {"published": {"$gte": since}}, {"cited": "hurriyet"}],
        "daily_counts": [{}, {"day": {"$gte": since}}, {"day": {"$gte": since}, "outlet": "arabi21"}],
        "corrections": [{}, {"kind": "silent"}, {"at": {"$gte": since}}, {"outlet": "milliyet"}],
    }
