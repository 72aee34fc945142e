"""Relay phrases: that a text reports what another outlet said."""

import re
from collections.abc import Iterator

from newscrawl.credits.crediting import Sighting
from newscrawl.credits.plain import Plain
from newscrawl.names import PLATFORMS, Names
from newscrawl.text import match_key

_VERBS = (
    "ذكرت|ذكر|افادت|افاد|قالت|قال|نقلت|نقل|اوردت|اورد|نشرت|نشر|نشرته|كشفت|كشف|اكدت|اكد|اعلنت|اعلن|بثت|بث|اشارت|اشار|اضافت|اضاف|"
    "لفتت|اوضحت|تحدثت|رات|اعتبرت|كتبت|ترجمت|ترجمته|رصدت|نوهت|تابعت|بحسب|حسب|حسبما|وفق|وفقا|نقلا|مشيره|ابرزت|كانت|عبر"
)
_NOUNS = "وكاله الانباء|وكاله انباء|وكاله|صحيفه|جريده|قناه|شبكه|موقع|تلفزيون|مجله|اذاعه"
_RELAY = re.compile(rf"(?<!\w)[وف]?(?:{_VERBS})(?!\w)")
# A media noun and its name: in quotation marks, or the words that follow.
_QUOTED = r'"(?P<quoted>[^"\n]{2,40})"'
_WORD = r'[^\s"،.:؛()]+'
_WORDS = rf"(?P<words>{_WORD}(?: {_WORD}){{0,3}})"
_MEDIUM = re.compile(rf"(?<!\w)[ولبف]{{0,2}}(?:ال)?(?:{_NOUNS}) (?:{_QUOTED}|{_WORDS})")
_PREPOSITION = re.compile(rf"(?<!\w)[ول]?(?:نقلا عن|بحسب|وفقا ل|وفق|حسب|عبر|عن) ?(?:{_QUOTED}|{_WORDS})")
_NEAR = 45  # characters between the relay verb and the name, on either side

_TURKISH_NAME = r"(?P<words>[A-ZÇĞİÖŞÜ][\w.]*(?: [A-ZÇĞİÖŞÜ][\w.]*){0,3})"
_TURKISH = tuple(
    re.compile(_TURKISH_NAME + tail)
    for tail in (
        r"['’]?(?:[ndy]?[ıiuü]n|[nsy]?[ea]|d[ae]n|t[ae]n)? "
        r"(?:haberine|haberinde|haberiyle|haberinden|aktardığına|bildirdiğine|bilgisine|geçtiği)",
        r"['’]?(?:[ndy]?[ıiuü]n)? ?(?:gazetesi|ajansı|televizyonu|kanalı|sitesi)(?:ne|nin|nde|ndeki|nden)?\b",
        r" muhabirine",
        r"['’](?:[nsy]?[ea]) (?:göre|konuşan|konuştu|konuk)",
    )
)


def sightings(plain: Plain, names: Names, language: str | None) -> Iterator[Sighting]:
    """The outlets that a paragraph reports on, in its order."""
    if language == "tr":
        yield from _turkish(plain.text, names)
    else:
        yield from _arabic(plain.text, names, language)


def _arabic(text: str, names: Names, language: str | None) -> Iterator[Sighting]:
    for found in _MEDIUM.finditer(text):
        if _relayed(text, found.start(), found.end()):
            name, outlet = _resolved(found, names, language, marked=True)
            if name and (outlet or found["quoted"]) and match_key(name) not in PLATFORMS:
                yield Sighting("citation", name, outlet, found.span(), False)
    for found in _PREPOSITION.finditer(text):
        name, outlet = _resolved(found, names, language, marked=bool(found["quoted"]))
        if name and outlet:
            yield Sighting("citation", name, outlet, found.span(), False)


def _relayed(text: str, start: int, end: int) -> bool:
    """Whether a word of reporting stands just before the name or just after it."""
    return bool(_RELAY.search(text, max(0, start - _NEAR), start + 12) or _RELAY.search(text, end, end + _NEAR))


def _resolved(
    found: re.Match[str], names: Names, language: str | None, *, marked: bool
) -> tuple[str | None, str | None]:
    """The name and its key: the quoted words, or the longest run of words that is known."""
    if found["quoted"]:
        return found["quoted"].strip(), names.resolve(found["quoted"], language, marked=True)
    words = found["words"].split(" ")
    for length in range(len(words), 0, -1) if names.may_begin(words[0]) else ():
        name = " ".join(words[:length])
        if outlet := names.resolve(name, language, marked=marked):
            return name, outlet
    return None, None


def _turkish(text: str, names: Names) -> Iterator[Sighting]:
    for pattern in _TURKISH:
        for found in pattern.finditer(text):
            words = found["words"].split(" ")
            # The sentence may begin with other capitals: try the name's last words, longest first.
            for start in range(len(words)):
                name = " ".join(words[start:])
                if outlet := names.resolve(name, "tr", marked=True):
                    yield Sighting("citation", name, outlet, found.span(), False)
                    break
