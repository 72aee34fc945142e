"""The folded form: what has to be equal is, and nothing else."""

import pytest

from newscrawl.text import match_key

KEYS = [
    ("", "", "nothing"),
    ("… - !", "", "no letter, no digit"),
    ("أنقرة إسطنبول آب ٱلله", "انقره اسطنبول اب الله", "seats of alef and teh marbuta"),
    ("مسؤول شئون هيئة", "مسوول شيون هييه", "hamza on waw and yeh"),
    ("سماء", "سما", "a hamza alone"),
    ("على علي", "علي علي", "dotless yeh"),
    ("الـمـجلس", "المجلس", "tatweel"),
    ("مُتْحَفٌ اللّٰه", "متحف الله", "vowel marks, the dagger alef too"),
    ("١٢٫٥ ۱۳۹۹", "12 5 1399", "digits of both Arabic sets"),
    ("ترکیا", "تركيا", "Persian kaf and yeh"),
    ("ۀ ہ ھ ە", "ه ه ه ه", "the forms of heh"),
    ("ﺗﺮﻛﻴﺎ ﻻ ﷲ", "تركيا لا الله", "presentation forms and ligatures"),
    ("\u200fتر\u200cكيا\ufeff", "تركيا", "what cannot be seen"),
    ("قال،إن «نعم»؟", "قال ان نعم", "marks part words"),
    ("Türkiye’de Türkiye'de", "turkiye de turkiye de", "any apostrophe parts words"),
    ("TÜRKİYE türkiye", "turkiye turkiye", "capitals"),
    ("IĞDIR Iğdır ığdır iğdir", "igdir igdir igdir igdir", "dotless and dotted i"),
    ("İstanbul istanbul i\u0307stanbul", "istanbul istanbul istanbul", "the stray dot"),
    ("Çağrı Şükrü Ömer Hâlâ", "cagri sukru omer hala", "Turkish marks"),
    ("Ankara_2020", "ankara 2020", "an underscore parts words"),
    ("Straße Ångström Łódź", "strasse angstrom łodz", "other Latin letters"),
    ("Tu\u0308rkiye", "turkiye", "decomposed"),
    ("№5 ½ ①", "no5 1 2 1", "compatibility forms"),
    ("COVID-19", "covid 19", "a hyphen parts words"),
    ("a\xa0b…c\xadd", "a b cd", "spaces, dots, soft hyphens"),
    ("Москва", "москва", "other scripts in lower case"),
    ("😀 haber", "haber", "no symbols"),
]


@pytest.mark.parametrize(("text", "key", "why"), KEYS)
def test_match_key(text: str, key: str, why: str) -> None:
    assert match_key(text) == key, why


@pytest.mark.parametrize("text", [case[0] for case in KEYS])
def test_match_key_is_idempotent(text: str) -> None:
    assert match_key(match_key(text)) == match_key(text)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("كتاب", "كتب", "vowels that are letters"),
        ("حرييت", "حريت", "a doubled letter"),
        ("kar", "kara", "an ending"),
        ("صباح", "صياح", "dots"),
    ],
)
def test_words_that_stay_apart(one: str, other: str, why: str) -> None:
    assert match_key(one) != match_key(other), why
