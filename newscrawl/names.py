"""Who is meant by a name in a text: the outlets' own names, and the agencies and media that are not crawled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from newscrawl.media import AMBIGUOUS, FOREIGN, GENERIC
from newscrawl.text import match_key
from newscrawl.text.plain import Plain

# Folded. What may stand before or behind a name that the name does without.
_BEFORE: Final = ("وكاله انبا ", "وكاله الانبا ", "وكاله ", "مكتب ", "شبكه ", "قناه ", "موقع ", "صحيفه ", "جريده ")
_BEHIND: Final = (" agency", " للانبا", " اونلاين", " الاخباريه", " haber ajansi", " ajansi")
# Words of one letter are written together with the next: "and", "to", "by"; a dash or a quotation mark may part them.
_LETTERS: Final = ("", *"وفبكل", "ول", "فل", "ل-", 'ل"', 'ل-"', "ول-")
_MEDIA_WORDS: Final = frozenset(("صحيفه", "جريده", "وكاله", "قناه", "بوابه", "موقع", "مجله", "تلفزيون", "هيئه"))
_WORDS: Final = 5  # of the longest name


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
        self.heads: dict[str, str] = {}  # the first word of a name, any letters before it included; those letters
        self.own: dict[str, frozenset[str]] = {}
        for key, entry in sorted(entries.items()):
            self._enter(key, (entry.title, *entry.aliases))
        for key, aliases in sorted(FOREIGN.items()):
            self._enter(key, aliases)
        self.generic = frozenset(map(match_key, GENERIC))

    def resolve(
        self, name: str, language: str | None = None, *, marked: bool = False, outlet: str | None = None
    ) -> str | None:
        """The key that a name stands for. A name of several goes to `outlet`, whose text it is, or else to the one of
        the text's language.

        `marked`: the text marks it as a name (behind "newspaper", in quotes, on a credit line).
        """
        forms = _forms(match_key(name))
        if outlet and marked and not self.own.get(outlet, frozenset()).isdisjoint(forms):
            return outlet
        for form in forms:
            if keys := self.keys.get(form):
                known = marked or form not in AMBIGUOUS
                return next((key for key in keys if self.languages.get(key) == language), keys[0]) if known else None
        return None

    def is_generic(self, name: str) -> bool:
        return match_key(name) in self.generic

    def _enter(self, key: str, aliases: tuple[str, ...]) -> None:
        folded = [match_key(alias) for alias in aliases]
        for alias in folded:
            keys = self.keys.setdefault(alias, [])
            if key not in keys:
                keys.append(key)
        self.own[key] = frozenset(form for alias in folded for form in _forms(alias))
        for head in {Plain.of(alias).text.split()[0] for alias in aliases} - _MEDIA_WORDS:
            for form in (head, head.lower(), head.upper(), head.capitalize()):
                self.heads |= {
                    f"{letters}{form}": letters for letters in _LETTERS if f"{letters}{form}" not in self.heads
                }
                if form.startswith("ال"):
                    self.heads.setdefault(f"لل{form[2:]}", "لل")


@dataclass(frozen=True, slots=True)
class Reader:
    """Names as a text of one outlet in one language means them."""

    names: Names
    language: str | None
    outlet: str

    def key(self, name: str, *, marked: bool = True) -> str | None:
        return self.names.resolve(name, self.language, marked=marked, outlet=self.outlet)

    def knows(self, name: str, *, marked: bool = True) -> bool:
        return self.key(name, marked=marked) is not None or self.names.is_generic(name)

    def longest(self, words: Sequence[str], *, before: str = "", marked: bool = True) -> tuple[str, str] | None:
        """The longest run of the first words that is a name, behind `before` or by itself, and its key."""
        if not words:
            return None
        for length in range(min(len(words), _WORDS), 0, -1):
            name = " ".join(words[:length])
            if before and (key := self.key(f"{before} {name}", marked=marked)):
                return f"{before} {name}", key
            if key := self.key(name, marked=marked):
                return name, key
        return None


def _forms(folded: str) -> list[str]:
    """A name, and what is left of it without "agency" before, "for news" behind, the article of a foreign name."""
    forms = [folded]
    bare = next((folded.removesuffix(behind) for behind in _BEHIND if folded.endswith(behind)), folded)
    forms.append(bare)
    forms += [bare.removeprefix(before) for before in _BEFORE if bare.startswith(before)]
    forms += [bare.removeprefix("ال")] if " " in bare else []
    return list(dict.fromkeys(forms))
