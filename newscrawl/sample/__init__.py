"""The sample newsroom: nine synthetic outlets whose pages, feeds and robots.txt fill one WARC file.

The texts (stories.*.jsonl, bulletins.*.json) are invented for the project; the markup is modelled on the real sites.
"""

from datetime import UTC, datetime
from pathlib import Path

from newscrawl.archive import Stored, append
from newscrawl.sample.edition import prints
from newscrawl.sample.site import answers

FETCHED = datetime(2026, 3, 11, 6, 0, tzinfo=UTC)


def outlets() -> list[str]:
    """The outlets that the newsroom has sites of."""
    return sorted({each.outlet for each in prints()})


def build(path: Path) -> int:
    """Write the newsroom to a WARC file, in place of what was there; the number of answers in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"draft-{path.name}")
    draft.unlink(missing_ok=True)
    count = 0
    for answer in answers(prints()):
        append(
            draft,
            Stored(answer.url, answer.status, (("Content-Type", answer.content_type),), answer.body),
            FETCHED,
        )
        count += 1
    draft.replace(path)
    return count
