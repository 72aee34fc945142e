"""Views and the cookbook: what they say of a press that is known, every example executed, and no collection scanned."""

import asyncio
import json
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import AsyncMongoClient, MongoClient

from newscrawl.article import Article
from newscrawl.credits import Attribution
from newscrawl.store.articles import ArticleStore
from newscrawl.store.indexes import ensure_indexes, prepare
from newscrawl.store.stories import StoryStore
from newscrawl.store.views import VIEWS, ensure_views
from newscrawl.urls import article_id
from tests.cookbook import EXAMPLES, filters
from tests.mongosh import MONGOSH, NO_MONGOSH

NOW = datetime.now(UTC).replace(microsecond=0)
TEXT = (
    "وصل وفد خليجي كبير إلى مدينة سامسون صباح أمس برفقة سبعين رجل أعمال وزار ثلاثة مصانع في المنطقة الصناعية الجديدة. "
    "وقال رئيس الوفد إن الزيارة ستتكرر في الخريف المقبل بعد أن تكتمل الطريق السريعة بين المرفأ والمدينة القديمة."
)
OTHER = (
    "نقلت صحيفة ملييت عن مسؤول في بلدية طرابزون قوله إن الجسر المعلق الجديد سيفتح أمام السيارات في نهاية الشهر الجاري."
)
NAMED = Attribution("citation", "حرييت", "hurriyet", "صحيفة حرييت", (0, 5))


def press() -> Iterator[Article]:
    """Two copies of arabi21's text, an article that cites Hürriyet, one changed in silence, an outlet gone quiet."""
    for hours, outlet in ((0, "arabi21"), (2, "turkeyalaan"), (3, "turkpress")):
        yield article(outlet, TEXT, hours)
    yield article("alquds", OTHER, 5, citations=(NAMED,), language="ar")
    yield article("milliyet", "Köprü bugün açıldı. Törene bin kişi katıldı ve yol ücretsiz olacak.", 6, language="tr")
    yield article("milliyet", "Köprü bugün açıldı. Törene yüz kişi katıldı ve yol ücretsiz olacak.", 6, language="tr")
    yield article("quiet", "Eski bir haber burada duruyor, kimse ona bakmıyor ve kimse onu değiştirmiyor artık.", -96)


def article(outlet: str, body: str, hours: float, **more: Any) -> Article:
    time = NOW - timedelta(days=1) + timedelta(hours=hours)
    return Article(
        url=f"https://{outlet}.example/1", outlet=outlet, title=f"{outlet} 1", body=body, published=time, **more
    )


@pytest.fixture(scope="module")
def database(mongo_uri: str) -> Iterator[Any]:
    """The press of this module, placed."""
    name = "test_views"

    async def fill() -> None:
        async with AsyncMongoClient[dict[str, Any]](mongo_uri, tz_aware=True) as client:
            await client.drop_database(name)
            await prepare(client[name])
            await ensure_indexes(client[name], {}, days=30)
            store, stories = ArticleStore(client[name]), StoryStore(client[name], {})
            for each in press():
                await store.save(each, "run", NOW)
                await stories.place(article_id(each.url))

    asyncio.run(fill())
    with MongoClient[dict[str, Any]](mongo_uri, tz_aware=True) as client:
        yield client[name]
        client.drop_database(name)


def test_what_the_views_say(database: Any) -> None:
    assert [each["outlet"] for each in database.unique_articles.find()] == ["milliyet", "alquds", "arabi21", "quiet"]
    copies = list(database.all_copies.find())
    assert [(each["outlet"], each["origin"]["outlet"]) for each in copies] == [
        ("turkpress", "arabi21"), ("turkeyalaan", "arabi21"),
    ]  # fmt: skip
    taken = {each["outlet"]: each for each in database.taken_from.find({"from": "arabi21"})}
    assert {outlet: each["lag_seconds"] for outlet, each in taken.items()} == {"turkeyalaan": 7200, "turkpress": 10800}
    assert taken["turkpress"]["origin_url"] == "https://arabi21.example/1"
    reach = database.story_reach.find_one()
    assert (reach["reach"], reach["span_seconds"], reach["origin"]["outlet"]) == (3, 10800, "arabi21")
    assert [(each["outlet"], each["cited"]) for each in database.citations.find()] == [("alquds", "hurriyet")]
    daily = list(database.daily_counts.find())
    assert [each["day"] for each in daily] == sorted((each["day"] for each in daily), reverse=True)
    assert daily[-1]["day"] == (NOW - timedelta(days=5)).replace(hour=0, minute=0, second=0)
    assert list(database.daily_counts.find({"day": {"$lte": daily[-1]["day"]}})) == daily[-1:]
    counts = {each["outlet"]: (each["articles"], each["copies"]) for each in daily}
    assert counts == {
        "arabi21": (1, 0), "turkeyalaan": (1, 1), "turkpress": (1, 1), "alquds": (1, 0), "milliyet": (1, 0),
        "quiet": (1, 0),
    }  # fmt: skip
    assert [(each["outlet"], each["kind"]) for each in database.corrections.find()] == [("milliyet", "silent")]


