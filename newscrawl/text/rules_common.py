"""The lines of pages in any language that are no part of an article."""

from typing import Final

from newscrawl.text.rules import Rule, phrases

_SHARE: Final = (
    "Facebook|Twitter|WhatsApp|Telegram|LinkedIn|Pinterest|Instagram|Messenger|Viber|Tumblr|Reddit"
    "|E-?mail|Print|Copy|Share|Tweet|E-posta|Paylaş|Tweetle|Gönder|Kopyala|X|شارك|شاركها|مشاركة|غرد|تغريد"
    "|واتساب|واتس اب|فيسبوك|تويتر|تلغرام|تليغرام|تيليجرام|لينكدإن|ماسنجر|طباعة|نسخ"
)

RULES: Final = (
    Rule(
        "counter",
        "any",
        "a number alone counts readers or shares; but years and small ones head chapters, longer ones are somebody's",
        pattern=r"(?!(?:19|20)\d\d$)[0-9٠-٩]{3}(?:[.,٬٫]?[0-9٠-٩]{1,3})?|[0-9٠-٩]{1,2}[.,٬٫][0-9٠-٩]{3}"
        r"|[0-9٠-٩]{1,3}(?:[.,٬٫][0-9٠-٩])? ?[KM]",
    ),
    Rule(
        "share",
        "any",
        "buttons of networks and nothing else",
        pattern=rf"(?:{_SHARE})(?:[ |,،/·•]+(?:{_SHARE}))*",
    ),
    Rule(
        "tweet",
        "any",
        "who posted an embedded message and when, or its picture's address",
        pattern=r"(?:[—–-] ?)?[^()@]{1,60}\(@\w{1,20}\)(?: [^()؟?!:]{0,30}\d{4})?|(?:pic\.twitter\.com|https?://t\.co)/\w+",
    ),
    Rule("hashtags", "any", "hashtags alone", pattern=r"#\w+(?:[ ,،|]+#\w+)*"),
    Rule(
        "contact",
        "any",
        "an address or a handle alone is the author's",
        pattern=r"[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,20}){1,3}|@\w{2,20}",
    ),
    Rule(
        "furniture",
        "en",
        "buttons, banners and legal lines that Arabic and Turkish pages carry in English",
        lines=phrases("""
            Advertisement | Advertisements | Next Previous | Previous Next | Read more | Related | Tags
            Leave a comment | All rights reserved | Loading
        """),
        pattern=r"(?:©|Copyright\b|\(c\) ?\d).{0,100}",
        within=20,
    ),
    Rule(
        "agency-notice",
        "en",
        "what an agency says about its subscriptions below each report",
        starts=phrases("Anadolu Agency website contains only a portion | Please contact us for subscription"),
        within=60,
    ),
    Rule(
        "cookies",
        "en",
        "consent notices",
        starts=phrases("We use cookies | This website uses cookies"),
        within=60,
    ),
    Rule(
        "related",
        "en",
        "headline links",
        pattern=r"(?:Read also|Read more|Related|See also) ?: ?.{3,}",
        within=25,
    ),
)
