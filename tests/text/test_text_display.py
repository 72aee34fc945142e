"""What a reader sees: every case is (as published, as shown, why)."""

import pytest

from newscrawl.text import display, repair

SHOWN = [
    ("", "", "nothing stays nothing"),
    ("Ankara'da toplantı yapıldı.", "Ankara'da toplantı yapıldı.", "text in good order is not touched"),
    ("اجتمع الوزراء في أنقرة أمس.", "اجتمع الوزراء في أنقرة أمس.", "text in good order is not touched"),
    # entities
    ("نص &amp; نص", "نص & نص", "an entity the page escaped once more"),
    ("&amp;quot;نعم&amp;quot;", '"نعم"', "escaped twice"),
    ("&amp;amp;amp;amp;lt;b", "<b", "escaped five times, to the fixed point"),
    ("T&uuml;rkiye", "Türkiye", "a named letter"),
    ("T&#252;rkiye, &#x0130;zmir", "Türkiye, İzmir", "letters by number, decimal and hexadecimal"),
    ("النص&nbsp;هنا", "النص هنا", "a named space becomes a plain one"),
    ("النص&nbsp هنا", "النص هنا", "a semicolon was forgotten"),
    ("adres?a=1&section=2&copy=3", "adres?a=1&section=2&copy=3", "an address is not full of entities"),
    ("A&B şirketi, AT&T; sonra", "A&B şirketi, AT&T; sonra", "an ampersand that begins no entity"),
    ("&bilinmeyen; sözcük", "&bilinmeyen; sözcük", "an unknown name stays as published"),
    ("&shy;uzun&zwnj;kelime", "uzunkelime", "entities of invisible characters go the way of these"),
    # invisible characters
    ("\u200fقال\u200f الوزير\u200e", "قال الوزير", "marks of direction"),
    ("\u202bنص\u202c \u2067آخر\u2069", "نص آخر", "embeddings and isolates"),
    ("\u061cنص", "نص", "the Arabic letter mark"),
    ("\ufeffBaşlık", "Başlık", "a byte order mark"),
    ("cum\xadhur\xadbaşkanı", "cumhurbaşkanı", "soft hyphens"),
    ("Anka\u200bra", "Ankara", "a zero-width space parts no word"),
    ("An\u2060kara", "Ankara", "a word joiner"),
    ("bir\x00iki\x07", "biriki", "control characters"),
    ("bir\x85iki", "bir iki", "NEL is a line end"),
    ("bir\x96iki", "biriki", "C1 control characters"),
    ("bozuk\ud83d", "bozuk", "half a surrogate pair, which no encoder takes"),
    ("نص\ufffcآخر", "نصآخر", "where an object was"),
    # joiners
    ("می\u200cخواهد", "می\u200cخواهد", "ZWNJ between Arabic letters is spelling"),
    ("ه\u200dم", "ه\u200dم", "ZWJ between Arabic letters is spelling"),
    ("می\u200c\u200cخواهد", "می\u200cخواهد", "twice is once"),
    ("كتاب\u200c جديد", "كتاب جديد", "ZWNJ before a space joins nothing"),
    ("An\u200ckara\u200d", "Ankara", "Latin letters do not join"),
    ("👩\u200d🚒 kurtardı", "👩\u200d🚒 kurtardı", "ZWJ makes one picture of two"),
    # tatweel
    ("الـمـجـلـس", "المجلس", "stretched for looks"),
    ("المجـــــلس", "المجلس", "stretched a lot"),
    ("عام 1445هـ الماضي", "عام 1445هـ الماضي", "the Hijri year's sign"),
    ("قال لـ«الصباح» أمس", "قال لـ«الصباح» أمس", "a preposition before a quotation mark"),
    ("قال لـTRT أمس", "قال لـTRT أمس", "a preposition before Latin letters"),
    ("مـَـدرسة", "مَدرسة", "a vowel mark may stand on the stroke"),
    # presentation forms
    ("ﺗﺮﻛﻴﺎ", "تركيا", "positional shapes"),
    ("ﻻ ﻷن", "لا لأن", "lam-alef ligatures"),
    ("5 ﷼", "5 ریال", "the rial sign is letters"),
    ("محمد ﷺ", "محمد ﷺ", "a sign set on purpose"),
    ("﴿نص﴾", "﴿نص﴾", "ornate brackets are not letters"),
    # kept as published
    ("مُتَحَفٌ وَطَنِيٌّ", "مُتَحَفٌ وَطَنِيٌّ", "vowel marks"),
    ("أإآٱؤئءىة", "أإآٱؤئءىة", "hamza seats and final forms"),
    ("١٢٫٥ و 12.5 و ۱۲", "١٢٫٥ و 12.5 و ۱۲", "digits as published"),
    ("«نص» “نص” \"نص\" 'نص' ‘نص’", "«نص» “نص” \"نص\" 'نص' ‘نص’", "quotation marks"),
    ("گوگل پژو چای", "گوگل پژو چای", "Persian letters in names"),
    ("Hâlâ kâr, Çeşme, IĞDIR, İzmir", "Hâlâ kâr, Çeşme, IĞDIR, İzmir", "Turkish letters"),
    # composition
    ("Tu\u0308rkiye, s\u0327ehir", "Türkiye, şehir", "decomposed letters"),
    ("ا\u0653ب", "آب", "a decomposed madda"),
    ("i\u0307stanbul", "istanbul", "the dot that lower-casing İ leaves"),
    ("I\u0307stanbul", "İstanbul", "the same dot is İ on a capital"),
    # spaces
    ("  bir \t iki\n\nüç  ", "bir iki üç", "runs of white space"),
    ("bir\xa0iki\u2009üç\u202fdört\u3000beş", "bir iki üç dört beş", "spaces of all widths"),
    # marks
    ("قالت،إن", "قالت، إن", "no space after a comma"),
    ("قال ، إن", "قال، إن", "a space before a comma"),
    ("هل جاء ؟نعم", "هل جاء؟ نعم", "both at a question mark"),
    ("أولا ؛ثانيا", "أولا؛ ثانيا", "both at a semicolon"),
    ("قال،«نعم»", "قال، «نعم»", "before a quotation"),
    ("النسبة 12،5 بالمئة", "النسبة 12،5 بالمئة", "a decimal comma"),
    ("النسبة ١٢،٥ بالمئة", "النسبة ١٢،٥ بالمئة", "a decimal comma with other digits"),
    ("2018 ،2019", "2018، 2019", "two numbers must not become one"),
    ("عام 2015،وقال", "عام 2015، وقال", "a number before a comma"),
    ("في أنقرة،2015", "في أنقرة، 2015", "a number after a comma"),
    ("لماذا؟! لماذا؟؟", "لماذا؟! لماذا؟؟", "marks stand together"),
    ("قال «هل؟» ثم", "قال «هل؟» ثم", "a closing quotation mark needs no space"),
    ("Saat 18.24 , sonra", "Saat 18.24 , sonra", "Latin marks stay as published"),
]


