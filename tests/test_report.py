"""What a person reads: a story with the editing of every copy, and nothing that a terminal would obey."""

from datetime import UTC, datetime
from typing import Any

import pytest

from newscrawl.report import as_json, story_document, story_text
from newscrawl.syndication.changes import Changes, changes

ONE = "Belediye başkanı köprünün bu yıl açılacağını söyledi."
TWO = "Köprünün iki yakasında 3.5 kilometre bağlantı yolu yapıldı."
THREE = "Esnaf açılışı sabırsızlıkla beklediğini dile getirdi."
OWN = "Muhalefet ise maliyetin açıklanmasını istedi."


@pytest.mark.parametrize(
    ("original", "copy", "cut", "added", "why"),
    [
        (f"{ONE} {TWO}", f"{ONE} {TWO}", (), (), "word for word"),
        (f"{ONE} {TWO}", f"{TWO}\n\n{ONE}", (), (), "moved, in paragraphs"),
        (f"{ONE} {TWO} {THREE}", ONE, (TWO, THREE), (), "cut"),
        (ONE, f"{ONE} {OWN}", (), (OWN,), "added"),
        (f"{ONE} {TWO}", f"{OWN} {TWO}", (ONE,), (OWN,), "replaced"),
        (ONE, "BELEDİYE BAŞKANI, köprünün bu yıl açılacağını söyledi!", (), (), "spelt otherwise"),
        (TWO, TWO.replace("bağlantı yolu", "yeni bağlantı yolu"), (), (), "touched up"),
        (
            "قال الوزير إن الجسر جاهز. وسيفتح غدا صباحا.",
            "قال الوزير إن الجسر جاهز.",
            ("وسيفتح غدا صباحا.",),
            (),
            "Arabic",
        ),
        ("", ONE, (), (ONE,), "nothing to begin with"),
        ("...", "", (), (), "no words"),
    ],
)
def test_what_was_cut_and_added(
    original: str, copy: str, cut: tuple[str, ...], added: tuple[str, ...], why: str
) -> None:
    assert changes(original, copy) == Changes(cut, added), why


def story(**copy: Any) -> dict[str, Any]:
    first, later = "https://a.example/k%C3%B6pr%C3%BC", "https://b.example/1"
    origin: dict[str, Any] = {"_id": "a", "title": "Köprü", "outlet": "aa_tr", "url": first, "body": f"{ONE} {TWO}"}
    origin["published"] = datetime(2026, 3, 1, 8, tzinfo=UTC)
    place = {"role": "copy", "method": "copy", "score": 0.875, "lag_seconds": 5400, **copy.pop("story", {})}
    other = {"_id": "b", "title": "Köprü", "outlet": "ntv", "url": later, "body": f"{ONE} {OWN}", "story": place}
    return {"origin": "a", "why": "time: published first", "articles": [origin, {**other, **copy}]}


def test_a_story_says_who_was_first_why_and_what_the_copy_made_of_it() -> None:
    assert story_text(story()).splitlines() == [
        "  Köprü",
        "  origin: aa_tr, 2026-03-01 08:00 UTC  https://a.example/köprü",
        "  why:    time: published first",
        "  copy:   ntv, copy 0.88, 90 min later  https://b.example/1",
        f"    cut 1 sentence: {TWO}",
        f"    added 1 sentence: {OWN}",
    ]


def test_programs_are_told_the_sentences_themselves() -> None:
    origin, copy = story_document(story())["articles"]
    assert "cut" not in origin
    assert copy["cut"] == (TWO,)
    assert copy["added"] == (OWN,)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 min later"), (-600, "10 min earlier"), (7199, "120 min later"), (7200, "2 h later"),
        (36 * 3600, "36 h later"), (-49 * 3600, "2 days earlier"), (30 * 86400, "30 days later"),
        (None, "time unknown"),
    ],
)  # fmt: skip
def test_a_lag_in_words(seconds: int | None, words: str) -> None:
    assert f", {words}  https" in story_text(story(story={"lag_seconds": seconds}))


@pytest.mark.parametrize("place", ["title", "url", "body"])
def test_nothing_from_outside_moves_the_cursor_or_turns_the_text(place: str) -> None:
    hostile = "https://b.example/%1b[2J" if place == "url" else "\x1b]0;owned\x07 metin \u202e \u2066 \x9b31m bitti."
    text = story_text({**story(**{place: hostile}), "why": hostile})
    assert not {*"\x1b\x07\x9b\u202e\u2066"} & set(text)


def test_programs_are_told_times_as_the_world_spells_them() -> None:
    moment = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    assert as_json({"gazete": "Yeni Şafak", "başladı": moment}) == (
        '{\n  "gazete": "Yeni Şafak",\n  "başladı": "2026-03-01T08:30:00Z"\n}'
    )
