"""The language, from the text alone."""

import pytest

from newscrawl.text import detect_language

LANGUAGES = [
    ("اجتمع الوزراء في أنقرة لبحث الميزانية", "ar", "Arabic"),
    ("أعلن مكتب Google في أنقرة عن خطة جديدة", "ar", "with a Latin name"),
    ("افتتاح مكتب گوگل في بغداد", "ar", "a Persian letter in a name"),
    ("الرئیس الترکي في الجزائر اليوم", "ar", "careless yeh and kaf"),
    ("این کتاب را به من بدهید که می‌خواهم بخوانم", None, "Persian"),
    ("یہ کتاب میرے لیے ہے اور میں اسے پڑھوں گا", None, "Urdu"),
    ("Bakan, yeni yolun bir yıl içinde biteceğini söyledi", "tr", "Turkish"),
    ("Ankara'da yangın", "tr", "a short headline"),
    ("TÜRKİYE'DE BİR İLK", "tr", "capitals"),
    ("Bu rapor ve o belge ile birlikte", "tr", "no Turkish letter, only words"),
    ("The minister said the road was finished", "en", "English"),
    ("The talks between Erdoğan and İnce were held in Iğdır", "en", "Turkish names in English"),
    ("Der Minister sagte, die Straße sei fertig", None, "German"),
    ("Nazir yeni yolun açıldığını bildirdi, bu gün gələcək", None, "Azerbaijani"),
    ("12.03.2024 - 18:24", None, "no letters"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("text", "language", "why"), LANGUAGES)
def test_detect_language(text: str, language: str | None, why: str) -> None:
    assert detect_language(text) == language, why
