"""Signatures, relations and stories: what must be told apart and what must be found."""

import hashlib
import random
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.syndication import (
    Credit,
    Member,
    Relation,
    Signed,
    Story,
    elect,
    pack,
    relate,
    sign,
    stories,
    unpack,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
VOCABULARY = {
    "ar": (
        "الحكومة الوزير أعلنت أنقرة اجتماعا اقتصادية المدينة الطلاب المشروع الجديد مساء الأربعاء خلال زيارة "
        "الميناء التجارة المستشفى القانون البرلمان المعارضة الرئيس افتتح الجسر الطريق السريع بتمويل محلي "
        "المتحدث إن العمل سيبدأ قريبا في المناطق الشرقية تضرر السكان من الأمطار الغزيرة وأضاف أن الدولة "
        "المزارعين والصناعة والسياحة وفق خطة وطنية تشمل الجامعات والمدارس وتستمر عدة أشهر مع البلديات"
    ),
    "tr": (
        "hükümet bakan açıkladı Ankara toplantı ekonomik şehir öğrenciler proje yeni akşam çarşamba ziyaret "
        "liman ticaret hastane yasa meclis muhalefet başkan açtı köprü otoyol yerel kaynak sözcü çalışma "
        "başlayacak doğu bölgelerde yağış nedeniyle zarar gören vatandaşlar ekledi devlet çiftçi sanayi "
        "destek ulusal plan üniversite okul birkaç ay sürecek belediye işbirliği ile ığdır izmir"
    ),
}
WORDS = {language: tuple(words.split()) for language, words in VOCABULARY.items()}


def sentence(language: str, chance: random.Random, words: int = 12) -> str:
    return " ".join(chance.choice(WORDS[language]) for _ in range(words)) + "."


def paragraphs(language: str, seed: int, count: int = 10) -> list[str]:
    """About 25 words a paragraph: 250 words by default."""
    chance = random.Random(f"{language}{seed}")
    return [" ".join(sentence(language, chance) for _ in range(2)) for _ in range(count)]


def article(text: str | list[str], name: str = "a", outlet: str | None = None, hours: float = 0) -> Signed:
    body = text if isinstance(text, str) else "\n\n".join(text)
    return Signed(name, outlet or f"outlet-{name}", NOON + timedelta(hours=hours), sign(body))


def kind(relation: Relation | None) -> str | None:
    return relation.kind if relation else None


def dropped(text: list[str], share: float) -> list[str]:
    kept = random.Random(5).sample(range(len(text)), round(len(text) * (1 - share)))
    return [text[each] for each in sorted(kept)]


def retouched(text: list[str], every: int) -> list[str]:
    """Every so manieth word replaced."""
    words = "\n\n".join(text).split(" ")
    return [" ".join(f"x{at}" if at % every == 0 else word for at, word in enumerate(words))]


BULLETINS = {
    "ar": (
        "سجل سعر صرف الليرة التركية مقابل الدولار صباحا {0} ليرة للشراء و{1} ليرة للبيع في أسواق إسطنبول. "
        "وبلغ سعر صرف اليورو {2} ليرة للشراء و{3} ليرة للبيع وفق بيانات البنك المركزي. ووصل سعر غرام الذهب "
        "من عيار أربعة وعشرين إلى {4} ليرة تركية في حين بلغ سعر ليرة الذهب {5} ليرة. وتتغير الأسعار على مدار "
        "الساعة تبعا لحركة الأسواق العالمية ولقرارات البنك المركزي التركي. وتنشر هذه النشرة يوميا قبل افتتاح "
        "السوق وننصح القراء بمراجعة مكاتب الصرافة المرخصة قبل أي عملية بيع أو شراء."
    ),
    "tr": (
        "Dolar güne yükselişle başladı ve serbest piyasada alışta {0} lira satışta {1} lira seviyesinden "
        "işlem görüyor. Avro alışta {2} lira satışta {3} lira oldu. Kapalıçarşı'da gram altın {4} liradan "
        "satılırken cumhuriyet altını {5} liradan alıcı buluyor. Uzmanlar yatırımcıların merkez bankasının "
        "bu hafta açıklayacağı faiz kararını ve küresel piyasalardaki gelişmeleri izlediğini belirtiyor. "
        "Döviz ve altın fiyatları gün boyunca güncellenmektedir, en son rakamlar için sayfamızı takip edin."
    ),
}


def bulletin(language: str, day: int, outlet: str = "x") -> Signed:
    chance = random.Random(f"{language}{day}")
    numbers = [f"{chance.randint(10, 99)},{chance.randint(10, 99)}" for _ in range(6)]
    return article(BULLETINS[language].format(*numbers), f"{outlet}{day:02}", outlet, hours=24 * day)


@pytest.mark.parametrize("language", ["ar", "tr"])
@pytest.mark.parametrize(
    ("change", "expected", "why"),
    [
        (lambda text: text, "exact", "word for word"),
        (lambda text: [each.replace(".", " …") for each in text], "exact", "punctuation is no word"),
        (lambda text: dropped(text, 0.3), "copy", "a third of the paragraphs dropped"),
        (lambda text: dropped(text, 0.6), "abridged", "most paragraphs dropped"),
        (lambda text: ["مقدمة المحرر", *text, *paragraphs("ar", 77, 3)], "copy", "padded by a third"),
        (lambda text: [*text, *paragraphs("tr", 78, 40)], "contains", "a wire inside a round-up"),
        (lambda text: retouched(text, 15), "copy", "lightly rewritten"),
        (lambda text: [*text[:2], *paragraphs("ar", 79, 8)], None, "a few old paragraphs"),
        (lambda text: paragraphs("ar", 80), None, "another text"),
    ],
)  # fmt: skip
def test_what_one_text_is_to_another(language: str, change, expected: str | None, why: str) -> None:
    text = paragraphs(language, 1)
    there, back = article(text, "a"), article(change(text), "b", hours=3)
    assert kind(relate(there, back, ())) == expected, why
    assert relate(there, back, ()) == relate(back, there, ()), "either order"


def test_the_direction_is_told() -> None:
    text = paragraphs("tr", 2)
    relation = relate(article(text, "whole"), article(text[:5], "part"), ())
    assert relation is not None
    assert (relation.shorter, relation.longer, relation.kind) == ("part", "whole", "abridged")
    assert 0.9 < relation.score <= 1
    assert relation.evidence["ratio"] == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(
    ("hours", "expected", "why"),
    [
        (3, "copy", "half of the text within two days"),
        (100, "related", "half of the text is not enough later"),
    ],
)
def test_time_between_asks_for_more(hours: float, expected: str, why: str) -> None:
    text = paragraphs("ar", 3)
    half = [*text[:5], *paragraphs("ar", 4, 5)]
    assert kind(relate(article(text, "a"), article(half, "b", hours=hours), ())) == expected, why


@pytest.mark.parametrize("language", ["ar", "tr"])
def test_bulletins_of_other_days_are_not_copies(language: str) -> None:
    days = [bulletin(language, day) for day in range(12)]
    today, yesterday = bulletin(language, 12, "y"), days[11]
    assert kind(relate(today, yesterday, ())) == "related", "cold: the numbers differ"
    assert relate(today, yesterday, days[:9]) is None, "warm: nothing is left without the template"


def test_template_is_taken_off_where_the_numbers_agree_by_chance() -> None:
    formula = paragraphs("ar", 5, 6)
    older = [
        article([*formula, *paragraphs("ar", 50 + day, 3)], f"old{day}", "x", hours=-72 - 24 * day) for day in (0, 1)
    ]
    a, b = (article([*formula, *paragraphs("ar", seed, 3)], f"n{seed}", hours=1) for seed in (60, 61))
    assert kind(relate(a, b, ())) == "copy", "without history nobody can know"
    assert relate(a, b, older) is None
    assert kind(relate(a, b, older[:1])) == "copy", "one older article shows no template"


def test_older_copies_are_no_template() -> None:
    text = paragraphs("tr", 6)
    older = [article(text, f"old{day}", f"paper{day}", hours=-100 - day) for day in (0, 1)]
    rewritten = article([*text[:8], *paragraphs("tr", 66, 2)], "b")
    assert kind(relate(article(text, "a"), rewritten, older)) == "copy"


@pytest.mark.parametrize("language", ["ar", "tr"])
@pytest.mark.parametrize(
    ("one", "other", "hours", "expected", "why"),
    [
        ("140 260 380 410 520", "140 260", 3, "copy", "numbers that are left out contradict nothing"),
        ("140 260 380 410 520", "141 261 381 411 521", 3, "related", "numbers that stand in for others do"),
        ("140 260 380", "140 260 381", 3, "copy", "one corrected number, the same day"),
        ("140 260 380", "140 260 381", 100, "related", "one other number, days later: the next bulletin"),
        ("140 260 380", "140 260 380", 100, "copy", "the same numbers, days later"),
    ],
)
def test_numbers_left_out_are_not_numbers_replaced(
    language: str, one: str, other: str, hours: float, expected: str, why: str
) -> None:
    text = paragraphs(language, 21)
    there = article([*text, *one.split()], "a")
    back = article([*text[:7], *paragraphs(language, 22, 4), *other.split()], "b", hours=hours)
    assert kind(relate(there, back, ())) == expected, why


@pytest.mark.parametrize(
    ("kept", "hours", "outlet", "expected", "why"),
    [
        (0.42, 3, "b", "copy", "two fifths in another outlet within two days"),
        (0.42, 3, "a", "related", "an outlet has formulas of its own"),
        (0.55, 3, "a", "version", "more than half of the text is the text again"),
        (0.70, 100, "b", "copy", "days later in another outlet"),
        (0.70, 100, "a", "related", "days later an outlet writes alike"),
        (0.95, 100, "a", "version", "days later nearly the whole text is the text again"),
        (0.70, 160, "b", "copy", "within a week as well"),
        (0.70, 180, "b", "related", "more than a week apart even another outlet"),
        (0.34, 3, "b", "related", "a third is the background of a follow-up"),
    ],
)
def test_how_much_is_asked_for(kept: float, hours: float, outlet: str, expected: str, why: str) -> None:
    words = " ".join(paragraphs("tr", 23)).split()
    half = [*words[: round(len(words) * kept)], *" ".join(paragraphs("tr", 24)).split()[round(len(words) * kept) :]]
    there, back = article(" ".join(words), "a", "a"), article(" ".join(half), "b", outlet, hours)
    assert kind(relate(there, back, ())) == expected, why


@pytest.mark.parametrize(("hours", "expected"), [(3, "copy"), (100, "related")])
def test_a_short_formula_with_other_names_is_not_the_same_later(hours: float, expected: str) -> None:
    formula = " ".join(paragraphs("ar", 25, 2)).split()
    told = (" ".join([*formula[:20], name, *formula[20:]]) for name in ("سالم", "ناصر العتيبي"))
    a, b = (article(f"{text} {name} ألف باء تاء", name, hours=each) for text, name, each in
            zip(told, ("جيم", "دال"), (0, hours), strict=True))  # fmt: skip
    assert kind(relate(a, b, ())) == expected


def test_the_number_veto_leaves_a_trace() -> None:
    text = paragraphs("tr", 7)
    a, b = (article([*text, f"{n} kişi, {n + 1} bina, {n + 2} araç, {n + 3} okul."], str(n)) for n in (140, 260))
    relation = relate(a, b, ())
    assert kind(relation) == "related"
    assert relation is not None
    assert relation.evidence["numbers"] == 0


FLASH = sentence("tr", random.Random(2), 24)


@pytest.mark.parametrize(
    ("one", "other", "expected", "why"),
    [
        ("", "", None, "two empty bodies have nothing in common"),
        ("Ayrıntılar birazdan", "Ayrıntılar birazdan", None, "a phrase says nothing about its source"),
        (FLASH, FLASH.upper().replace(".", "!"), "exact", "a flash, word for word"),
        (FLASH, f"Son dakika: {FLASH}", "copy", "a flash in full, with a word before it"),
        (FLASH, f"{FLASH[:120]} {sentence('tr', random.Random(3), 8)}", None, "a flash with another end"),
        (f"5 {FLASH}", f"6 {FLASH}", None, "a flash with another number"),
    ],
)
def test_short_texts_are_all_or_nothing(one: str, other: str, expected: str | None, why: str) -> None:
    assert kind(relate(article(one, "a"), article(other, "b"), ())) == expected, why


def test_the_same_outlet_makes_versions_never_copies() -> None:
    text = paragraphs("ar", 8)
    for change in (text, text[:8]):
        relation = relate(article(text, "a", "daily"), article(change, "b", "daily"), ())
        assert kind(relation) == "version"
        assert relation is not None
        assert not relation.merges


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("أُعلِنَ اليوم في إسطنبول", "اعلن اليوم في اسطنبول", "marks and hamza seats"),
        ("الـمـجلس ١٢٫٥ في المئة", "المجلس 12.5 في المئة", "tatweel and digits"),
        ("IĞDIR'da Türkiye’nin", "ığdır'da türkiye'nin", "the Turkish i and apostrophes"),
    ],
)
def test_spelling_does_not_change_the_signature(one: str, other: str, why: str) -> None:
    assert sign(one) == sign(other), why


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("بلغ ٧٫٤ درجات", ("7.4",), "a decimal is one number"),
        ("12.500 ve 12,500", ("12500",), "groups of three are thousands in either spelling"),
        ("1.250.000,75 lira", ("1250000.75",), "thousands, then a fraction"),
        ("07 ve 7 ve 14:30", ("14", "30", "7"), "leading zeros; a time is two numbers"),
        ("hiç yok", (), "none"),
    ],
)
def test_numbers_have_one_spelling(text: str, expected: tuple[str, ...], why: str) -> None:
    assert sign(text).numbers == expected, why