@pytest.mark.parametrize(("published", "shown", "why"), SHOWN)
def test_display(published: str, shown: str, why: str) -> None:
    assert display(published) == shown, why


@pytest.mark.parametrize("published", [case[0] for case in SHOWN])
def test_display_is_idempotent(published: str) -> None:
    assert display(display(published)) == display(published)


ARABIC = "عقد مجلس الوزراء اجتماعا في العاصمة أمس"
TURKISH = "Bakanlar Kurulu dün başkentte uzun bir toplantı yaptı ve karar aldı"

MOJIBAKE = [
    (ARABIC, "utf-8", "cp1252", "utf-8 read as cp1252", "Arabic, the commonest damage"),
    (ARABIC, "utf-8", "latin-1", "utf-8 read as cp1252", "the same by the older table"),
    (TURKISH, "utf-8", "cp1252", "utf-8 read as cp1252", "Turkish"),
    ("Başbakan “hayır” dedi", "utf-8", "latin-1", "utf-8 read as cp1252", "quotation marks come back too"),
    (ARABIC, "utf-8", "cp1256", "utf-8 read as cp1256", "Arabic on a site that declares the Arabic table"),
    (ARABIC, "cp1256", "cp1252", "cp1256 read as cp1252", "Arabic on a page without a declaration"),
    (ARABIC, "cp1256", "latin-1", "cp1256 read as cp1252", "the same by the older table"),
    (TURKISH, "cp1254", "cp1252", "cp1254 read as cp1252", "Turkish with Icelandic letters"),
    (TURKISH, "iso-8859-9", "latin-1", "cp1254 read as cp1252", "the same by the older tables"),
]


@pytest.mark.parametrize(("text", "written", "read", "kind", "why"), MOJIBAKE)
def test_repair(text: str, written: str, read: str, kind: str, why: str) -> None:
    damaged = text.encode(written).decode(read, "surrogateescape" if read == "cp1252" else "strict")
    damaged = "".join(chr(ord(c) - 0xDC00) if 0xDC80 <= ord(c) <= 0xDCFF else c for c in damaged)
    assert damaged != text
    assert repair(damaged).text == text, why
    assert repair(damaged).kind == kind, why
    assert display(damaged) == text, why


INTACT = [
    (ARABIC, "good Arabic"),
    (TURKISH, "good Turkish"),
    ("ÜÇÜNCÜ KÖPRÜ", "Turkish capitals have many accents"),
    ("ÖÇ ÜÇ", "very short capitals"),
    ("“KÖRFEZÜ” dedi", "a capital before a quotation mark is no UTF-8 pair"),
    ("Rûyâ «RÛYÂ»", "a circumflex before a quotation mark is no UTF-8 pair"),
    ("Où… vas-tu ?", "one French pair is no evidence"),
    ("Það er ekki rétt, sagði hún", "Icelandic stays Icelandic"),
    ("حظ، ثم حظ، ثم حفظ، ثم", "an Arabic letter before a comma"),
    ("Café à Genève, señor", "western accents"),
    ("", "nothing"),
]


@pytest.mark.parametrize(("text", "why"), INTACT)
def test_repair_leaves_good_text(text: str, why: str) -> None:
    assert repair(text).text == text, why
    assert repair(text).kind is None, why


def test_repair_of_a_part() -> None:
    mixed = "Başkan " + "Türkiye".encode().decode("latin-1") + " dedi"
    assert repair(mixed).text == "Başkan Türkiye dedi"