# What every example of the cookbook gives on this press: the outlets, in its order.
EXPECTED: Mapping[str, list[str]] = {
    "Copies of a story across outlets": ["arabi21", "turkeyalaan", "turkpress"],
    "Who republishes arabi21, and how fast": ["turkeyalaan", "turkpress"],
    "What Hürriyet is cited for in the Arab press this week": ["alquds"],
    "Articles changed after publication": ["milliyet"],
    "Coverage of a name in any spelling": ["milliyet", "alquds"],
    "Outlets that went quiet": ["quiet"],
    "Articles a day": ["alquds", "arabi21", "milliyet", "quiet", "turkeyalaan", "turkpress"],
    "Stories that travelled widest this week": ["arabi21"],
    "What an article said before": ["milliyet"],
}


def outlets(rows: list[dict[str, Any]]) -> list[str]:
    """Whom rows speak of, whatever their shape."""

    def of(row: dict[str, Any]) -> str:
        key = row["_id"]["outlet"] if isinstance(row.get("_id"), dict) and "outlet" in row["_id"] else row.get("_id")
        return str(row.get("outlet") or row.get("origin", {}).get("outlet") or key)

    return [of(row) for row in rows]


ANY_ORDER = ("Copies of a story across outlets", "Articles a day")


def check(question: str, rows: list[dict[str, Any]]) -> None:
    found = outlets(rows)
    assert (sorted(found) if question in ANY_ORDER else found) == EXPECTED[question]


def test_every_question_has_both_examples() -> None:
    asked = [(question, language) for question, language, _ in EXAMPLES]
    assert sorted(asked) == sorted((question, language) for question in EXPECTED for language in ("js", "python"))


@pytest.mark.parametrize(
    ("question", "code"), [(question, code) for question, language, code in EXAMPLES if language == "python"]
)
def test_every_pymongo_example(database: Any, question: str, code: str) -> None:
    names = {"database": database, "datetime": datetime, "timedelta": timedelta, "UTC": UTC}
    names["week_ago"] = NOW - timedelta(days=7)
    exec(code, names)
    check(question, names["rows"])


def test_every_mongosh_example(database: Any, mongo_uri: str) -> None:
    if not MONGOSH:
        pytest.skip(NO_MONGOSH)
    asked = [(question, code) for question, language, code in EXAMPLES if language == "js"]
    answers = ", ".join(f"({code.strip()}).toArray()" for _, code in asked)
    command = [MONGOSH, "--quiet", "--norc", f"{mongo_uri.rstrip('/')}/{database.name}"]
    script = f"print(EJSON.stringify([{answers}]))"
    done = subprocess.run([*command, "--eval", script], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr + done.stdout
    for (question, _), rows in zip(asked, json.loads(done.stdout.strip().splitlines()[-1]), strict=True):
        check(question, rows)


FILTERS = filters(NOW)


@pytest.mark.parametrize(("view", "query"), [(view, query) for view in VIEWS for query in FILTERS[view]])
def test_no_view_scans_a_collection(database: Any, view: str, query: dict[str, Any]) -> None:
    told = database.command("explain", {"find": view, "filter": query, "limit": 20}, verbosity="executionStats")
    assert scans(told) == []


def scans(plan: Any) -> list[Any]:
    """The stages of a plan that read a whole collection."""
    if isinstance(plan, dict):
        here = [plan] if plan.get("stage") == "COLLSCAN" or plan.get("collectionScans") else []
        return here + [scan for value in plan.values() for scan in scans(value)]
    return [scan for value in plan for scan in scans(value)] if isinstance(plan, list) else []


def test_a_view_that_is_another_is_made_anew(database: Any, mongo_uri: str) -> None:
    database.command("collMod", "corrections", viewOn="revisions", pipeline=[])

    async def ensure() -> list[list[str]]:
        async with AsyncMongoClient[dict[str, Any]](mongo_uri, tz_aware=True) as client:
            return [await ensure_views(client[database.name]) for _ in range(2)]

    assert asyncio.run(ensure()) == [["corrections"], []]
