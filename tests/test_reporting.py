"""Numbers, names in both scripts, and which article another is proposed to report on."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.reporting import Cued, cues, propose, score, skeleton
from newscrawl.reporting.cues import weigh
from newscrawl.reporting.numbers import numbers, significant

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("48.500 lira", ["number 48500"], "a point before three digits is thousands"),
        ("48,500 ليرة", ["number 48500"], "and so is a comma"),
        ("4,8 büyüklüğünde", ["number 4.8"], "a comma before anything else is a fraction"),
        ("بقوة ٤٫٨ درجات", ["number 4.8"], "Arabic-Indic digits and decimal sign"),
        ("بقوة ۴.۸ درجات", ["number 4.8"], "Persian digits"),
        ("1.234.567 kişi", ["number 1234567"], "thousands twice"),
        ("yüzde 2,43", ["percent 2.43"], "percent before"),
        ("%45 oldu", ["percent 45"], "a sign before"),
        ("45% من", ["percent 45"], "a sign behind"),
        ("٤٥٪ من", ["percent 45"], "the Arabic sign"),
        ("بنسبة 45 بالمئة", ["percent 45"], "a word behind"),
        ("بنسبة 45 بالمائة", ["percent 45"], "its other spelling"),
        ("45 في المئة مليون", ["percent 45", "number 1000000"], "two words behind; what follows is no percent"),
        ("12 bin 345 konut", ["number 12345"], "thousands in words and the rest"),
        ("12 ألفا و345 منزلا", ["number 12345"], "the same in Arabic"),
        ("2 milyon 450 bin", ["number 2450000"], "two units"),
        ("مليونين و450 ألفا", ["number 2450000"], "a dual is two of them"),
        ("2.45 مليون", ["number 2450000"], "a fraction of a unit"),
        ("مليون و250 ألف", ["number 1250000"], "a unit alone is one of it"),
        ("21 milyar 340 milyon dolar", ["number 21340000000"], "thousands of millions"),
        ("21 مليارا و340 مليون دولار", ["number 21340000000"], "with case endings"),
        ("3 kişi 12 bin lira", ["number 3", "number 12000"], "a word between ends a number"),
        ("5 bin 6 milyon", ["number 5000", "number 6000000"], "a larger unit begins another number"),
        ("ثلاثة مساجد وأربعة دور", ["number 3", "number 4"], "in words, one with its conjunction"),
        ("2026 yılında 3 Mart'ta", [], "a year and the day of a month say nothing"),
        ("في 3 آذار 2026", [], "the same in Arabic"),
        ("2026 bin", ["number 2026000"], "no year before a unit"),
        ("4,5 trilyon lira", ["number 4500000000000"], "as long as it is"),
        ("yok", [], "no number"),
    ],
)
def test_numbers(text: str, expected: list[str], why: str) -> None:
    assert list(numbers(text)) == expected, why


@pytest.mark.parametrize(
    ("value", "expected", "why"),
    [
        ("48500", 3, "zeros at the end round"),
        ("4.8", 2, "the point is no digit"),
        ("1000000", 1, "one"),
        ("0", 1, "none"),
    ],
)
def test_significant_digits(value: str, expected: int, why: str) -> None:
    assert significant(value) == expected, why


@pytest.mark.parametrize(
    ("turkish", "arabic", "why"),
    [
        ("mehmet", "محمد", "t hardened from d"),
        ("recep", "رجب", "p hardened from b, c is jeem"),
        ("ahmet", "احمد", "heh and hah"),
        ("halit", "خالد", "khah is h too"),
        ("osman", "عثمان", "theh is s"),
        ("ramazan", "رمضان", "dad is z"),
        ("murat", "مراد", "vowels written and not"),
        ("fatih", "فاتح", "h at the end"),
        ("hatice", "خديجه", "teh marbuta"),
        ("abdullah", "عبدالله", "doubled letters"),
        ("caglayan", "تشاغلايان", "ç as teh and sheen"),
        ("caglayan", "جاغلايان", "ç as jeem"),
        ("simsek", "شيمشك", "ş"),
        ("gokhan", "غوكهان", "g and k"),
        ("kadir", "قدير", "qaf"),
    ],
)
def test_both_scripts_have_one_skeleton(turkish: str, arabic: str, why: str) -> None:
    assert skeleton.latin(turkish) == skeleton.arabic(arabic) != "", why


def test_a_v_is_feh_or_waw() -> None:
    kept = skeleton.spellings(skeleton.latin("levent"))
    assert skeleton.arabic("ليفنت") in kept
    assert skeleton.arabic("لوند") in kept


@pytest.mark.parametrize(
    ("language", "text", "expected", "why"),
    [
        ("tr", "İzmir'in Torbalı ilçesinde yangın çıktı.", {"place izmir", "subject yangin"}, "an ending behind '"),
        ("ar", "حريق في مصنع بإزمير", {"place izmir", "subject yangin"}, "a preposition written together"),
        ("ar", "وبإسطنبول وللبنك المركزي", {"common istanbul", "body merkez banka"}, "several, and an article in lam"),
        ("ar", "ديار بكر", {"place diyarbakir"}, "a name of two words"),
        ("tr", "Merkez Bankasının kararı", {"body merkez banka"}, "an institution's ending without '"),
        ("tr", "kara van bir ordu", set(), "names are capitalised"),
        ("ar", "قال وان الامر", set(), "and that: not the town of Van"),
        ("ar", "فإن الرئيس بايدن أفاد بذلك عبد العزيز", set(), "everyday words and others' names: no Van, Aydın, AFAD"),
        ("ar", "في ولاية فان", {"place van"}, "with the word for province"),
        ("tr", "Mustafa muştu verdi", set(), "a name is not the beginning of another"),
        ("ar", "وزير الدفاع يشار غولر", {"body msb", "person guler"}, "office and person"),
    ],
)
def test_names_of_the_lexicon(language: str, text: str, expected: set[str], why: str) -> None:
    found = {cue for cue in cues("", text, language) if not cue.startswith("spelt ")}
    assert found == expected, why


@pytest.mark.parametrize(
    ("turkish", "arabic", "why"),
    [
        ("Vali Serdar Akbıyık konuştu.", "قال الوالي سردار أكبيك", "name and surname"),
        ("Başkan Cemil Avşaroğlu'nun", "لجميل أفشار أوغلو", "a surname in two words, a preposition before the name"),
        ("Büyükçekmece'de", "في بويوك تشكمجه", "a district in two words"),
    ],
)
def test_transliterated_names_meet(turkish: str, arabic: str, why: str) -> None:
    shared = cues("", turkish, "tr").keys() & cues("", arabic, "ar").keys()
    assert any(cue.startswith("spelt ") for cue in shared), why


def test_no_name_reaches_across_a_function_word() -> None:
    written = [
        text for cue, text in cues("", "سردار أكبيك في مدينة بولادين على الطريق", "ar").items() if "spelt" in cue
    ]
    assert written
    assert not [text for text in written if {"في", "على"} & set(text.split())]


def test_what_the_lexicon_knows_counts_once() -> None:
    turkish, arabic = cues("", "Hakan Fidan geldi.", "tr"), cues("", "وصل هاكان فيدان", "ar")
    assert turkish.keys() & arabic.keys() == {"person fidan"}


def test_a_cue_keeps_how_it_was_written() -> None:
    found = cues("Malatya'da deprem", "Vali Serdar Akbıyık 12 bin 345 dedi.", "tr")
    assert found["place malatya"] == "Malatya"
    assert found["number 12345"] == "12 bin 345"
    assert "Serdar Akbıyık" in found.values()


TOLD = {"place malatya": "", "number 4.7": "", "spelt srtrkbk": "", "number 46": "", "subject deprem": ""}
LESS = {cue: "" for cue in TOLD if cue != "number 4.7"}


def cued(name: str, outlets: tuple[str, ...], hours: float, found: Mapping[str, str] = TOLD) -> Cued:
    return Cued(name, outlets, NOON + timedelta(hours=hours), found)


REPORT = cued("report", ("milliyet", "ntv"), 0)


@pytest.mark.parametrize(
    ("candidates", "expected", "why"),
    [
        ([cued("a", ("milliyet",), -2)], ["a"], "cited, earlier, with the same cues"),
        ([cued("a", ("hurriyet",), -2)], [], "an outlet that is not cited"),
        ([cued("a", ("milliyet",), -71)], ["a"], "three days are near enough"),
        ([cued("a", ("milliyet",), -73)], [], "and more are not"),
        ([cued("a", ("milliyet",), 0.4)], ["a"], "clocks differ"),
        ([cued("a", ("milliyet",), 1)], [], "nobody reports on what comes later"),
        (
            [cued("a", ("milliyet",), -2, {"place malatya": "", "subject deprem": ""})],
            [],
            "place and subject do not do",
        ),
        ([cued("a", ("milliyet",), -2), cued("b", ("milliyet",), -3)], [], "two that fit alike: neither"),
        ([cued("a", ("milliyet",), -2), cued("b", ("ntv",), -3)], ["a", "b"], "one of each outlet, the later first"),
        (
            [cued("a", ("milliyet",), -1, LESS), cued("b", ("milliyet",), -5)],
            ["b"],
            "the best, not the nearest",
        ),
    ],
)
def test_proposals(candidates: list[Cued], expected: list[str], why: str) -> None:
    assert [proposal.of for proposal in propose(REPORT, candidates)] == expected, why
    assert [proposal.of for proposal in propose(REPORT, reversed(candidates))] == expected, why


def test_a_proposal_says_what_it_rests_on() -> None:
    source = cued("a", ("milliyet",), -2, {**dict.fromkeys(TOLD, "kaynakta"), "number 9": "9"})
    report = cued("report", ("milliyet",), 0, {**TOLD, "number 8.3": "8.3"})
    (proposal,) = propose(report, [source])
    assert proposal.lag == timedelta(hours=2)
    assert 0.6 <= proposal.score < 1
    shared = proposal.evidence["shared"]
    assert isinstance(shared, list)
    assert {"cue": "number 4.7", "source": "kaynakta", "report": ""} in shared
    assert proposal.evidence["lost"] == ["number 8.3"]


def test_what_a_report_adds_lowers_its_score_and_what_it_leaves_out_does_not() -> None:
    assert score({**TOLD, "number 8.3": ""}, TOLD) < score(TOLD, TOLD)
    assert score(TOLD, {**TOLD, "number 8.3": ""}) == score(TOLD, TOLD)


def test_names_that_contain_each_other_count_once() -> None:
    name = {"spelt srtrkbk": "", "spelt srtrkbkmlt": ""}
    assert score(name, name) == score({"spelt srtrkbkmlt": ""}, {"spelt srtrkbkmlt": ""})


@pytest.mark.parametrize(
    ("rarer", "commoner"),
    [
        ("number 12345", "number 45"),
        ("percent 4.8", "percent 40"),
        ("spelt hknftnmhmt", "spelt hknft"),
        ("place izmir", "common turkiye"),
        ("person fidan", "subject deprem"),
    ],
)
def test_the_rarer_weighs_more(rarer: str, commoner: str) -> None:
    assert weigh(rarer) > weigh(commoner) > 0


@given(st.text(max_size=200), st.sampled_from(("ar", "tr")))
def test_nothing_raises_and_every_cue_has_a_weight(text: str, language: str) -> None:
    assert all(weigh(cue) > 0 for cue in cues(text, text, language))


@pytest.mark.parametrize(
    "text", ["1." * 500_000, "و" * 1_000_000, "A'" * 500_000, "1 bin " * 170_000, "\u064b" * 1_000_000]
)
def test_a_megabyte_does_not_hang(text: str) -> None:
    started = time.monotonic()
    for language in ("ar", "tr"):
        cues("", text, language)
    numbers(text)
    assert time.monotonic() - started < 20