def test_signatures_fit_the_database_and_stay_small() -> None:
    long = sign(" ".join(f"kelime{each}" for each in range(200_000)))
    assert all(-(2**63) <= each < 2**63 for each in long.fingerprints)
    assert len(long.fingerprints) < 4000
    assert len(long.shingles) <= 4 * 20_000
    assert long.words == 200_000
    assert len(sign(" ".join(paragraphs("ar", 9, 1))).fingerprints) >= 16, "short texts can be found too"


def test_an_old_signature_reads_as_it_was_written() -> None:
    """Stored signatures are compared with new ones: a change here asks for a new ALGORITHM."""
    text = "Ankara'da bugün yeni bir köprü açıldı ve 3 yol kapandı"
    assert sign(text).exact == hashlib.sha1(b"ankara da bugun yeni bir kopru acildi ve 3 yol kapandi").hexdigest()
    assert sign(text).fingerprints[:2] == (6166498733927008832, 1387998696044839161)


@pytest.mark.parametrize("language", ["ar", "tr"])
@pytest.mark.parametrize(
    ("change", "expected", "why"),
    [
        (lambda old, new: [*old[:5], *new[:5]], "copy", "begins as the text does and goes on otherwise"),
        (lambda old, new: [*new[:5], *old[:5]], "related", "news of its own before half of the text: a follow-up"),
        (lambda old, new: [*new[:2], *old[:8]], "copy", "a new beginning before nearly the whole text"),
        (lambda old, _: [*paragraphs("ar", 5, 30), *old[:5]], "contains", "a round-up begins with other news"),
    ],
)
def test_half_of_a_text_is_a_copy_that_begins_like_it_or_a_follow_up(
    language: str, change: Callable[[list[str], list[str]], list[str]], expected: str, why: str
) -> None:
    old, new = paragraphs(language, 1), paragraphs(language, 2)
    later = article(change(old, new), "b", hours=3)
    assert kind(relate(article(old, "a"), later, ())) == expected, why


