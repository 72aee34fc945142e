"""Arabic letters and marks as a reader should see them."""

import re
import unicodedata
from typing import Final

_LETTER: Final = "ء-غف-يٱ-ۓەۮۯۺ-ۿݐ-ݿ"
_MARK: Final = "\u064b-\u065f\u0670"
# ﷺ and ﷻ stay: signs that editors set on purpose.
_PRESENTATION: Final = re.compile("[\ufb50-\ufd3d\ufd50-\ufdf9\ufdfc\ufe70-\ufefc]")
# A tatweel before anything else is spelling: "هـ" is the Hijri year, "لـ«الصباح»" a preposition.
_TATWEEL: Final = re.compile(f"(?<=[{_LETTER}{_MARK}])ـ+(?=[{_MARK}]?[{_LETTER}])")
_JOINER: Final = re.compile(
    f"(?<=[{_LETTER}{_MARK}])([\u200c\u200d])[\u200c\u200d]*(?=[{_LETTER}])"
    "|(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])(\u200d)(?=[\u2190-\u2bff\U0001f000-\U0001faff])"
    "|[\u200c\u200d]"
)
_TIGHT: Final = re.compile("[،؛؟][^ ]")
# Between digits a mark belongs to the number, with a space as without one.
_SPACE_BEFORE: Final = re.compile("(?<![0-9٠-٩۰-۹]) (?=[،؛؟])| (?=[،؛؟](?![0-9٠-٩۰-۹]))")
_NO_SPACE_AFTER: Final = re.compile(r"[،؛؟](?=[^\W\d_]|[«“(])|(?<!\d)[،؛؟](?=\d)")


def _decompose(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0]).lstrip(" ")


def fold_presentation(text: str) -> str:
    """Positional letter shapes and ligatures written as the letters they show."""
    return _PRESENTATION.sub(_decompose, text)


def drop_tatweel(text: str) -> str:
    """The text without the stretching strokes between two Arabic letters."""
    return _TATWEEL.sub("", text) if "ـ" in text else text


def keep_joiners(text: str) -> str:
    """The text with ZWNJ and ZWJ only where they join or part letters or emoji."""
    if "\u200c" not in text and "\u200d" not in text:
        return text
    return _JOINER.sub(lambda match: match[1] or match[2] or "", text)


def space_marks(text: str) -> str:
    """No space before ، ؛ ؟ and one after them; spaces have to be single already."""
    if "،" not in text and "؛" not in text and "؟" not in text:
        return text
    if " ،" in text or " ؛" in text or " ؟" in text:
        text = _SPACE_BEFORE.sub("", text)
    return _NO_SPACE_AFTER.sub(r"\g<0> ", text) if _TIGHT.search(text) else text
