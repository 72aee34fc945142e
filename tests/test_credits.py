"""Who is credited, who is cited, and what stays in the text."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newscrawl import registry
from newscrawl.credits import Attributed, attribute

NAMES = registry.names()
AR = "افتتح الوزير صباح اليوم معرض الكتاب في قاعة المؤتمرات بحضور ناشرين من عشرين دولة عربية وأوروبية."
TR = "Belediye başkanı sabah saatlerinde yeni köprünün açılışını çok sayıda davetlinin katılımıyla gerçekleştirdi."


def read(*paragraphs: str, outlet: str = "turkeyalaan", language: str = "ar") -> Attributed:
    return attribute(paragraphs, NAMES, outlet=outlet, language=language)


@pytest.mark.parametrize(
    ("line", "expected", "why"),
    [
        ("المصدر/ arabi21", [("credit", "arabi21", "arabi21")], "slash, as in 2020"),
        ("المصدر/\u00a0 عربي21", [("credit", "عربي21", "arabi21")], "a no-break space behind the slash"),
        ("المصدر: عربي 21", [("credit", "عربي 21", "arabi21")], "colon, and a spelling with a space"),
        ("المصدر:رويترز", [("credit", "رويترز", "reuters")], "no space at all"),
        ("المصدر : الجزيرة", [("credit", "الجزيرة", "aljazeera")], "a common word is a name on a credit line"),
        ("المصدر: RT + وكالات", [("credit", "RT", "rt_ar"), ("credit", "وكالات", None)], "two sources"),
        ("المصدر: (أبوظبي - وام)", [("credit", "وام", "wam")], "a place, then who reported from it"),
        ("مصدر الخبر: الأناضول", [("credit", "الأناضول", "aa_tr")], "another word for it"),
        ("المصدر: مجلة الطرق الحديثة", [("credit", "مجلة الطرق الحديثة", None)], "a name that nobody knows is kept"),
        ("المصدر/ تركيا الآن", [("self", "تركيا الآن", "turkeyalaan")], "the outlet credits itself"),
        ("(الأناضول)", [("agency", "الأناضول", "aa_tr")], "a tag on its own line"),
        ("(أ ف ب)", [("agency", "أ ف ب", "afp")], "an agency's letters"),
        ("--(بترا)", [("agency", "بترا", "petra")], "an agency's signature"),
        ("وكالات", [("agency", "وكالات", None)], "agencies, unnamed"),
        ("رويترز", [("agency", "رويترز", "reuters")], "a bare last line"),
        ("أنقرة/الأناضول", [("agency", "الأناضول", "aa_tr")], "a dateline alone"),
        ("إسطنبول/ سليم كايا/ الأناضول", [("agency", "الأناضول", "aa_tr")], "a dateline with its author"),
        ("ترجمة وتحرير: عربي21", [("translation", "عربي21", "arabi21")], "who translated it"),
    ],
)
def test_an_arabic_line_that_is_only_a_credit_is_taken_out(
    line: str, expected: list[tuple[str, str, str | None]], why: str
) -> None:
    found = read(AR, AR + " وتجول الحضور.", line)
    assert [(c.kind, c.name, c.outlet) for c in found.credits] == expected, why
    assert found.paragraphs == (AR, AR + " وتجول الحضور.")
    assert all(credit.span is None for credit in found.credits)


@pytest.mark.parametrize(
    ("text", "language", "outlets"),
    [
        ("عين اليوم – واس\n{}", "ar", ["3alyoum", "spa"]),
        ("واس - الرياض: {}", "ar", ["spa"]),
        ("واس- جدة: {}", "ar", ["spa"]),
        ("واس – مكة المكرمة\n{}", "ar", ["spa"]),
        ("رويترز - طوكيو\n{}", "ar", ["reuters"]),
        ("سبق- وكالات: {}", "ar", ["sabq", None]),
        ("الرياض 25 شوال 1436 هـ الموافق 10 اغسطس 2015 م واس\n{}", "ar", ["spa"]),
        ("عين اليوم – متابعات\n{}", "ar", ["3alyoum", None]),
        ("رويترز: {}", "ar", ["reuters"]),
        ("أنقرة- رويترز: {}", "ar", ["reuters"]),
        ("لندن - «الشرق الأوسط»: {}", "ar", ["aawsat"]),
        ("دبي، الإمارات العربية المتحدة (CNN)-- {}", "ar", ["cnn"]),
        ("أتلانتا، الولايات المتحدة (CNN) – {}", "ar", ["cnn"]),
        ("(CNN)-- {}", "ar", ["cnn"]),
        ("أنقرة / الأناضول\n{}", "ar", ["aa_tr"]),
        ("إسطنبول (الأناضول) - {}", "ar", ["aa_tr"]),
        ("واشنطن - أ ف ب\n{}", "ar", ["afp"]),
        ("واشنطن (أ ف ب) - {}", "ar", ["afp"]),
        ("{}\n(أ ف ب، رويترز)", "ar", ["afp", "reuters"]),
        ("{}\nع.م/ أ.ح (أ ف ب، رويترز، د ب أ)", "ar", ["afp", "reuters", "dpa"]),
        ("{}\nفرانس24/ أ ف ب", "ar", ["france24_ar", "afp"]),
        ("{}\nنقلا عن الجزيرة", "ar", ["aljazeera"]),
        ("{}\nوكالات", "ar", [None]),
        ("إسطنبول ـ «القدس العربي»: {}", "ar", ["alquds_alarabi"]),
        ("إسطنبول ـ «القدس العربي» ووكالات: {}", "ar", ["alquds_alarabi", None]),
        ("باريس- أ.ف.ب: {}", "ar", ["afp"]),
        ("سكاي نيوز عربية - وكالات\n{}", "ar", ["skynewsarabia", None]),
        ("متابعة / تركيا الآن\n{}", "ar", ["turkeyalaan"]),
        ("ترك برس - الأناضول\n{}", "ar", ["turkpress", "aa_tr"]),
        ("{}\nالمصدر: الجزيرة + وكالات", "ar", ["aljazeera", None]),
        ("{}\nالمصدر: TRT عربي - وكالات", "ar", ["trtarabi", None]),
        ("TRT عربي - وكالات\n{}", "ar", ["trtarabi", None]),
        ("ANKARA (AA) - Bakan köprüyü açtı, töreni izleyenler alkışladı, bando marş çaldı.", "tr", ["aa_tr"]),
        ("İSTANBUL, (DHA)- Köprü bu sabah törenle açıldı ve ilk araçlar geçti.", "tr", ["dha"]),
        ("Ahmet KAYA/ANKARA, (DHA)- Köprü bu sabah törenle açıldı ve ilk araçlar geçti.", "tr", ["dha"]),
        ("Köprü bu sabah törenle açıldı, ilk araçlar geçti. (AA)", "tr", ["aa_tr"]),
        ("Köprü açıldı, ilk araçlar geçti, sürücüler korna çaldı.\nKaynak: İHA", "tr", ["iha"]),
        ("Köprü açıldı, ilk araçlar geçti. - HAKKARİ", "tr", []),
        ("Köprü açıldı, ilk araçlar geçti.Kaynak: AA", "tr", ["aa_tr"]),
        ("Köprü açıldı. (İHA)\nKaynak: İHA", "tr", ["iha", "iha"]),
        ("Köprü açıldı.\nHaber Merkezi", "tr", [None]),
        ("Köprü açıldı, araçlar geçti.\nKaynak: DHA, AA", "tr", ["dha", "aa_tr"]),
        ("Köprü açıldı, araçlar geçti.\nKAYNAK: SPUTNIK", "tr", ["sputnik"]),
        ("Haber: Yusuf ÇINAR/ÇORUM, (DHA)\nKöprü açıldı, araçlar geçti.", "tr", ["dha"]),
        ("Reuters'ın haberine göre köprü açıldı.", "tr", []),
    ],
)  # fmt: skip
def test_openings_and_closings_as_the_press_writes_them(text: str, language: str, outlets: list[str | None]) -> None:
    """The outlets that a text credits, None for agencies without a name; {} stands for the text."""
    found = read(*text.replace("{}", AR).split("\n"), outlet="sabq", language=language)
    assert sorted(map(str, (credit.outlet for credit in found.credits))) == sorted(map(str, outlets))


@pytest.mark.parametrize(
    "text",
    [
        "ونقلت وكالة (رويترز) عن مصدر قوله إن السفينة غادرت الميناء صباح اليوم.",
        "علمت (الجزيرة) من مصادر مطلعة أن اللجنة ستعقد اجتماعها الأسبوع المقبل.",
        "قالت صحيفة «الشرق الأوسط»: إن اللجنة ستعقد اجتماعها الأسبوع المقبل في الرياض.",
        "وأفادت إذاعة وتلفزيون / تي آر تي / التركية أن اللجنة ستعقد اجتماعها غدا.",
        "صباح،",
        "وبحسب البيانات، يحمل 56% منهم الجنسية الألمانية.",
    ],
)
def test_a_name_in_a_sentence_is_no_credit(text: str) -> None:
    assert read(text, AR, AR).credits == ()


@pytest.mark.parametrize(
    ("line", "expected", "why"),
    [
        ("Kaynak: AA", [("credit", "AA", "aa_tr")], "the usual line"),
        ("KAYNAK: DHA", [("credit", "DHA", "dha")], "in capitals"),
        ("Haber Kaynağı: İHA", [("credit", "İHA", "iha")], "the long form; dotted İ"),
        ("(DHA)", [("agency", "DHA", "dha")], "a tag"),
        ("İHA", [("agency", "İHA", "iha")], "a bare line"),
        ("Mehmet YILDIZ/BURSA, (DHA)-", [("agency", "DHA", "dha")], "reporter, city, agency"),
        ("Ali KAYA-Ece SU/ANTALYA-DENİZLİ, (DHA)", [("agency", "DHA", "dha")], "two reporters and two cities"),
        ("Haber Merkezi", [("agency", "Haber Merkezi", None)], "the newsroom: nobody in particular"),
    ],
)
def test_a_turkish_line_that_is_only_a_credit_is_taken_out(
    line: str, expected: list[tuple[str, str, str | None]], why: str
) -> None:
    found = read(TR, TR + " Tören bitti.", line, outlet="hurriyet", language="tr")
    assert [(c.kind, c.name, c.outlet) for c in found.credits] == expected, why
    assert found.paragraphs == (TR, TR + " Tören bitti.")


@pytest.mark.parametrize(
    ("paragraph", "language", "key", "why"),
    [
        (f"{TR} (AA)", "tr", "aa_tr", "a tag behind the last sentence"),
        (f"{TR}Kaynak: AA", "tr", "aa_tr", "glued to the last sentence"),
        (f"{AR} (رويترز)", "ar", "reuters", "a tag behind the last sentence"),
        (f"أنقرة/ الأناضول: {AR}", "ar", "aa_tr", "a dateline before the text"),
        (f"لندن - رويترز: {AR}", "ar", "reuters", "a dateline with a dash"),
    ],
)
def test_a_credit_within_running_text_stays_there_and_has_its_place(
    paragraph: str, language: str, key: str, why: str
) -> None:
    found = read(paragraph, language=language)
    assert [credit.outlet for credit in found.credits] == [key], why
    assert found.paragraphs == (paragraph,)
    (credit,) = found.credits
    assert credit.span is not None
    assert paragraph[slice(*credit.span)] == credit.text


@pytest.mark.parametrize(
    "paragraph",
    [
        "قال المصدر: إن الاجتماع سيعقد غدا في مقر الوزارة بحضور جميع الأطراف المعنية بالملف.",
        "وأضاف المصدر: لن نقبل بأي شروط جديدة، وسنعلن موقفنا في الوقت المناسب.",
        "المصدر: هكذا تبدأ الحكاية. لم يكن أحد يعرف من أين جاء الماء.",
        "إسطنبول - المدينة التي لا تنام - تستعد لاستقبال ملايين السياح هذا الصيف.",
        "Su kaynak: yaşamın başladığı yer. Köylüler yıllardır buradan içiyor.",
        "Fotoğraf: DHA arşivinden seçilen kareler sergide yer aldı ve ilgi gördü.",
        "Ankara / İstanbul hattında hızlı tren seferleri bugün yeniden başladı.",
        "صباح الخير",
        "زمان",
    ],
)
def test_ordinary_text_is_no_credit_and_stays(paragraph: str) -> None:
    for language in ("ar", "tr"):
        found = read(AR, paragraph, language=language)
        assert found.paragraphs == (AR, paragraph)
        assert found.credits == ()


@pytest.mark.parametrize(
    ("paragraph", "language", "expected", "why"),
    [
        ("وقالت صحيفة “ملييت” المحلية إن القرار قريب.", "ar", ["milliyet"], "newspaper and quoted name"),
        ("وكانت صحيفة “حرييت”، أشارت إلى القرار.", "ar", ["hurriyet"], "the verb comes after the name"),
        ("ذكرت صحيفة حريت التركية أن الجسر أغلق.", "ar", ["hurriyet"], "another spelling, without quotes"),
        ("ونقلت وكالة الأناضول عن الوزير قوله إن العمل مستمر.", "ar", ["aa_tr"], "an agency"),
        ("نقلاً عن رويترز فإن السفينة غادرت الميناء.", "ar", ["reuters"], "with vowel signs"),
        ("وفقا لوكالة الأناضول للأنباء بدأت الحملة.", "ar", ["aa_tr"], "according to"),
        ("بحسب موقع “أخبار المرافئ” وصلت الشحنة.", "ar", [None], "an unknown name in quotes is kept"),
        ("أفادت قناة “إن تي في” بأن الطريق مغلق.", "ar", ["ntv"], "a channel"),
        ("كتب على موقع “تويتر” أن الحفل تأجل.", "ar", [], "a platform is no outlet"),
        ("وصل الوفد إلى صحيفة الحائط في المدرسة.", "ar", [], "no verb of reporting, no known name"),
        ("افتتح المعرض صباح اليوم بحسب الجدول.", "ar", [], "morning is no newspaper here"),
        ("وذكرت صحيفة “تركيا الآن” أن الحفل تأجل.", "ar", [], "the outlet itself"),
        ("Milliyet'in haberine göre köprü kapandı.", "tr", ["milliyet"], "by the report of"),
        ("AA muhabirine konuşan Kaya, işlerin arttığını söyledi.", "tr", ["aa_tr"], "told the reporter of"),
        ("Hürriyet gazetesinin haberine göre yol açıldı.", "tr", ["hurriyet"], "the newspaper"),
        ("Reuters'ın haberine göre gemi limandan ayrıldı.", "tr", ["reuters"], "foreign agency"),
        ("Kaya'nın açıklamasına göre yol açıldı.", "tr", [], "a person is no outlet"),
    ],
)
def test_citations(paragraph: str, language: str, expected: list[str | None], why: str) -> None:
    found = read(paragraph, language=language)
    assert [citation.outlet for citation in found.citations] == expected, why
    for citation in found.citations:
        assert citation.span is not None
        assert "\n\n".join(found.paragraphs)[slice(*citation.span)] == citation.text


@pytest.mark.parametrize(
    ("byline", "outlet", "expected"),
    [
        ("واشنطن ـ رويترز", "sabq", [("agency", "reuters")]),
        ("أ ف ب (كابول)", "okaz", [("agency", "afp")]),
        ("«الاقتصادية» من الرياض", "aleqtisadiya", [("self", "aleqtisadiya")]),
        ("القاهرة - مكتب الجزيرة - سليم كايا:", "aljazirah", [("self", "aljazirah")]),
        ("سبق- وكالات:", "sabq", [("self", "sabq"), ("agency", None)]),
        ("Anadolu Ajansı", "hurriyet", [("agency", "aa_tr")]),
        ("DHA", "hurriyet", [("agency", "dha")]),
        ("سليم كايا - أنقرة", "sabq", []),
        ("Yusuf Kaya", "hurriyet", []),
    ],
)
def test_a_byline_credits_who_reported(byline: str, outlet: str, expected: list[tuple[str, str | None]]) -> None:
    found = attribute([AR, AR], NAMES, outlet=outlet, language="ar", bylines=[byline])
    assert [(credit.kind, credit.outlet) for credit in found.credits] == expected
    assert all(credit.span is None and credit.text == byline for credit in found.credits)


@pytest.mark.parametrize("line", ["الصورة: رويترز", "(صورة/ أ ف ب)", "تصوير: الأناضول", "Fotoğraf: DHA", "Foto: AA"])
def test_a_photo_credit_is_no_credit_of_the_text(line: str) -> None:
    found = attribute([AR, AR, line], NAMES, outlet="ntv", language="ar", bylines=[line])
    assert found.credits == ()
    assert found.paragraphs == (AR, AR, line)


def test_a_name_is_the_outlets_own_in_its_own_text() -> None:
    opening = "الوطن - أبها: " + AR
    assert [(c.kind, c.outlet) for c in read(opening, outlet="alwatan").credits] == [("self", "alwatan")]
    assert read(opening, outlet="sabq").credits == ()


@pytest.mark.parametrize(
    ("paragraph", "language", "expected"),
    [
        ("وأيدت الدولة القرار وفقا لما نقلته وكالة الأنباء الإماراتية (وام).", "ar", ["wam"]),
        ("ونقلت وكالة الأنباء الروسية، تاس، عن الوزير قوله إن السفينة غادرت.", "ar", ["tass"]),
        ("وقال الوزير لقناة العربية إن السفينة غادرت.", "ar", ["alarabiya"]),
        ("ذكرت قناة إن تي في التركية أن السفينة غادرت.", "ar", ["ntv"]),
        ("وبحسب شبكة إن بي سي، غادرت السفينة.", "ar", ["nbc"]),
        ("وقال موقع إن السفينة غادرت.", "ar", []),
        ("وقال مسؤولان لرويترز إن السفينة غادرت.", "ar", ["reuters"]),
        ("وقال متحدث في تصريح لـCNN إن السفينة غادرت.", "ar", ["cnn"]),
        ("غادرت السفينة الميناء مساء أمس، وفقا للألمانية.", "ar", ["dpa"]),
        ("غادرت السفينة الميناء، بحسب موقع technave التقني.", "ar", [None]),
        ("وقالت صحيفة المرفأ الكويتية إن السفينة غادرت.", "ar", [None]),
        ("وقالت صحيفة تركية إن السفينة غادرت.", "ar", []),
        ("وأعلنت وكالة «ناسا» أن المسبار وصل.", "ar", []),
        ("وقالت إدارة قناة السويس إن السفينة غادرت.", "ar", []),
        ("Spiegel'in bir iç yazışmaya dayandırdığı haberinde gemi anlatıldı.", "tr", ["spiegel"]),
        ("Sözcü'den Ali Kaya'nın haberine göre köprü kapandı.", "tr", ["sozcu"]),
        ("Xinhua ajansının haberine göre uydu fırlatıldı.", "tr", ["xinhua"]),
        ("Alman Haber Ajansı (DPA), köprünün kapanacağını yazdı.", "tr", ["dpa"]),
        ("Portnews'un haberine göre köprü kapandı.", "tr", [None]),
        ("Ali Kaya'nın haberine göre köprü kapandı.", "tr", []),
    ],
)
def test_citations_as_the_press_writes_them(paragraph: str, language: str, expected: list[str | None]) -> None:
    found = read(AR, paragraph, AR, language=language)
    assert [citation.outlet for citation in found.citations] == expected
    assert found.credits == ()
    body = "\n\n".join(found.paragraphs)
    assert all(citation.span and body[slice(*citation.span)] == citation.text for citation in found.citations)


def test_a_name_of_two_outlets_goes_to_the_one_of_the_texts_language() -> None:
    assert NAMES.resolve("AA", "tr") == "aa_tr"
    assert NAMES.resolve("أ ف ب") == "afp"
    assert NAMES.resolve("صباح") is None


def test_each_outlet_is_cited_once_where_it_is_named_first() -> None:
    found = read("وقالت صحيفة “ملييت” إن القرار قريب.", "وأضافت صحيفة “ملييت” أن الوزير وافق.")
    assert [citation.outlet for citation in found.citations] == ["milliyet"]
    assert found.citations[0].span is not None
    assert found.citations[0].span[0] < 20


@given(st.lists(st.text(max_size=80), max_size=6))
@example(["", "", "الجارديان", "", "", "الجارديان"])  # a name alone is a signature at the end and none in the middle
def test_nothing_raises_and_what_is_kept_is_unchanged(paragraphs: list[str]) -> None:
    found = read(*paragraphs)
    rest = iter(paragraphs)
    assert all(paragraph in rest for paragraph in found.paragraphs), "kept in order, each as it was"
    body = "\n\n".join(found.paragraphs)
    for each in (*found.credits, *found.citations):
        assert each.span is None or body[slice(*each.span)] == each.text


@pytest.mark.parametrize("piece", ["وقالت صحيفة ", "المصدر: ", "(", "أنقرة/", "A ", 'صحيفة "', "ترجمة "])
@pytest.mark.parametrize("language", ["ar", "tr"])
def test_a_megabyte_of_one_phrase_ends_in_time(piece: str, language: str) -> None:
    began = time.process_time()
    read(piece * (1_000_000 // len(piece)), language=language)
    assert time.process_time() - began < 20
