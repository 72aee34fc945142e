"""Search: the same word in every spelling, where it stands in the text as shown, filters, and what cannot be asked."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import AsyncMongoClient, MongoClient

from newscrawl.article import Article
from newscrawl.searching import BadQuery, parse, snippet, words
from newscrawl.store.articles import ArticleStore
from newscrawl.store.search import Filters, condition, find, search
from tests.crawling import Project

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ARABIC = "وصل الوزير إلى أَنْقَرة صباح اليوم."
TURKISH = "Bakan, İstanbul’dan Iğdır’a geçti; KÖPRÜLERİ gezdi."
ENGLISH = "The minister left Ankara for Istanbul."


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("أنقرة", ARABIC, ["أَنْقَرة"]),
        ("انقره", "في أنقرة وبأنقرة، ولأنقرة", ["أنقرة", "وبأنقرة", "ولأنقرة"]),
        ("حكومة", "الحكومة والحكومة للحكومة حكومات", ["الحكومة", "والحكومة", "للحكومة"]),
        ("الحكومة", "حكومة وحكومة", ["حكومة", "وحكومة"]),
        ("من", "من ومن", ["من"]),
        ("istanbul", TURKISH, ["İstanbul"]),
        ("ISTANBUL", TURKISH, ["İstanbul"]),
        ("IGDIR", TURKISH, ["Iğdır"]),
        ("köprü*", TURKISH, ["KÖPRÜLERİ"]),
        ("kopru", TURKISH, []),
        ("ankara istanbul", ENGLISH, ["Ankara", "Istanbul"]),
        ('"ankara for"', ENGLISH, ["Ankara for"]),
        ('"for ankara"', ENGLISH, []),
        ("Ankara|أنقرة", ARABIC, ["أَنْقَرة"]),
        ('paris|"left ankara"', ENGLISH, ["left Ankara"]),
        ("2020", "في عام ٢٠٢٠", ["٢٠٢٠"]),
        ("ترکیا", "تركيا", ["تركيا"]),
        ("Türkiye'de", "Bugün Türkiye’de yağmur var", ["Türkiye’de"]),
        ("المجلس", "الـمجلس", ["الـمجلس"]),
    ],
)
def test_where_a_word_stands(query: str, text: str, found: list[str]) -> None:
    assert [text[begin:end] for begin, end in parse(query).spans(text)] == found


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("ankara -istanbul", False),
        ("ankara -paris", True),
        ('ankara -"istanbul left"', True),
        ("paris", False),
        ("ankara paris|left", True),
    ],
)
def test_what_a_text_must_and_must_not_have(query: str, fits: bool) -> None:
    assert parse(query).fits("A title", ENGLISH) is fits


@pytest.mark.parametrize("text", ["", "  ", "«»", "-ankara", '""', "|", "ً"])
def test_a_query_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(BadQuery):
        parse(text)


def test_words_are_folded_once_each() -> None:
    assert words("Ankara", "أنقرة ankara ANKARA أنقره") == ["ankara", "انقره"]


def test_a_snippet_is_cut_between_words_around_the_place() -> None:
    text = " ".join(f"kelime{n}" for n in range(200))
    spans = parse("kelime100").spans(text)
    piece = snippet(text, spans)
    assert len(piece.text) <= 200
    assert piece.text.split()[0] in text.split()
    assert [piece.text[begin:end] for begin, end in piece.spans] == ["kelime100"]
    assert snippet("kısa", []).text == "kısa"


@pytest.fixture
def press(project: Project) -> Project:
    """Six articles, one of them a copy."""
    texts = {
        "milliyet": "Bakan Ankara’da konuştu. Köprü açıldı.",
        "arabi21": "نقلت صحيفة عن وزير في أنقرة قوله إن الجسر افتتح.",
        "turkeyalaan": "نقلت صحيفة عن وزير في انقره قوله إن الجسر افتتح.",
        "hurriyet": "İstanbul’da yağmur var.",
        "aa": "The minister spoke in Ankara.",
        "yenisafak": "Ankara kararı açıkladı.",
    }

    async def fill() -> None:
        async with AsyncMongoClient[dict[str, Any]](project.uri, tz_aware=True) as client:
            store = ArticleStore(client[project.database])
            await store.ensure_indexes()
            for n, (outlet, body) in enumerate(texts.items()):
                time = NOW + timedelta(hours=n)
                language = "ar" if outlet in ("arabi21", "turkeyalaan") else "tr"
                made = Article(
                    url=f"https://{outlet}.example/1", outlet=outlet, title=f"{outlet} 1", body=body, published=time,
                    language=language,
                )  # fmt: skip
                await store.save(made, "run", NOW)
            roles = {"turkeyalaan": "copy", "arabi21": "origin"}
            for outlet in texts:
                story = {"$set": {"story": {"role": roles.get(outlet, "single")}}}
                await store.articles.update_one({"outlet": outlet}, story)

    asyncio.run(fill())
    return project


def ask(project: Project, text: str, **more: Any) -> list[str]:
    """The outlets found, with both clients."""

    async def asked() -> list[str]:
        async with AsyncMongoClient[dict[str, Any]](project.uri, tz_aware=True) as client:
            return [hit.article["outlet"] for hit in await find(client[project.database], text, Filters(**more))]

    found = asyncio.run(asked())
    with MongoClient[dict[str, Any]](project.uri, tz_aware=True) as client:
        assert [hit.article["outlet"] for hit in search(client[project.database], text, **more)] == found
    return found


def test_the_newest_come_first_in_any_spelling(press: Project) -> None:
    assert ask(press, "أنقرة") == ["turkeyalaan", "arabi21"]
    assert ask(press, "أنقرة|Ankara") == ["yenisafak", "aa", "turkeyalaan", "arabi21", "milliyet"]
    assert ask(press, "köprü* ankara") == ["milliyet"]
    assert ask(press, "ankara -minister") == ["yenisafak", "milliyet"]
    assert ask(press, '"minister spoke"') == ["aa"]
    assert ask(press, '"spoke minister"') == []
    assert ask(press, 'ankara -"minister spoke"') == ["yenisafak", "milliyet"]


def test_filters(press: Project) -> None:
    assert ask(press, "أنقرة", originals=True) == ["arabi21"]
    assert ask(press, "أنقرة|ankara", outlets=["aa", "milliyet"]) == ["aa", "milliyet"]
    day = {"since": NOW + timedelta(hours=1), "until": NOW + timedelta(hours=4)}
    assert ask(press, "أنقرة|ankara", **day) == ["turkeyalaan", "arabi21"]
    assert ask(press, "ankara|أنقرة", language="ar") == ["turkeyalaan", "arabi21"]


def test_a_search_reads_the_index_in_order(press: Project) -> None:
    with MongoClient[dict[str, Any]](press.uri) as client:
        query = condition(parse("أنقرة"), Filters())
        plan = client[press.database].articles.find(query).sort([("published", -1)]).explain()["queryPlanner"]
    told = json.dumps(plan["winningPlan"])
    assert "words_published" in told
    assert '"SORT"' not in told
    assert "COLLSCAN" not in told


def test_the_command(press: Project) -> None:
    done = press.scrapy("search", "أنقرة")
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.strip().split("\n\n")
    assert "[انقره]" in first
    assert "turkeyalaan, 2026-03-02 14:00 UTC, copy  https://turkeyalaan.example/1" in first
    assert "[أنقرة]" in second
    found = json.loads(press.scrapy("search", "أنقرة", "--originals", "--json").stdout)
    assert [each["outlet"] for each in found] == ["arabi21"]
    begin, end = found[0]["snippet"]["places"][0]
    assert found[0]["snippet"]["text"][begin:end] == "أنقرة"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("nosuchword",), 66, "no article has 'nosuchword'"),
        (("«»",), 2, "names no word"),
        (("x", "--outlet", "hurriye"), 2, "did you mean hurriyet"),
        (("x", "--since", "yesterday"), 2, "--since 'yesterday' is no date"),
        (("x", "--outlets", "hurriyet"), 2, "no such option: --outlets"),
        (("x", "--limit", "0"), 2, "a limit of 1"),
        ((), 2, "name what to search for"),
    ],
)
def test_what_cannot_be_asked(project: Project, arguments: tuple[str, ...], code: int, message: str) -> None:
    done = project.scrapy("search", *arguments)
    assert done.returncode == code
    assert message in done.stderr
