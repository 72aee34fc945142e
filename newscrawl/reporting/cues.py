"""What an article can be recognised by in another language: its numbers, and the names of people and places."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from newscrawl.reporting import skeleton
from newscrawl.reporting.numbers import numbers, significant
from newscrawl.reporting.wording import Form, Found, Run, bare, forms, named, runs
from newscrawl.text import match_key

CHARACTERS: Final = 4000  # what a report says of its source stands in the beginning of both
SHORTEST, LONGEST = 5, 16  # consonants of a transliterated name; fewer are met by chance
_SPELT: Final = "spelt "
_LEAST, _MOST = SHORTEST + len(_SPELT), LONGEST + len(_SPELT)
_SPELT_WEIGHTS: Final = {length: min(0.4 * (length - len(_SPELT) - 3.5), 1.8) for length in range(_LEAST, _MOST + 1)}
# No name has these in it.
_STOP: Final = frozenset(
    match_key(
        "في من على إلى عن أن إن أنه أنها مع بعد قبل خلال التي الذي الذين هذا هذه ذلك كما قد لم لن لا ما وقد كان كانت "
        "بين حتى أو ثم حيث منذ عند لدى كل غير أي هو هي هم به بها فيه فيها عليه عليها له لها منه منها قال وقال قالت"
    ).split()
)
_WEIGHTS: Final = {"common": 0.15, "place": 0.8, "country": 0.5, "body": 0.4, "person": 0.6, "subject": 0.4}


def cues(title: str, body: str, language: str) -> Mapping[str, str]:
    """What a text in "ar" or "tr" is recognised by: "place izmir", "percent 4.8", "spelt hknftn"; each with what is
    written there. Only names whose consonants both scripts write alike are "spelt" so."""
    text = f"{title}\n\n{body}"[:CHARACTERS]
    found = dict(numbers(text))
    read = _turkish if language == "tr" else _arabic
    for run in runs(text):
        read(run, found)
    return found


def weigh(cue: str) -> float:
    """How much it says that two texts share a cue: the rarer, the more."""
    if cue.startswith(_SPELT):
        return _SPELT_WEIGHTS[len(cue)]
    kind, _, value = cue.partition(" ")
    if kind in ("number", "percent"):
        digits = significant(value)
        return (0.2, 0.7, 1.4, 2.0)[min(digits, 4) - 1] + 0.4 * (kind == "percent") + 0.3 * ("." in value)
    return _WEIGHTS[kind]


class _Word(NamedTuple):
    """What a word says by itself: the names of the lexicon that it may begin, and as a cue its consonants as the first
    word of a name, with and without its prefixes, and as a later one; None where no name has it in it."""

    forms: tuple[Form, ...]
    firsts: tuple[str, ...]
    later: str | None


def _turkish(run: Run, found: dict[str, str]) -> None:
    """Names of the lexicon, and what two or three other capitalised words in a row make."""
    names = list(named(run, map(_turkish_forms, run.words)))
    _note(run, names, found)
    known = {at for each in names for at in range(each.start, each.end)}
    may_be = [word[0].isupper() and at not in known for at, word in enumerate(run.written)]
    for start in [at for at, it_may in enumerate(may_be) if it_may]:
        key = ""
        for end in range(start, min(start + 3, len(may_be))):
            if not may_be[end]:
                break
            key += skeleton.latin(run.words[end])
            for each in skeleton.spellings(key):
                if SHORTEST <= len(each) <= LONGEST and (cue := _SPELT + each) not in found:
                    found[cue] = " ".join(run.written[start : end + 1])


def _arabic(run: Run, found: dict[str, str]) -> None:
    """Names of the lexicon, and any one, two or three words in a row: Arabic has no capitals to tell a name by."""
    words = list(map(_arabic_word, run.words))
    _note(run, named(run, [word.forms for word in words]), found)
    written, begins = " ".join(run.written), [0, *accumulate(len(word) + 1 for word in run.written)]
    for start, (_, firsts, _) in enumerate(words):
        rest = ""
        for end, (_, _, later) in enumerate(words[start : start + 3], start + 1):
            if later is None:
                break
            rest += later if end > start + 1 else ""
            for first in firsts:
                if _LEAST <= len(cue := first + rest) <= _MOST and cue not in found:
                    found[cue] = written[begins[start] : begins[end] - 1]


def _note(run: Run, names: Iterable[Found], found: dict[str, str]) -> None:
    for each in names:
        found.setdefault(each.key, " ".join(run.written[each.start : each.end]))


@lru_cache(maxsize=8192)
def _turkish_forms(word: str) -> tuple[Form, ...]:
    return forms((word,), "tr")


@lru_cache(maxsize=16384)
def _arabic_word(word: str) -> _Word:
    heads = bare(word)
    spelt = sorted({skeleton.arabic(each) for each in heads})
    firsts = tuple(_SPELT + each for each in spelt)
    return _Word(forms(heads, "ar"), firsts, None if word in _STOP else skeleton.arabic(word))
