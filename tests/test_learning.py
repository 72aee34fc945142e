"""Lines that an outlet repeats around its articles: which may be learned, how they are counted, what a crawl drops."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

import pytest
from pymongo import AsyncMongoClient

from newscrawl.article import Article
from newscrawl.credits import Attribution
from newscrawl.editing import drop_lines, edge_lines
from newscrawl.store.lines import LineStore
from newscrawl.text import Removed
from newscrawl.text import edge_lines as edges
from newscrawl.text.learned import is_learned

TOLD = "وصل الوزير إلى العاصمة صباح اليوم وبحث مع نظيره سبل دعم التجارة بين البلدين في السنوات المقبلة."
TURKISH = "Belediye Başkanı, yeni köprünün yapımına gelecek ay başlanacağını ve bütçenin hazır olduğunu açıkladı."

EDGES = [
    ((TOLD, "نبض المدينة كل صباح"), [1], "a motto below the text"),
    (("صوت الناس – العاصمة", TOLD), [0], "a label above the text"),
    ((TOLD, "ردود الفعل", TOLD), [], "a subheading between paragraphs is the article's"),
    ((TOLD, "Olayla ilgili soruşturma başlatıldı."), [], "a sentence that many reports share"),
    ((TURKISH, "İncelemeler sürüyor."), [], "the shortest of them"),
    ((TOLD, "وتستمر التحقيقات في الحادث لمعرفة ملابساته وأسبابه التي لم تعلن حتى هذه الساعة من المساء"), [],
     "a long line without a full stop is told text"),
    (("قصيدة", "يا ليل", "يا قمر"), [], "no running text: a poem is not all edge"),
    ((TOLD, "نبض المدينة", "١٢٣", "شارك برأيك الآن"), [1, 2, 3], "several lines below the text"),
    ((TOLD, "***"), [], "nothing to compare"),
    ((TOLD, *(f"بند {n}" for n in range(12))), list(range(5, 13)), "of a long list only its end"),
]  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "positions", "why"), EDGES)
def test_which_lines_may_be_the_outlets(paragraphs: tuple[str, ...], positions: list[int], why: str) -> None:
    assert list(edges(paragraphs)) == positions, why


def test_the_title_is_never_learned() -> None:
    assert edges((TOLD, "جسر جديد في المدينة"), "جسر جديد في المدينه") == {}


@pytest.mark.parametrize(
    ("articles", "days", "learned", "why"),
    [
        (3, 2, True, "the fewest"),
        (2, 2, False, "two articles may be one report and its update"),
        (9, 1, False, "one event may give nine reports of a day the same line"),
    ],
)
def test_what_it_takes_to_learn_a_line(articles: int, days: int, learned: bool, why: str) -> None:
    assert is_learned(articles, days) is learned, why


BODY = "\n\n".join(("عين على المدينة", f"{TOLD} وفق ما نقلت رويترز.", "نبض المدينة", TURKISH, "شارك برأيك"))
ARTICLE = Article(
    url="https://example.org/a/1",
    outlet="arabi21",
    title="جسر",
    body=BODY,
    citations=(
        Attribution("citation", "رويترز", "reuters", "رويترز", (BODY.index("رويترز"), BODY.index("رويترز") + 6)),
    ),
)


def test_a_dropped_line_is_kept_for_audit_and_citations_move_with_the_text() -> None:
    cleaned = drop_lines(ARTICLE, frozenset(edge_lines(ARTICLE)))
    assert cleaned.removed == (Removed("عين على المدينة", "learned"), Removed("شارك برأيك", "learned"))
    assert cleaned.paragraphs[1] == "نبض المدينة"
    begin, end = cleaned.citations[0].span or (0, 0)
    assert cleaned.body[begin:end] == "رويترز"


def test_a_line_that_credits_is_never_learned() -> None:
    body = f"{TOLD}\n\nخاص بصحيفة المدينة"
    credited = Attribution("credit", "المدينة", None, "خاص بصحيفة المدينة", (body.index("خاص"), len(body)))
    assert edge_lines(replace(ARTICLE, body=body, citations=()))
    assert not edge_lines(replace(ARTICLE, body=body, citations=(), credits=(credited,)))


def test_nothing_learned_nothing_changed() -> None:
    assert drop_lines(ARTICLE, frozenset()) is ARTICLE


LINE = {"نبض": "نبض المدينة"}
FIRST, SECOND = date(2026, 3, 1), date(2026, 3, 2)


def with_store(mongo_uri: str, name: str, told: Callable[[LineStore], Awaitable[None]]) -> None:
    async def run() -> None:
        async with AsyncMongoClient[dict[str, object]](mongo_uri) as client:
            store = LineStore(client[name])
            await store.ensure_indexes()
            await told(store)

    asyncio.run(run())


def test_counts_are_of_articles_and_days_not_of_visits(mongo_uri: str, database_name: str) -> None:
    async def told(store: LineStore) -> None:
        for _ in range(4):  # crawled again and again
            assert await store.learn("a", "one", FIRST, LINE) == frozenset()
            assert await store.learn("a", "two", SECOND, LINE) == frozenset()
        assert await store.learn("b", "three", SECOND, LINE) == frozenset(), "another outlet's"
        assert await store.learn("a", "three", SECOND, LINE) == {"نبض"}
        assert await store.learn("a", "one", FIRST, LINE) == {"نبض"}, "the first article, crawled again"
        assert await store.learn("a", "one", FIRST, {}) == frozenset()

    with_store(mongo_uri, database_name, told)


def test_what_is_counted_stays_bounded(mongo_uri: str, database_name: str) -> None:
    async def told(store: LineStore) -> None:
        for number in range(40):
            await store.learn("a", str(number), date(2026, 1, 1 + number % 28), LINE)
        stored = await store.lines.find_one()
        assert stored
        assert len(stored["articles"]) == len(stored["days"]) == 16
        assert stored["text"] == "نبض المدينة"
        assert (await store.lines.index_information())["expiry"]["expireAfterSeconds"] == 60 * 86400

    with_store(mongo_uri, database_name, told)


def test_a_text_with_a_dollar_is_text(mongo_uri: str, database_name: str) -> None:
    async def told(store: LineStore) -> None:
        await store.learn("$a", "$one", FIRST, {"k": "$articles"})
        stored = await store.lines.find_one()
        assert stored
        assert (stored["text"], stored["outlet"], stored["articles"]) == ("$articles", "$a", ["$one"])

    with_store(mongo_uri, database_name, told)
