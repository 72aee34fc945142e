"""Invented Arabic and Turkish texts: words built from real stems in Zipfian numbers, and bulletins with slots.

Licence-clean by construction, the same for the same seed. Two texts share hardly a shingle unless one is made from the
other, or both are bulletins of one series.
"""

import json
import random
from dataclasses import dataclass
from itertools import accumulate, product
from pathlib import Path
from typing import Final

# Synthetic. By language: stems and affixes, function words, places, people, and `series`: bulletins in which {n} stands
# for a number, {p} for a person, {c} for a place.
MATERIAL: Final = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
LANGUAGES: Final = tuple(MATERIAL)
FUNCTION: Final = {language: tuple(material["function"]) for language, material in MATERIAL.items()}
SERIES: Final = {language: tuple(material["series"]) for language, material in MATERIAL.items()}


@dataclass(frozen=True, slots=True)
class Text:
    """A title and a body to compare."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes in one language; every draw comes from `chance`."""

    language: str
    chance: random.Random
    words: tuple[str, ...]
    weights: tuple[float, ...]

    def word(self) -> str:
        if self.chance.random() < 0.22:
            return self.chance.choice(FUNCTION[self.language])
        return self.chance.choices(self.words, cum_weights=self.weights)[0]

    def sentence(self) -> str:
        words = [self.word() for _ in range(self.chance.randint(9, 18))]
        if self.chance.random() < 0.4:
            words.insert(self.chance.randrange(len(words)), str(self.chance.randint(3, 9999)))
        return " ".join(words).capitalize() + "."

    def text(self, most: int = 400) -> list[str]:
        """Sentences of 80 to `most` words in all."""
        wanted, sentences = self.chance.randint(80, most), list[str]()
        while sum(len(each.split()) for each in sentences) < wanted:
            sentences.append(self.sentence())
        return sentences

    def bulletin(self, frame: str) -> str:
        chance = self.chance
        while "{" in frame:
            frame = frame.replace("{n}", f"{chance.randint(10, 99)}.{chance.randint(1, 99)}", 1)
            frame = frame.replace("{c}", chance.choice(MATERIAL[self.language]["places"]), 1)
            frame = frame.replace("{p}", chance.choice(MATERIAL[self.language]["people"]), 1)
        return frame


def writer(language: str, seed: int = 1) -> Writer:
    chance = random.Random(f"{language} {seed}")
    words = ["".join(parts) for parts in product(*(MATERIAL[language][part] for part in ("before", "stems", "after")))]
    chance.shuffle(words)
    return Writer(language, chance, tuple(words), tuple(accumulate(1 / (rank + 40) for rank in range(len(words)))))
