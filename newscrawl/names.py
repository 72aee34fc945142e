"""Who is meant by a name in a text: the outlets' own names, and agencies and foreign media that are not crawled.

Spellings are those seen in Arabic and Turkish news (counted over public corpora of 2018 and 2020) and conventions.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from newscrawl.text import match_key

# Known by name, not crawled. Keys are stable: they are stored.
FOREIGN: Mapping[str, tuple[str, ...]] = {
    "afp": ("أ ف ب", "ا ف ب", "فرانس برس", "وكالة فرانس برس", "وكالة الصحافة الفرنسية", "الفرنسية", "AFP"),
    "anka": ("ANKA", "ANKA Haber Ajansı", "وكالة أنكا"),
    "ap": ("أ ب", "أسوشيتد برس", "أسوشييتد برس", "الأسوشيتد برس", "Associated Press", "AP"),
    "bloomberg": ("بلومبرغ", "بلومبيرغ", "بلومبرج", "Bloomberg", "Bloomberg HT"),
    "bna": ("بنا", "وكالة أنباء البحرين"),
    "cnn": ("سي إن إن", "سي ان ان", "CNN"),
    "dpa": ("د ب أ", "الألمانية", "وكالة الأنباء الألمانية", "dpa"),
    "economist": ("إيكونوميست", "ذي إيكونوميست", "The Economist"),
    "ft": ("فايننشال تايمز", "فاينانشال تايمز", "Financial Times"),
    "guardian": ("الغارديان", "الجارديان", "غارديان", "The Guardian", "Guardian"),
    "interfax": ("إنترفاكس", "Interfax"),
    "kuna": ("كونا", "وكالة الأنباء الكويتية", "KUNA"),
    "lemonde": ("لوموند", "Le Monde"),
    "mena": ("أ ش أ", "وكالة أنباء الشرق الأوسط", "MENA"),
    "middle_east_eye": ("ميدل إيست آي", "Middle East Eye"),
    "nyt": ("نيويورك تايمز", "New York Times", "The New York Times"),
    "petra": ("بترا", "وكالة الأنباء الأردنية", "Petra"),
    "reuters": ("رويترز", "وكالة رويترز", "Reuters"),
    "ria": ("نوفوستي", "ريا نوفوستي", "RIA Novosti"),
    "sana": ("سانا", "وكالة سانا", "SANA"),
    "spa": ("واس", "وكالة الأنباء السعودية", "SPA"),
    "spiegel": ("دير شبيغل", "شبيغل", "Der Spiegel"),
    "sputnik": ("سبوتنيك", "Sputnik"),
    "tass": ("تاس", "TASS"),
    "times": ("التايمز", "ذا تايمز", "The Times"),
    "wafa": ("وفا", "وكالة وفا", "WAFA"),
    "wam": ("وام", "وكالة أنباء الإمارات", "WAM"),
    "washington_post": ("واشنطن بوست", "Washington Post", "The Washington Post"),
    "wsj": ("وول ستريت جورنال", "Wall Street Journal"),
    "xinhua": ("شينخوا", "Xinhua"),
}
# Sources without a name: a credit to nobody in particular.
GENERIC = (
    "وكالات", "صحف", "متابعات", "وكالات أنباء", "مواقع إلكترونية", "وسائل إعلام", "وسائل إعلام تركية", "صحف تركية",
    "الإعلام التركي", "ajanslar", "Haber Merkezi", "Dış Haberler", "haber ajansları",
)  # fmt: skip
# Where people post, not who reports: "on the site Twitter" is no citation of an outlet.
PLATFORMS = frozenset(
    map(
        match_key,
        (
            "تويتر", "إكس", "فيسبوك", "فيس بوك", "إنستغرام", "إنستجرام", "انستقرام", "يوتيوب", "اليوتيوب", "تيك توك",
            "تلغرام", "تليغرام", "تيليجرام", "سناب شات", "لينكد إن", "واتساب", "ريديت",
        ),
    )
)  # fmt: skip
# Names that are everyday words: they count only behind a word like newspaper, in quotation marks or on a credit line.
AMBIGUOUS = frozenset(
    map(
        match_key,
        (
            "صباح", "زمان", "ستار", "تقويم", "الشرق", "الشرق الأوسط", "الجزيرة", "الفرنسية", "الألمانية", "واس", "وام",
            "بنا", "وفا", "تاس", "أ ب", "Star", "Sabah", "Zaman", "Karar", "Takvim", "AP", "RT", "Times", "Guardian",
            "Anadolu", "دوغان",
        ),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameEntry:
    """An outlet's name, the other names it goes by in any script, and its language."""

    title: str
    aliases: tuple[str, ...]
    language: str


class Names:
    """Resolves names as written to keys of outlets, agencies and foreign media."""

    def __init__(self, entries: Mapping[str, NameEntry]) -> None:
        self.languages = {key: entry.language for key, entry in entries.items()}
        self.keys: dict[str, list[str]] = {}
        for key, entry in sorted(entries.items()):
            self._enter(key, (entry.title, *entry.aliases))
        for key, aliases in sorted(FOREIGN.items()):
            self._enter(key, aliases)
        self.generic = frozenset(map(match_key, GENERIC))
        self.first_words = frozenset(name.split(" ", 1)[0] for name in self.keys)

    def resolve(self, name: str, language: str | None = None, *, marked: bool = False) -> str | None:
        """The key that a name stands for. One name of several outlets goes to the one of the text's language.

        `marked`: the text marks it as a name (behind "newspaper", in quotes, on a credit line).
        """
        folded = match_key(name)
        if folded in AMBIGUOUS and not marked:
            return None
        keys = self.keys.get(folded, [])
        return next((key for key in keys if self.languages.get(key) == language), keys[0] if keys else None)

    def may_begin(self, word: str) -> bool:
        """Whether a name that is known may begin with a word; cheaper than trying what follows it as well."""
        folded = match_key(word)
        return not folded or folded.split(" ", 1)[0] in self.first_words

    def is_generic(self, name: str) -> bool:
        return match_key(name) in self.generic

    def _enter(self, key: str, aliases: tuple[str, ...]) -> None:
        for alias in aliases:
            keys = self.keys.setdefault(match_key(alias), [])
            if key not in keys:
                keys.append(key)