@pytest.mark.parametrize(
    ("hours", "expected", "why"), [(3, "copy", "touched up on its day"), (24, "related", "the next day's notice")]
)
def test_a_short_notice_comes_again_the_next_day_with_other_names(hours: float, expected: str, why: str) -> None:
    notice = " ".join(f"{word}{n}" for n, word in enumerate(WORDS["tr"][:40]))
    other = " ".join("Selim" if place in (9, 18, 27) else word for place, word in enumerate(notice.split()))
    assert kind(relate(article(notice, "a"), article(other, "b", hours=hours), ())) == expected, why


def test_the_numbers_of_another_half_contradict_nothing() -> None:
    old = [f"{text} {n} {n + 50}" for n, text in enumerate(paragraphs("tr", 3), 11)]
    new = [f"{text} {n} {n + 50}" for n, text in enumerate(paragraphs("tr", 4), 300)]
    later = article([*old[:6], *new[:4]], "b", hours=3)
    assert kind(relate(article(old, "a"), later, ())) == "copy"


@given(st.sets(st.integers(0, 2**32 - 1), max_size=50))
def test_packing_is_lossless(shingles: set[int]) -> None:
    assert unpack(pack(shingles)) == shingles


def test_articles_that_are_compared_together_stay_small() -> None:
    """A batch has thousands of them in hand: neighbours, and the histories of each pair."""
    chance, mine = random.Random(3), article(paragraphs("ar", 1))
    shingles = [pack(chance.getrandbits(32) for _ in range(250)) for _ in range(1000)]
    tracemalloc.start()
    try:
        near = [
            replace(mine, id=f"{n}", signature=replace(mine.signature, shingles=each))
            for n, each in enumerate(shingles)
        ]
        assert all(relate(mine, other, near[:30]) is None for other in near)
        assert tracemalloc.get_traced_memory()[1] < 1_500_000
    finally:
        tracemalloc.stop()


