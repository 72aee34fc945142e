"""What became of every URL of a run, and what that says about the run."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from newscrawl.exits import Exit
from newscrawl.frontier import NOT_SOURCES, Tally
from newscrawl.schedule import STORED

PREFIX = "newscrawl/"
BLOCKED = ("failed/challenge", "failed/http_401", "failed/http_403", "failed/http_429", "rejected/wall_challenge")
OFF_TOPIC = "rejected/off_topic"  # read, judged and left out on purpose: the work was done


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Article URLs that a run took on, and what MongoDB has acknowledged of each.

    `found` is what was taken on, `left` what was let go again unread, `taken_over` what another run had taken on
    meanwhile; `waiting` was due and not taken on. `missing`: URLs that ended in an article that is not there.
    `asked`: what came of asking sources, by outcome; `sources`: what each declared one named.
    """

    reason: str
    found: int
    outcomes: Mapping[str, int]
    left: int
    taken_over: int
    waiting: int
    missing: int
    asked: Mapping[str, int]
    sources: Sequence[Mapping[str, Any]]
    named: int
    pages: int
    bytes: int
    copies: int
    unplaced: int
    unreached: int = 0
    """Stored and not placed either, for want of a server."""
    stood_in: int = 0
    """Declared sources that failed or named nothing, so that others were asked in their place."""

    @classmethod
    def of(cls, tally: Tally, stats: Mapping[str, Any], reason: str, *, claimed: int, taken_over: int = 0) -> Self:
        """From what MongoDB has of a run, what the run itself knows, and, for the rest, the crawl's statistics."""
        return cls(
            reason=reason,
            found=claimed,
            outcomes=dict(sorted(tally.outcomes.items())),
            left=tally.released,
            taken_over=taken_over,
            waiting=tally.waiting,
            missing=tally.missing,
            asked=dict(sorted(tally.sources.items())),
            sources=tally.yields,
            named=tally.named,
            pages=int(stats.get("response_received_count", 0)),
            bytes=int(stats.get("downloader/response_bytes", 0)),
            copies=int(stats.get(f"{PREFIX}copies", 0)),
            unplaced=int(stats.get(f"{PREFIX}unplaced/bug", 0)),
            unreached=int(stats.get(f"{PREFIX}unplaced/database", 0)),
            stood_in=int(stats.get(f"{PREFIX}source/fallback", 0)),
        )

    @property
    def balanced(self) -> bool:
        """Whether every URL that was taken on is accounted for, and everything stored is there."""
        return self.found == sum(self.outcomes.values()) + self.left + self.taken_over and not self.missing

    @property
    def stored(self) -> int:
        return sum(self.outcomes.get(name, 0) for name in STORED)

    def document(self) -> dict[str, Any]:
        return {name: dict(value) if isinstance(value, Mapping) else value for name, value in asdict(self).items()}


def judge(accounts: Accounts, held_by: str | None = None) -> tuple[Exit, str]:
    """The exit code of a run, and one sentence that says what happened. `held_by`: who has the outlet instead."""
    if held_by:
        return Exit.HELD, f"another run is crawling this outlet ({held_by}); nothing was done"
    outcomes = ", ".join(f"{count} {name}" for name, count in sorted(accounts.outcomes.items())) or "none"
    if fault := _fault(accounts, outcomes):
        return fault
    if accounts.stored or accounts.outcomes.get(OFF_TOPIC):
        waiting = f"; {accounts.waiting} more wait" if accounts.waiting else ""
        return Exit.OK, f"{accounts.found} articles found: {outcomes}{waiting}{_stood_in(accounts)}"
    if accounts.found and sum(accounts.outcomes.get(name, 0) for name in BLOCKED) * 2 > accounts.found:
        return Exit.UNREACHABLE, f"blocked: the outlet turns the crawler away ({outcomes})"
    if accounts.found:
        return Exit.DEGRADED, f"{accounts.found} articles found and none stored ({outcomes})"
    return _without_articles(accounts)


def _fault(accounts: Accounts, outcomes: str) -> tuple[Exit, str] | None:
    """What went wrong on our side, the gravest first."""
    refused = accounts.outcomes.get("failed/database") or accounts.asked.get("failed/database")
    if refused or accounts.reason.startswith("database"):
        return Exit.DATABASE, f"MongoDB did not take every article ({outcomes})"
    if accounts.outcomes.get("failed/bug") or accounts.asked.get("failed/bug") or accounts.reason == "start_error":
        return Exit.BUG, f"an exception in the crawler cost articles ({outcomes}); see the log"
    if not accounts.balanced:
        return Exit.BUG, f"the accounts do not balance: {accounts.found} found, {_items(accounts, outcomes)}"
    if unplaced := accounts.unplaced + accounts.unreached:
        code = Exit.BUG if accounts.unplaced else Exit.DATABASE
        return code, f"{unplaced} articles stored and not compared with others ({outcomes}); see the log"
    if accounts.left or accounts.reason != "finished":
        return Exit.UNFINISHED, f"stopped early ({accounts.reason}): {accounts.left} URLs left; run it again"
    return None


def _items(accounts: Accounts, outcomes: str) -> str:
    return f"{outcomes}, {accounts.left} left, {accounts.taken_over} taken over, {accounts.missing} not in the database"


def _stood_in(accounts: Accounts) -> str:
    if not accounts.stood_in:
        return ""
    return f"; {accounts.stood_in} declared sources failed or named nothing, others were asked instead"


def _without_articles(accounts: Accounts) -> tuple[Exit, str]:
    asked = sum(accounts.asked.values())
    failed = {name.partition("/")[2]: n for name, n in accounts.asked.items() if "/" in name}
    causes = ", ".join(f"{count}x {name}" for name, count in sorted(failed.items()))
    if failed.keys() == {"robots"} and not accounts.asked.keys() & {"answered", "unchanged"}:
        return Exit.UNREACHABLE, f"blocked: robots.txt forbids the outlet's sources ({causes})"
    if failed and sum(failed.values()) >= asked and not failed.keys() & set(NOT_SOURCES):
        return Exit.UNREACHABLE, f"unreachable: none of {asked} sources could be fetched ({causes})"
    if not asked:
        return Exit.OK, "nothing is due yet; -a due=all asks every source anyway"
    unchanged = accounts.asked.get("unchanged", 0)
    if accounts.named or unchanged:
        told = [f"{asked} sources named {accounts.named} articles, all known"] if accounts.named else []
        told += [f"{unchanged} of {asked} sources unchanged"] if unchanged else []
        return Exit.OK, f"nothing new: {'; '.join(told)} ({causes or 'all answered'}){_stood_in(accounts)}"
    return Exit.NOTHING_FOUND, f"nothing found: {asked} sources named no article ({causes or 'all answered'})"
