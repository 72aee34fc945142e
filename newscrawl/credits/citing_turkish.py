"""Relay phrases of Turkish texts."""

import re
from collections.abc import Iterator
from typing import Final

from newscrawl.credits.crediting import Sighting
from newscrawl.names import Reader

_CAPITAL: Final = "A-ZÇĞİÖŞÜ"
_NAME: Final = rf"(?<!\w)[{_CAPITAL}][\w.]{{0,30}}(?: [{_CAPITAL}][\w.]{{0,30}}){{0,4}}"
_REPORT: Final = r"(?:haber(?:ine|inde|iyle|inden)|aktardığına|bildirdiğine|bilgisine|geçtiği|duyurduğuna|yazdığına)"
_CASE: Final = r"['’]?(?:[ndy]?[ıiuü]n|[nsy]?[ea]|[dt][ae]n|[dt][ae]|[ıiuü])?"
_TAILS: Final = (
    rf"{_CASE}(?:[)])? {_REPORT}",
    rf"{_CASE} ?(?:gazetesi|ajansı|televizyonu|kanalı|sitesi|dergisi)\w*",
    r" muhabirine",
    r"['’](?:[nsy]?[ea]) (?:göre|konuşan|konuştu|konuk|açıklama|verdiği|demeç|röportaj)",
)
# Another name may stand between, so these are looked for by themselves.
_FAR_TAILS: Final = (
    # "X'in bir iç yazışmasına dayandırdığı haberinde", "Sözcü'den Ad Soyad'ın haberine göre"
    rf"['’](?:[ndy]?[ıiuü]n|[dt][ae]n),? [^.!?\n]{{2,70}}? {_REPORT}",
    r"['’]?\)?, [^.!?\n]{5,250}? (?:yazdı|duyurdu|bildirdi|aktardı)\.",
)
_NEAR, _FAR = (re.compile(rf"(?P<words>{_NAME})(?:{'|'.join(tails)})") for tails in (_TAILS, _FAR_TAILS))
# A single word in capitals or with one, where a report or a reporter is its: no person, who has two.
_UNKNOWN: Final = re.compile(
    rf"(?<![{_CAPITAL}\w] )(?<!\w)(?P<name>[{_CAPITAL}][\w.]{{1,20}})"
    rf"(?:['’](?:[ndy]?[ıiuü]n) haberine|(?<=[{_CAPITAL}]) muhabirine)"
)
_JOURNAL: Final = re.compile(r'"(?P<name>[^"\n]{2,40})" (?:dergisi|gazetesi|televizyonu|kanalı|sitesi)\w*')
# What each phrase above must have. Looking for that first is several times as fast: most paragraphs have none of it.
_REPORTS: Final = (
    "haberin", "haberiyle", "aktardığına", "bildirdiğine", "bilgisine", "geçtiği", "duyurduğuna", "yazdığına",
)  # fmt: skip
_MEDIA: Final = ("gazetesi", "ajansı", "televizyonu", "kanalı", "sitesi", "dergisi")
_ENDS: Final = ("yazdı.", "duyurdu.", "bildirdi.", "aktardı.")
_SPOKEN: Final = re.compile(r"['’](?:[nsy]?[ea]) (?:göre|konuşan|konuştu|konuk|açıklama|verdiği|demeç|röportaj)")


def sightings(text: str, reader: Reader) -> Iterator[Sighting]:
    """The outlets that a paragraph reports on."""
    reports, media = (any(map(text.__contains__, words)) for words in (_REPORTS, _MEDIA))
    reporter = "muhabirine" in text
    near = _NEAR.finditer(text) if reports or media or reporter or _SPOKEN.search(text) else ()
    far = _FAR.finditer(text) if reports or any(map(text.__contains__, _ENDS)) else ()
    for found in (*near, *far):
        words = found["words"].split(" ")
        # The sentence may begin with other capitals: try the name's last words, longest first.
        names = (" ".join(words[start:]) for start in range(len(words)))
        if told := next(((name, key) for name in names if (key := reader.key(name))), None):
            yield Sighting("citation", *told, found.span(), False)
    unknown = _UNKNOWN.finditer(text) if reports or reporter else ()
    journals = _JOURNAL.finditer(text) if media else ()
    for found in (*unknown, *journals):
        yield Sighting("citation", found["name"], reader.key(found["name"]), found.span(), False)
