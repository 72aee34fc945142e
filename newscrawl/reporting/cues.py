"""What an article can be recognised by in another language: its numbers, and the names of people and places."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from newscrawl.reporting import skeleton
from newscrawl.reporting.numbers import numbers, significant
from newscrawl.reporting.wording import Found, Run, bare, named, runs
from newscrawl.text import match_key

CHARACTERS: Final = 4000  # what a report says of its source stands in the beginning of both
SHORTEST, LONGEST = 5, 16  # consonants of a transliterated name; fewer are met by chance
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
    for run in runs(text):
        names = list(named(run, language))
        for each in names:
            found.setdefault(each.key, " ".join(run.written[each.start : each.end]))
        spelt = _turkish(run, names) if language == "tr" else _arabic(run)
        for key, start, end in spelt:
            if (cue := f"spelt {key}") not in found:
                found[cue] = " ".join(run.written[start:end])
    return found


def weigh(cue: str) -> float:
    """How much it says that two texts share a cue: the rarer, the more."""
    kind, _, value = cue.partition(" ")
    if kind == "spelt":
        return min(0.4 * (len(value) - 3.5), 1.8)
    if kind in ("number", "percent"):
        digits = significant(value)
        return (0.2, 0.7, 1.4, 2.0)[min(digits, 4) - 1] + 0.4 * (kind == "percent") + 0.3 * ("." in value)
    return _WEIGHTS[kind]


def _turkish(run: Run, names: list[Found]) -> Iterator[tuple[str, int, int]]:
    """Capitalised words and what two or three in a row make, without those that the lexicon knows."""
    known = {at for each in names for at in range(each.start, each.end)}
    may_be = [word[0].isupper() and at not in known for at, word in enumerate(run.written)]
    for start in [at for at, it_may in enumerate(may_be) if it_may]:
        key = ""
        for end in range(start, min(start + 3, len(may_be))):
            if not may_be[end]:
                break
            key += skeleton.latin(run.words[end])
            for each in skeleton.spellings(key):
                if SHORTEST <= len(each) <= LONGEST:
                    yield each, start, end + 1


def _arabic(run: Run) -> Iterator[tuple[str, int, int]]:
    """Any one, two or three words in a row: Arabic has no capitals to tell a name by."""
    spelt = list(map(_spelt, run.words))
    for start, (heads, _) in enumerate(spelt):
        rest = ""
        for end in range(start, min(start + 3, len(spelt))):
            if run.words[end] in _STOP:
                break
            rest += spelt[end][1] if end > start else ""
            for head in heads:
                if SHORTEST <= len(head) + len(rest) <= LONGEST:
                    yield head + rest, start, end + 1


@lru_cache(maxsize=8192)
def _spelt(word: str) -> tuple[tuple[str, ...], str]:
    """The consonants of an Arabic word, as the first of a name with and without its prefixes, and as a later one."""
    return tuple(sorted({skeleton.arabic(each) for each in bare(word)})), skeleton.arabic(word)
