"""What is no part of an article: each rule on lines of its kind, and on text that only looks like them."""

import pytest

from newscrawl.text import Cleaned, Removed, clean
from newscrawl.text.boilerplate import RULES

AR = tuple(
    f"قال المتحدث باسم البلدية إن أعمال الطريق رقم {n} ستبدأ الأسبوع المقبل، وأضاف أن الميزانية كافية."
    for n in range(11, 17)
)
TR = tuple(
    f"Belediye sözcüsü {n} numaralı yolun yapımına gelecek hafta başlanacağını ve bütçenin yettiğini söyledi."
    for n in range(11, 17)
)

DROPPED = [
    ("147", "counter", "how many shared it"),
    ("1.2K", "counter", "how many shared it, shortened"),
    ("٣٤٥", "counter", "in Arabic digits"),
    ("1250 مشاهدة", "counter", "with a word"),
    ("عدد المشاهدات: 345", "counter", "the word first"),
    ("12 تعليقات", "counter", "comments"),
    ("3.450 okunma", "counter", "Turkish readers"),
    ("Okunma Sayısı: 88", "counter", "the word first"),
    ("اقرأ أيضا: البلدية تفتتح حديقة جديدة", "related", "a link between paragraphs"),
    ("إقرأ أيضاً | البلدية تفتتح حديقة", "related", "other spelling, other mark"),
    ("أقرأ ايضا البلدية تفتتح حديقة", "related", "no mark at all, hamza elsewhere"),
    ("اقرأ المزيد: حديقة جديدة في المدينة", "related", "read more"),
    ("شاهد أيضا: صور من الحديقة", "related", "watch too"),
    ("طالع أيضا: صور من الحديقة", "related", "look too"),
    ("اقرأ: البلدية تفتتح حديقة", "related", "one word and a colon"),
    ("İLGİLİ HABER Yeni park açıldı", "related", "Turkish, without a mark"),
    ("Bakmadan Geçme", "related", "Turkish call"),
    ("Haberle ilgili daha fazlası", "related", "Turkish call"),
    ("Haberin devamı için tıklayınız", "related", "Turkish call"),
    ("Haberin Devamı", "furniture", "a button"),
    ("نسخ الرابط", "furniture", "a button"),
    ("جميع الحقوق محفوظة © 2024", "furniture", "legal"),
    ("© 2024 Tüm hakları saklıdır.", "furniture", "legal"),
    ("Next Previous", "furniture", "a slider"),
    ("شارك | غرد | واتساب", "share", "buttons"),
    ("Facebook Twitter WhatsApp Telegram", "share", "buttons"),
    ("Paylaş Tweetle", "share", "buttons"),
    ("تابعونا على تلغرام", "subscribe", "follow us"),
    ("للاشتراك في النشرة البريدية اضغط هنا", "subscribe", "newsletter"),
    ("حمّل التطبيق الآن", "subscribe", "app, with a vowel mark"),
    ("تابعوا أخبار المدينة عبر غوغل نيوز", "subscribe", "Google News"),
    ("Haberlerimizi Google'da takip edin", "subscribe", "Google News"),
    ("Yerel uygulamasını indirin, gelişmelerden haberdar olun", "subscribe", "app"),
    ("Kanalımıza abone olun", "subscribe", "channel"),
    ("Bizi takip edin!", "subscribe", "follow us"),
    ("يستخدم هذا الموقع ملفات تعريف الارتباط لتحسين تجربتك", "cookies", "consent"),
    ("هذا الموقع يستعمل ملفات تعريف الارتباط", "cookies", "consent"),
    ("Web sitemizde çerez kullanılmaktadır", "cookies", "consent"),
    ("Çerez Politikası", "cookies", "consent"),
    ("We use cookies to improve your visit", "cookies", "consent in English"),
    ("Abonelik için lütfen iletişime geçin", "agency-notice", "a subscription line"),
    (
        "Anadolu Ajansı web sitesinde, AA Haber Akış Sistemi (HAS) üzerinden abonelere sunulanlar özetlenir",
        "agency-notice",
        "the agency's notice",
    ),
    (
        "الأخبار المنشورة على الصفحة الرسمية لوكالة الأناضول، هي اختصار لجزء من الأخبار",
        "agency-notice",
        "the same in Arabic",
    ),
    ("// انتهى //", "wire-slug", "the end of a take"),
    ("FOTOĞRAFLI", "wire-slug", "for the editors of a wire"),
    ("صدر الصورة، وكالة محلية", "picture", "whose picture"),
    ("التعليق على الصورة، عمال على الطريق", "picture", "a caption"),
    ("تصوير: أحمد علي", "picture", "a photographer"),
    ("Fotoğraf: DHA", "picture", "an agency as photographer is no credit for the text"),
    ("Fotoğraf, AA tarafından servis edilmiştir.", "picture", "the same as a sentence"),
    ("REKLAM", "advertisement", "a banner's label"),
    ("إعلان", "advertisement", "a banner's label"),
    ("Advertisement", "furniture", "a banner's label"),
    ("تم نشره الأحد 3 مارس 2024 10:15", "dated", "published"),
    ("آخر تحديث: 12:30 - 3 مارس 2024", "dated", "changed"),
    ("نشر في: 2024/03/03", "dated", "published, slashes"),
    ("Giriş: 03.07.2024 - 18:24", "dated", "published"),
    ("Güncelleme: 03.07.2024 - 19:01", "dated", "changed"),
    ("Giriş: 03.07.2024 - 18:24 Güncelleme: 03.07.2024 - 19:01", "dated", "both on a line"),
    ("Son Güncelleme 3 Temmuz 2024 19:01", "dated", "changed, without a colon"),
    ("03.07.2024 18:24", "dated", "a moment alone"),
    ("كتب: أحمد علي", "byline", "wrote"),
    ("حوار: سعاد محمود", "byline", "interviewed"),
    ("إعداد – أحمد علي", "byline", "prepared"),
    ("Haber: Ayşe YILMAZ", "byline", "a reporter"),
    ("Haber-Kamera: Ayşe Nur YILMAZ", "byline", "a reporter with a camera"),
    ("كلمات مفتاحية: طريق، بلدية، ميزانية", "tags", "keywords"),
    ("Etiketler: yol, belediye", "tags", "keywords"),
    ("#طريق #بلدية", "hashtags", "hashtags alone"),
    ("yazar@example.org", "contact", "an address alone"),
    ("— بلدية المدينة (@city_example) 3 يونيو 2020", "tweet", "who posted it"),
    ("pic.twitter.com/AbC123", "tweet", "a picture's address"),
    (". - – •", "punctuation", "no letter and no digit"),
    ("ـــــــ", "punctuation", "a line drawn with tatweel"),
]


