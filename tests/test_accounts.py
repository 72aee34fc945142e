"""The accounts of a run, and the exit code they give it."""

from dataclasses import replace

import pytest

from newscrawl.accounts import Accounts, judge
from newscrawl.exits import Exit
from newscrawl.frontier import Tally


def run(reason: str = "finished", *, found: int = 0, **counts: int) -> Accounts:
    """Accounts from counts by name, __ for a slash; URLs found that have no outcome were let go."""
    named = {name.replace("__", "/"): count for name, count in counts.items()}
    outcomes = {name.removeprefix("outcome/"): n for name, n in named.items() if name.startswith("outcome/")}
    sources = {name.removeprefix("source/"): n for name, n in named.items() if name.startswith("source/")}
    tally = Tally(outcomes, sources, counts.get("named", 0), counts.get("left", found - sum(outcomes.values())))
    stats = {f"newscrawl/{name}": count for name, count in named.items() if name.startswith("unplaced")}
    tally = replace(tally, missing=counts.get("missing", 0), waiting=counts.get("waiting", 0))
    return Accounts.of(tally, stats, reason, claimed=found, taken_over=counts.get("taken_over", 0))


@pytest.mark.parametrize(
    ("accounts", "code", "words"),
    [
        (run(found=3, outcome__new=2, outcome__rejected__no_body=1), Exit.OK, "3 articles found"),
        (run(found=3, outcome__unchanged=3), Exit.OK, "3 unchanged"),
        (run(found=2, outcome__failed__http_404=2), Exit.DEGRADED, "none stored"),
        (run(found=3, outcome__rejected__off_topic=3), Exit.OK, "3 rejected/off_topic"),
        (run(found=3, outcome__rejected__wall_consent=3), Exit.DEGRADED, "none stored"),
        (run(found=3, outcome__failed__challenge=2, outcome__rejected__no_body=1), Exit.UNREACHABLE, "blocked"),
        (run(found=4, outcome__failed__http_403=2, outcome__rejected__no_body=2), Exit.DEGRADED, "none stored"),
        (run(source__answered=2), Exit.NOTHING_FOUND, "named no article"),
        (run(source__failed__unreadable=2), Exit.NOTHING_FOUND, "2x unreadable"),
        (run(source__failed__dns=2), Exit.UNREACHABLE, "2x dns"),
        (run(source__rejected__robots=3, source__empty=1), Exit.UNREACHABLE, "blocked: robots.txt forbids"),
        (run(source__rejected__robots=3, source__unchanged=1), Exit.OK, "nothing new"),
        (run(source__rejected__robots=3, source__answered=1), Exit.NOTHING_FOUND, "3x robots"),
        (run(source__failed__dns=1, source__answered=1), Exit.NOTHING_FOUND, "1x dns"),
        (run(found=2, outcome__new=1, outcome__failed__bug=1), Exit.BUG, "see the log"),
        (run(found=2, outcome__new=1, outcome__failed__database=1), Exit.DATABASE, "did not take"),
        (run("shutdown", found=5, outcome__new=2), Exit.UNFINISHED, "3 URLs left"),
        (run("finished", found=5, outcome__new=2), Exit.UNFINISHED, "3 URLs left"),
        (run("closespider_timeout", found=2, outcome__new=2), Exit.UNFINISHED, "closespider_timeout"),
        (run("finished", found=1, outcome__new=1, unplaced__bug=1), Exit.BUG, "1 articles stored and not compared"),
        (run(found=2, outcome__new=2, unplaced__database=2), Exit.DATABASE, "2 articles stored and not compared"),
        (run(found=2, outcome__new=2, unplaced__database=1, unplaced__bug=1), Exit.BUG, "2 articles stored"),
        (run(), Exit.OK, "nothing is due"),
        (run(source__answered=2, named=30), Exit.OK, "named 30 articles, all known"),
        (run(source__unchanged=2), Exit.OK, "nothing new"),
        (run(found=2, outcome__new=2, waiting=7), Exit.OK, "7 more wait"),
        (run(found=3, outcome__new=2, left=0), Exit.BUG, "do not balance: 3 found, 2 new, 0 left, 0 taken over"),
        (run(found=3, outcome__new=2, left=0, taken_over=1), Exit.OK, "2 new"),
        (run(found=2, outcome__new=2, missing=1), Exit.BUG, "1 not in the database"),
        (run("database: gone", found=2, left=2), Exit.DATABASE, "did not take"),
        (run("stalled", found=2, outcome__new=1), Exit.UNFINISHED, "stalled"),
    ],
)
def test_a_run_is_judged_by_its_accounts(accounts: Accounts, code: Exit, words: str) -> None:
    verdict, sentence = judge(accounts)
    assert verdict is code
    assert words in sentence


def test_a_run_that_found_the_outlet_taken_says_by_whom() -> None:
    assert judge(run("held"), held_by="run 7 on host a")[0] is Exit.HELD
    assert "run 7 on host a" in judge(run("held"), held_by="run 7 on host a")[1]


def test_what_was_found_is_the_sum_of_outcomes_and_what_was_left() -> None:
    accounts = run(found=9, outcome__new=4, outcome__rejected__robots=1, outcome__failed__timeout=2)
    assert accounts.found == sum(accounts.outcomes.values()) + accounts.left == 9
    assert accounts.left == 2
    assert accounts.stored == 4
