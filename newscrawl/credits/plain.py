"""A text folded letter by letter, so that one spelling of a pattern serves and places can be traced back."""

from dataclasses import dataclass

_FOLDS = str.maketrans("أإآٱىة”“„«»‘’`´ـ\u00a0", 'اااايه"""""\'\'\'\'- ')
_MARKS = frozenset(map(chr, (*range(0x064B, 0x0660), 0x0670, *range(0x200B, 0x2010), *range(0x202A, 0x202F))))


@dataclass(frozen=True, slots=True)
class Plain:
    """The folded text; `places[i]` is where its i-th letter stands in the original."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, original: str) -> "Plain":
        kept = [(place, letter) for place, letter in enumerate(original) if letter not in _MARKS]
        folded = "".join(letter for _, letter in kept).translate(_FOLDS)
        return cls(folded, (*(place for place, _ in kept), len(original)))

    def written(self, folded: str, original: str) -> str:
        """A piece of the folded text as the original writes it."""
        start = self.text.find(folded)
        return original[slice(*self.span(start, start + len(folded)))] if folded and start >= 0 else folded

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the folded text as a span of the original."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]
