"""What editors, copyists and software do to a text: nineteen ways, and follow-ups that are no copies.

Each way takes a `Writer` and a text as sentences and gives the sentences of what another outlet prints.
"""

from collections.abc import Callable
from typing import Final

from tests.corpora.invented import FUNCTION, Writer

Way = Callable[[Writer, list[str]], list[str]]

_CARELESS: Final = {
    "ar": (("أ", "ا"), ("إ", "ا"), ("ة", "ه"), ("ي ", "ى "), ("ـ", "")),
    "tr": (("ç", "c"), ("ğ", "g"), ("ı", "i"), ("ö", "o"), ("ş", "s"), ("ü", "u"), ("İ", "I")),
}
_DIGITS: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_FURNITURE: Final = {
    "ar": (
        "اقرأ أيضا: وزير النقل يتفقد الجسر الجديد",
        "تابعونا على تلغرام",
        "المصدر: وكالات",
        "شارك هذا الخبر مع أصدقائك",
    ),
    "tr": ("İLGİLİ HABER Köprüde son durum ne", "Bizi sosyal medyada takip edin", "Kaynak: Ajanslar", "Haberi paylaş"),
}


def _kept(share: float) -> Way:
    """A share of the sentences, drawn by lot, in their order; one at least."""

    def way(writer: Writer, text: list[str]) -> list[str]:
        count = max(1, round(len(text) * share))
        return [text[place] for place in sorted(writer.chance.sample(range(len(text)), count))]

    return way


def _rewritten(share: float) -> Way:
    """A share of the words replaced by others, in every sentence."""

    def way(writer: Writer, text: list[str]) -> list[str]:
        return [
            " ".join(writer.word() if writer.chance.random() < share else word for word in sentence.split())
            for sentence in text
        ]

    return way


def _embedded(share: float) -> Way:
    """Whole, as so great a share of a longer article."""

    def way(writer: Writer, text: list[str]) -> list[str]:
        own = [writer.sentence() for _ in range(round(len(text) * (1 / share - 1)))]
        place = writer.chance.randint(1, len(own))
        return [*own[:place], *text, *own[place:]]

    return way


def _followed_up(share: float) -> Way:
    """News of its own with background from the text: so great a share of its sentences."""

    def way(writer: Writer, text: list[str]) -> list[str]:
        background = _kept(share)(writer, text)
        return [*(writer.sentence() for _ in range(len(text) - len(background))), *background]

    return way


def _careless(writer: Writer, text: list[str]) -> list[str]:
    joined = "\n".join(text)
    for written, instead in _CARELESS[writer.language]:
        joined = joined.replace(written, instead)
    return joined.translate(_DIGITS if writer.language == "ar" else {}).split("\n")


def _furnished(writer: Writer, text: list[str]) -> list[str]:
    lines = _FURNITURE[writer.language]
    middle = len(text) // 2
    return [*text[:middle], lines[0], *text[middle:], *lines[1:]]


def _framed(writer: Writer, text: list[str]) -> list[str]:
    return [writer.sentence(), *text, writer.sentence()]


def _first(share: float) -> Way:
    return lambda _, text: text[: max(1, round(len(text) * share))]


def _teaser(_: Writer, text: list[str]) -> list[str]:
    return [" ".join(" ".join(text).split()[:40])]


def _half_and_half(writer: Writer, text: list[str]) -> list[str]:
    half = text[: len(text) // 2]
    return [*half, *(writer.sentence() for _ in range(len(text) - len(half)))]


def _synonyms(writer: Writer, text: list[str]) -> list[str]:
    """Small words exchanged, and one word in twenty."""
    small = FUNCTION[writer.language]

    def other(word: str) -> str:
        if word in small and writer.chance.random() < 0.3:
            return writer.chance.choice(small)
        return writer.word() if writer.chance.random() < 0.05 else word

    return [" ".join(map(other, sentence.split())) for sentence in text]


def _mistyped(writer: Writer, text: list[str]) -> list[str]:
    """Two letters that follow each other exchanged, in one word of fifty."""

    def typed(word: str) -> str:
        if len(word) < 4 or writer.chance.random() >= 0.02:
            return word
        place = writer.chance.randrange(len(word) - 1)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]

    return [" ".join(map(typed, sentence.split())) for sentence in text]


def _shuffled(writer: Writer, text: list[str]) -> list[str]:
    return writer.chance.sample(text, len(text))


def _unpunctuated(_: Writer, text: list[str]) -> list[str]:
    return [" ".join(text).replace(".", "").replace("،", "")]


WAYS: Final[dict[str, Way]] = {
    "re-titled": lambda _, text: text,
    "orthographic": _careless,
    "boilerplate left in": _furnished,
    "intro and outro": _framed,
    "drop 30 %": _kept(0.7),
    "drop 60 %": _kept(0.4),
    "first 40 %": _first(0.4),
    "teaser": _teaser,
    "embedded 1/3": _embedded(1 / 3),
    "embedded 1/5": _embedded(1 / 5),
    "half and half": _half_and_half,
    "synonyms": _synonyms,
    "rewrite 10 %": _rewritten(0.1),
    "rewrite 20 %": _rewritten(0.2),
    "rewrite 30 %": _rewritten(0.3),
    "typos 2 %": _mistyped,
    "shuffled": _shuffled,
    "unpunctuated": _unpunctuated,
    "drop 30 %, rewrite 10 %": lambda writer, text: _rewritten(0.1)(writer, _kept(0.7)(writer, text)),
}
FOLLOW_UPS: Final[dict[str, Way]] = {f"follow-up {share} %": _followed_up(share / 100) for share in (20, 35, 50)}