def member(name: str, minutes: float = 0, **more: object) -> Member:
    time = NOON + timedelta(minutes=minutes, seconds=7)
    values = {"outlet": f"o-{name}", "published": time, "first_seen": time + timedelta(hours=1), "length": 9}
    return Member(id=name, **{**values, **more})  # type: ignore[arg-type]


def credit(key: str) -> tuple[Credit, ...]:
    return (Credit(key, key),)


def edge(one: str, other: str, score: float = 0.9, kind: str = "copy") -> Relation:
    return Relation(kind, score, one, other, {"c0": score})


def grouped(told: tuple[Story, ...]) -> list[str]:
    return ["".join(story.members) for story in told]


@pytest.mark.parametrize(
    ("edges", "expected", "why"),
    [
        ("ab ac ad", ["abcd"], "all resemble the earliest"),
        ("ab bc cd de", ["ab", "cd"], "a chain is cut: only heads can be joined"),
        ("ab", ["ab"], "the others are no story"),
        ("", [], "no edge, no story"),
        ("ac bc", ["ac"], "c cannot be in two stories: the earlier of equals"),
    ],
)
def test_stories_are_stars(edges: str, expected: list[str], why: str) -> None:
    members = [member(name, minutes) for minutes, name in enumerate("abcde")]
    assert grouped(stories(members, [edge(*pair) for pair in edges.split()])) == expected, why


