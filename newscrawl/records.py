"""What the database holds besides what a page yields: with `newscrawl.article.Article` the data contract.

docs/data.md and the validators in MongoDB are made from these classes, so a field that is declared is documented.
"""

from datetime import datetime
from typing import NotRequired, TypedDict


class Place(TypedDict):
    """Where an article stands among those that share its text."""

    role: str
    """single, origin or copy. Example: copy"""

    id: NotRequired[str]
    """The story's id; absent for singles. Example: s0fe06d52a4a96dbb"""

    of: NotRequired[str]
    """A copy's origin, by id; absent for origins and singles. Example: 0fe06d52a4a96dbb"""

    method: NotRequired[str]
    """How a copy relates to it: exact, copy, abridged or extended; absent for origins and singles.
    Example: abridged"""

    score: NotRequired[float]
    """How much of the shorter text both have, 0 to 1; absent for origins and singles. Example: 0.95"""

    lag_seconds: NotRequired[int | None]
    """Seconds after the origin; null where one of the two times cannot be trusted; absent for origins and singles.
    Example: 7200"""

    evidence: NotRequired[dict[str, float | str | bool | None]]
    """What the score rests on; absent for origins and singles. Example: {"containment": 0.95, "numbers": 1.0}"""


class Gone(TypedDict):
    """That a page is there no longer."""

    at: datetime
    """When that was first seen. Example: 2026-03-12T06:00:00Z"""

    reason: str
    """http_404, http_410 or wall_soft_404. Example: http_410"""

    run: str
    """The run that saw it. Example: arabi21-20260312T060000-41c07e"""


class StoredArticle(TypedDict):
    """What the database adds to an article."""

    _id: str
    """Hash of the canonical URL: the same on every machine."""

    content_hash: str
    """Hash of what makes an article another version of itself: not when or how it was fetched."""

    schema: int
    """Version of this contract that the document follows; `scrapy migrate` brings older ones up. Example: 2"""

    first_seen: datetime
    """When it was stored first. Example: 2026-03-11T06:00:00Z"""

    last_seen: datetime
    """When it was last found as it is. Example: 2026-03-11T07:05:00Z"""

    run: str
    """The run that stored this version: `_id` in `runs`. Example: arabi21-20260311T060000-3f9a1c"""

    revision: int
    """How many versions it has had; the earlier ones are in `revisions`. Example: 1"""

    rules: NotRequired[str]
    """Version of the rules that this version was read by: a digest of their sources; absent in documents from before
    it was kept. Example: 9b1d6c04e7a2"""

    story_state: NotRequired[str]
    """pending until it has been compared with the others, then done. Example: done"""

    story: NotRequired[Place]
    """Where it stands among the articles that share its text; absent until it has been compared.
    Example: {"role": "single"}"""

    changed: NotRequired[datetime]
    """When a reader would have seen another document than before, by the server's clock: what incremental exports go
    by; absent in documents of schema 1. Example: 2026-03-11T06:00:01.250Z"""

    changed_at: NotRequired[datetime]
    """When title or body were last found changed, or any field by `scrapy reprocess`; absent where they never were.
    Example: 2026-03-12T06:00:00Z"""

    gone: NotRequired[Gone]
    """That the page answers no longer; absent while it does. Example: {"reason": "http_410", ...}"""

    returned: NotRequired[int]
    """How often the page was gone and came back; absent where it never did. Example: 1"""

    words: NotRequired[list[str]]
    """Its different words, folded: what search looks in, never shown; absent in documents of schema 1.
    Example: ["افتتح", "انقره", "جسر"]"""

    superseded: NotRequired[dict[str, object]]
    """The version before, as a document of `revisions`; for the moment until it is there, else absent.
    Example: {"_id": "0fe06d52a4a96dbb:1", ...}"""


