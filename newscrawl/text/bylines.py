"""Who signed a text: the labels of bylines, and the names in a byline that cleaning took out."""

import re
from typing import Final

# Labels that say nothing else, verbs that begin sentences too, and words that head a subject as often.
ARABIC: Final = "بقلم|[إا]عداد|تحرير"
ARABIC_VERBS: Final = "كتبت?|كتبها|أعدّ?ها?|حاورها?|حاورته|صوّ?رها?"
ARABIC_VAGUE: Final = "تقرير|حوار|متابعة|مراسلة?"
TURKISH: Final = (
    "Haber(?: ?[-/–] ?(?:Kamera|Fotoğraf|Foto))?|Röportaj|Yazan|Yazar|Muhabir|Derleyen|Hazırlayan|Editör|Çeviren"
)
_ARABIC_ANY: Final = f"(?:{ARABIC}|{ARABIC_VERBS}|{ARABIC_VAGUE})"
_LABEL: Final = re.compile(
    rf"(?:{_ARABIC_ANY}(?: ?[/و] ?{_ARABIC_ANY})*(?:\s?[:\-–ـ]\s*| )|(?:{TURKISH})\s*:\s*)", re.IGNORECASE
)
_BETWEEN: Final = re.compile(r"\s*[,،/&]\s*|\s+(?:ve|و|[-–])\s+")


def names(byline: str) -> tuple[str, ...]:
    """The names in a byline, in its order; none where it is no byline."""
    label = _LABEL.match(byline)
    if not label:
        return ()
    return tuple(name for part in _BETWEEN.split(byline[label.end() :]) if (name := part.strip(" .-–")))