def test_the_better_head_is_joined() -> None:
    members = [member(name, minutes) for minutes, name in enumerate("abc")]
    assert grouped(stories(members, [edge("a", "c", 0.5), edge("b", "c", 0.8)])) == ["bc"]


@pytest.mark.parametrize("kind", ["contains", "version", "related"])
def test_only_copies_merge(kind: str) -> None:
    assert stories([member("a"), member("b", 1)], [edge("a", "b", kind=kind)]) == ()


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(chance: random.Random) -> None:
    members = [member(name, minutes) for minutes, name in enumerate("abcdefgh")]
    edges = [edge(*pair) for pair in ["ab", "ac", "bd", "cd", "ef", "eg", "fg", "gh", "ha"]]
    expected = stories(members, edges)
    chance.shuffle(members)
    chance.shuffle(edges)
    assert stories(members, edges) == expected


KINDS = {"o-agency": "agency", "o-portal": "aggregator", "o-paper": "newspaper"}


EARLIER = NOON - timedelta(days=1)
MIDNIGHT_IN_ISTANBUL = datetime(2026, 3, 1, 21, tzinfo=UTC)
SOURCE_BELOW = (Credit("o-a", "المصدر"),)


@pytest.mark.parametrize(
    ("a", "b", "origin", "rule", "why"),
    [
        (
            member("a", 9),
            member("b", credits=SOURCE_BELOW),
            "a",
            "credit: o-b names o-a («المصدر»)",
            "though later",
        ),
        (
            member("a", 0, credits=credit("o-b")),
            member("b", 1, credits=credit("o-a")),
            "a",
            "time",
            "each other",
        ),
        (member("agency", 9, credits=credit("o-agency")), member("b"), "agency", "kind", "its own name"),
        (
            member("agency", 9),
            member("b", credits=credit("o-far")),
            "agency",
            "kind",
            "credited one is not here",
        ),
        (
            member("a", 9),
            member("agency", canonical="a"),
            "a",
            "canonical: o-agency",
            "says where it belongs",
        ),
        (
            member("a", 9, outlet="o"),
            member("b", outlet="o", canonical="a"),
            "b",
            "time",
            "canonical at home",
        ),
        (
            member("a", 9),
            member("agency", links=("x", "a")),
            "a",
            "link: o-agency links to o-a's",
            "links to its source",
        ),
        (
            member("a", 9, links=("agency",)),
            member("agency", links=("a",)),
            "agency",
            "kind",
            "links to each other tell nothing",
        ),
        (member("a", 9, outlet="o"), member("b", outlet="o", links=("a",)), "b", "time", "its own earlier article"),
        (member("agency", 9), member("paper"), "agency", "kind: o-agency (agency)", "agencies write"),
        (member("portal"), member("paper", 9), "paper", "kind: o-paper (newspaper)", "aggregators take"),
        (member("a", 5), member("b", 4), "b", "time: published first", "earliest"),
        (member("a", 5), member("b", 0, precision="day"), "a", "time", "a day is no time"),
        (member("a", 5), member("b", published=MIDNIGHT_IN_ISTANBUL), "a", "time", "midnight is a day"),
        (member("a", 5), member("b", published=NOON, first_seen=EARLIER), "a", "time", "after we had it"),
        (member("a", published=None), member("b", published=None, length=10), "b", "length", "longest"),
        (member("a", published=None), member("b", published=None), "a", "id", "nothing tells them apart"),
    ],
)
def test_the_origin_and_why(a: Member, b: Member, origin: str, rule: str, why: str) -> None:
    for order in ([a, b], [b, a]):
        elected, told = elect(order, KINDS)
        assert (elected.id, told[: len(rule)]) == (origin, rule), why