class Revision(TypedDict):
    """What an article said before an edit, or that its page is gone. Never changed once it is there."""

    _id: str
    """Article and number of the version. Example: 0fe06d52a4a96dbb:1"""

    article: str
    """The article's id. Example: 0fe06d52a4a96dbb"""

    number: int
    """Which of the article's versions it was, from 1. Example: 1"""

    outlet: str
    """The article's outlet. Example: arabi21"""

    url: str
    """The article's address. Example: https://arabi21.com/story/1"""

    kind: str
    """correction (a line that came says so), update (the page claims a later change), silent (neither), cleaning (our
    rules changed, not the page), reprocessed (other rules of ours, applied by `scrapy reprocess`) or deletion.
    Example: silent"""

    at: datetime
    """When the change was found. Example: 2026-03-11T07:05:00Z"""

    since: datetime
    """Since when this version had been there. Example: 2026-03-11T06:00:00Z"""

    run: str
    """The run that found it; reprocess, a time and six digits where `scrapy reprocess` did.
    Example: arabi21-20260311T070500-77aa01"""

    title: str
    """Its headline. Example: وزير يفتتح الجسر"""

    body: NotRequired[str]
    """Its text, at most 2,000,000 characters; absent for a deletion, of which the article keeps the text, and where
    `scrapy reprocess` changed other fields alone. Example: Törene bin kişi katıldı."""

    changed: NotRequired[list[str]]
    """Which of title and body differ in the version after, of one that was reprocessed which of all fields; absent
    for a deletion. Example: ["body"]"""

    diff: NotRequired[list[str]]
    """A line each that went ("- ...") or came ("+ ..."), at most 200 and 100,000 characters; absent for a deletion.
    Example: ["- Törene bin kişi katıldı.", "+ Törene yüz kişi katıldı."]"""

    cut: NotRequired[bool]
    """Whether body or diff are longer than what is kept; absent for a deletion. Example: false"""

    reason: NotRequired[str]
    """How the page says that it is gone; absent for edits. Example: http_410"""

    published: NotRequired[datetime]
    """What it said of its publication. Example: 2026-03-11T05:40:00Z"""

    modified: NotRequired[datetime]
    """What it said of its last change. Example: 2026-03-11T05:40:00Z"""

    content_hash: NotRequired[str]
    """Its content hash; absent for a deletion. Example: da39c1f04e7b6a2590d81c73fe46b0952a1d7c38"""

    removed: NotRequired[list[dict[str, str]]]
    """Lines that cleaning had taken out; absent where there were none.
    Example: [{"text": "تابعنا على تويتر", "rule": "subscribe"}]"""

    before: NotRequired[dict[str, object]]
    """What other fields said that differ in the version after; absent for all but reprocessed ones.
    Example: {"section": "Gündem"}"""


class Story(TypedDict):
    """Articles that carry the same text."""

    _id: str
    """s and the id of its earliest article. Example: s0fe06d52a4a96dbb"""

    origin: str
    """Id of the article that the others were taken from. Example: 0fe06d52a4a96dbb"""

    why: str
    """Why that one. Example: kind: arabi21 (newspaper) goes before the others"""

    unseen: str | None
    """The outlet that is credited and has no article here; null where there is none. Example: aa_ar"""

    head: str
    """Id of the earliest article. Example: 0fe06d52a4a96dbb"""

    members: list[str]
    """Ids of its articles, the earliest first. Example: ["0fe06d52a4a96dbb", "7be21c94d05f3a18"]"""

    outlets: list[str]
    """Their outlets. Example: ["arabi21", "turkeyalaan"]"""

    size: int
    """How many articles. Example: 2"""

    first_published: datetime
    """Time of the first of them. Example: 2026-03-11T05:40:00Z"""

    last_published: datetime
    """Time of the last of them. Example: 2026-03-11T09:10:00Z"""


class Edge(TypedDict):
    """One article's relation to another."""

    _id: str
    """The two ids, sorted, with | between. Example: 0fe06d52a4a96dbb|7be21c94d05f3a18"""

    articles: list[str]
    """The two ids, sorted. Example: ["0fe06d52a4a96dbb", "7be21c94d05f3a18"]"""

    kind: str
    """exact, copy, abridged, version, contains or related. Example: copy"""

    score: float
    """How much of the shorter text both have, 0 to 1. Example: 0.95"""

    shorter: str
    """Id of the shorter. Example: 7be21c94d05f3a18"""

    longer: str
    """Id of the longer. Example: 0fe06d52a4a96dbb"""

    evidence: dict[str, float | str | bool | None]
    """What the score rests on. Example: {"containment": 0.95, "gap_hours": 2.0, "numbers": 1.0}"""

    algorithm: int
    """Version of the rules that judged it. Example: 2"""