@pytest.mark.parametrize(
    ("line", "rule", "why"),
    [
        ("Bu haber 1.234 kez okundu", "counter", "how often it was read, in a sentence"),
        ("Facebook'ta paylaş", "furniture", "a button with a suffix"),
        ("Bu içerik size faydalı oldu mu?", "furniture", "a survey"),
        ("(الصورة: وكالة)", "picture", "a picture credit in brackets"),
        ("صورة أرشيفية", "picture", "a picture from the archive"),
        ("تاجز", "related", "tags, in transcription"),
        ("رابط مختصر", "furniture", "a button"),
    ],
)
def test_more_lines_that_are_no_article(line: str, rule: str, why: str) -> None:
    cleaned = clean(["افتتح الوزير صباح اليوم معرض الكتاب في قاعة المؤتمرات بحضور ناشرين من عشرين دولة.", line])
    assert [(removed.text, removed.rule) for removed in cleaned.removed] == [(line, rule)], why


@pytest.mark.parametrize(("line", "rule", "why"), DROPPED)
@pytest.mark.parametrize("body", [AR, TR], ids=["ar", "tr"])
def test_line_is_dropped(body: tuple[str, ...], line: str, rule: str, why: str) -> None:
    cleaned = clean((*body[:1], line, *body[1:]))
    assert cleaned.paragraphs == body, why
    assert [removed.rule for removed in cleaned.removed] == [rule], why


