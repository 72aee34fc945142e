"""Pages that stand in an article's place: challenges, consent, logins, paywalls, soft 404s, parked domains, shells.

Phrases and marks are data, one row a kind, tried in this order. A page that says it is an article (a date, JSON-LD) or
that carries a text is none of them, whatever hangs around it; a paywall alone may stand under a headline and a date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from newscrawl.extraction.page import Page
from newscrawl.text import match_key

# A teaser above a paywall is shorter than this, in words; so is what any other wall says, consent apart.
TEASER: Final = 80
SHORT: Final = 45
LONGEST_CONSENT: Final = 250
EMPTY: Final = 8

PAYWALL: Final = (
    "subscribe to continue", "subscribe for unlimited", "subscribers only", "already a subscriber", "last free article",
    "continue reading with a subscription", "devamını okumak için abone", "yalnızca abonelere", "abonelere özel",
    "zaten abone misiniz", "ücretsiz okuma hakkınız", "sınırsız erişim için abone", "اشترك لمواصلة القراءة",
    "للمشتركين فقط", "هل أنت مشترك", "لقراءة المزيد اشترك", "هذا المحتوى حصري للمشتركين", "انتهى عدد المقالات المجانية",
)  # fmt: skip
# What the others say, in title, heading or text.
PHRASES: Final = (
    # What the makers of challenges write, also under a status that says no.
    ("challenge", (
        "just a moment", "checking your browser", "attention required", "access to this page has been denied",
        "pardon our interruption", "incapsula incident", "you are a human", "enable js and disable any ad",
        "لحظة من فضلك", "نتحقق من أن", "لست روبوتا", "أنك إنسان", "bir dakika lütfen", "güvenli olduğu doğrulanıyor",
        "robot olmadığınızı", "insan olduğunuzu",
    )),
    ("challenge", (
        "you have been blocked", "access denied", "you don t have permission to access", "403 forbidden",
        "too many requests", "تم حظر الوصول", "تم حظر عنوانك", "الوصول مرفوض", "erişim engellendi", "erişim izniniz",
        "erişiminiz engellen",
    )),
    ("consent", (
        "we value your privacy", "your privacy choices", "asks for consent", "accept cookies", "cookie consent",
        "use cookies to store", "accept all reject all", "gizliliğinize önem", "çerez kullanımına izin", "çerez izni",
        "tümünü kabul et", "gizlilik tercihleri", "نهتم بخصوصيتك", "موافقتك على استخدام", "قبول الكل",
        "إعدادات ملفات الارتباط", "إعدادات الخصوصية", "نحترم خصوصيتك",
    )),
    ("soft_404", (
        "page not found", "page can t be found", "page you are looking for", "no longer available",
        "content unavailable", "does not exist", "404 not found", "error 404", "hata 404", "خطأ 404",
        "sayfa bulunamadı",
        "aradığınız sayfa", "aradığınız içeri", "haber bulunamadı", "yayından kaldırıl", "sayfa mevcut değil",
        "الصفحة غير موجودة", "الصفحة التي تبحث", "الصفحة المطلوبة", "لم يعد متاحا", "غير متوفر حاليا",
        "المحتوى غير متوفر",
        "الصفحة التي طلبتها", "عذرا لم نعثر",
    )),
    ("parked", (
        "domain is for sale", "buy this domain", "domain has been registered", "parked free", "owner of this domain",
        "account has been suspended", "account suspended", "hosting provider", "alan adı satılık", "hesap askıya",
        "barındırma sağlayıcı", "النطاق معروض للبيع", "تم إيقاف هذا الموقع", "مزود الاستضافة", "هذا الموقع موقوف",
    )),
    ("javascript", (
        "enable javascript", "turn javascript on", "javascript is disabled", "javascript is required",
        "javascript i etkin", "javascript devre dışı", "javascript etkin", "تفعيل جافا", "تفعيل الجافا", "يتطلب جافا",
        "javascript مفعل", "تفعيل javascript",
    )),
)  # fmt: skip
# What their makers leave in the markup; on an article's page it means nothing.
MARKS: Final = (
    ("challenge", "script[src*='challenge-platform'], iframe[src*='_Incapsula_Resource'], #px-captcha, .g-recaptcha, "
                  ".h-captcha, script[src*='captcha-delivery'], #cf-challenge-running, #challenge-form"),
    ("login", "input[type=password]"),
    ("consent", "#didomi-host, #onetrust-consent-sdk, #sp_message_container, #qc-cmp2-container"),
    ("parked", "script[src*='sedoparking'], script[src*='parking-lander'], script[src*='parkingcrew'], "
               "script[src*='bodis.com']"),
)  # fmt: skip
LOGIN_WORDS: Final = ("log in", "sign in", "giriş", "دخول", "سجل")


@dataclass(frozen=True, slots=True)
class Wall:
    """The kind of page it is, and the phrase or the mark that says so."""

    kind: str
    evidence: str


def wall(page: Page, paragraphs: Sequence[str]) -> Wall | None:
    """What stands in an article's place; None for an article. `paragraphs`: what was read as its body."""
    words = _first_words(paragraphs, TEASER if page.is_dated else LONGEST_CONSENT)
    if found := _paywall(page, words):
        return found
    if page.is_dated or len(words) >= LONGEST_CONSENT:
        return None
    shown = words if len(words) >= SHORT else match_key(" ".join(line.text for line in page.lines)).split()
    said = f" {_headings(page)} {' '.join(shown[:LONGEST_CONSENT])} "
    if len(words) < SHORT:
        return _said(said) or _marked(page, said) or _shell(page, shown)
    consent = [phrase for kind, phrases in _PHRASES if kind == "consent" for phrase in phrases if phrase in said]
    return Wall("consent", ", ".join(consent)) if len(consent) > 1 else None


