"""Relay phrases: that a text reports what another outlet said."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final

from newscrawl.credits import citing_turkish
from newscrawl.credits.crediting import Sighting
from newscrawl.media import PLATFORMS
from newscrawl.names import Reader
from newscrawl.text import match_key
from newscrawl.text.plain import Plain

# In folded letters. A verb may carry its object: "what the agency reported it".
_VERBS: Final = (
    "ذكر|افاد|قال|تقول|نقل|تناقل|اورد|نشر|كشف|اكد|اعلن|بث|تبث|اشار|اضاف|لفت|اوضح|تحدث|را|اعتبر|كتب|ترجم|رصد|نوه|تابع|"
    "ابرز|كان|اذاع|تداول|اجر|وصف|اطلع|بين|صرح|ابلغ|زعم"
)
_VERB: Final = rf"(?:[وفل]?(?:{_VERBS})(?:ت|ته|تها|ه|ها|ته|نا|وا|ي)?)"
_SOURCE_WORDS: Final = "بحسب|حسب|حسبما|وحسبما|وفق|وفقا|ووفقا|وبحسب|وحسب|ووفق|نقلا|طبقا|عبر|مشيره|كانت|المذاع|برنامج"
_SPOKEN_WORDS: Final = (
    "حديث|حديثه|تصريح|تصريحات|مقابله|لقاء|حوار|اتصال|مداخله|بيان|تقرير|مقال|مقالا|حصيله|صرح|صرحت|قال|قالت|وقال|وقالت|"
    "اكد|اوضح|واوضح|اضاف|واضاف|واضافت|كشف|ابلغ|ذكر|قائلا|قوله|مسح|اجرته|اجراه|نفت|رفض"
)
_RELAY: Final = re.compile(rf"(?<!\w)(?:{_VERB}|{_SOURCE_WORDS}|{_SPOKEN_WORDS})(?!\w)")
_SPOKEN: Final = re.compile(rf"(?<!\w)(?:{_SPOKEN_WORDS})(?!\w)")
_JUST_BEFORE: Final = re.compile(rf'(?<!\w)(?:{_VERB}|{_SOURCE_WORDS}|عن|لسان)\s*(?:ل\s*)?["(]?$')
_WORD_BEFORE: Final = 30  # characters that hold the longest word just before a name, and what parts the two
_NEAR: Final = 45  # characters between the relay verb and the name, on either side
_BACK: Final = 90  # and to a word of speaking, where the name is whom somebody spoke to

_NOUNS: Final = (
    "وكاله الانباء|وكاله انباء|وكاله|صحيفه|جريده|قناه|فضائيه|شبكه|موقع|تلفزيون|مجله|اذاعه|بوابه|هيئه الاذاعه|راديو"
)
_ALL_NOUNS: Final = _NOUNS.split("|")
_NOUN_LIST: Final = [noun for noun in _ALL_NOUNS if not any(each in noun for each in _ALL_NOUNS if each != noun)]
# Words that no name goes beyond; one that is known may hold them.
_STOP: Final = frozenset(
    (
        "ان", "انه", "انها", "عن", "في", "من", "علي", "بان", "قوله", "قولها", "الذي", "التي", "حيث", "قد", "كما",
        "اليوم", "امس", "الي", "ما", "لم", "هذا", "هذه", "او", "اثر", "بعد", "قبل", "خلال", "التابعه", "التابع",
        "المعني", "المعنيه", "المقربه", "لانه", "ضمن", "مع", "نحو", "يوم", "الاحد", "الاثنين", "الثلاثاء",
        "الاربعاء", "الخميس", "الجمعه", "السبت",
    )
)  # fmt: skip
_MEDIUM: Final = re.compile(
    rf"(?<!\w)[وفبكل]{{0,2}}(?P<the>ال|ل)?(?P<noun>{_NOUNS})(?: الاخباريه| الرسميه)?(?!\w)"
    r"(?P<words>(?: [^\s\"(),،.:؛؟!]{1,25}){0,6})"
    r'(?:،? ?["(] ?(?P<quoted>[^"()\n]{2,40})[")]|، (?P<after>[^\s،.:؛؟!]{2,20})(?=[،.]))?'
)
_NATION: Final = re.compile(r"ال\w+ي[ه]?$")
_ADJECTIVE: Final = re.compile(r"(?!ال)\w+(?:يه|ي|يتين|يات)$")
_CLOSED: Final = tuple("،.:؛")
_LONG: Final = 4  # words that a name nobody knows has not, where nothing else ends it
_LATIN: Final = re.compile(r"[A-Za-z0-9][\w.-]*$")
_TOLD: Final = frozenset(("صحيفه", "جريده", "مجله", "فضائيه", "تلفزيون", "اذاعه"))  # nothing else is called so
_AGENCY: Final = ("وكاله الانباء", "وكاله انباء")
# What is called an agency, a network or a site and tells no news.
_OTHERS: Final = frozenset(map(match_key, ("ناسا", "NASA", "الفضاء", "أوبك", "CIA", "سي آي إيه", "إنترنت", "OPCW")))
_NO_MEDIA: Final = PLATFORMS | _OTHERS
_EDGES: Final = "\"'()[]،.:؛!؟,-–—"
_HYPHENATED: Final = re.compile(r"^[وفبك]?ل(?:ـ|-)?$")


def sightings(plain: Plain, reader: Reader) -> Iterator[Sighting]:
    """The outlets that a paragraph reports on, in its order."""
    if reader.language == "tr":
        yield from citing_turkish.sightings(plain.text, reader)
    else:
        yield from _arabic(plain.text, reader)


def _arabic(text: str, reader: Reader) -> Iterator[Sighting]:
    found = [*_behind_media(text, reader), *_named(text, reader)]
    yield from sorted(found, key=lambda sighting: sighting.span)


def _behind_media(text: str, reader: Reader) -> Iterator[Sighting]:
    """The newspaper X, the agency "Y", the news agency of Z (W): with a word of reporting near it."""
    if not any(map(text.__contains__, _NOUN_LIST)):
        return
    for found in _MEDIUM.finditer(text):
        if not _relayed(text, found.start(), found.end("noun")):
            continue
        told = _known(found, reader) or _unknown(found)
        if told and match_key(told[0]) not in _NO_MEDIA:
            name, end = _written(found, told[0])
            yield Sighting("citation", name, told[1], (found.start(), end), False)


def _relayed(text: str, start: int, end: int) -> bool:
    """Whether a word of reporting stands just before the name or just after it."""
    return bool(_RELAY.search(text, max(0, start - _NEAR), end + _NEAR))


def _written(found: re.Match[str], name: str) -> tuple[str, int]:
    """The name as the text has it, which may hold a word more, and where it ends, its quotation mark included."""
    text, noun = found.string, found.start("noun")
    start = text.find(name, noun)
    if start < 0:
        last = name.rsplit(" ", 1)[-1]
        start, name = noun, text[noun : text.index(last, found.end("noun")) + len(last)]
    end = start + len(name)
    return name, end + (text[end : end + 1] in ('"', ")"))


def _known(found: re.Match[str], reader: Reader) -> tuple[str, str] | None:
    """The name and its key, where it is one that is known: in quotation marks or among the words."""
    noun, words = found["noun"], found["words"].split()
    quoted = found["quoted"] or found["after"]
    if quoted and not words:
        key = reader.key(f"{noun} {quoted}") or reader.key(quoted)
        return (quoted, key) if key else None
    # Behind the noun the first word may be a stop word, too: NTV and NBC begin with one.
    for start in range(len(_until_stop(words)) or len(words[:1])):
        if told := reader.longest(words[start:], before="" if start else noun):
            return told
    key = reader.key(quoted) if quoted else None
    return (quoted, key) if quoted and key else None


def _unknown(found: re.Match[str]) -> tuple[str, None] | None:
    """A name that nobody knows: quoted, in Latin letters, of an agency "for news", or up to the country it is of."""
    noun, words = found["noun"], _until_stop(found["words"].split())
    if not words:
        return (found["quoted"].strip(), None) if found["quoted"] and not found["words"] else None
    if noun in _AGENCY:
        return f"{noun} {words[0]}", None
    if noun == "وكاله" and "للانباء" in words:
        return " ".join(words[: words.index("للانباء")]), None
    if _LATIN.match(words[0]):
        return " ".join(word for word in words if _LATIN.match(word)), None
    if noun not in _TOLD or found["the"] or _ADJECTIVE.match(words[0]):
        return None
    nation = next((place for place, word in enumerate(words) if place and _NATION.match(word)), None)
    closed = (
        found["words"].split() == words
        and len(words) < 4
        and found.string[found.end() : found.end() + 2].strip()[:1] in _CLOSED
    )
    return (" ".join(words[:nation]), None) if nation or closed else None


def _until_stop(words: Sequence[str]) -> Sequence[str]:
    return words[: next((place for place, word in enumerate(words) if word in _STOP), len(words))]


def _named(text: str, reader: Reader) -> Iterator[Sighting]:
    """A known name without a word like newspaper: behind "according to", behind its verb, or as whom somebody told."""
    words, heads = text.split(" "), reader.names.heads
    bare = [word.strip(_EDGES) for word in words]
    places = [place for place, word in enumerate(bare) if word in heads]
    begins = [0, *accumulate(len(word) + 1 for word in words)] if places else []
    for place in places:
        prefix, at = heads[bare[place]], begins[place]
        cited = _cited(text, at, prefix or _own_letter(words, place))
        if told := _told(words[place : place + 5], prefix, reader) if cited else None:
            yield Sighting("citation", *told, _span(text, at, told[0]), False)


def _span(text: str, at: int, name: str) -> tuple[int, int]:
    last = name.rsplit(" ", 1)[-1]
    return at, text.index(last.removeprefix("ال"), at) + len(last.removeprefix("ال"))


def _own_letter(words: Sequence[str], place: int) -> str:
    return "ل" if place and _HYPHENATED.match(words[place - 1].strip('"(')) else ""


def _told(words: Sequence[str], prefix: str, reader: Reader) -> tuple[str, str] | None:
    """The name that begins here, not across a mark, and its key."""
    first = words[0].strip(_EDGES)
    first = f"ا{first[1:]}" if prefix == "لل" else first[len(prefix) :]
    marked = '"' in words[0] or words[0].startswith("(")
    run = [first]
    for word, following in pairwise(words):
        if word[-1:] in '،.:؛!؟)"':
            break
        run.append(following.strip(_EDGES))
    if prefix == "لل" and (told := reader.longest(run)):
        return told  # "according to the German one": the article tells a name from a word
    return reader.longest(run, marked=marked)


def _cited(text: str, at: int, prefix: str) -> bool:
    before = text[max(0, at - _BACK) : at]
    before = before[max(before.rfind(mark) for mark in ".؟!\n") + 1 :]
    if _JUST_BEFORE.search(before[-_WORD_BEFORE:]):
        return True
    return ("ل" in prefix and bool(_SPOKEN.search(before))) or (
        before.endswith(" مع ") and bool(_SPOKEN.search(before))
    )
