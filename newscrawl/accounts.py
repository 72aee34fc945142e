"""What became of every URL of a run, and what that says about the run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from newscrawl.exits import Exit

PREFIX = "newscrawl/"
STORED = ("new", "updated", "unchanged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """URLs found, and how many ended in which outcome; `left` had none when the run ended."""

    reason: str
    found: int
    outcomes: Mapping[str, int]
    left: int
    sources: Mapping[str, int]
    pages: int
    bytes: int
    copies: int
    unplaced: int

    @classmethod
    def of(cls, stats: Mapping[str, Any], reason: str) -> Self:
        """The accounts in a crawl's statistics."""
        outcomes = _under(stats, "outcome/")
        found = int(stats.get(f"{PREFIX}found", 0))
        return cls(
            reason=reason,
            found=found,
            outcomes=outcomes,
            left=found - sum(outcomes.values()),
            sources=_under(stats, "source/"),
            pages=int(stats.get("response_received_count", 0)),
            bytes=int(stats.get("downloader/response_bytes", 0)),
            copies=int(stats.get(f"{PREFIX}copies", 0)),
            unplaced=int(stats.get(f"{PREFIX}unplaced", 0)),
        )

    @property
    def stored(self) -> int:
        return sum(self.outcomes.get(name, 0) for name in STORED)

    def document(self) -> dict[str, Any]:
        return {name: dict(value) if isinstance(value, Mapping) else value for name, value in asdict(self).items()}


def judge(accounts: Accounts) -> tuple[Exit, str]:
    """The exit code of a run, and one sentence that says what happened."""
    outcomes = ", ".join(f"{count} {name}" for name, count in sorted(accounts.outcomes.items())) or "none"
    if fault := _fault(accounts, outcomes):
        return fault
    if accounts.stored:
        return Exit.OK, f"{accounts.found} articles found: {outcomes}"
    if accounts.found:
        return Exit.DEGRADED, f"{accounts.found} articles found and none stored ({outcomes})"
    return _without_articles(accounts)


def _fault(accounts: Accounts, outcomes: str) -> tuple[Exit, str] | None:
    """What went wrong on our side, the gravest first."""
    if accounts.outcomes.get("failed/database"):
        return Exit.DATABASE, f"MongoDB did not take every article ({outcomes})"
    if accounts.outcomes.get("failed/bug"):
        return Exit.BUG, f"an exception in the crawler cost articles ({outcomes}); see the log"
    if accounts.unplaced:
        return Exit.BUG, f"{accounts.unplaced} articles stored and not compared with others ({outcomes}); see the log"
    if accounts.left or accounts.reason != "finished":
        return Exit.UNFINISHED, f"stopped early ({accounts.reason}): {accounts.left} URLs left; run it again"
    return None


def _without_articles(accounts: Accounts) -> tuple[Exit, str]:
    failed = {name.removeprefix("failed/"): n for name, n in accounts.sources.items() if name.startswith("failed/")}
    causes = ", ".join(f"{count}x {name}" for name, count in sorted(failed.items()))
    asked = accounts.sources.get("asked", 0)
    if failed and sum(failed.values()) >= asked and "unreadable" not in failed:
        return Exit.UNREACHABLE, f"unreachable: none of {asked} sources could be fetched ({causes})"
    return Exit.NOTHING_FOUND, f"nothing found: {asked} sources named no article ({causes or 'all answered'})"


def _under(stats: Mapping[str, Any], area: str) -> dict[str, int]:
    start = PREFIX + area
    return {name.removeprefix(start): int(value) for name, value in sorted(stats.items()) if name.startswith(start)}