KEPT = [
    ("المصدر/ عربي21", "a credit"),
    ("المصدر: وكالات", "a credit"),
    ("Kaynak: AA", "a credit"),
    ("(DHA)", "a credit"),
    ("Haber: Yusuf KAYA/ÇORUM, (DHA)", "a byline that is a credit too"),
    ("Haber Merkezi", "a credit"),
    ("أنقرة/الأناضول", "a dateline that is a credit"),
    ("وأضاف: اقرأ أيضا تفاصيل القرار قبل أن تحكم عليه.", "a quotation of the phrase"),
    ("قال إن عبارة «قد يعجبك أيضا» تظهر في كل المواقع.", "a quotation of a heading"),
    ("نشر 5 آلاف جندي في المنطقة", "'published' also means deployed"),
    ("نشرت في عام 2019 أول رواية لها", "a sentence that begins like a date line"),
    ("كتب الأطفال في المعرض", "'wrote' also means books"),
    ("شارك اللاعب في المباراة", "'share' also means took part"),
    ("Yorumlar arasında en çok dikkat çeken buydu.", "a sentence that begins like a heading"),
    ("Fotoğraf sanatçısı sergisini açtı", "a sentence about photography"),
    ("Uygulamasını indirin çağrısına tepki gösterdi", "the call is talked about"),
    ("2016", "a year heads a chapter"),
    ("3601100204", "a number that counts nothing"),
    ("25 Mart 2020", "a day heads a chapter of a chronicle"),
    ("إعلان الاستقلال", "'advertisement' also means declaration"),
    ("NE OLMUŞTU?", "a subheading"),
    ("www.example.org", "an address the article gives"),
    ("البلدية (@city_example) تعلن بدء العمل في الطريق الجديد", "a name with its handle in the text"),
    ("قال في تغريدة (@city_example): سنبدأ قريبا.", "a message told in the text"),
]


@pytest.mark.parametrize(("line", "why"), KEPT)
def test_line_is_kept(line: str, why: str) -> None:
    cleaned = clean((*AR[:3], line, *AR[3:]))
    assert cleaned == Cleaned((*AR[:3], line, *AR[3:]), ()), why


HEADINGS = [
    ("قد يعجبك أيضا", "related"),
    ("مواضيع ذات صلة", "related"),
    ("اقرأ أيضا:", "related"),
    ("İlgili Haberler", "related"),
    ("Bunlar da ilginizi çekebilir", "related"),
    ("Etiketler", "related"),
    ("Etiketler: yol, belediye", "tags"),
    ("اترك تعليقا", "comments"),
    ("اترك رداً على الخبر", "comments"),
    ("لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها", "comments"),
    ("التعليقات (3)", "comments"),
    ("Yorum yap", "comments"),
    ("Yorumlar (12)", "comments"),
]
LINKS = ("حديقة جديدة في المدينة", "Yeni park açıldı", "مدرسة جديدة")


@pytest.mark.parametrize(("heading", "rule"), HEADINGS)
def test_heading_cuts_at_the_end(heading: str, rule: str) -> None:
    cleaned = clean((*AR, heading, *LINKS))
    assert cleaned.paragraphs == AR
    assert cleaned.removed == tuple(Removed(line, rule) for line in (heading, *LINKS))


@pytest.mark.parametrize(("heading", "rule"), HEADINGS)
def test_heading_never_cuts_the_first_part(heading: str, rule: str) -> None:
    cleaned = clean((AR[0], heading, *LINKS, *AR[1:]))
    assert cleaned == Cleaned((AR[0], *LINKS, *AR[1:]), (Removed(heading, rule),))


