"""Invented articles in any number, for measuring: Zipfian words, stock phrases, copies, chains of copies, bulletins.

The same seed gives the same articles. No two share a sentence but for stock phrases, copies and bulletins.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from newscrawl.urls import article_id

BEGIN = datetime(2026, 1, 1, 6, tzinfo=UTC)
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
VOCABULARY, PHRASES, SERIES, OUTLETS = 20_000, 3_000, 24, 40
COPIES, BULLETINS, SHARED_PARAGRAPH = 0.10, 0.04, 0.05
RECENT = 400


@dataclass(frozen=True, slots=True)
class Invented:
    """An article, and whose text it carries if anybody's: the id of the article it was taken from."""

    id: str
    url: str
    outlet: str
    time: datetime
    body: str
    of: str | None
    series: int | None

    def document(self) -> dict[str, Any]:
        """As the store keeps an article that has yet to be placed."""
        return {
            "_id": self.id, "url": self.url, "outlet": self.outlet, "title": self.url, "body": self.body,
            "published": self.time, "first_seen": self.time + timedelta(minutes=10),
            "last_seen": self.time + timedelta(minutes=10), "story_state": "pending", "content_hash": self.id,
        }  # fmt: skip


class Press:
    """Writes articles one after the other, evenly over the days."""

    def __init__(self, count: int, *, days: float = 30, seed: int = 1) -> None:
        self.chance, self.count, self.days = random.Random(seed), count, days
        letters = self.chance.choices
        self.words = ["".join(letters(LETTERS, k=self.chance.randint(3, 7))) for _ in range(VOCABULARY)]
        self.weights = list(accumulate(1 / (rank + 5) for rank in range(VOCABULARY)))
        self.phrases = [" ".join(self.chance.choices(self.words, k=self.chance.randint(3, 6))) for _ in range(PHRASES)]
        self.phrase_weights = list(accumulate(1 / (rank + 10) for rank in range(PHRASES)))
        self.frames = [[self._sentence() for _ in range(6)] for _ in range(SERIES)]
        self.paragraph = " ".join(self._sentence() for _ in range(3))
        self.recent: list[Invented] = []

    def articles(self) -> Iterator[Invented]:
        for number in range(self.count):
            yield self._next(number)

    def _next(self, number: int) -> Invented:
        time = BEGIN + timedelta(days=self.days) * (number / self.count)
        outlet, kind = f"outlet{self.chance.randrange(OUTLETS)}", self.chance.random()
        source, series = None, None
        if kind < COPIES and self.recent:
            source = self.chance.choice(self.recent)
            body = self._edited(source.body)
        elif kind < COPIES + BULLETINS:
            series = self.chance.randrange(SERIES)
            body = self._bulletin(series)
        else:
            body = self._text(self.chance.randint(9, 18))
            if self.chance.random() < SHARED_PARAGRAPH:
                body = f"{body}\n\n{self.paragraph}"
        url = f"https://{outlet}.example/{number}/"
        made = Invented(article_id(url), url, outlet, time, body, source.id if source else None, series)
        if series is None:
            self.recent = [*self.recent[-RECENT:], made]
        return made

    def _sentence(self) -> str:
        words = self.chance.choices(self.words, cum_weights=self.weights, k=self.chance.randint(9, 15))
        phrase = self.chance.choices(self.phrases, cum_weights=self.phrase_weights)[0]
        return f"{' '.join(words)} {phrase}."

    def _text(self, sentences: int) -> str:
        return "\n\n".join(self._sentence() for _ in range(sentences))

    def _edited(self, body: str) -> str:
        """Whole, or with sentences left out, or with some added."""
        lines, how = body.split("\n\n"), self.chance.random()
        if how < 0.3:
            return body
        if how < 0.7:
            kept = max(3, int(len(lines) * self.chance.uniform(0.5, 0.9)))
            return "\n\n".join(lines[:kept])
        return "\n\n".join([*lines, *(self._sentence() for _ in range(3))])

    def _bulletin(self, series: int) -> str:
        lines = (f"{line} {self.chance.randint(1000, 99999)}" for line in self.frames[series])
        return "\n\n".join((*lines, self._sentence()))
