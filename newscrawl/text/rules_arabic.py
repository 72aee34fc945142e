"""The lines of Arabic pages that are no part of an article."""

from typing import Final

from newscrawl.text import bylines
from newscrawl.text.rules import Rule, phrases

_NUMBER: Final = "[0-9٠-٩]"
_NAME: Final = r"[^\W\d_]+(?: [^\W\d_]+){0,4}"
_NAMES: Final = rf"{_NAME}(?: ?[،,/] ?{_NAME}){{0,3}}"
_SHORT_NAME: Final = r"(?:(?:عبد|أبو|ابو|آل|بن|بنت|أم) ?)?[^\W\d_]+ (?:(?:عبد|أبو|ابو|آل|بن|بنت|أم) )?[^\W\d_]+"
_CLOCK_OR_YEAR: Final = f"(?:{_NUMBER}{{4}}|{_NUMBER}{{1,2}}[:/]{_NUMBER}{{2}})"
_DATED: Final = (
    r"تم (?:نشره|النشر|التحديث|تحديثه)|نشرت? (?:في|بتاريخ|يوم)|[آا]خر تحديث|تاريخ (?:النشر|التحديث)"
    r"|حدثت? في|أضيفت? (?:في|بتاريخ)|(?:ال)?(?:نشر|تحديث)\s?:"
)
_READERS: Final = "مشاهد(?:ة|ات)|قراء(?:ة|ات)|زيار(?:ة|ات)|تعليق(?:ات)?|مشارك(?:ة|ات)|إعجاب(?:ات)?"