def _first_words(paragraphs: Sequence[str], most: int) -> list[str]:
    """The folded words of a text, until there are so many that no more are asked for."""
    words: list[str] = []
    for paragraph in paragraphs:
        words += match_key(paragraph).split()
        if len(words) >= most:
            break
    return words


def challenges(page: Page) -> bool:
    """Whether a page is a challenge of one of the known makers, whatever its status says."""
    said = f" {_headings(page)} {match_key(' '.join(line.text for line in page.lines[:20]))} "
    return any(phrase in said for phrase in _PHRASES[0][1]) or bool(page.css(MARKS[0][1]))


def _paywall(page: Page, words: list[str]) -> Wall | None:
    if len(words) >= TEASER:
        return None
    text = f" {' '.join(words)} "
    if phrase := next((phrase for phrase in _PAYWALL if phrase in text), None):
        return Wall("paywall", phrase)
    free = page.article.get("isAccessibleForFree")
    return Wall("paywall", "isAccessibleForFree") if str(free).lower() == "false" else None


def _headings(page: Page) -> str:
    title = page.tree.css_first("title")
    return match_key(f"{title.text() if title is not None else ''} {page.shown_title}")


def _said(text: str) -> Wall | None:
    for kind, phrases in _PHRASES:
        if phrase := next((phrase for phrase in phrases if phrase in text), None):
            return Wall(kind, phrase)
    return None


def _marked(page: Page, said: str) -> Wall | None:
    for kind, selector in MARKS:
        if (kind != "login" or any(word in said for word in _LOGIN_WORDS)) and page.css(selector):
            return Wall(kind, selector.split(",")[0])
    return None


def _shell(page: Page, shown: list[str]) -> Wall | None:
    """A page whose text comes by script, if at all."""
    return Wall("shell", f"{len(shown)} words") if len(shown) < EMPTY and page.css("script") else None


_PAYWALL: Final = tuple(map(match_key, PAYWALL))
_PHRASES: Final = tuple((kind, tuple(map(match_key, phrases))) for kind, phrases in PHRASES)
_LOGIN_WORDS: Final = tuple(map(match_key, LOGIN_WORDS))
