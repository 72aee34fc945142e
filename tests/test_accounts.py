"""The accounts of a run, and the exit code they give it."""

import pytest

from newscrawl.accounts import Accounts, judge
from newscrawl.exits import Exit


def run(reason: str = "finished", **stats: int) -> Accounts:
    """Accounts from stats named without their prefix; __ stands for a slash."""
    return Accounts.of({f"newscrawl/{name.replace('__', '/')}": value for name, value in stats.items()}, reason)


@pytest.mark.parametrize(
    ("accounts", "code", "words"),
    [
        (run(found=3, outcome__new=2, outcome__rejected__no_body=1), Exit.OK, "3 articles found"),
        (run(found=3, outcome__unchanged=3), Exit.OK, "3 unchanged"),
        (run(found=2, outcome__failed__http_404=2), Exit.DEGRADED, "none stored"),
        (run(source__asked=2, source__answered=2), Exit.NOTHING_FOUND, "named no article"),
        (run(source__asked=2, source__failed__unreadable=2), Exit.NOTHING_FOUND, "2x unreadable"),
        (run(source__asked=2, source__failed__dns=2), Exit.UNREACHABLE, "2x dns"),
        (run(source__asked=2, source__failed__dns=1, source__answered=1), Exit.NOTHING_FOUND, "1x dns"),
        (run(found=2, outcome__new=1, outcome__failed__bug=1), Exit.BUG, "see the log"),
        (run(found=2, outcome__new=1, outcome__failed__database=1), Exit.DATABASE, "did not take"),
        (run("shutdown", found=5, outcome__new=2), Exit.UNFINISHED, "3 URLs left"),
        (run("finished", found=5, outcome__new=2), Exit.UNFINISHED, "3 URLs left"),
        (run("closespider_timeout", found=2, outcome__new=2), Exit.UNFINISHED, "closespider_timeout"),
        (run("finished", found=1, outcome__new=1, unplaced=1), Exit.BUG, "not compared"),
    ],
)
def test_a_run_is_judged_by_its_accounts(accounts: Accounts, code: Exit, words: str) -> None:
    verdict, sentence = judge(accounts)
    assert verdict is code
    assert words in sentence


def test_what_was_found_is_the_sum_of_outcomes_and_what_was_left() -> None:
    accounts = run(found=9, outcome__new=4, outcome__rejected__robots=1, outcome__failed__timeout=2)
    assert accounts.found == sum(accounts.outcomes.values()) + accounts.left == 9
    assert accounts.left == 2
    assert accounts.stored == 4
