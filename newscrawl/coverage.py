"""Which of a run's new articles each declared source names, whoever was the first to name them.

Only the first source to name an article finds it new, so among sources of the same articles a dead one does not show by
that. What each names of what the others found does show it, on a feast as on any other day.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Final

MOST: Final = 5000  # new articles, a hundred bytes each; a run reads ARTICLES_PER_RUN (2000) at most


class Coverage:
    """Counts while a run goes on. A run with more than MOST new articles, as of an archive, tells nothing."""

    def __init__(self) -> None:
        self.marks: dict[str, int] = {}  # of each source a bit
        self.by: dict[int, int] | None = {}  # of each new article, hashed, the marks of the sources that name it

    def note(self, source: str, named: Iterable[str], new: Collection[str]) -> None:
        """What a source names, by id, and which of it nobody had named before this run's visit."""
        if self.by is None:
            return
        mark = self.marks.setdefault(source, 1 << len(self.marks))
        for each in named:
            if each in new or hash(each) in self.by:
                self.by[hash(each)] = self.by.get(hash(each), 0) | mark
        if len(self.by) > MOST:
            self.by = None

    def of(self, source: str) -> Mapping[str, int]:
        """Of a source, the run's new articles that it names `alone`, those `shared` with others, and how many the
        `others` name; nothing where that is not known."""
        if self.by is None:
            return {}
        counts, mark = Counter(self.by.values()), self.marks.get(source, 0)
        named = sum(count for marks, count in counts.items() if marks & mark)
        alone = counts[mark]
        return {"alone": alone, "shared": named - alone, "others": len(self.by) - alone}
