"""A text folded letter by letter, so that one spelling of a pattern serves and places can be traced back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

# str.replace for the letters there are is several times as fast as str.translate.
_FOLDS = tuple(zip("أإآٱىة”“„«»‘’`´ـ\u00a0", 'اااايه"""""\'\'\'\'- ', strict=True))
_MARK = re.compile("[\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e]")


def _folded(text: str) -> str:
    text = _MARK.sub("", text)
    for letter, folded in _FOLDS:
        text = text.replace(letter, folded)
    return text


@dataclass(frozen=True)
class Plain:
    """A text and its folded form."""

    original: str
    text: str

    @classmethod
    def of(cls, original: str) -> "Plain":
        return cls(original, _folded(original))

    @classmethod
    def all(cls, originals: Sequence[str]) -> list["Plain"]:
        """Of some texts without NUL. Folding them together spares most of the cost."""
        folded = _folded("\0".join(originals)).split("\0") if originals else []
        return list(map(cls, originals, folded))

    @cached_property
    def places(self) -> Sequence[int]:
        """Where each folded letter stands in the original. Few texts name a source, so it is found when asked for."""
        if len(self.text) == len(self.original):  # no mark was taken out
            return range(len(self.original) + 1)
        return (*(place for place, letter in enumerate(self.original) if not _MARK.match(letter)), len(self.original))

    def written(self, folded: str) -> str:
        """A piece of the folded text as the original writes it."""
        start = self.text.find(folded)
        return self.original[slice(*self.span(start, start + len(folded)))] if folded and start >= 0 else folded

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the folded text as a span of the original."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]