def test_links_between_paragraphs_end_where_the_text_goes_on() -> None:
    cleaned = clean((*AR[:4], "مواضيع ذات صلة", *LINKS, *AR[4:]))
    assert cleaned.paragraphs == AR


def test_comments_take_what_readers_wrote() -> None:
    reader = "هذا قرار صائب جدا وأنا أؤيده منذ البداية لأن الطريق القديم لم يعد صالحا للسير عليه أبدا."
    assert clean((*AR, "التعليقات", "سعيد", reader)).paragraphs == AR


def test_byline_without_a_colon_only_above_the_text() -> None:
    assert clean(("كتب أحمد علي", *AR)).removed == (Removed("كتب أحمد علي", "byline"),)
    assert clean((*AR, "كتب أحمد علي")).removed == ()


def test_day_alone_only_above_the_text() -> None:
    assert clean(("25 Mart 2020 Çarşamba", *TR)).paragraphs == TR


TITLE = "بدء أعمال الطريق الجديد"


@pytest.mark.parametrize(
    ("paragraphs", "kept", "why"),
    [
        ((TITLE, *AR), AR, "the headline above the text"),
        (("بدء أعمال الطريق الجديد !", *AR), AR, "compared folded"),
        ((AR[0], TITLE, *AR[1:]), AR, "the headline under the lead"),
        ((*AR[:3], TITLE, *AR[3:]), (*AR[:3], TITLE, *AR[3:]), "further down it is text"),
    ],
)
def test_title_repeated(paragraphs: tuple[str, ...], kept: tuple[str, ...], why: str) -> None:
    assert clean(paragraphs, title=TITLE).paragraphs == kept, why


def test_paragraph_repeated_directly_after_itself_goes_once() -> None:
    cleaned = clean((AR[0], AR[0], AR[1], AR[0]))
    assert cleaned == Cleaned((AR[0], AR[1], AR[0]), (Removed(AR[0], "repeated"),))


def test_outlets_own_lines() -> None:
    line = "صحيفة المدينة.. عين على المدينة"
    assert clean((line, *AR)).paragraphs == (line, *AR)
    cleaned = clean((line, *AR), drop_lines=("صحيفة المدينة - عين على المدينه",))
    assert cleaned == Cleaned(AR, (Removed(line, "outlet"),))


def test_signature_at_the_end_of_an_embedded_message() -> None:
    message = "سنبدأ العمل غدا pic.twitter.com/AbC1 — البلدية (@city_example) June 3, 2020"
    cleaned = clean((AR[0], message, AR[1]))
    assert cleaned.paragraphs == (AR[0], "سنبدأ العمل غدا", AR[1])
    assert [removed.rule for removed in cleaned.removed] == ["tweet"]


def test_sliders_buttons_before_a_dateline() -> None:
    cleaned = clean(("Next Previous أنقرة – متابعات", *AR))
    assert cleaned == Cleaned(("أنقرة – متابعات", *AR), (Removed("Next Previous", "furniture"),))


def test_empty_paragraphs_leave_no_trace() -> None:
    assert clean(("", " \xa0 ", "\u200f", AR[0])) == Cleaned((AR[0],), ())
    assert clean(()) == Cleaned((), ())


def test_every_rule_says_why() -> None:
    for rule in RULES:
        assert rule.reason, rule
        assert rule.language in {"ar", "tr", "en", "any"}, rule
        assert rule.lines or rule.starts or rule.pattern, rule


def test_a_title_above_the_text_goes_and_the_first_verse_of_a_poem_stays() -> None:
    title = "يا بحر خذني إلى البعيد"
    verses = (title, "وأنا الغريب على الرمال", "أمشي ويسبقني الخيال", "والموج يكتب ما أريد")
    assert clean(verses, title=title).paragraphs == verses
    running = "وصلت السفينة إلى الميناء صباح اليوم وعلى متنها مئتا مسافر قدموا من مدن كثيرة."
    assert clean([title, running, running + " وغادرت."], title=title).paragraphs == (running, running + " وغادرت.")
    assert clean([title], title=title).paragraphs == (title,)