RULES: Final = (
    Rule(
        "related",
        "ar",
        "the heading of a list of other articles",
        lines=phrases("""
            اقرأ أيضا | اقرأ المزيد | شاهد أيضا | طالع أيضا | قد يعجبك أيضا | قد يهمك أيضا | قد يهمك
            ربما يعجبك أيضا | ربما يهمك | مواضيع ذات صلة | مواضيع ذات علاقة | مواضيع متعلقة
            مواضيع مشابهة | موضوعات ذات صلة | مقالات ذات صلة | مقالات مشابهة | مقالات مختارة
            أخبار ذات صلة | أخبار متعلقة | أخبار ذات علاقة | أخبار مشابهة | ذات صلة | حول هذه القصة
            قصص مقترحة | يستحق الانتباه | شرح معمق لقصة بارزة | أحدث الأخبار | آخر الأخبار | الأكثر قراءة
            الأكثر مشاهدة | المزيد من الأخبار | اختيارات القراء | يمكنك أيضا قراءة
            كلمات مفتاحية | الكلمات المفتاحية | كلمات دلالية | الكلمات الدلالية | الوسوم | تاجز
        """),
        action="block",
    ),
    Rule(
        "related",
        "ar",
        "a headline link put between two paragraphs of the article",
        starts=phrases("""
            اقرأ أيضا | اقرأوا أيضا | اقرأ المزيد | اقرأ كذلك | شاهد أيضا | شاهدوا أيضا | شاهد المزيد
            طالع أيضا | طالع المزيد | لقراءة المزيد | للمزيد من الأخبار | يمكنك أيضا قراءة
        """),
        pattern=r"(?:[إا]قرأ(?:وا)?|طالع|شاهد|للمزيد|مواضيع متعلقة|ذات صلة)\s*[:|].{3,}",
        within=30,
    ),
    Rule(
        "related",
        "ar",
        "the page's own address in words",
        starts=phrases("رابط الخبر بصحيفة | رابط الخبر على موقع | رابط المقال على موقع"),
        within=40,
    ),
    Rule(
        "contact",
        "ar",
        "how to reach a columnist",
        starts=phrases("للتواصل مع الكاتب | للتواصل أرسل | للتواصل مع كاتب المقال | لمراسلة الكاتب | لمراسلة المحرر"),
        pattern=r"تبدأ بالرمز .{3,60}|[0-9]{5,6} ?[-–] ?(?:Stc|Zain|Mobily)",
        within=30,
    ),
    Rule(
        "comments",
        "ar",
        "the comment form, and what follows it",
        lines=phrases("""
            التعليقات | تعليقات | عرض التعليقات | أضف تعليق | أضف تعليقا | أضف تعليقك | اكتب تعليقا
            إضافة تعليق | إضافة تعليق جديد | شاركنا رأيك | إلغاء الرد
        """),
        starts=phrases("اترك رد | اترك ردا | اترك تعليق | اترك تعليقا | اترك تعليقك | لن يتم نشر عنوان بريدك"),
        pattern=rf"(?:التعليقات|تعليقات)\s*\(?\s*{_NUMBER}+\s*\)?",
        within=16,
        action="rest",
    ),
    Rule(
        "tags",
        "ar",
        "the list of keywords",
        pattern=r"(?:(?:ال)?كلمات (?:ال)?(?:مفتاحية|دلالية)|الوسوم|وسوم|هاشتا[غج])\s*[:|].*",
        within=40,
    ),
    Rule(
        "cookies",
        "ar",
        "consent and privacy notices",
        starts=phrases("""
            يستخدم هذا الموقع ملفات تعريف | هذا الموقع يستخدم ملفات تعريف | هذا الموقع يستعمل ملفات تعريف
            يستخدم موقعنا ملفات تعريف | نستخدم ملفات تعريف الارتباط | نحن نستخدم ملفات تعريف
            لقد حدثنا سياستنا المتعلقة
        """),
        within=90,
    ),
    Rule(
        "subscribe",
        "ar",
        "calls to follow, to subscribe, to install",
        lines=phrases("تابعونا | تابعنا | النشرة البريدية"),
        starts=phrases("""
            تابعونا على | تابعنا على | تابعونا عبر | تابعنا عبر | لمتابعة آخر الأخبار | للاشتراك في النشرة
            اشترك في النشرة | اشتركوا في النشرة | اشترك في قناتنا | اشتركوا في قناتنا | انضم إلى قناتنا
            انضموا إلى قناتنا | حمل التطبيق | حمل تطبيق | حمل تطبيقنا | حملوا تطبيق | اضغط هنا للاشتراك
            يمكنكم استلام إشعارات | يمكنكم تسلم إشعارات | يمكنكم متابعة آخر الأخبار
        """),
        pattern=r"تابعوا? .{2,60} (?:عبر|على) (?:تطبيق )?(?:غوغل|جوجل|قوقل|google)(?: نيوز| news)?\s*\.?",
        within=30,
    ),
    Rule(
        "agency-notice",
        "ar",
        "what an agency says about its subscriptions below each report",
        starts=phrases("""
            الأخبار المنشورة على الصفحة الرسمية لوكالة | للاشتراك في خدمة الأخبار
            يرجى الاتصال بالرابط التالي
        """),
        within=70,
    ),
    Rule(
        "wire-slug",
        "ar",
        "marks of an agency at the end of a take",
        pattern=r"/{1,3}\s?(?:انتهى|يتبع)\s?/{0,3}",
    ),
    Rule(
        "picture",
        "ar",
        "labels and credits of pictures; a credit for the text reads otherwise",
        starts=phrases("صدر الصورة | التعليق على الصورة | تعليق الصورة | مصدر الصورة | مصدر الصور"),
        lines=phrases("صورة أرشيفية | صورة تعبيرية | أرشيفية | أرشيف"),
        pattern=r"\(?(?:تصوير|عدسة|الصورة|صورة|الصور)\s*[:/][^()]{2,60}\)?",
        within=60,
    ),
    Rule(
        "advertisement",
        "ar",
        "the label of a banner",
        lines=phrases("إعلان | إعلانات | مساحة إعلانية | إعلان ممول | إعلان مدفوع"),
    ),
    Rule(
        "dated",
        "ar",
        "when the page was published or changed: the date is a field of its own",
        lines=phrases("تم نشره | آخر تحديث | تاريخ النشر"),
        pattern=rf"(?:{_DATED})\s*:?[^.؟!]{{0,60}}{_CLOCK_OR_YEAR}[^\d.؟!]{{0,12}}|{_NUMBER}{{1,2}}:{_NUMBER}{{2}} ت م",
        within=14,
    ),
    Rule(
        "byline",
        "ar",
        "who prepared it: cleaning gives it to the authors",
        pattern=rf"(?:{bylines.ARABIC})(?: ?[/و] ?(?:{bylines.ARABIC}))*\s?[:\-–ـ]\s*{_NAMES}",
        within=12,
    ),
    Rule(
        "byline",
        "ar",
        "who wrote it, told by a verb: only above the text, for below it somebody else is writing",
        pattern=rf"(?:{bylines.ARABIC_VERBS})(?: ?[/و] ?(?:{bylines.ARABIC_VERBS}))*\s?[:\-–ـ]\s*{_NAMES}",
        within=12,
        first=3,
    ),
    Rule(
        "byline",
        "ar",
        "words that head a subject as often as they name a writer: above the text and before a short name",
        pattern=rf"(?:{bylines.ARABIC_VAGUE})\s?[:\-–ـ]\s*{_SHORT_NAME}(?: ?[،,/] ?{_SHORT_NAME}){{0,2}}",
        within=8,
        first=2,
    ),
    Rule(
        "byline",
        "ar",
        "who wrote it, without a colon: only above the text, for the word means books too",
        pattern=rf"(?:كتبت?|بقلم) {_NAME}",
        within=5,
        first=2,
    ),
    Rule(
        "counter",
        "ar",
        "how often a page was read, shared, commented",
        pattern=rf"{_NUMBER}[0-9٠-٩.,٬٫]*\s*(?:[أا]لف|مليون|[KM])?\s*(?:{_READERS})"
        rf"|(?:عدد )?(?:ال)?(?:{_READERS})\s*:?\s*[0-9٠-٩.,KM]+",
    ),
    Rule(
        "furniture",
        "ar",
        "buttons and legal lines of the page",
        lines=phrases("""
            المزيد | نسخ الرابط | انسخ الرابط | رابط مختصر | حجم الخط
            طباعة | حفظ | الرئيسية | عودة إلى الأعلى | تكبير الخط | شارك المقال
            شارك الخبر | شارك هذا الخبر | شارك هذا المقال
            شارك على فيسبوك | شارك على تويتر | شارك على واتساب | مشاركة الخبر | حماية الخصوصية | سياسة الخصوصية
            جميع الحقوق
        """),
        starts=phrases("جميع الحقوق محفوظة | لا مانع من الاقتباس | لا مانع من الإقتباس"),
        within=14,
    ),
)