def test_a_chain_of_credits_is_followed_to_its_end() -> None:
    members = [member("a", 0, credits=credit("o-b")), member("b", 1, credits=credit("o-c")), member("c", 2)]
    assert elect(members, KINDS)[0].id == "c"


def test_rules_go_on_where_one_leaves_several() -> None:
    copier = member("a", 0, credits=credit("daily"))
    elected, why = elect([copier, member("b", 8, outlet="daily"), member("c", 7, outlet="daily")], KINDS)
    assert elected.id == "c"
    assert why == "credit: o-a names daily; time: published first, 2026-03-02T12:07:07+00:00"


def test_a_credited_outlet_without_article_is_named() -> None:
    reporting = [member("a", credits=credit("o-far")), member("b", 1, credits=(Credit(None, "وكالات"),))]
    told = stories(reporting, [edge("a", "b")])
    assert [(story.origin, story.unseen) for story in told] == [("a", "o-far")]
    named = [member("a"), member("b", 1, credits=credit("o-a") + credit("o-far"))]
    assert stories(named, [edge("a", "b")])[0].unseen is None, "the source is here"


def test_a_copy_says_how_and_how_late() -> None:
    members = [member("a"), member("b", 90), member("agency", 30), member("d", 60, precision="day")]
    edges = [
        edge("a", "b"),
        edge("a", "agency", kind="abridged"),
        edge("agency", "d", kind="exact"),
        edge("a", "d", 0.7),
    ]
    (story,) = stories(members, edges, KINDS)
    assert (story.id, story.head, story.origin) == ("sa", "a", "agency")
    told = {copy.id: (copy.of, copy.method, copy.lag, copy.evidence.get("via")) for copy in story.copies}
    assert told == {
        "a": ("agency", "abridged", timedelta(minutes=-30), None),
        "b": ("agency", "copy", timedelta(minutes=60), "a"),
        "d": ("agency", "exact", None, None),
    }


def test_the_longer_of_an_abridged_pair_is_extended() -> None:
    (story,) = stories([member("a"), member("b", 5)], [edge("a", "b", kind="abridged")])
    assert [copy.method for copy in story.copies] == ["extended"]
